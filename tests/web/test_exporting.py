"""An export: nothing in it is computed, pages come together, it says where it was cut, and is written down."""

from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from gongfang.panels.models import Expert
from gongfang.records.models import AccessEntry
from gongfang.web import export_views, exporting
from gongfang.web.exporting import Column, End
from tests.factories import auditor, beijing, head
from tests.filings.cast import workshop

pytestmark = pytest.mark.django_db
URL = "/workshops/"
NAMES = ("=1+1", "+7", "-2", "@SUM(A1)", "平常的工坊")


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(head("prefecture.culture"), backend="gongfang.accounts.backends.LoginBackend")
    return client


def handed_out(client: Client, url: str = URL) -> tuple[bytes, Any]:
    response = client.post(url)
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    return content, response


def sheets(content: bytes) -> list[list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def test_what_looks_like_a_formula_stays_text(client: Client) -> None:
    for name in NAMES:
        workshop(name=name)
    content, _response = handed_out(client)
    assert {row[1] for row in sheets(content)[0][1:]} == set(NAMES)
    with ZipFile(BytesIO(content)) as archive:
        cells = archive.read("xl/worksheets/sheet1.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
    assert "<f>" not in cells
    assert 'quotePrefix="1"' in styles


def test_pages_come_together_in_their_order(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_views, "PAGE", 2)
    numbers = [workshop(name=f"工坊{letter}").number for letter in "abcde"]
    content, response = handed_out(client)
    assert [row[0] for row in sheets(content)[0][1:]] == numbers
    assert response["Content-Type"] == exporting.CONTENT_TYPE
    assert "filename*=utf-8''" in response["Content-Disposition"]


def test_filters_hold_and_are_told(client: Client) -> None:
    workshop(name="托里的", county="654224")
    workshop(name="塔城的", county="654201")
    content, _response = handed_out(client, f"{URL}?county=654224")
    rows, notes = sheets(content)
    assert [row[1] for row in rows[1:]] == ["托里的"]
    assert ["县（市）", "托里县"] in notes


def test_cut_is_told(client: Client, settings: LazySettings) -> None:
    settings.GONGFANG_EXPORT_ROWS_MAX = 2
    for _ in range(3):
        workshop()
    content, response = handed_out(client)
    rows, notes = sheets(content)
    assert len(rows) == 1 + 2 + 1
    assert rows[-1][0].startswith("只导出了前 2 行")
    assert notes[-1][0] == "注意"
    assert "%E5%89%8D%202%20%E8%A1%8C" in response["Content-Disposition"]  # 前 2 行


def test_export_of_exactly_as_many_is_whole(client: Client, settings: LazySettings) -> None:
    settings.GONGFANG_EXPORT_ROWS_MAX = 2
    workshop()
    workshop()
    assert len(sheets(handed_out(client)[0])[0]) == 3


def test_export_is_written_down_without_the_words_searched_for(client: Client) -> None:
    workshop(name="阿依毡坊")
    handed_out(client, f"{URL}?search=阿依")
    entry = AccessEntry.objects.get(action="export")
    assert (entry.subject, entry.reason) == ("list:workshops:register", "1 行")


def test_expert_list_is_handed_out_as_masked_as_it_is_shown(client: Client) -> None:

    Expert.objects.create(name="甲", pool="region", employer="某学院", relevant_years=8, phone="13800001234")
    content, _response = handed_out(client, reverse("panels:experts"))
    phone = sheets(content)[0][1][6]
    assert "*" in phone
    assert "13800001234" not in phone


def test_who_may_not_see_the_list_gets_nothing() -> None:
    stranger = Client()
    assert stranger.post(URL).status_code == 302
    stranger.force_login(auditor(), backend="gongfang.accounts.backends.LoginBackend")
    assert stranger.post(reverse("changes:county")).status_code == 403
    assert not AccessEntry.objects.filter(action="export").exists()


@pytest.mark.parametrize(("ends_at", "written"), [(beijing("2026-06-25 00:00"), "2026-06-24 24:00"), (None, None)])
def test_end_is_written_as_the_law_counts_it(ends_at: datetime | None, written: str | None) -> None:
    assert End("届满", "ends_at").of({"ends_at": ends_at}) == written


def test_path_that_leads_nowhere_is_an_empty_cell() -> None:
    assert Column("计划", "case.plan.name").of({"case": None}) is None
