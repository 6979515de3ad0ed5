"""A county's list from a spreadsheet: as lists are written, row by row, all of it or nothing, nothing lost."""

import csv
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from gongfang.changes import county, county_sheet
from gongfang.changes.models import CountyUpload
from gongfang.records import sheets
from gongfang.regulation.procedure import StepRefused
from gongfang.workshops.models import Workshop
from tests.changes.cast import AT, CODE, LATER
from tests.changes.test_county import entered
from tests.changes.test_pages import page, signed_in
from tests.factories import TACHENG_CITY, officer

pytestmark = pytest.mark.django_db
HEADINGS = county_sheet.LAYOUT.headings
NAMES = Path(__file__).parent / "names.csv"
DOCUMENT = {"document_number": "托文旅字〔2025〕3号", "on": "2025-05-01"}
GOOD = ("毡匠工坊", "托里县花毡专业合作社", "", "", "铁厂沟镇", "", "", "传统技艺", "毡绣", "县级", "", "")


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)


@pytest.fixture
def client() -> Client:
    return signed_in(officer("county.culture"))


def workbook(*rows: Any, headings: Any = HEADINGS) -> SimpleUploadedFile:
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(county_sheet.LAYOUT.name)
        for number, row in enumerate((headings, *rows)):
            sheet.write_row(number, 0, row)
    return SimpleUploadedFile("名单.xlsx", target.getvalue(), content_type=sheets.XLSX)


def row(**changes: Any) -> tuple[Any, ...]:
    """Return the good row with other cells, by the place of their columns: `c3=…`."""
    cells = list(GOOD)
    for name, value in changes.items():
        cells[int(name[1:])] = value
    return tuple(cells)


def upload(client: Client, *rows: Any, **given: Any) -> Any:
    return client.post(page("import"), {"file": workbook(*rows), **DOCUMENT, **given})


def problems(answer: Any) -> list[tuple[int, str]]:
    return [(problem.row, problem.column) for problem in answer.context["refusal"].problems]


def test_the_template_is_read_back_by_what_reads_it(client: Client) -> None:
    answer = client.get(page("template"))
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    assert tuple(book.get_sheet_by_index(0).to_python()[0]) == HEADINGS
    assert book.sheet_names == [county_sheet.LAYOUT.name, "填写说明"]


def test_a_list_is_shown_and_written_when_it_is_confirmed(client: Client) -> None:
    assert upload(client, GOOD, row(c0="第二家", c10="另一文号", c11="2024-03-02")).url == page("import")
    assert not Workshop.objects.exists()
    assert [row["name"] for row in client.get(page("import")).context["rows"]] == ["毡匠工坊", "第二家"]
    assert client.get(page("county")).context["waiting"]
    assert client.post(page("confirm")).url == page("county")
    first, second = Workshop.objects.order_by("pk")
    assert (first.county_document_number, first.county_recognised_on) == ("托文旅字〔2025〕3号", date(2025, 5, 1))
    assert (second.county_document_number, second.county_recognised_on) == ("另一文号", date(2024, 3, 2))
    assert [(item.name, item.level) for item in first.relied_on.all()] == [("毡绣", "county")]
    assert first.operator.kind == "cooperative"
    assert not CountyUpload.objects.exists()


def test_three_hundred_workshops_are_brought_in_at_once(client: Client) -> None:
    upload(client, *(row(c0=f"第{number}号工坊") for number in range(300)))
    client.post(page("confirm"))
    assert Workshop.objects.filter(status="county").count() == 300
    assert Workshop.objects.values("number").distinct().count() == 300


def test_names_as_published_lists_write_them_are_taken(client: Client) -> None:
    with NAMES.open(encoding="utf-8") as file:
        names = [line["name"] for line in csv.DictReader(file)]
    upload(client, *(row(c0=name, c1="") for name in names))
    client.post(page("confirm"))
    kinds = dict(Workshop.objects.values_list("name", "operator__kind"))
    assert set(kinds) == set(names)
    assert kinds["毡子刺绣农民专业合作社"] == "cooperative"
    assert kinds["古城酒坊有限公司酿造车间"] == "company"
    assert kinds["老城手工馓子店"] == "sole_trader"
    assert kinds["某某县“笼匠木蒸笼”制作工坊"] == "workplace"


