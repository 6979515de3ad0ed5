"""How an applicant fills in a filing on its pages. Nobody in it exists."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlsxwriter
from playwright.sync_api import FilePayload, expect
from python_calamine import CalamineWorkbook

from tests.applications.specimen import PDF, identity_numbers
from tests.browser.pages import Visitor

NAME, OPERATOR = "托里县阿依毡绣工坊", "托里县阿依毡绣专业合作社"
WORKSHOP = {
    "founded_on": "2019-05-18",
    "town": "托里镇",
    "address": "文化路 12 号",
    "main_business": "花毡、毡绣制品的设计、制作和销售",
    "operator_name": OPERATOR,
    "operator_kind": "cooperative",
    "credit_code": "91350100M000100Y43",
    "route": "county",
    "county_recognised": "True",
    "county_document": "托文旅〔2025〕18号",
    "county_recognised_on": "2025-09-01",
    "former_poverty_workshop": "False",
    "site_area_m2": "86.5",
    "site_tenure": "leased",
    "has_utilities": "True",
    "has_tools": "True",
    "has_safety": "True",
    "site_statement": "厂房两间，水电暖齐备，配有灭火器四具。",
    "wages_on_time": "True",
    "no_violations": "True",
    "management_statement": "按月计件，次月五日前发放。",
}
RESPONSIBLE = {
    "role": "responsible",
    "name": "阿依古丽",
    "position": "理事长",
    "id_number": "11010519491231002X",
    "phone": "13800138000",
}
ROSTER_SIZE = 3


def evidence(name: str) -> FilePayload:
    """Return a small PDF to choose in a file field."""
    return {"name": name, "mimeType": "application/pdf", "buffer": PDF}


def add_row(applicant: Visitor, kind: str, shown: str, /, **fields: Any) -> None:
    """Add a row to a list of the filing, and see it there."""
    rows = f"#list-{kind}"
    form = applicant.page.locator(f"{rows} .row-form")
    if not form.is_visible():
        applicant.page.locator(f"{rows} details.row-add summary").click()
    applicant.fill(f"{rows} .row-form", **fields)
    applicant.press("加入", rows)
    expect(applicant.page.locator(f"{rows} tbody")).to_contain_text(shown)


def add_file(applicant: Visitor, slot: str, name: str) -> None:
    """Choose a file for a kind of evidence, and see it stored."""
    field = applicant.page.locator(f'#files [aria-labelledby="slot-{slot}"]')
    field.set_input_files(evidence(name))
    expect(applicant.page.locator("#files").get_by_role("link", name=name)).to_be_visible()


def next_step(applicant: Visitor, heading: str) -> None:
    """Save the step by its button; `heading` is the one that follows."""
    applicant.press("保存，下一步")
    expect(applicant.page.locator('.stepper [aria-current="step"]')).to_contain_text(heading)


def autosaved(applicant: Visitor) -> None:
    """Wait until the page says that what was typed is kept."""
    expect(applicant.page.locator("[data-save-state]")).to_have_attribute("data-state", "saved")
    expect(applicant.page.locator("[data-save-state]")).to_have_text("已保存为草稿")


def fill_heritage(applicant: Visitor) -> None:
    applicant.fill(
        "#filing",
        uses_traditional_craft="True",
        core_craft="True",
        craft_statement="选毛、擀毡、剪样、绣制全部手工完成。",
        protection_statement="建有传习档案，每年记录整理一次。",
    )
    item = {
        "name": "哈萨克族毡绣",
        "category": "crafts",
        "level": "region",
        "document_number": "新政发〔2009〕12号",
    }
    add_row(applicant, "heritage", "新政发〔2009〕12号", **item)
    inheritor = {"name": "巴合提", "level": "prefecture", "item_name": "哈萨克族毡绣"}
    add_row(applicant, "inheritor", "巴合提", **inheritor)
    for name in ("古丽娜", "叶尔江"):
        add_row(applicant, "practitioner", name, name=name, craft="擀毡", years="6")
    add_file(applicant, "inheritor_certificate", "传承人证书.pdf")
    next_step(applicant, "吸纳就业")


def fill_employment(applicant: Visitor, folder: Path) -> None:
    """Bring the roster in from the template that the page hands out."""
    applicant.fill("#filing", employment_plan="制定带动就业三年计划，计件工资上墙公开。")
    autosaved(applicant)
    applicant.follow("从表格导入")
    template, filled = folder / "template.xlsx", folder / "roster.xlsx"
    applicant.download("下载模板", template)
    write_roster(template, filled)
    applicant.fill(file=str(filled))
    applicant.press("上传并检查")
    applicant.sees(f"共 {ROSTER_SIZE} 人，格式全部正确。", "确认后追加到现有名单。")
    applicant.press("确认导入")
    applicant.sees(f"已导入 {ROSTER_SIZE} 人。")
    next_step(applicant, "经营情况")


def write_roster(template: Path, filled: Path) -> None:
    """Write a roster under the headings of the template."""
    book = CalamineWorkbook.from_path(template)
    headings = book.get_sheet_by_index(0).to_python()[0]
    with xlsxwriter.Workbook(filled) as made:
        sheet = made.add_worksheet(book.sheet_names[0])
        sheet.write_row(0, 0, headings)
        for number, row in enumerate(_people(), start=1):
            sheet.write_row(number, 0, row)


def _people() -> Iterator[tuple[str, ...]]:
    for place, number in zip(range(ROSTER_SIZE), identity_numbers(), strict=False):
        yield (f"务工人员{'甲乙丙'[place]}", number, "脱贫人口", "灵活就业", "2600", "2025-03-01")


def fill_operations(applicant: Visitor) -> None:
    applicant.fill(
        "#filing", sells_online="True", sells_offline="True", sales_statement="线上店铺与景区门店同步销售。"
    )
    year = {"year": "2025", "output_value": "120", "sales_online": "40", "sales_offline": "70", "profit": "18"}
    add_row(applicant, "operations", "120", **year)
    next_step(applicant, "佐证材料")


def fill_evidence(applicant: Visitor) -> None:
    applicant.fill("#filing", successors_statement="带徒四人，与职业学校合作开发新品。")
    held = (
        ("training", "2026-03-05"),
        ("training", "2026-04-09"),
        ("welfare", "2026-02-11"),
        ("welfare", "2026-05-01"),
    )
    for place, (kind, day) in enumerate(held, start=1):
        add_row(
            applicant, "activity", f"活动{place}", kind=kind, held_on=day, title=f"活动{place}", participants="20"
        )
    add_file(applicant, "training", "培训签到.pdf")
    next_step(applicant, "核对与承诺")
