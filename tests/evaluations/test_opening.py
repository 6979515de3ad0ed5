"""Evaluations are opened by time, once for each period, and closed with the recognition."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from gongfang.cases.advance import advance
from gongfang.cases.models import RunningLimit, Task
from gongfang.cases.services import open_case, perform
from gongfang.evaluations.models import Evaluation
from gongfang.evaluations.services import open_evaluation
from gongfang.notifications.models import Message
from gongfang.records.models import Record
from gongfang.regulation.procedure import Actor, StepRefused, WrongActor
from gongfang.workshops.models import WorkshopStatus
from gongfang.workshops.services import enter_county_workshop, set_status
from tests.factories import beijing, division, head, office

from . import cast
from .cast import DECIDED, OPENED, RECOGNISED

pytestmark = pytest.mark.django_db


def test_advance_opens_what_is_due_and_nothing_before() -> None:
    workshop = cast.workshop()
    advance(OPENED - timedelta(days=1))
    assert not Evaluation.objects.exists()
    assert advance(OPENED).taken["evaluation.open_evaluation"] == 1
    case = Evaluation.objects.get()
    assert (case.workshop, case.state, case.sequence) == (workshop, "due", 1)
    assert (case.counts_from, case.due_on) == (RECOGNISED, date(2028, 6, 16))
    assert case.number.startswith("PG2028-")
    assert (case.holder, case.region) == (workshop.holder, workshop.county)
    limit = RunningLimit.objects.get(case=case)
    assert (limit.name, limit.trigger) == ("self_assessment", date(2028, 6, 16))


def test_second_pass_opens_nothing() -> None:
    cast.workshop()
    advance(OPENED)
    assert advance(OPENED + timedelta(days=30)).taken["evaluation.open_evaluation"] == 0
    assert Evaluation.objects.count() == 1


def test_next_evaluation_counts_from_the_end_of_the_one_before() -> None:
    case = cast.scored()
    perform(case, "pass_evaluation", by=cast.lead(), at=DECIDED)
    advance(beijing("2030-06-27 23:59"))
    assert Evaluation.objects.count() == 1
    advance(beijing("2030-06-28 00:00"))
    second = Evaluation.objects.get(sequence=2)
    assert (second.counts_from, second.due_on) == (date(2028, 6, 28), date(2030, 6, 28))


def test_recognition_on_the_29_of_february_is_due_on_the_28() -> None:
    cast.workshop(recognised_on=date(2028, 2, 29))
    advance(beijing("2030-02-27 23:00"))
    assert not Evaluation.objects.exists()
    advance(beijing("2030-02-28 00:00"))
    assert Evaluation.objects.get().due_on == date(2030, 2, 28)


def test_suspended_workshops_are_evaluated_and_revoked_ones_are_not() -> None:
    suspended, revoked = cast.workshop("甲"), cast.workshop("乙")
    for row, status in ((suspended, WorkshopStatus.SUSPENDED), (revoked, WorkshopStatus.REVOKED)):
        set_status(workshop=row, status=status, on=date(2027, 3, 1), at=beijing("2027-03-01 10:00"))
    advance(OPENED)
    assert [case.workshop for case in Evaluation.objects.all()] == [suspended]


def test_workshop_of_the_county_alone_is_not_evaluated() -> None:
    row = enter_county_workshop(
        county=division(),
        name="县级工坊",
        operator_name="某社",
        operator_kind="cooperative",
        credit_code="",
        items=[],
        category="crafts",
        on=date(2025, 1, 1),
        at=beijing("2026-05-01 10:00"),
    )
    advance(OPENED)
    assert not Evaluation.objects.exists()
    with pytest.raises(StepRefused, match="未经地区认定"):
        open_evaluation(row, by=Actor.SYSTEM, at=OPENED)


def test_nothing_is_opened_before_the_measures_are_in_force() -> None:
    cast.workshop(recognised_on=date(2020, 1, 1))
    advance(beijing("2026-03-31 23:59"))
    assert not Evaluation.objects.exists()


def test_opening_is_refused_before_it_is_due_and_while_one_is_open() -> None:
    case = cast.due()
    with pytest.raises(StepRefused, match="尚未办结"):
        open_evaluation(case.workshop, by=Actor.SYSTEM, at=OPENED)
    with pytest.raises(StepRefused, match="评估期未到"):
        open_evaluation(cast.workshop("乙"), by=Actor.SYSTEM, at=OPENED - timedelta(days=1))
    assert Evaluation.objects.count() == 1


def test_nobody_opens_one_by_hand() -> None:
    row = cast.workshop()
    with pytest.raises(WrongActor):
        open_evaluation(row, by=cast.lead(), at=OPENED)  # type: ignore[arg-type]
    assert not Evaluation.objects.exists()


@pytest.mark.parametrize("changes", [{"sequence": 1}, {"counts_from": RECOGNISED}, {"ended_on": None}])
def test_database_holds_one_evaluation_a_turn_a_period_and_one_open(changes: dict[str, object]) -> None:
    case = cast.due()
    other = {
        "sequence": 2,
        "counts_from": date(2028, 6, 30),
        "due_on": date(2030, 6, 30),
        "ended_on": date(2030, 7, 1),
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        open_case(
            Evaluation, region=case.region, holder=None, at=OPENED, workshop=case.workshop, **(other | changes)
        )


def test_county_is_told_of_a_workshop_without_an_account() -> None:
    case = cast.due(is_on_paper=True)
    told = Message.objects.filter(case=case, office=office("county.culture"))
    assert told.count() == 1
    assert not Message.objects.filter(case=cast.due(name="乙"), office=office("county.culture")).exists()


def test_losing_the_recognition_closes_the_evaluation() -> None:
    case = cast.ordered()
    at = beijing("2028-07-03 10:00")
    set_status(workshop=case.workshop, status=WorkshopStatus.SURRENDERED, on=at.date(), at=at)
    case = Evaluation.objects.get(pk=case.pk)
    assert (case.state, case.ended_on) == ("waived", at.date())
    assert Record.objects.filter(case=case).last().actor == "SYSTEM"  # type: ignore[union-attr]
    assert not Task.objects.filter(case=case).exists()
    assert not RunningLimit.objects.filter(case=case, closed_at=None).exists()


def test_nobody_waives_an_evaluation_of_a_recognised_workshop() -> None:
    case = cast.due()
    with pytest.raises(StepRefused, match="仍在认定"):
        perform(case, "waive_evaluation", by=Actor.SYSTEM, at=OPENED)
    with pytest.raises(WrongActor):
        perform(case, "waive_evaluation", by=head("prefecture.culture"), at=OPENED)
    advance(beijing("2029-01-05 10:00"))
    assert Evaluation.objects.get().state == "due"
