"""DOCX and XLSX are archives of XML: what is looked through before one is kept, without opening it."""

import zlib
from typing import IO, BinaryIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from .refusals import UploadRefused

MAX_ENTRIES = 2_000
MAX_EXPANDED_BYTES = 200 * 1024 * 1024
MAX_RATIO = 100
MAIN_PARTS = frozenset({"word/document.xml", "xl/workbook.xml"})

_CHUNK = 1 << 16
BROKEN = (BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, OSError, ValueError)
_ENCRYPTED = 0x1
_XML = (".xml", ".rels", ".vml")
_ACTIVE = ("vbaproject", "vbadata", "activex/", "macrosheets/", "dialogsheets/")


class _Forbidden(Exception):
    """Stops the XML parser."""


def check_office_file(handle: BinaryIO, *, main_part: str) -> None:
    """Refuse an archive that is too big, not what it says, or could do something by itself.

    :raises UploadRefused: with the reason.
    """
    handle.seek(0)
    try:
        with ZipFile(handle) as archive:
            _check_entries(archive.infolist())
            _check_parts({entry.filename for entry in archive.infolist()}, main_part)
            for entry in archive.infolist():
                _check_entry(archive, entry)
    except BROKEN as error:
        raise UploadRefused(_("文件已损坏或加密，无法打开")) from error


def _check_entries(entries: list[ZipInfo]) -> None:
    """Refuse a bomb by what the archive says of itself, before a byte is expanded."""
    expanded = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MAX_ENTRIES or expanded > MAX_EXPANDED_BYTES or expanded > MAX_RATIO * max(packed, 1):
        raise UploadRefused(_("文件解压后过大"))
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names) or not all(map(_is_safe_name, names)):
        raise UploadRefused(_("文件结构异常"))
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise UploadRefused(_("文件已加密，请取消密码后上传"))


def _is_safe_name(name: str) -> bool:
    parts = name.split("/")
    return not (name.startswith("/") or ".." in parts or "\\" in name or ":" in name or "\0" in name)


def _check_parts(names: set[str], main_part: str) -> None:
    if "[Content_Types].xml" not in names or names & MAIN_PARTS != {main_part}:
        raise UploadRefused(_("文件内容与扩展名不符"))
    if any(word in name.lower() for name in names for word in _ACTIVE):
        raise UploadRefused(_("文件含有宏或控件，请另存为不带宏的文件后上传"))


def _check_entry(archive: ZipFile, entry: ZipInfo) -> None:
    """Expand one entry to the end: its checksum must hold, and XML must not declare or fetch anything."""
    with archive.open(entry) as content:
        if entry.filename.lower().endswith(_XML):
            _check_xml(content)
        while content.read(_CHUNK):
            pass


def _check_xml(content: IO[bytes]) -> None:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler = _look_at_element
    try:
        while chunk := content.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except _Forbidden as error:
        raise UploadRefused(_("文件引用了外部内容，请另存为普通文件后上传")) from error
    except expat.ExpatError as error:
        raise UploadRefused(_("文件已损坏或加密，无法打开")) from error


def _refuse_document_type(*_declared: object) -> None:
    """Office files never declare a document type: where one stands, entities are to be smuggled in."""
    raise _Forbidden


def _look_at_element(name: str, attributes: dict[str, str]) -> None:
    """Refuse macros by content type, and whatever would be fetched on opening; a link to click may stay."""
    if "macroenabled" in attributes.get("ContentType", "").lower():
        raise _Forbidden
    is_external = name.rpartition(":")[2] == "Relationship" and attributes.get("TargetMode") == "External"
    if is_external and not attributes.get("Type", "").endswith("/hyperlink"):
        raise _Forbidden
