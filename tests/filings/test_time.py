"""What time does: opens the year, reminds of it, misses it, and draws the consequence of two years (R13, R14)."""

from collections import deque
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from gongfang.cases import advance as advancing
from gongfang.cases.advance import advance
from gongfang.cases.services import perform
from gongfang.filings import queries
from gongfang.filings.models import AnnualFiling
from gongfang.notifications.models import Message, Reminder
from gongfang.records.models import Record
from gongfang.regulation.annual_filing import State
from gongfang.regulation.procedure import Actor, StepRefused
from gongfang.revocations.models import Revocation
from gongfang.revocations.services import open_revocation
from gongfang.workshops.models import Workshop, WorkshopEvent, WorkshopStatus
from gongfang.workshops.services import set_status
from tests.factories import applicant, beijing, head

from . import cast

pytestmark = pytest.mark.django_db
OPENED = "annual_filing.open_filing"
MISSED = "annual_filing.miss"


def opened(at: Any) -> list[tuple[str, int]]:
    """Advance, and return which filings there are."""
    assert advance(at).is_clean
    return list(AnnualFiling.objects.order_by("pk").values_list("workshop__name", "year"))


# ---- opening


def test_the_year_is_opened_for_every_recognised_workshop() -> None:
    first, second = cast.workshop(holder=applicant()), cast.workshop()
    set_status(
        workshop=second, status=WorkshopStatus.SUSPENDED, on=date(2026, 12, 1), at=beijing("2026-12-01 10:00")
    )
    assert opened(cast.OPENED) == [(first.name, 2027), (second.name, 2027)]


def test_the_year_is_not_opened_for_those_who_owe_nothing() -> None:
    cast.workshop(recognised_on=date(2027, 1, 1))
    for status in (WorkshopStatus.REVOKED, WorkshopStatus.SURRENDERED):
        shop = cast.workshop()
        set_status(workshop=shop, status=status, on=date(2026, 12, 1), at=beijing("2026-12-01 10:00"))
    assert opened(cast.OPENED) == []


def test_the_year_begins_at_midnight_in_beijing() -> None:
    shop = cast.workshop()
    assert opened(beijing("2026-12-31 23:59:59")) == []
    assert opened(beijing("2027-01-01 00:00")) == [(shop.name, 2027)]


def test_nothing_is_owed_before_the_measures_are_in_force() -> None:
    shop = cast.workshop(recognised_on=date(2020, 6, 30))
    assert opened(beijing("2026-03-31 12:00")) == []
    assert opened(beijing("2026-04-01 00:00")) == [(shop.name, 2026)]


def test_a_second_pass_does_the_same() -> None:
    cast.workshop(holder=applicant())
    first = advance(cast.OPENED)
    before = (Record.objects.count(), Message.objects.count(), AnnualFiling.objects.count())
    second = advance(cast.OPENED)
    assert first.taken[OPENED] == 1
    assert (dict(second.taken), dict(second.refused), second.reminders) == ({}, {}, 0)
    assert (Record.objects.count(), Message.objects.count(), AnnualFiling.objects.count()) == before


def test_nothing_to_open_costs_one_query() -> None:
    shop = cast.workshop()
    cast.owed(shop)
    with CaptureQueriesContext(connection) as captured:
        assert list(queries.lacking(cast.OPENED).values_list("pk", flat=True)) == []
    assert len(captured) == 1


