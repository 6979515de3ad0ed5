"""What kinds of file are taken in, and how the content of one is checked before it is kept.

Nothing is believed because a browser says so: extension, declared type and the bytes themselves must agree, and
each kind is looked through for what could do harm. Everything reads in bounded memory.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from zipfile import is_zipfile

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from .office_files import check_office_file
from .refusals import UploadRefused

MAX_PIXELS = 60_000_000
HEAD_BYTES = 1024
"""How far into a file PDF readers look for its header."""

_UNDECLARED = frozenset({"", "application/octet-stream"})
"""What browsers say of a type their system does not know: it contradicts nothing."""
_PDF_HARM = (b"/JavaScript", b"/JS ", b"/JS(", b"/JS<", b"/Launch", b"/EmbeddedFile", b"/RichMedia")


@dataclass(frozen=True, kw_only=True)
class FileKind:
    """One kind of file. `content_type` is what it is stored and served as."""

    name: str
    content_type: str
    declared: frozenset[str]
    extensions: tuple[str, ...]
    magic: bytes
    check: Callable[[BinaryIO], None]

    @property
    def is_image(self) -> bool:
        return self.content_type.startswith("image/")


def check_pdf(handle: BinaryIO) -> None:
    """Refuse a PDF without an end, one with another file behind it, or one that acts by itself.

    Only what is not compressed can be seen here; what gets through is served as an attachment, never opened.
    """
    handle.seek(max(0, handle.seek(0, 2) - 2 * HEAD_BYTES))
    if b"%%EOF" not in handle.read():
        raise UploadRefused(_("PDF 文件不完整，请重新导出后上传"))
    _refuse_second_nature(handle)
    handle.seek(0)
    tail = b""
    while chunk := handle.read(1 << 20):
        window = tail + chunk
        if any(word in window for word in _PDF_HARM):
            raise UploadRefused(_("PDF 含有脚本、附件或自动操作，请打印为普通 PDF 后上传"))
        tail = window[-32:]


def _image_check(format_name: str) -> Callable[[BinaryIO], None]:
    def check(handle: BinaryIO) -> None:
        _refuse_second_nature(handle)
        handle.seek(0)
        if b"%PDF-" in handle.read(HEAD_BYTES):
            raise UploadRefused(_("文件内混有另一种格式的内容"))
        handle.seek(0)
        try:
            _check_picture(handle, format_name)
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
            raise UploadRefused(_("图片已损坏，无法打开")) from error

    return check


def _check_picture(handle: BinaryIO, format_name: str) -> None:
    try:
        with Image.open(handle, formats=[format_name]) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise UploadRefused(_("图片像素过大，请缩小后上传"))
            picture.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UploadRefused(_("图片像素过大，请缩小后上传")) from error


def _refuse_second_nature(handle: BinaryIO) -> None:
    """Refuse a file that is also an archive: two programs would see two different documents in it."""
    handle.seek(0)
    if is_zipfile(handle):
        raise UploadRefused(_("文件内混有另一种格式的内容"))


_OPEN_XML = "application/vnd.openxmlformats-officedocument."
KINDS = (
    FileKind(
        name="PDF",
        content_type="application/pdf",
        declared=frozenset({"application/pdf", "application/x-pdf"}),
        extensions=("pdf",),
        magic=b"%PDF-",
        check=check_pdf,
    ),
    FileKind(
        name="JPEG",
        content_type="image/jpeg",
        declared=frozenset({"image/jpeg", "image/pjpeg", "image/jpg"}),
        extensions=("jpg", "jpeg"),
        magic=b"\xff\xd8\xff",
        check=_image_check("JPEG"),
    ),
    FileKind(
        name="PNG",
        content_type="image/png",
        declared=frozenset({"image/png", "image/x-png"}),
        extensions=("png",),
        magic=b"\x89PNG\r\n\x1a\n",
        check=_image_check("PNG"),
    ),
    FileKind(
        name="DOCX",
        content_type=_OPEN_XML + "wordprocessingml.document",
        declared=frozenset({_OPEN_XML + "wordprocessingml.document"}),
        extensions=("docx",),
        magic=b"PK\x03\x04",
        check=lambda handle: check_office_file(handle, main_part="word/document.xml"),
    ),
    FileKind(
        name="XLSX",
        content_type=_OPEN_XML + "spreadsheetml.sheet",
        declared=frozenset({_OPEN_XML + "spreadsheetml.sheet"}),
        extensions=("xlsx",),
        magic=b"PK\x03\x04",
        check=lambda handle: check_office_file(handle, main_part="xl/workbook.xml"),
    ),
)
_BY_EXTENSION = {extension: kind for kind in KINDS for extension in kind.extensions}
ACCEPT = ",".join(f".{extension}" for extension in _BY_EXTENSION)
"""For the `accept` attribute of file fields."""


def kind_named(name: str, *, declared: str) -> FileKind:
    """Return the kind that a file's name and declared type agree on.

    :raises UploadRefused: when the kind is not taken in, or the two disagree.
    """
    kind = _BY_EXTENSION.get(Path(name).suffix.lower().lstrip("."))
    if kind is None:
        raise UploadRefused(_("只能上传 PDF、JPEG、PNG、DOCX、XLSX 文件"))
    said = declared.partition(";")[0].strip().lower()
    if said not in kind.declared | _UNDECLARED:
        raise UploadRefused(_("文件名与文件类型不一致"))
    return kind


def check_content(handle: BinaryIO, kind: FileKind) -> None:
    """Check that the bytes are what the name promises, and harmless.

    :raises UploadRefused: when they are not; the reason is for the person who uploads.
    """
    handle.seek(0)
    if not handle.read(len(kind.magic)).startswith(kind.magic):
        raise UploadRefused(_("文件内容不是 %(kind)s 格式，请检查后重新上传") % {"kind": kind.name})
    kind.check(handle)
