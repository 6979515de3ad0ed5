"""Taking in files: every kind, every disagreement, hostile contents, and durability."""

import io
import os
import struct
import zipfile
from contextlib import suppress
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image

from gongfang.records import chain, file_kinds, office_files, uploads
from gongfang.records.file_kinds import check_content, kind_named
from gongfang.records.models import EvidenceFile
from gongfang.records.uploads import MAX_NAME, UploadRefused, clean_name, digest_of, store, sweep_orphans
from tests.factories import applicant, beijing

from .hostile import HOSTILE
from .specimens import CONTENTS, TYPES, docx, office, pdf, picture, relations, upload, upload_of

AT = beijing("2026-05-06 10:00")


def taken_in(content: bytes, name: str, declared: str = "application/octet-stream") -> None:
    """Check a file as `store` does, without keeping it."""
    kind = kind_named(clean_name(name), declared=declared)
    check_content(io.BytesIO(content), kind)


def stored_paths() -> list[Path]:
    root = Path(settings.EVIDENCE_DIR)
    return [path for path in root.rglob("*") if path.is_file()]


@pytest.mark.parametrize("extension", CONTENTS)
@pytest.mark.django_db
def test_store_keeps_the_bytes_and_their_digest(extension: str) -> None:
    by = applicant()
    stored = store(case=None, section="evidence", upload=upload_of(extension), by=by, at=AT)
    with stored.file.open("rb") as handle:
        assert handle.read() == CONTENTS[extension]
    assert stored.digest == chain.sm3(CONTENTS[extension])
    assert stored.size == len(CONTENTS[extension])
    assert stored.content_type == TYPES[extension]
    assert (stored.title, stored.uploaded_by, stored.uploaded_at) == (f"材料.{extension}", by, AT)
    assert "材料" not in stored.file.name


@pytest.mark.parametrize(("name", "declared", "content"), list(product(CONTENTS, TYPES, CONTENTS)))
def test_extension_type_and_content_must_agree(name: str, declared: str, content: str) -> None:
    if name == declared == content:
        taken_in(CONTENTS[content], f"a.{name}", TYPES[declared])
    else:
        with pytest.raises(UploadRefused):
            taken_in(CONTENTS[content], f"a.{name}", TYPES[declared])


@pytest.mark.parametrize("declared", ["", "application/octet-stream", "IMAGE/PNG", "image/png; charset=binary"])
def test_a_type_that_says_nothing_else_is_no_contradiction(declared: str) -> None:
    taken_in(CONTENTS["png"], "a.PNG", declared)


@pytest.mark.parametrize(
    "name",
    [
        "a.exe",
        "a.html",
        "a.svg",
        "a.zip",
        "a.docm",
        "a.xlsm",
        "a.doc",
        "a.pdf.exe",
        "a",
        ".pdf",
        "a.pdf\u202e.exe",
    ],
)
def test_other_kinds_are_refused(name: str) -> None:
    with pytest.raises(UploadRefused):
        taken_in(CONTENTS["pdf"], name)


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_content_is_refused(case: str) -> None:
    content, name = HOSTILE[case]
    with pytest.raises(UploadRefused):
        taken_in(content, name)


def test_a_link_to_click_is_no_harm() -> None:
    taken_in(office("word/document.xml", {"word/_rels/document.xml.rels": relations("hyperlink")}), "a.docx")


def test_a_bomb_is_refused_by_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UploadRefused, match="解压后过大"):
        taken_in(office("word/document.xml", {"word/media/a.bin": b"\0" * 30_000_000}), "a.docx")
    monkeypatch.setattr(office_files, "MAX_EXPANDED_BYTES", 1000)
    with pytest.raises(UploadRefused, match="解压后过大"):
        taken_in(office("word/document.xml", {"word/media/a.bin": os.urandom(2000)}), "a.docx")


def test_too_many_entries_are_refused() -> None:
    many = {f"word/media/{n}.bin": b"x" for n in range(office_files.MAX_ENTRIES)}
    with pytest.raises(UploadRefused, match="解压后过大"):
        taken_in(office("word/document.xml", many), "a.docx")


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    """The central directory says 10 bytes; the stream would expand to 5 MB."""
    content = bytearray(office("word/document.xml", {"word/media/a.bin": b"\0" * 5_000_000}))
    entry = content.rindex(b"word/media/a.bin")
    struct.pack_into("<L", content, entry - 46 + 24, 10)
    with pytest.raises(UploadRefused):
        taken_in(bytes(content), "a.docx")


def test_an_encrypted_archive_is_refused() -> None:
    content = bytearray(docx())
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        local = packed.getinfo("word/document.xml").header_offset
    directory = content.rindex(b"PK\x01\x02")
    content[local + 6] |= 1
    content[directory + 8] |= 1
    with pytest.raises(UploadRefused):
        taken_in(bytes(content), "a.docx")


