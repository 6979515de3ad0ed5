"""Small, valid documents that stand for what applicants upload. Each says that it is a demonstration."""

from collections.abc import Iterable
from functools import cache

from django.core.files.uploadedfile import SimpleUploadedFile

from .pictures import picture

_HEAD = b"%PDF-1.4\n"
_FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts["
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
    b"/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/Ascent 859/Descent -141"
    b"/CapHeight 683/StemV 93/ItalicAngle 0/FontBBox[-250 -143 600 857]>>>>]>>"
)


@cache
def pdf(title: str, *lines: str) -> bytes:
    """Return a page of A4 with a title and lines, in a font every reader has."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
    words = _content(title, ["本文件为演示数据，不作任何证明。", *lines])
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page,
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(words), words),
        _FONT,
    )
    return _file(objects)


def _content(title: str, lines: Iterable[str]) -> bytes:
    drawn = [f"BT /F1 20 Tf 70 760 Td <{_hex(title)}> Tj /F1 12 Tf 0 -16 Td"]
    drawn += [f"0 -26 Td <{_hex(line)}> Tj" for line in lines]
    return "\n".join([*drawn, "ET"]).encode("ascii")


def _hex(text: str) -> str:
    return text.encode("utf-16-be").hex().upper()


def _file(objects: Iterable[bytes]) -> bytes:
    body, places = bytearray(_HEAD), []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, table)
    body += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, end)
    return bytes(body)


def pdf_upload(title: str, *lines: str) -> SimpleUploadedFile:
    """Return such a page as an upload under its title."""
    return SimpleUploadedFile(f"{title}.pdf", pdf(title, *lines), content_type="application/pdf")


def photo_upload(title: str, craft: str, variant: int) -> SimpleUploadedFile:
    """Return a drawn picture of a craft as an upload under a title."""
    return SimpleUploadedFile(f"{title}.jpg", picture(craft, variant), content_type="image/jpeg")