def _queries_of(at: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert advance(at).is_clean
    return len(captured)


def test_three_hundred_workshops_are_opened_in_chunks_of_bounded_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each chunk loads its workshops by one query, and each filing costs the same whatever their number."""
    sizes: list[int] = []
    chunks = advancing._chunks

    def counted(name: str, candidates: Any, progress: Any) -> Any:
        for keys in chunks(name, candidates, progress):
            if name == OPENED:
                sizes.append(len(keys))
            yield keys

    monkeypatch.setattr(advancing, "_chunks", counted)
    monkeypatch.setattr(connections["default"], "queries_log", deque(maxlen=30_000))
    few = 20
    shops = [cast.workshop() for _ in range(few)]
    few_cost = _queries_of(cast.OPENED)
    original = shops[0]
    copies = []
    for number in range(300):
        copy = Workshop.objects.get(pk=original.pk)
        copy.pk, copy.public_id, copy.number = None, f"copy{number}", f"GF2026-C{number:04d}"
        copies.append(copy)
    Workshop.objects.bulk_create(copies)
    on = date(2026, 6, 30)
    WorkshopEvent.objects.create(workshop=copies[0], kind="recognised", on=on, at=cast.OPENED, clause_id="6(四)")
    many_cost = _queries_of(cast.OPENED)
    assert sizes == [few, 200, 100]
    assert AnnualFiling.objects.count() == few + 300
    assert many_cost / 300 <= few_cost / few + 1


# ---- reminders


def test_workshops_are_reminded_thirty_ten_three_and_one_working_days_ahead() -> None:
    filing = cast.owed()
    limit = filing.limits.get()
    stages: list[str] = []
    for days_before in (60, 35, 14, 4, 1):
        advance(limit.ends_at - timedelta(days=days_before))
        stages = list(Reminder.objects.filter(limit=limit).values_list("stage", flat=True))
    assert len(stages) == 4
    subjects = Message.objects.filter(user=filing.holder, case=filing.pk, key__startswith=f"limit:{limit.pk}:")
    assert subjects.values("key").distinct().count() == 4


# ---- misses


def test_a_filing_that_did_not_come_is_missed_with_its_year() -> None:
    filing = cast.owed()
    assert not advance(cast.LAST_INSTANT).taken[MISSED]
    assert advance(cast.TOO_LATE).taken[MISSED] == 1
    assert cast.fresh(filing).state == State.MISSED
    assert queries.missed_years(filing.workshop) == [2027]
    assert cast.fresh(filing).workshop.status == WorkshopStatus.RECOGNISED


def test_a_filing_that_waits_for_the_county_is_never_missed() -> None:
    filing = cast.filed(at=cast.LAST_INSTANT)
    advance(beijing("2028-06-01 10:00"))
    assert cast.fresh(filing).state == State.FILED


def test_a_returned_filing_is_missed_only_after_its_correction_period() -> None:
    filing = cast.returned(cast.filed(at=cast.LAST_INSTANT), at=beijing("2028-01-05 10:00"))
    ends_at = filing.limits.get(name="filing_correction").ends_at
    assert not advance(ends_at - timedelta(microseconds=1)).taken[MISSED]
    assert advance(ends_at).taken[MISSED] == 1
    assert cast.fresh(filing).state == State.MISSED


def test_a_filing_returned_early_is_not_missed_before_the_years_end() -> None:
    filing = cast.returned()
    late = advance(beijing("2027-09-01 10:00"))
    assert (late.taken[MISSED], late.refused[MISSED]) == (0, 0)
    assert cast.fresh(filing).state == State.RETURNED
    assert advance(cast.TOO_LATE).taken[MISSED] == 1


def test_nobody_misses_a_filing_but_time() -> None:
    filing = cast.owed()
    for person in (filing.holder, head("county.culture"), head("prefecture.culture")):
        with pytest.raises(StepRefused):
            perform(filing, "miss", by=person, at=cast.TOO_LATE)
    with pytest.raises(StepRefused, match="报备期限未满"):
        perform(filing, "miss", by=Actor.SYSTEM, at=cast.AT)


# ---- two years in a row


@pytest.fixture
def shop() -> Workshop:
    return cast.workshop(holder=applicant())


def fresh(shop: Workshop) -> Workshop:
    return Workshop.objects.get(pk=shop.pk)


def test_two_missed_years_suspend_and_propose_a_revocation(shop: Workshop) -> None:
    cast.missed(shop, 2027)
    assert fresh(shop).status == WorkshopStatus.RECOGNISED
    second = cast.owed(shop, year=2028)
    at = beijing("2029-01-01 00:00")
    report = advance(at)
    assert report.is_clean
    assert report.taken[MISSED] == 1
    assert fresh(shop).status == WorkshopStatus.SUSPENDED
    event = WorkshopEvent.objects.get(workshop=shop, kind="suspended")
    assert (event.clause_id, event.on, event.note) == (
        "10(七)",
        date(2029, 1, 1),
        "连续 2 年（2027、2028 年度）未报备登记信息。",
    )
    revocation = Revocation.objects.get(workshop=shop)
    assert (revocation.state, revocation.grounds) == ("proposed", ["10(七)"])
    opened_by = Record.objects.get(case=revocation.pk)
    assert (opened_by.actor, opened_by.at, opened_by.clause_id) == ("SYSTEM", at, "10")
    missed = Record.objects.filter(case=second.pk).latest("seq")
    assert (missed.action, missed.clause_id, missed.at) == ("miss", "9(一)", at)


def test_the_consequences_stand_or_fall_with_the_miss(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.missed(shop, 2027)
    second = cast.owed(shop, year=2028)

    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("gongfang.filings.services.open_revocation", fail)
    report = advance(beijing("2029-01-01 00:00"))
    assert report.failed[MISSED] == 1
    assert (cast.fresh(second).state, fresh(shop).status) == (State.OWED, WorkshopStatus.RECOGNISED)
    monkeypatch.undo()
    assert advance(beijing("2029-01-01 00:01")).taken[MISSED] == 1
    assert fresh(shop).status == WorkshopStatus.SUSPENDED


def test_years_that_are_not_consecutive_do_not_suspend(shop: Workshop) -> None:
    cast.missed(shop, 2027)
    cast.accepted(cast.owed(shop, year=2028), at=beijing("2028-06-01 10:00"))
    cast.missed(shop, 2029)
    assert fresh(shop).status == WorkshopStatus.RECOGNISED
    assert queries.missed_years(shop) == [2027, 2029]


def test_an_earlier_year_that_is_missed_later_counts_too(shop: Workshop) -> None:
    """The correction of 2027 ends after the end of 2028."""
    first = cast.filed(cast.owed(shop), at=beijing("2027-12-01 10:00"))
    cast.returned(first, at=beijing("2028-12-29 10:00"))
    cast.owed(shop, year=2028)
    advance(beijing("2029-01-01 00:00"))
    assert fresh(shop).status == WorkshopStatus.RECOGNISED
    advance(beijing("2029-02-20 00:00"))
    assert queries.missed_years(shop) == [2027, 2028]
    assert fresh(shop).status == WorkshopStatus.SUSPENDED


def test_a_third_year_opens_no_second_revocation(shop: Workshop) -> None:
    cast.missed(shop, 2027, 2028, 2029)
    assert Revocation.objects.filter(workshop=shop).count() == 1
    assert WorkshopEvent.objects.filter(workshop=shop, kind="suspended").count() == 1


def test_a_revocation_that_runs_is_not_opened_again(shop: Workshop) -> None:
    open_revocation(
        shop, by=head("prefecture.culture"), at=beijing("2028-06-01 10:00"), grounds=["10(八)"], facts="发生事故"
    )
    cast.missed(shop, 2027, 2028)
    assert Revocation.objects.get(workshop=shop).is_suspending
    assert fresh(shop).status == WorkshopStatus.SUSPENDED


def test_what_an_inquiry_put_off_is_proposed_when_it_is_dropped(shop: Workshop) -> None:
    """R14: two missed years lead to a proposal by themselves, though another revocation ran at the time."""
    lead = head("prefecture.culture")
    inquiry = open_revocation(shop, by=lead, at=beijing("2028-06-01 10:00"), grounds=["10(八)"], facts="发生事故")
    cast.missed(shop, 2027, 2028)
    perform(inquiry, "drop_revocation", by=lead, at=beijing("2029-02-01 10:00"), reasons="未达到较大事故")
    proposed = Revocation.objects.get(workshop=shop, is_open=True)
    assert (proposed.state, proposed.grounds, proposed.is_automatic) == ("proposed", ["10(七)"], True)
    assert fresh(shop).status == WorkshopStatus.SUSPENDED


# ---- what is no longer asked for


@pytest.mark.parametrize("status", [WorkshopStatus.REVOKED, WorkshopStatus.SURRENDERED])
def test_a_workshop_that_is_no_longer_recognised_owes_nothing(shop: Workshop, status: str) -> None:
    filing = cast.owed(shop)
    at = beijing("2027-05-01 10:00")
    set_status(workshop=shop, status=status, on=at.date(), at=at)
    assert cast.fresh(filing).state == State.WAIVED
    record = Record.objects.filter(case=filing.pk).latest("seq")
    assert (record.action, record.actor, record.clause_id) == ("waive_filing", "SYSTEM", "7(四)")
    assert not advance(cast.TOO_LATE).taken[MISSED]


def test_a_suspended_workshop_still_files(shop: Workshop) -> None:
    filing = cast.filled(cast.owed(shop))
    set_status(workshop=shop, status=WorkshopStatus.SUSPENDED, on=date(2027, 5, 1), at=beijing("2027-05-01 10:00"))
    assert cast.file(filing).state == State.FILED


def test_what_is_still_owed_is_not_waived(shop: Workshop) -> None:
    with pytest.raises(StepRefused, match="应当报备"):
        perform(cast.owed(shop), "waive_filing", by=Actor.SYSTEM, at=cast.AT)
