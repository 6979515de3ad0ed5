"""Make gongfang/documents/layout/official.docx, the Word template of official documents (GB/T 9704-2012).

Run it after a change of the layout here; smaller changes of look can be made in Word, in the styles of the
template, as long as the {{ … }} and {% … %} stay.
"""

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell

TARGET = Path(__file__).parents[1] / "gongfang" / "documents" / "layout" / "official.docx"

PAGE = {"page_width": 210, "page_height": 297}
MARGINS = {"top_margin": 37, "left_margin": 28, "right_margin": 26, "bottom_margin": 35}
FOOTER_MM, HEADER_MM = 23, 15
TEXT_WIDTH_MM, TEXT_HEIGHT_MM = 156, 225
LINES, CHARACTERS = 22, 28
BODY_PT, TITLE_PT, SMALL_PT = 16, 22, 14
TWIPS_A_MM = 1440 / 25.4

FANGSONG, XIAOBIAOSONG = "仿宋_GB2312", "方正小标宋简体"
HEITI, KAITI, SONGTI = "黑体", "楷体_GB2312", "宋体"
LATIN = "Times New Roman"
RED = RGBColor(0xE6, 0x00, 0x12)
LEFT, CENTRE, RIGHT, JUSTIFY = (
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)


def line_pitch() -> int:
    """Return the height of a line of the grid in twips."""
    return int(TEXT_HEIGHT_MM * TWIPS_A_MM / LINES)


def character_space() -> int:
    """Return by how much the grid widens a character, in 4096ths of a point (negative: narrows)."""
    pitch_pt = TEXT_WIDTH_MM * 72 / 25.4 / CHARACTERS
    return round((pitch_pt - BODY_PT) * 4096)


def element(name: str, **attributes: Any) -> Any:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def set_fonts(properties: Any, chinese: str, latin: str = LATIN) -> None:
    """Name the fonts themselves, never those of a theme, which would win over them."""
    fonts = properties.get_or_add_rFonts()
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for key in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{key}"), latin)
    fonts.set(qn("w:eastAsia"), chinese)