def test_a_picture_of_too_many_pixels_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_kinds, "MAX_PIXELS", 1000)
    with pytest.raises(UploadRefused, match="像素过大"):
        taken_in(picture("PNG", (40, 30)), "a.png")
    monkeypatch.undo()
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 500)
    with pytest.raises(UploadRefused, match="像素过大"):
        taken_in(picture("PNG", (40, 30)), "a.png")


@pytest.mark.django_db
def test_a_refused_file_leaves_nothing_behind() -> None:
    before = stored_paths()
    with pytest.raises(UploadRefused):
        store(case=None, section="x", upload=upload(b"MZ", "a.pdf"), by=None, at=AT)
    assert stored_paths() == before
    assert not EvidenceFile.objects.exists()


@pytest.mark.django_db
def test_size_is_counted_not_believed(settings, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    settings.EVIDENCE_MAX_BYTES = 100
    big = upload(pdf(b"x" * 200), "a.pdf")
    big.size = 10
    with pytest.raises(UploadRefused, match="超过"):
        store(case=None, section="x", upload=big, by=None, at=AT)
    with pytest.raises(UploadRefused, match="空的"):
        store(case=None, section="x", upload=upload(b"", "a.pdf"), by=None, at=AT)


@pytest.mark.django_db
def test_the_file_is_durable_before_its_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the moment of the rename the bytes were synced, and at that of the row the folder was."""
    happened = []
    monkeypatch.setattr(uploads.os, "fsync", lambda descriptor: happened.append("fsync"))
    rename, create = Path.rename, EvidenceFile.objects.create
    monkeypatch.setattr(Path, "rename", lambda self, to: happened.append("rename") or rename(self, to))
    monkeypatch.setattr(
        EvidenceFile.objects, "create", lambda **fields: happened.append("row") or create(**fields)
    )
    store(case=None, section="x", upload=upload_of("pdf"), by=None, at=AT)
    assert happened[:3] == ["fsync", "rename", "fsync"]
    assert happened[-1] == "row"


@pytest.mark.django_db
def test_sweep_removes_only_old_files_without_a_row() -> None:
    kept = store(case=None, section="x", upload=upload_of("pdf"), by=None, at=AT)
    orphan = store(case=None, section="x", upload=upload_of("png"), by=None, at=AT)
    EvidenceFile.objects.filter(pk=orphan.pk).delete()
    fresh = store(case=None, section="x", upload=upload_of("jpg"), by=None, at=AT)
    EvidenceFile.objects.filter(pk=fresh.pk).delete()
    long_ago = (AT - timedelta(days=3)).timestamp()
    for stored in (kept, orphan):
        os.utime(stored.file.path, (long_ago, long_ago))
    assert sweep_orphans(before=AT - timedelta(days=1)) == 1
    assert [Path(each.file.path).exists() for each in (kept, orphan, fresh)] == [True, False, True]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\x\\材料.pdf", "材料.pdf"),
        ("a\0.pdf", "a.pdf"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("...hidden.pdf", "hidden.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ("", "未命名"),
        ("/", "未命名"),
    ],
)
def test_names_are_made_safe(name: str, shown: str) -> None:
    assert clean_name(name) == shown


def test_a_long_name_keeps_its_extension() -> None:
    assert clean_name("长" * 500 + ".docx") == "长" * (MAX_NAME - 5) + ".docx"


@given(st.text(max_size=400))
@hypothesis_settings(deadline=None)
def test_any_name_comes_out_safe(name: str) -> None:
    shown = clean_name(name)
    assert 0 < len(shown) <= MAX_NAME
    assert not set(shown) & set('/\\\0\r\n"\u202e')
    assert not shown.startswith(".")
    assert clean_name(shown) == shown


@given(st.binary(max_size=4000), st.sampled_from(sorted(CONTENTS)))
@hypothesis_settings(deadline=None)
def test_random_bytes_are_refused_not_an_error(content: bytes, extension: str) -> None:
    with pytest.raises(UploadRefused):
        taken_in(content, f"a.{extension}")


@given(st.sampled_from(sorted(CONTENTS)), st.data())
@hypothesis_settings(deadline=None)
def test_a_spoiled_file_is_taken_in_or_refused_but_never_an_error(extension: str, data: st.DataObject) -> None:
    content = bytearray(CONTENTS[extension])
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(UploadRefused):
        taken_in(bytes(content), f"a.{extension}")


def test_digest_is_the_sm3_of_the_standard() -> None:
    vector = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert digest_of(io.BytesIO(b"abc")) == vector
