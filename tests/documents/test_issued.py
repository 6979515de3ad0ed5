"""Every kind of document as it was issued: how it is set, who reads it, and what is in its files.

The measures are those of GB/T 9704-2012; no character may be missing, and no name where it is not to be known.
"""

import io
import re
import zlib
from collections.abc import Iterator, Mapping
from typing import Any
from zipfile import ZipFile

import docx
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from docx.oxml.ns import qn
from docx.shared import Pt

from gongfang.accounts.models import User
from gongfang.documents import permissions, rendering
from gongfang.documents.content import Content, Table, Text
from gongfang.documents.kinds import kind_named, kinds
from gongfang.documents.models import Document
from gongfang.records.models import AccessEntry
from gongfang.records.permissions import may_open
from tests.factories import head, officer, user
from tests.notices.cast import SAID

from . import cast

pytestmark = [pytest.mark.once, pytest.mark.django_db]
ALL = tuple(cast.CASES)
MM = 72 / 25.4
_HIDDEN = re.compile(r"[\s\u3000\ufffe]+")


def content_of(file: Any) -> bytes:
    with file.file.open("rb") as handle:
        found: bytes = handle.read()
        return found


@pytest.fixture(scope="module")
def issued(django_db_setup: None, django_db_blocker: Any) -> Iterator[Mapping[str, Document]]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield cast.issue_all()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def files(issued: Mapping[str, Document]) -> Mapping[str, Mapping[str, bytes]]:
    return {
        name: {"docx": content_of(document.docx), "pdf": content_of(document.pdf)}
        for name, document in issued.items()
    }


def sheet(name: str, content: Content) -> rendering.Sheet:
    """Return a sheet that rests on no row of the database."""
    return rendering.Sheet(
        style=kind_named(name).style,
        letterhead="塔城地区文化体育广播电视和旅游局",
        number="塔地文旅非遗工坊〔2026〕1号",
        title=content.title,
        addressee=f"{content.addressee}：" if content.addressee else "",
        pieces=tuple(rendering.pieces(content)),
        signing=content.signing,
        issuers=content.issuers,
        day="2026年6月18日",
        copies=content.copies,
        printed_by="塔城地区文化体育广播电视和旅游局",
        enclosure="",
        is_draft=False,
    )


def test_every_kind_is_looked_at() -> None:
    assert {kind.name for kind in kinds()} == set(ALL)
    assert len(ALL) == 16


@pytest.mark.parametrize("name", ALL)
def test_a_word_file_keeps_the_measures_of_the_standard(name: str, files: Any) -> None:
    opened = docx.Document(io.BytesIO(files[name]["docx"]))
    (section,) = opened.sections
    sizes = (section.page_width, section.page_height)
    margins = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    assert [round(each.mm) for each in sizes] == [210, 297]
    assert [round(each.mm) for each in margins] == [37, 28, 26, 35]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    lines = (297 - 37 - 35) * 1440 / 25.4 / int(grid.get(qn("w:linePitch")))
    characters = (210 - 28 - 26) * MM / (16 + int(grid.get(qn("w:charSpace"))) / 4096)
    assert (int(lines), round(characters, 1)) == (22, 28.0)
    assert opened.settings.odd_and_even_pages_header_footer is True
    for footer in (section.footer, section.even_page_footer):
        assert footer.paragraphs[0].text.startswith("— ")
        assert "PAGE" in footer._element.xml
        assert footer.paragraphs[0].style.font.size == Pt(14)


@pytest.mark.parametrize("name", ALL)
def test_a_word_file_names_its_fonts_and_no_theme(name: str, files: Any) -> None:
    data = files[name]["docx"]
    opened = docx.Document(io.BytesIO(data))
    assert _chinese(opened, "公文正文") == ("仿宋_GB2312", Pt(16))
    assert _chinese(opened, "公文标题") == ("方正小标宋简体", Pt(22))
    assert _chinese(opened, "一级标题") == ("黑体", Pt(16))
    assert _chinese(opened, "二级标题") == ("楷体_GB2312", Pt(16))
    with ZipFile(io.BytesIO(data)) as archive:
        for part in ("word/document.xml", "word/styles.xml", "word/footer1.xml"):
            assert "Theme=" not in archive.read(part).decode()
        assert "{{" not in archive.read("word/document.xml").decode()


