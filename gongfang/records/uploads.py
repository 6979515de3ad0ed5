"""Taking in a file: checked, durable and digested before its row exists.

The order is what makes it safe: stream to a temporary file, check those very bytes, fsync, rename, and only then
write the row. A crash leaves at most a file without a row, which `sweep_orphans` removes; never a row without
its file.
"""

import os
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any, BinaryIO, cast

from cryptography.hazmat.primitives import hashes
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from gongfang.accounts.models import User

from .chain import digest_of
from .file_kinds import check_content, kind_named
from .models import EvidenceFile, evidence_storage, random_name
from .refusals import UploadRefused

__all__ = ["UploadRefused", "clean_name", "digest_of", "discard", "store", "sweep_orphans"]

MAX_NAME = 120
INCOMING = "incoming"
_CHUNK = 1 << 20


def store(
    *,
    case: Any,
    section: str,
    upload: "UploadedFile[Any]",
    by: User | None,
    at: datetime,
    title: str = "",
    access: str = EvidenceFile.Access.CASE,
    position: tuple[Decimal, Decimal] | None = None,
) -> EvidenceFile:
    """Take in one uploaded file for `case` (None for a file that belongs to no case).

    `section` says what it is for; `position` is latitude and longitude in degrees, where a photo has one.

    :raises UploadRefused: when its kind, size or content is not acceptable; nothing is kept then.
    """
    name = clean_name(upload.name or "")
    kind = kind_named(name, declared=upload.content_type or "")
    with _incoming() as handle:
        digest, size = _receive(upload, handle)
        check_content(cast(BinaryIO, handle), kind)
        stored = _keep(Path(handle.name))
    latitude, longitude = position or (None, None)
    return EvidenceFile.objects.create(
        case_id=case.pk if case is not None else None,
        section=section,
        title=clean_name(title) if title else name,
        file=stored,
        content_type=kind.content_type,
        size=size,
        digest=digest,
        access=access,
        uploaded_by=by,
        uploaded_at=at,
        latitude=latitude,
        longitude=longitude,
    )


def discard(file: EvidenceFile) -> None:
    """Remove a file that nothing rests on yet; its bytes go once the row is gone."""
    stored, name = file.file.storage, str(file.file.name)
    file.delete()
    transaction.on_commit(lambda: stored.delete(name))


def clean_name(name: str) -> str:
    """Return a file name that is safe to show and to offer for saving.

    No folders, no control or direction characters (which could make `gpj.exe` read as `exe.jpg`), no leading
    dots, at most `MAX_NAME` characters with the extension kept.
    """
    plain = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    plain = "".join(char for char in plain if unicodedata.category(char)[0] != "C" and char not in '"<>|:*?')
    plain = " ".join(plain.split()).lstrip(". ")
    stem, suffix = os.path.splitext(plain)
    suffix = suffix[:12]
    return (stem[: MAX_NAME - len(suffix)] + suffix) or _("未命名")


@contextmanager
def _incoming() -> Iterator[IO[bytes]]:
    """Open a temporary file beside the store, on the same disk; it is gone afterwards unless it was kept."""
    folder = Path(settings.EVIDENCE_DIR) / INCOMING
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = NamedTemporaryFile(dir=folder, delete=False)  # noqa: SIM115 - closed below, whatever happens
    try:
        yield cast(IO[bytes], handle)
    finally:
        handle.close()
        Path(handle.name).unlink(missing_ok=True)


def _receive(upload: "UploadedFile[Any]", handle: IO[bytes]) -> tuple[str, int]:
    """Write the upload to `handle`, and return its digest and size; the size is counted, not believed."""
    digest, size = hashes.Hash(hashes.SM3()), 0
    for chunk in upload.chunks(_CHUNK):
        size += len(chunk)
        if size > settings.EVIDENCE_MAX_BYTES:
            limit = settings.EVIDENCE_MAX_BYTES // (1024 * 1024)
            raise UploadRefused(_("文件超过 %(limit)s MB，请压缩后上传") % {"limit": limit})
        digest.update(chunk)
        handle.write(chunk)
    if size == 0:
        raise UploadRefused(_("文件是空的"))
    handle.flush()
    os.fsync(handle.fileno())
    return digest.finalize().hex(), size


def _keep(path: Path) -> str:
    """Move a received file to its place under a name that tells nothing, durably, and return the name."""
    name = random_name(EvidenceFile(), "")
    target = Path(evidence_storage().path(name))
    is_new_folder = not target.parent.exists()
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.rename(target)
    _fsync_folder(target.parent)
    if is_new_folder:
        _fsync_folder(target.parent.parent)
    return name


def _fsync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep_orphans(*, before: datetime) -> int:
    """Remove files last written before `before` that no row names, and return how many.

    `before` leaves out uploads that are still under way: a day ago will do.
    """
    root, removed = Path(settings.EVIDENCE_DIR), 0
    for folder in sorted(root.glob("*/")):
        names = {f"{folder.name}/{path.name}" for path in folder.iterdir() if _is_older(path, before)}
        known = set(EvidenceFile.objects.filter(file__in=names).values_list("file", flat=True))
        for name in names - known:
            (root / name).unlink()
            removed += 1
    return removed


def _is_older(path: Path, before: datetime) -> bool:
    return path.is_file() and path.stat().st_mtime < before.timestamp()
