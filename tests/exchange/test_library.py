"""Recognised workshops are offered to the project library and acknowledged by agriculture (article 11(三))."""

from datetime import date, timedelta

import pytest

from gongfang.cases.services import perform
from gongfang.exchange import library_sheet, queries, services
from gongfang.exchange.models import LibraryEntry
from gongfang.records.sheets import inert
from gongfang.regulation import clauses
from gongfang.regulation.procedure import StepRefused, WrongActor
from gongfang.support.registry import given_to
from gongfang.workshops import services as register
from gongfang.workshops.models import Workshop, WorkshopStatus
from tests.exchange.cast import AT
from tests.factories import head
from tests.filings.cast import workshop

pytestmark = pytest.mark.django_db
ENTERED = {"library_number": "XMK-2027-001", "entered_on": date(2027, 6, 1)}


def offered(shop: Workshop | None = None) -> LibraryEntry:
    return services.offer_to_library(shop or workshop(), by=head("prefecture.culture"), at=AT)


def agriculture() -> object:
    return head("prefecture.agriculture")


def test_workshop_is_offered_and_entered() -> None:
    shop = workshop()
    assert list(queries.eligible()) == [shop]
    entry = offered(shop)
    assert (entry.state, list(queries.eligible())) == ("offered", [])
    services.acknowledge(entry, by=agriculture(), at=AT, is_entered=True, **ENTERED)
    row = LibraryEntry.objects.get()
    assert (row.state, row.library_number, row.entered_on) == ("entered", "XMK-2027-001", date(2027, 6, 1))
    assert [measure.name for measure, _given in given_to([shop.pk])[shop.pk]] == ["project_library"]


def test_declined_workshop_can_be_offered_again() -> None:
    entry = offered()
    services.acknowledge(entry, by=agriculture(), at=AT, is_entered=False, reasons="尚未形成带动计划")
    assert LibraryEntry.objects.get().state == "not_entered"
    assert offered(entry.workshop).state == "offered"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"library_number": ""}, "请填写项目库编号"),
        ({"entered_on": None}, "请填写入库日期"),
        ({"entered_on": AT.date() + timedelta(days=1)}, "不能晚于今天"),
    ],
)
def test_incomplete_acknowledgement_is_refused(given: dict[str, object], reason: str) -> None:
    entry = offered()
    with pytest.raises(StepRefused, match=reason):
        services.acknowledge(entry, by=agriculture(), at=AT, is_entered=True, **{**ENTERED, **given})
    with pytest.raises(StepRefused, match="请填写理由"):
        services.acknowledge(entry, by=agriculture(), at=AT, is_entered=False)
    assert LibraryEntry.objects.get().state == "offered"


def test_number_belongs_to_one_workshop() -> None:
    by = agriculture()
    services.acknowledge(offered(), by=by, at=AT, is_entered=True, **ENTERED)
    with pytest.raises(StepRefused, match="已经登记给其他工坊"):
        services.acknowledge(offered(), by=by, at=AT, is_entered=True, **ENTERED)


def test_offer_is_refused_twice_and_for_suspended_workshops() -> None:
    shop = workshop()
    offered(shop)
    with pytest.raises(StepRefused, match="已经推送"):
        offered(shop)
    other = workshop()
    register.suspend(other, at=AT, clause=clauses.INVESTIGATION, note="")
    with pytest.raises(StepRefused, match="资格中止"):
        offered(other)


def test_only_agriculture_acknowledges() -> None:
    entry = offered()
    for code in ("prefecture.culture", "prefecture.hrss", "county.agriculture"):
        with pytest.raises(WrongActor):
            perform(entry, "enter_library", by=head(code), at=AT, **ENTERED)


def test_place_in_the_library_ends_with_the_recognition() -> None:
    entry = offered()
    services.acknowledge(entry, by=agriculture(), at=AT, is_entered=True, **ENTERED)
    register.set_status(workshop=entry.workshop, status=WorkshopStatus.SURRENDERED, on=AT.date(), at=AT)
    assert LibraryEntry.objects.get().state == "left"


def test_feed_goes_on_behind_its_cursor() -> None:
    first = offered()
    second = services.offer_to_library(workshop(), by=head("prefecture.culture"), at=AT + timedelta(minutes=1))
    assert list(queries.library_entries()) == [first, second]
    assert list(queries.library_changes(since=0)) == [first, second]
    seen, last = (changed.seq for changed in queries.library_changes(since=0))
    assert list(queries.library_changes(since=seen)) == [second]
    services.acknowledge(first, by=agriculture(), at=AT + timedelta(hours=1), is_entered=True, **ENTERED)
    assert list(queries.library_changes(since=last)) == [first]


def test_sheet_names_the_workshop_and_nobody() -> None:
    shop = workshop(name="=花毡工坊")
    offered(shop)
    [row] = library_sheet.rows(queries.library_entries())
    found = dict(zip(library_sheet.HEADINGS, row, strict=True))
    assert (found["工坊名称"], found["依托项目"], found["状态"]) == ("=花毡工坊", "哈萨克族花毡", "待入库")
    assert inert(found["工坊名称"]) == "'=花毡工坊"
