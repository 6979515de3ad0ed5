"""The roster from a spreadsheet: the template, what is wrong row by row, all or nothing, inert formulas."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from gongfang.applications import roster_sheet
from gongfang.applications.models import Application, RosterUpload
from gongfang.applications.roster_sheet import COLUMNS, SHEET
from gongfang.records import sheets
from tests.applications import factories as made
from tests.applications import specimen
from tests.applications.test_wizard import signed_in, url

pytestmark = pytest.mark.django_db
NUMBERS = [number for _, number in zip(range(40), specimen.identity_numbers(), strict=False)]
GOOD = ("阿依古丽", NUMBERS[20], "脱贫人口", "灵活就业", 2600, "2025-03-01")


@pytest.fixture
def application() -> Application:
    return made.draft(at=timezone.now())


@pytest.fixture
def client(application: Application) -> Client:
    return signed_in(application.holder)


def workbook(
    *rows: tuple[Any, ...], heading: tuple[str, ...] = COLUMNS, formula: tuple[int, int, str] | None = None
) -> bytes:
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(SHEET)
        for number, row in enumerate((heading, *rows)):
            sheet.write_row(number, 0, row)
        if formula:
            sheet.write_formula(formula[0], formula[1], formula[2], None, "=CMD")
    return target.getvalue()


def file(content: bytes, name: str = "名单.xlsx") -> SimpleUploadedFile:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return SimpleUploadedFile(name, content, content_type=kind)


def upload(client: Client, application: Application, content: bytes, *, replaces: str = "add") -> Any:
    return client.post(url("roster_upload", application), {"file": file(content), "replaces": replaces})


def problems(answer: Any) -> list[tuple[int, str]]:
    return [(problem.row, problem.column) for problem in answer.context["refusal"].problems]


def test_template_is_read_back_by_what_reads_it(client: Client) -> None:
    answer = client.get(reverse("applications:roster_template"))
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    assert tuple(book.get_sheet_by_name(SHEET).to_python()[0]) == COLUMNS
    assert book.sheet_names == [SHEET, "填写说明"]


def test_roster_is_shown_masked_and_written_when_confirmed(client: Client, application: Application) -> None:
    second = ("努尔兰", NUMBERS[21], "残疾人", "居家就业", "", "")
    answer = upload(client, application, workbook(GOOD, second))
    page = client.get(answer.url).content.decode()
    assert NUMBERS[20] not in page
    assert "阿依古丽" not in page
    assert application.roster.count() == 6
    client.post(url("roster_confirm", application))
    entries = {entry.name: entry for entry in application.roster.all()}
    assert len(entries) == 8
    assert entries["阿依古丽"].id_number == NUMBERS[20]
    assert entries["阿依古丽"].since == date(2025, 3, 1)
    assert entries["努尔兰"].monthly_pay is None
    assert not RosterUpload.objects.exists()


def test_dropped_roster_changes_nothing(client: Client, application: Application) -> None:
    upload(client, application, workbook(GOOD))
    client.post(url("roster_confirm", application), {"drop": ""})
    assert application.roster.count() == 6
    assert not RosterUpload.objects.exists()


def test_roster_replaces_the_present_one_when_asked(client: Client, application: Application) -> None:
    upload(client, application, workbook(GOOD), replaces="replace")
    client.post(url("roster_confirm", application))
    assert [entry.name for entry in application.roster.all()] == ["阿依古丽"]


def test_confirming_twice_writes_once(client: Client, application: Application) -> None:
    upload(client, application, workbook(GOOD))
    client.post(url("roster_confirm", application))
    client.post(url("roster_confirm", application))
    assert application.roster.count() == 7


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (("", *GOOD[1:]), "姓名", "未填写"),
        (("=1+1", *GOOD[1:]), "姓名", "不是姓名"),
        (("＝HYPERLINK", *GOOD[1:]), "姓名", "不是姓名"),
        ((GOOD[0], "", *GOOD[2:]), "身份证号码", "未填写"),
        ((GOOD[0], "110105194912310020", *GOOD[2:]), "身份证号码", "校验位"),
        ((GOOD[0], 110105194912310020, *GOOD[2:]), "身份证号码", "文本格式"),
        ((*GOOD[:2], "贫困户", *GOOD[3:]), "人员类别", "脱贫人口、监测帮扶对象、残疾人、其他"),
        ((*GOOD[:3], "远程", *GOOD[4:]), "就业方式", "固定就业、灵活就业、居家就业"),
        ((*GOOD[:4], "很多", GOOD[5]), "月均报酬（元）", "数字"),
        ((*GOOD[:4], -1, GOOD[5]), "月均报酬（元）", "之间"),
        ((*GOOD[:4], "NaN", GOOD[5]), "月均报酬（元）", ""),
        ((*GOOD[:5], "去年"), "开始就业日期", "日期"),
    ],
)
def test_wrong_cell_is_named_and_nothing_is_kept(
    client: Client, application: Application, row: tuple[Any, ...], column: str, words: str
) -> None:
    other = ("努尔兰", NUMBERS[21], "残疾人", "居家就业", "", "")
    answer = upload(client, application, workbook(other, row))
    assert problems(answer) == [(3, column)]
    assert words in answer.context["refusal"].problems[0].what
    assert not RosterUpload.objects.exists()
    assert application.roster.count() == 6


def test_problems_never_repeat_an_identity_number(client: Client, application: Application) -> None:
    wrong = "110105194912310020"
    answer = upload(client, application, workbook((GOOD[0], wrong, *GOOD[2:])))
    assert wrong not in answer.content.decode()


def test_same_person_twice_is_named_by_both_rows(client: Client, application: Application) -> None:
    answer = upload(client, application, workbook(GOOD, ("另名", f" {NUMBERS[20]} ", *GOOD[2:])))
    assert problems(answer) == [(3, "身份证号码")]
    assert "第 2 行" in answer.context["refusal"].problems[0].what


def test_person_on_the_roster_already_is_named(client: Client, application: Application) -> None:
    known = application.roster.first().id_number
    answer = upload(client, application, workbook(GOOD, ("另名", known, *GOOD[2:])))
    assert problems(answer) == [(3, "身份证号码")]


def test_empty_rows_are_skipped_and_numbered_as_the_sheet_does(client: Client, application: Application) -> None:
    answer = upload(client, application, workbook(GOOD, ("",) * 6, ("", *GOOD[1:])))
    assert [row for row, _column in problems(answer)] == [4, 4]


def test_formula_is_never_computed_nor_kept(client: Client, application: Application) -> None:
    content = workbook(GOOD, formula=(1, 0, '=HYPERLINK("http://example.invalid")'))
    assert problems(upload(client, application, content)) == [(2, "姓名")]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"not a workbook", "名单.xlsx"),
        (b"PK\x03\x04broken", "名单.xlsx"),
        (workbook(GOOD, heading=("姓名", "电话")), "名单.xlsx"),
        (workbook(), "名单.xlsx"),
        (specimen.PDF, "名单.pdf"),
        (b"x" * (sheets.BYTES_MAX + 1), "名单.xlsx"),
    ],
)
def test_file_that_is_no_roster_is_refused(
    client: Client, application: Application, content: bytes, name: str
) -> None:
    data = {"file": file(content, name), "replaces": "add"}
    answer = client.post(url("roster_upload", application), data)
    assert answer.status_code == 200
    assert answer.context["refusal"].reason
    assert not RosterUpload.objects.exists()


def test_old_identity_number_is_brought_to_eighteen_digits() -> None:
    sheet = roster_sheet.read(BytesIO(workbook((GOOD[0], "110105491231002", *GOOD[2:]))))
    assert sheet.rows[0].id_number == "11010519491231002X"


def test_too_many_people_are_refused() -> None:
    with pytest.raises(sheets.NoSheet, match="2000"):
        roster_sheet.read(BytesIO(workbook(*[GOOD] * (roster_sheet.ROWS_MAX + 1))))
