"""Small files of every kind, lawful and hostile, made on the spot."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CONTENT_TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def picture(format_name: str, size: tuple[int, int] = (40, 30)) -> bytes:
    handle = io.BytesIO()
    Image.new("RGB", size, (160, 40, 30)).save(handle, format_name)
    return handle.getvalue()


def pdf(body: bytes = b"") -> bytes:
    return b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + body + b"\ntrailer\n<< >>\n%%EOF\n"


def archive(parts: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    handle = io.BytesIO()
    with zipfile.ZipFile(handle, "w", compression) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return handle.getvalue()


def office(main_part: str, extra: dict[str, bytes] | None = None) -> bytes:
    return archive({"[Content_Types].xml": CONTENT_TYPES, main_part: b"<document/>", **(extra or {})})


def docx(**extra: bytes) -> bytes:
    return office("word/document.xml", {name.replace("__", "/"): content for name, content in extra.items()})


def relations(kind: str, target: str = "http://192.0.2.1/x") -> bytes:
    return (
        f'<Relationships xmlns="r"><Relationship Id="1" Type="{RELATIONS}/{kind}" Target="{target}" '
        'TargetMode="External"/></Relationships>'
    ).encode()


CONTENTS = {
    "pdf": pdf(),
    "jpg": picture("JPEG"),
    "png": picture("PNG"),
    "docx": docx(),
    "xlsx": office("xl/workbook.xml"),
}
TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png", "docx": DOCX, "xlsx": XLSX}


def upload(content: bytes, name: str, content_type: str = "application/octet-stream") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type=content_type)


def upload_of(extension: str, name: str = "") -> SimpleUploadedFile:
    return upload(CONTENTS[extension], name or f"材料.{extension}", TYPES[extension])