@pytest.mark.parametrize(
    ("said", "category"),
    [
        ("传统手工技艺", "crafts"),
        ("民间美术类", "fine_arts"),
        ("传统体育、游艺与杂技", "sports"),
        ("传统体育,游艺与杂技", "sports"),
        ("民间音乐", "music"),
        ("民俗", "customs"),
    ],
)
def test_categories_are_known_by_their_other_names(client: Client, said: str, category: str) -> None:
    upload(client, row(c7=said))
    client.post(page("confirm"))
    assert Workshop.objects.get().category == category


def test_several_items_stand_in_one_cell(client: Client) -> None:
    upload(client, row(c8="毡绣、布绣；毡房", c9=""))
    client.post(page("confirm"))
    assert [item.name for item in Workshop.objects.get().relied_on.all()] == ["毡绣", "布绣", "毡房"]


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"c0": ""}, 0),
        ({"c0": "=cmd()"}, 0),
        ({"c0": "<b>x"}, 0),
        ({"c0": "名" * 121}, 0),
        ({"c2": "公司"}, 2),
        ({"c3": "123"}, 3),
        ({"c3": 913501000000000000.0}, 3),
        ({"c7": "手艺"}, 7),
        ({"c8": ""}, 8),
        ({"c8": "项" * 81}, 8),
        ({"c9": "村级"}, 9),
        ({"c11": "去年"}, 11),
        ({"c11": "2026-07-21"}, 11),
    ],
)
def test_one_wrong_cell_and_nothing_is_brought_in(client: Client, changes: dict[str, Any], column: int) -> None:
    answer = upload(client, row(c0="好的一家"), row(**changes))
    assert problems(answer) == [(3, HEADINGS[column])]
    assert not CountyUpload.objects.exists()
    assert "托文旅字〔2025〕3号" in answer.content.decode()


def test_a_document_is_asked_for_where_neither_row_nor_form_has_it(client: Client) -> None:
    answer = upload(client, GOOD, document_number="", on="")
    assert problems(answer) == [(2, "认定文号"), (2, "认定日期")]


def test_a_name_twice_or_known_is_told(client: Client) -> None:
    entered(name="毡匠（工坊）")
    answer = upload(client, GOOD, row(c0="第二家"), row(c0="第二家 "))
    assert problems(answer) == [(2, "工坊名称"), (4, "工坊名称")]


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("名单.xlsx", b"x", content_type=sheets.XLSX),
        SimpleUploadedFile("名单.pdf", b"%PDF-1.4", content_type="application/pdf"),
        SimpleUploadedFile("名单.xlsx", b"x" * (sheets.BYTES_MAX + 1), content_type=sheets.XLSX),
    ],
)
def test_what_is_no_list_is_refused(client: Client, file: SimpleUploadedFile) -> None:
    assert client.post(page("import"), {"file": file}).context["refusal"].problems == []


def test_an_empty_or_too_long_list_or_another_heading_is_refused(client: Client) -> None:
    for book in (workbook(), workbook(GOOD, headings=("姓名",)), workbook(*[GOOD] * 1001)):
        assert client.post(page("import"), {"file": book}).context["refusal"].problems == []
    assert client.post(page("import"), {}).status_code == 200


def test_a_wrong_list_replaces_none_that_waits(client: Client) -> None:
    upload(client, GOOD)
    upload(client, row(c7="?"))
    assert client.get(page("import")).context["count"] == 1


def test_what_was_entered_meanwhile_stops_the_list_and_keeps_it(client: Client) -> None:
    upload(client, GOOD, row(c0="第二家"))
    entered(name="第二家")
    answer = client.post(page("confirm"))
    assert problems(answer) == [(3, "工坊名称")]
    assert (Workshop.objects.count(), CountyUpload.objects.count()) == (1, 1)


def test_a_list_is_dropped(client: Client) -> None:
    upload(client, GOOD)
    client.post(page("confirm"), {"drop": ""})
    assert not CountyUpload.objects.exists()
    with pytest.raises(StepRefused, match="没有待确认"):
        county.confirm(by=officer("county.culture"), at=AT)
    assert client.post(page("confirm")).url == page("import")


def test_a_list_waits_for_its_own_county(client: Client) -> None:
    upload(client, GOOD)
    other = signed_in(officer("county.culture", TACHENG_CITY))
    assert other.get(page("import")).context["waiting"] is None


def test_a_code_that_fails_its_checksum_is_shown_to_be_looked_at(client: Client) -> None:
    upload(client, row(c3=CODE), row(c0="第二家", c3="91350211M0000XUF46"))
    warned = [row["warning"] for row in client.get(page("import")).context["rows"]]
    assert (warned[0], bool(warned[1])) == (None, True)