def _chinese(opened: Any, name: str) -> tuple[str, Any]:
    style = opened.styles[name]
    return style.element.rPr.rFonts.get(qn("w:eastAsia")), style.font.size


@pytest.mark.parametrize("name", ALL)
def test_a_word_file_says_what_was_written(name: str, files: Any, issued: Any) -> None:
    opened = docx.Document(io.BytesIO(files[name]["docx"]))
    by_style = {paragraph.style.name: paragraph for paragraph in opened.paragraphs}
    title = by_style["公文标题"].text
    number = by_style.get("发文字号") or by_style["表单字号"]
    day = by_style["成文日期"]
    assert title == (issued[name].title)
    assert re.search(r"〔20\d\d〕\d+号", number.text)
    assert re.fullmatch(r"20\d\d年\d+月\d+日", day.text)
    assert day.style.element.pPr.find(qn("w:ind")).get(qn("w:rightChars")) == "400"


@pytest.mark.parametrize("name", ALL)
def test_a_pdf_is_of_the_same_make_and_lacks_no_character(name: str, files: Any) -> None:
    document = pypdfium2.PdfDocument(files[name]["pdf"])
    text = ""
    for page in document:
        assert [round(each / MM) for each in page.get_size()] == [210, 297]
        left, bottom, right, top = body_box(page)
        assert left >= 28 * MM - 1
        assert right <= (210 - 26) * MM + 2
        assert bottom >= 35 * MM - 2
        assert top <= (297 - 37) * MM + 2
        text += page.get_textpage().get_text_bounded()
    fonts = set(fonts_of(document))
    assert fonts
    assert all(
        font.startswith(("Noto-Serif-CJK-SC", "Noto-Sans-CJK-SC", "NotoSerifCJKsc", "NotoSansCJKsc"))
        for font in map(plain, fonts)
    ), fonts
    drawn = list(glyphs(files[name]["pdf"]))
    assert drawn
    assert "0000" not in drawn
    assert bool(re.search(r"— ?1 ?—", text)) == (name != "plaque_certificate")


def plain(font: str) -> str:
    return font.partition("+")[2] or font


def body_box(page: Any) -> tuple[float, float, float, float]:
    """Return the box of the characters of a page, its number left out."""
    boxes = []
    textpage = page.get_textpage()
    for index in range(textpage.count_chars()):
        char = textpage.get_text_range(index, 1)
        left, bottom, right, top = textpage.get_charbox(index)
        if char.strip() and top > 33 * MM:
            boxes.append((left, bottom, right, top))
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def text_objects(document: Any) -> Iterator[tuple[Any, Any]]:
    for page in document:
        for each in page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_TEXT,), max_depth=15):
            yield page, each


def fonts_of(document: Any) -> Iterator[str]:
    for _page, each in text_objects(document):
        font = pdfium.FPDFTextObj_GetFont(each)
        size = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
        name = (pdfium.c_char * size)()
        pdfium.FPDFFont_GetBaseFontName(font, name, size)
        yield name.value.decode()


def glyphs(data: bytes) -> Iterator[str]:
    """Yield the code of each glyph that is drawn: 0000 is the empty box of a character that the font lacks."""
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        try:
            # Not `decompress`: where the checksum ends like a line, its last byte is missing here.
            stream = zlib.decompressobj().decompress(packed)
        except zlib.error:
            continue
        if b" TJ" in stream or b" Tj" in stream:
            for shown in re.findall(rb"<([0-9a-fA-F]+)>", stream):
                yield from (shown[at : at + 4].decode() for at in range(0, len(shown), 4))


