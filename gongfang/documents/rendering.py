"""Documents as they are set on paper (GB/T 9704-2012): .docx from a template, PDF from a page laid out alike.

Values are data: neither the template of Word nor that of the page reads markup in them. The PDF is made without
network: nothing but pictures inside the page is fetched.
"""

import gc
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from docx.shared import Mm, Pt
from docxtpl import DocxTemplate, InlineImage
from jinja2.sandbox import SandboxedEnvironment

from gongfang.regulation.time_limits import beijing_date

from .content import Content, Piece, pieces
from .kinds import Style, kind_named
from .models import Document
from .numbering import unnumbered
from .writing.words import day as in_words

TEMPLATE = Path(__file__).parent / "layout" / "official.docx"
STYLESHEET = settings.PACKAGE_DIR / "static" / "gongfang" / "paper.css"
LETTERHEAD_WIDTH_PT = 424
LARGEST_LETTERHEAD_PT, SMALLEST_LETTERHEAD_PT = 34, 16
QR_MM = 38
TEXT_WIDTH_MM = 156
_FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.fonts",
    "~/.local/share/fonts",
    "/System/Library/Fonts",
    "C:/Windows/Fonts",
)
_CHINESE_FONT = re.compile(r"noto(sans|serif)cjk|sourcehan|simfang|simsun|fangsong|pingfang|songti", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A document as it is set: what stands where, and nothing about how it came to be."""

    style: str
    letterhead: str
    number: str
    title: str
    addressee: str
    pieces: tuple[Piece, ...]
    signing: tuple[str, ...]
    issuers: tuple[str, ...]
    day: str
    copies: str
    printed_by: str
    enclosure: str
    is_draft: bool

    @property
    def letterhead_pt(self) -> int:
        """Return the size in points at which the red name fits on one line."""
        fitting = LETTERHEAD_WIDTH_PT // max(len(self.letterhead), 1)
        return max(SMALLEST_LETTERHEAD_PT, min(LARGEST_LETTERHEAD_PT, fitting))

    @property
    def letterhead_class(self) -> str:
        """Return the class of the page's style sheet for that size: a page has no style of its own."""
        return f"letterhead-{self.letterhead_pt}"


def sheet_of(
    document: Document,
    content: Content,
    *,
    number: str = "",
    day: date | None = None,
    addressee: str = "",
) -> Sheet:
    """Return a document as it is set; without a `number` as the draft it is."""
    kind = kind_named(document.kind)
    to = addressee or content.addressee
    return Sheet(
        style=kind.style,
        letterhead=document.office.name if kind.style == Style.LETTER else "",
        number=number or unnumbered(),
        title=content.title,
        addressee=f"{to}：" if to else "",
        pieces=tuple(pieces(content)),
        signing=content.signing,
        issuers=content.issuers,
        day=in_words(day) if day else "　　　　年　　月　　日",
        copies=content.copies,
        printed_by=document.office.name if kind.style == Style.LETTER else "",
        enclosure=document.enclosure,
        is_draft=not number,
    )


def sheet_shown(document: Document, content: Content) -> Sheet:
    """Return a document as pages show it: a name that only the issued file bears stays out of it."""
    day = beijing_date(document.issued_at) if document.issued_at else None
    return sheet_of(document, content, number=document.number, day=day)


def files_of(sheet: Sheet) -> dict[str, bytes]:
    """Return the files of a document by extension; the PDF is left out where this machine cannot make one."""
    found = {"docx": docx(sheet)}
    if not missing():
        found["pdf"] = pdf(sheet)
    return found


def docx(sheet: Sheet) -> bytes:
    """Return the document for Word."""
    template = DocxTemplate(str(TEMPLATE))
    template.render(_values(sheet, template), jinja_env=SandboxedEnvironment(), autoescape=True)
    _fit_letterhead(template, sheet)
    _fit_tables(template, sheet)
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def _values(sheet: Sheet, template: DocxTemplate) -> Mapping[str, Any]:
    picture = ""
    if sheet.enclosure:
        picture = InlineImage(template, io.BytesIO(qr_png(sheet.enclosure)), width=Mm(QR_MM))
    return {"sheet": sheet, "picture": picture}


def _fit_letterhead(template: DocxTemplate, sheet: Sheet) -> None:
    for paragraph in template.docx.paragraphs:
        if paragraph.style.name == "发文机关标志":
            for run in paragraph.runs:
                run.font.size = Pt(sheet.letterhead_pt)


def _fit_tables(template: DocxTemplate, sheet: Sheet) -> None:
    """Give the columns of each table their share of the width."""
    tables = [piece for piece in sheet.pieces if piece.kind == "table"]
    for piece, table in zip(tables, template.docx.tables, strict=False):
        whole, table.autofit = sum(piece.widths), False
        for column, share in zip(table.columns, piece.widths, strict=False):
            column.width = Mm(TEXT_WIDTH_MM * share / whole)
            for cell in column.cells:
                cell.width = column.width


def qr_png(text: str) -> bytes:
    """Return a QR code as a picture."""
    out = io.BytesIO()
    segno.make_qr(text, error="m").save(out, kind="png", scale=6, border=2)
    return out.getvalue()


def qr_uri(text: str) -> str:
    """Return a QR code as a picture inside a page."""
    return str(segno.make_qr(text, error="m").png_data_uri(scale=6, border=2)) if text else ""


def page_context(sheet: Sheet) -> dict[str, Any]:
    """Return what the template of a page needs."""
    return {"sheet": sheet, "qr": qr_uri(sheet.enclosure)}


def pdf(sheet: Sheet) -> bytes:
    """Return the document as PDF.

    :raises OSError: when the libraries are missing that `missing` names.
    """
    library = _library()
    with translation.override("zh-hans"):
        page = render_to_string("documents/pdf.html", page_context(sheet))
    style = library.CSS(string=_stylesheet(), url_fetcher=_fetcher())
    result: bytes = library.HTML(string=page, url_fetcher=_fetcher()).write_pdf(
        stylesheets=[style], presentational_hints=True
    )
    gc.collect()  # the Chinese fonts it has read hang in a cycle: 20 MB and more a document until they are swept
    return result


def _library() -> Any:
    """Return WeasyPrint, and undo what it does to Pillow: uploads that are cut off must still be refused."""
    import weasyprint
    from PIL import ImageFile

    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return weasyprint


@cache
def _stylesheet() -> str:
    return Path(STYLESHEET).read_text(encoding="utf-8")


@cache
def _fetcher() -> Any:
    _library()
    from weasyprint.urls import URLFetcher

    class PicturesInside(URLFetcher):  # type: ignore[misc]
        """Fetches what is inside the page, and refuses every other address."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            """Return a picture of a data: address.

            :raises ValueError: for every other address.
            """
            if not url.startswith("data:image/png;base64,"):
                raise ValueError("nothing is fetched for a document")
            return super().fetch(url, headers)

    return PicturesInside(allowed_protocols=["data"], allow_redirects=False)


@cache
def missing() -> tuple[Any, ...]:
    """Return what this machine lacks to make PDFs; Word files are made everywhere."""
    lacking = []
    try:
        _library()
    except OSError:
        lacking.append(_("排版程序库 pango（Debian：libpango-1.0-0、libpangoft2-1.0-0、libharfbuzz-subset0）"))
    if not has_chinese_font():
        lacking.append(_("中文字体（Debian：fonts-noto-cjk）"))
    return tuple(lacking)


def has_chinese_font() -> bool:
    """Return whether a font with Chinese characters is installed."""
    for folder in _FONT_FOLDERS:
        for path in Path(folder).expanduser().rglob("*"):
            if path.suffix.lower() in (".ttc", ".ttf", ".otf") and _CHINESE_FONT.search(path.name):
                return True
    return False