def style(document: Any, name: str, *, font: str, size: int = BODY_PT, align: Any = JUSTIFY, **more: Any) -> Any:
    made = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    made.base_style = document.styles["Normal"]
    made.font.size = Pt(size)
    made.font.color.rgb = more.get("colour")
    set_fonts(made.element.get_or_add_rPr(), font)
    made.paragraph_format.alignment = align
    indents = {key: more[key] for key in ("firstLineChars", "rightChars", "leftChars") if key in more}
    if indents:
        twips = {key.removesuffix("Chars"): value * size // 5 for key, value in indents.items()}
        made.element.get_or_add_pPr().append(element("w:ind", **indents, **twips))
    return made


def normal(document: Any) -> None:
    """Set the style everything rests on, and the defaults under it."""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for found in defaults.findall(qn("w:lang")):
        defaults.remove(found)
    set_fonts(defaults, FANGSONG)
    for key in ("w:sz", "w:szCs"):
        for found in defaults.findall(qn(key)):
            defaults.remove(found)
        defaults.append(element(key, val=2 * BODY_PT))
    defaults.append(element("w:lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA"))
    base = document.styles["Normal"]
    base.font.size = Pt(BODY_PT)
    set_fonts(base.element.get_or_add_rPr(), FANGSONG)
    base.paragraph_format.space_before = base.paragraph_format.space_after = Pt(0)
    base.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE


def styles(document: Any) -> None:
    normal(document)
    head = style(document, "发文机关标志", font=XIAOBIAOSONG, size=26, align=CENTRE, colour=RED)
    head.paragraph_format.space_before = Pt(28)
    head.paragraph_format.space_after = Pt(28)
    head.element.get_or_add_pPr().append(element("w:snapToGrid", val=0))
    number = style(document, "发文字号", font=FANGSONG, align=CENTRE)
    borders = element("w:pBdr")
    borders.append(element("w:bottom", val="single", sz=12, space=11, color="E60012"))
    number.element.get_or_add_pPr().append(borders)
    number.paragraph_format.space_after = Pt(28)
    style(document, "表单字号", font=FANGSONG, size=SMALL_PT, align=RIGHT)
    title = style(document, "公文标题", font=XIAOBIAOSONG, size=TITLE_PT, align=CENTRE)
    title.paragraph_format.space_after = Pt(14)
    style(document, "主送机关", font=FANGSONG, align=LEFT)
    style(document, "公文正文", font=FANGSONG, firstLineChars=200)
    style(document, "一级标题", font=HEITI, firstLineChars=200).paragraph_format.keep_with_next = True
    style(document, "二级标题", font=KAITI, firstLineChars=200).paragraph_format.keep_with_next = True
    cell = style(document, "表格文字", font=FANGSONG, size=12, align=LEFT)
    cell.element.get_or_add_pPr().append(element("w:snapToGrid", val=0))
    tablehead = style(document, "表头文字", font=HEITI, size=12, align=CENTRE)
    tablehead.element.get_or_add_pPr().append(element("w:snapToGrid", val=0))
    style(document, "空行", font=FANGSONG).paragraph_format.keep_with_next = True
    after = style(document, "表后", font=FANGSONG, size=5)
    after.element.get_or_add_pPr().append(element("w:snapToGrid", val=0))
    style(document, "署名", font=FANGSONG, align=RIGHT).paragraph_format.keep_with_next = True
    style(document, "成文日期", font=FANGSONG, align=RIGHT, rightChars=400)
    style(document, "签字", font=FANGSONG, align=LEFT, firstLineChars=200)
    style(document, "二维码", font=FANGSONG, size=SMALL_PT, align=CENTRE)
    note = style(document, "版记", font=FANGSONG, size=SMALL_PT, align=LEFT, leftChars=100, rightChars=100)
    tabs = element("w:tabs")
    tabs.append(element("w:tab", val="right", pos=int((TEXT_WIDTH_MM - 5) * TWIPS_A_MM)))
    borders = element("w:pBdr")
    borders.append(element("w:top", val="single", sz=8, space=4, color="000000"))
    borders.append(element("w:bottom", val="single", sz=8, space=4, color="000000"))
    borders.append(element("w:between", val="single", sz=6, space=4, color="000000"))
    note.element.get_or_add_pPr().append(tabs)
    note.element.get_or_add_pPr().append(borders)
    note.element.get_or_add_pPr().append(element("w:snapToGrid", val=0))
    page = style(document, "页码", font=SONGTI, size=SMALL_PT, align=RIGHT, rightChars=100)
    set_fonts(page.element.get_or_add_rPr(), SONGTI, latin=SONGTI)
    even = style(document, "页码双页", font=SONGTI, size=SMALL_PT, align=LEFT, leftChars=100)
    set_fonts(even.element.get_or_add_rPr(), SONGTI, latin=SONGTI)


KEPT = frozenset({"Normal", "Default Paragraph Font", "Normal Table", "No List", "Table Grid"})
"""The built-in styles that are used; all others speak of theme fonts and would only be in the way."""
IDLE = ("/stylesWithEffects", "/thumbnail", "/customXml")


def prune(document: Any) -> None:
    """Leave out what nobody uses, and every font that a theme would choose."""
    own = {each.name for each in document.styles if not each.builtin and each.type == WD_STYLE_TYPE.PARAGRAPH}
    for each in list(document.styles):
        if each.name not in KEPT | own:
            each.element.getparent().remove(each.element)
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        for key in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[key]
    for rels in (document.part.rels, document.part.package.rels):
        for key in [key for key, rel in rels.items() if rel.reltype.endswith(IDLE)]:
            del rels[key]


def order_properties(document: Any) -> None:
    """Put what a style says of paragraphs in the order the format demands; Word is strict about it."""
    order = ("keepNext", "pBdr", "tabs", "snapToGrid", "spacing", "ind", "jc")
    for each in document.styles:
        properties = getattr(each.element, "pPr", None)
        if properties is not None:
            known = {qn(f"w:{name}"): place for place, name in enumerate(order)}
            properties[:] = sorted(properties, key=lambda child: known.get(child.tag, -1))


def page(document: Any) -> None:
    section = document.sections[0]
    for name, value in {**PAGE, **MARGINS}.items():
        setattr(section, name, Mm(value))
    section.footer_distance, section.header_distance = Mm(FOOTER_MM), Mm(HEADER_MM)
    properties = section._sectPr
    for grid in properties.findall(qn("w:docGrid")):
        properties.remove(grid)
    grid = element("w:docGrid", type="linesAndChars", linePitch=line_pitch(), charSpace=character_space())
    properties.append(grid)
    document.settings.odd_and_even_pages_header_footer = True
    for footer, name in ((section.footer, "页码"), (section.even_page_footer, "页码双页")):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = document.styles[name]
        paragraph.add_run("— ")
        field(paragraph, "PAGE")
        paragraph.add_run(" —")


def field(paragraph: Any, instruction: str) -> None:
    for kind in ("begin", "separate", "end"):
        run = paragraph.add_run()
        run._r.append(element("w:fldChar", fldCharType=kind))
        if kind == "begin":
            text = OxmlElement("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = f" {instruction} "
            paragraph.add_run()._r.append(text)
        if kind == "separate":
            paragraph.add_run("1")


def body(document: Any) -> None:
    def add(text: str, name: str = "公文正文") -> Any:
        return document.add_paragraph(text, style=name)

    add("{%p if sheet.letterhead %}")
    add("{{ sheet.letterhead }}", "发文机关标志")
    add("{{ sheet.number }}", "发文字号")
    add("{%p else %}")
    add("{{ sheet.number }}", "表单字号")
    add("{%p endif %}")
    add("{{ sheet.title }}", "公文标题")
    add("{%p if sheet.addressee %}")
    add("{{ sheet.addressee }}", "主送机关")
    add("{%p endif %}")
    add("{%p for piece in sheet.pieces %}")
    add('{%p if piece.kind == "heading" %}')
    add("{{ piece.text }}", "一级标题")
    add('{%p elif piece.kind == "subheading" %}')
    add("{{ piece.text }}", "二级标题")
    add('{%p elif piece.kind == "table" %}')
    table(document)
    add("", "表后")
    add("{%p else %}")
    add("{{ piece.text }}")
    add("{%p endif %}")
    add("{%p endfor %}")
    add("{%p if picture %}")
    add("", "空行")
    add("{{ picture }}", "二维码")
    add("扫码查验；离线时以公布的公钥核对签名", "二维码")
    add("{%p endif %}")
    add("", "空行")
    add("{%p for line in sheet.signing %}")
    add("{{ line }}", "签字")
    add("{%p endfor %}")
    add("{%p for issuer in sheet.issuers %}")
    add("{{ issuer }}", "署名")
    add("{%p endfor %}")
    add("{{ sheet.day }}", "成文日期")
    add("{%p if sheet.printed_by %}")
    add("", "空行")
    add("{%p if sheet.copies %}")
    add("抄送：{{ sheet.copies }}。", "版记")
    add("{%p endif %}")
    add("{{ sheet.printed_by }}\t{{ sheet.day }}印发", "版记")
    add("{%p endif %}")


def table(document: Any) -> None:
    """Add a table that grows by row and by column; its first row is the head and stands on every page."""
    made = document.add_table(rows=6, cols=1)
    made.style = document.styles["Table Grid"]
    texts = (
        "{%tr if piece.head %}",
        "{%tc for cell in piece.head %}|{{ cell }}|{%tc endfor %}",
        "{%tr endif %}",
        "{%tr for row in piece.rows %}",
        "{%tc for cell in row %}|{{ cell }}|{%tc endfor %}",
        "{%tr endfor %}",
    )
    for row, text in zip(made.rows, texts, strict=True):
        parts = text.split("|")
        for _more in parts[1:]:
            tc = OxmlElement("w:tc")
            tc.append(OxmlElement("w:p"))
            row._tr.append(tc)
        cells = list(row._tr.findall(qn("w:tc")))
        for tc, part in zip(cells, parts, strict=True):
            paragraph = _Cell(tc, made).paragraphs[0]
            paragraph.text = part
            paragraph.style = document.styles["表头文字" if "head" in text else "表格文字"]
    head = made.rows[1]._tr.get_or_add_trPr()
    head.append(element("w:tblHeader"))
    for row in made.rows:
        row._tr.get_or_add_trPr().append(element("w:cantSplit"))


def main() -> None:
    document = Document()
    for paragraph in list(document.paragraphs):
        paragraph._p.getparent().remove(paragraph._p)
    styles(document)
    page(document)
    body(document)
    prune(document)
    order_properties(document)
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.title = "公文"
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(TARGET))


if __name__ == "__main__":
    main()
