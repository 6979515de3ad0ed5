"""One rule for suspensions: a recognition holds again when the last of the reasons for which it rested is gone."""

from collections.abc import Callable
from datetime import date
from itertools import permutations
from typing import Any

import pytest

from gongfang.cases.services import perform
from gongfang.regulation.procedure import Actor
from gongfang.revocations import appeals, serving
from gongfang.revocations.models import Revocation
from gongfang.revocations.services import open_revocation
from gongfang.workshops.models import Workshop
from tests.evaluations import cast as evaluations
from tests.factories import beijing
from tests.oversight import cast as oversight
from tests.revocations import cast as revocations

pytestmark = pytest.mark.django_db
BEGUN, SERVED, APPEALED = evaluations.DECIDED, beijing("2028-06-29 10:00"), beijing("2028-07-03 10:00")
ENDED, LATER = beijing("2028-07-10 10:00"), beijing("2028-07-11 10:00")
ORDER = {"problems": "清理消防通道。", "deadline": date(2028, 8, 1), "suspends": True}
TOO_LATE = beijing("2028-08-02 10:00")
LEAD = evaluations.lead

Case = Any
End = Callable[[Case, Any], object]


def status(target: Workshop) -> str:
    return Workshop.objects.get(pk=target.pk).status


def events(target: Workshop, kind: str) -> list[str]:
    return list(target.events.filter(kind=kind).values_list("clause_id", flat=True))


def workshop_to_be_judged() -> Any:
    """Return an evaluation that waits for its result: on its workshop every reason can begin."""
    return evaluations.scored()


def missed(evaluation: Any) -> Case:
    given: dict[str, Any] = {"grounds": ["10(七)"], "facts": "连续两年未报备。"}
    case = open_revocation(evaluation.workshop, by=Actor.SYSTEM, at=BEGUN, **given)
    proof = {"method": "post", "received_on": SERVED.date(), "proof": "签收单"}
    serving.serve_notice(case, by=LEAD(), at=SERVED, **proof)
    appeals.appeal(case, by=evaluation.holder, at=APPEALED, **revocations.SAID)
    return revocations.agreed(case, at=APPEALED)


def uphold(case: Case, at: Any) -> None:
    appeals.uphold_appeal(case, by=LEAD(), at=at, **revocations.ANSWER)


def judged(evaluation: Any) -> Case:
    perform(evaluation, "order_rectification", by=LEAD(), at=BEGUN, **ORDER)
    perform(evaluation, "report_rectified", by=evaluation.holder, at=SERVED, reply="已清理")
    return evaluation


def passes(case: Case, at: Any) -> None:
    perform(case, "pass_evaluation", by=LEAD(), at=at)


def found(evaluation: Any) -> Case:
    case = oversight.finding(evaluation.workshop, at=BEGUN)
    perform(case, "order_rectification", by=LEAD(), at=BEGUN, **ORDER)
    perform(case, "report_rectified", by=case.holder, at=SERVED, reply="已清理")
    return case


def close(case: Case, at: Any) -> None:
    perform(case, "close_finding", by=LEAD(), at=at, reasons="复查合格")


REASONS: dict[str, tuple[Callable[[Any], Case], End]] = {
    "missed filings": (missed, uphold),
    "evaluation": (judged, passes),
    "finding": (found, close),
}


@pytest.mark.parametrize("name", REASONS)
def test_one_reason_suspends_and_its_end_restores(name: str) -> None:
    evaluation = workshop_to_be_judged()
    begin, end = REASONS[name]
    case = begin(evaluation)
    assert status(evaluation.workshop) == "suspended"
    end(case, ENDED)
    assert status(evaluation.workshop) == "recognised"
    assert evaluation.workshop.events.get(kind="restored").note == case.number


@pytest.mark.parametrize("ends_first", [0, 1], ids=["the first ends first", "the second ends first"])
@pytest.mark.parametrize(("first", "second"), list(permutations(REASONS, 2)))
def test_of_two_reasons_the_last_to_end_restores(first: str, second: str, ends_first: int) -> None:
    evaluation = workshop_to_be_judged()
    ways = [REASONS[first], REASONS[second]]
    cases = [begin(evaluation) for begin, _end in ways]
    assert len(events(evaluation.workshop, "suspended")) == 1
    ways[ends_first][1](cases[ends_first], ENDED)
    assert status(evaluation.workshop) == "suspended"
    ways[1 - ends_first][1](cases[1 - ends_first], LATER)
    assert status(evaluation.workshop) == "recognised"
    assert len(events(evaluation.workshop, "restored")) == 1


def test_an_inquiry_that_suspends_nothing_keeps_nothing_suspended() -> None:
    evaluation = judged(workshop_to_be_judged())
    open_revocation(evaluation.workshop, by=LEAD(), at=SERVED, grounds=["10(五)"], facts="挪用补助")
    passes(evaluation, ENDED)
    assert status(evaluation.workshop) == "recognised"


def test_a_revocation_keeps_up_the_suspension_of_the_evaluation_it_follows_from() -> None:
    evaluation = workshop_to_be_judged()
    perform(evaluation, "order_rectification", by=LEAD(), at=BEGUN, **ORDER)
    perform(evaluation, "fail_evaluation", by=LEAD(), at=TOO_LATE, reasons="期满未整改")
    assert status(evaluation.workshop) == "suspended"
    perform(Revocation.objects.get(), "drop_revocation", by=LEAD(), at=TOO_LATE, reasons="已自行改正")
    assert status(evaluation.workshop) == "recognised"
    assert events(evaluation.workshop, "restored") == ["10"]


def test_a_revocation_that_runs_already_keeps_up_the_suspension_of_an_evaluation_that_fails() -> None:
    evaluation = workshop_to_be_judged()
    perform(evaluation, "order_rectification", by=LEAD(), at=BEGUN, **ORDER)
    running = open_revocation(evaluation.workshop, by=LEAD(), at=BEGUN, grounds=["10(五)"], facts="挪用补助")
    perform(evaluation, "fail_evaluation", by=LEAD(), at=TOO_LATE, reasons="期满未整改")
    assert status(evaluation.workshop) == "suspended"
    running = Revocation.objects.get(pk=running.pk)
    perform(running, "drop_revocation", by=LEAD(), at=TOO_LATE, reasons="查无实据")
    assert status(evaluation.workshop) == "recognised"


def test_a_revocation_after_a_failure_that_suspended_nothing_suspends_nothing() -> None:
    evaluation = workshop_to_be_judged()
    perform(evaluation, "order_rectification", by=LEAD(), at=BEGUN, **ORDER | {"suspends": False})
    perform(evaluation, "fail_evaluation", by=LEAD(), at=TOO_LATE, reasons="期满未整改")
    assert (status(evaluation.workshop), Revocation.objects.get().is_suspending) == ("recognised", False)


def test_a_finding_stays_a_reason_when_the_revocation_that_follows_from_it_is_dropped() -> None:
    evaluation = workshop_to_be_judged()
    case = oversight.finding(evaluation.workshop, at=BEGUN)
    perform(case, "order_rectification", by=LEAD(), at=BEGUN, **ORDER)
    perform(case, "fail_finding", by=LEAD(), at=TOO_LATE, reasons="逾期未整改")
    revocation = open_revocation(evaluation.workshop, by=LEAD(), at=TOO_LATE, grounds=["10(九)"], facts="逾期")
    perform(revocation, "drop_revocation", by=LEAD(), at=TOO_LATE, reasons="已整改")
    assert status(evaluation.workshop) == "suspended"
    close(case, TOO_LATE)
    assert status(evaluation.workshop) == "recognised"