def test_values_are_data_whatever_they_look_like() -> None:
    hostile = "{{ 7 * 7 }}{% for x in y %}<b>&amp;</b>"
    content = Content(title=hostile, blocks=(Text(hostile), Table(head=(hostile,), rows=((hostile,),))))
    made = rendering.files_of(sheet("bulletin", content))
    opened = docx.Document(io.BytesIO(made["docx"]))
    assert [p.text for p in opened.paragraphs].count(hostile) == 2
    assert opened.tables[0].cell(1, 0).text == hostile
    text = pypdfium2.PdfDocument(made["pdf"])[0].get_textpage().get_text_bounded()
    assert _HIDDEN.sub("", text).count(_HIDDEN.sub("", hostile)) == 4


COUNTY, PREFECTURE = {"county.culture", "county.hrss"}, {"prefecture.culture", "prefecture.hrss"}
INSIDE = COUNTY | PREFECTURE | {"auditor"}
EVERYBODY = INSIDE | {"other county", "holder", "rival", "expert"}
READ_BY: Mapping[str, set[str]] = {
    "correction_notice": INSIDE | {"holder"},
    "joint_opinion_sheet": INSIDE,
    "visit_report": INSIDE,
    "draw_minutes": PREFECTURE | {"auditor"},
    "scoring_sheet": PREFECTURE | {"auditor"},
    "deliberation_minutes": PREFECTURE | {"auditor"},
    "public_notice": EVERYBODY,
    "objection_reply": PREFECTURE,
    "recognition_decision": EVERYBODY,
    "plaque_certificate": INSIDE | {"holder"},
    "revocation_notice": INSIDE | {"holder"},
    "service_receipt": INSIDE | {"holder"},
    "revocation_decision": INSIDE | {"holder"},
    "rectification_order": INSIDE | {"holder"},
    "evaluation_sheet": INSIDE | {"holder"},
    "bulletin": PREFECTURE | {"auditor"},
}


def test_each_issued_document_is_read_by_its_audience(issued: Mapping[str, Document]) -> None:
    assert {name: sorted(cast.readers(document)) for name, document in issued.items()} == {
        name: sorted(names & EVERYBODY - ({"holder"} if _has_no_holder(issued[name]) else set()))
        for name, names in READ_BY.items()
    }


def _has_no_holder(document: Document) -> bool:
    case = document.cases.order_by("pk").first()
    return case is None or case.holder is None


def test_who_objected_is_in_the_issued_letter_and_nowhere_else(
    issued: Mapping[str, Document], client: Client
) -> None:
    document = issued["objection_reply"]
    client.force_login(officer("prefecture.hrss"))
    for name in ("detail", "preview"):
        assert SAID["real_name"] not in client.get(reverse(f"documents:{name}", args=[document.pk])).text
    assert all(SAID["real_name"] not in each.content for each in document.versions.all())
    letter = client.get(reverse("documents:pdf", args=[document.pk]))
    text = pypdfium2.PdfDocument(io.BytesIO(letter.content))[0].get_textpage().get_text_bounded()
    assert SAID["real_name"] in text
    entry = AccessEntry.objects.latest("pk")
    assert (entry.action, entry.subject) == ("open_file", f"document:{document.pk}")


@pytest.mark.parametrize("name", list(READ_BY))
def test_the_stored_file_is_no_way_around_the_page(name: str, issued: Mapping[str, Document]) -> None:
    document = issued[name]
    people: list[User] = [user("applicant"), user("expert"), head("county.culture", "654201")]
    for file in (document.docx, document.pdf):
        for person in people:
            assert may_open(person, file) == permissions.may_read(person, document)


def test_anybody_opens_a_public_one(issued: Mapping[str, Document], client: Client) -> None:
    for name in ("public_notice", "recognition_decision"):
        page = client.get(issued[name].get_absolute_url())
        assert page.status_code == 200
        assert issued[name].number in page.text
        assert client.get(reverse("documents:docx", args=[issued[name].pk])).status_code == 200
    for name in ("scoring_sheet", "plaque_certificate"):
        assert client.get(issued[name].get_absolute_url()).status_code == 404
