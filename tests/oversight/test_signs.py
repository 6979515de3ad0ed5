"""What the monitoring page knows of a workshop from filings, evaluations, revocations and findings (9(二))."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongfang.cases.services import perform
from gongfang.oversight import signs
from gongfang.regulation.monitoring import Signs
from gongfang.workshops.models import Workshop
from tests.evaluations import cast as evaluations
from tests.factories import beijing
from tests.filings import cast as filings
from tests.revocations import cast as revocations

from . import cast

pytestmark = pytest.mark.django_db


def known(target: Workshop, at: str) -> Signs:
    return signs.watch_these([target.pk], at=beijing(f"{at} 10:00"))[target.pk].signs


def flags(target: Workshop, at: str) -> dict[str, str]:
    found = signs.watch_these([target.pk], at=beijing(f"{at} 10:00"))[target.pk].flags
    return {flag.code: flag.why for flag in found}


def test_the_last_activity_is_the_latest_of_the_log() -> None:
    filing = filings.owed()
    filings.logged(filing.workshop, held_on=date(2027, 2, 1))
    filings.logged(filing.workshop, held_on=date(2027, 5, 1))
    assert known(filing.workshop, "2027-06-02").last_activity_on == date(2027, 5, 1)
    assert flags(filing.workshop, "2028-05-02") == {"quiet": "近 12 个月无活动记录，最近 2027-05-01"}


def test_filings_are_known_by_year_with_whom_they_employ() -> None:
    target = cast.workshop(recognised_on=date(2026, 4, 20))
    filings.accepted(filings.owed(target, year=2027), people=3)
    later = beijing("2028-06-01 10:00")
    filing = filings.owed(target, year=2028)
    filing.roster.all()[0].delete()  # the roster of the year before is taken over
    filings.file(filings.filled(filing, at=later, people=2), at=later)
    found = known(target, "2028-06-02")
    assert found.filings == {2027: "accepted", 2028: "filed"}
    assert found.employed == {2027: 3, 2028: 2}
    assert flags(target, "2028-06-02")["fewer_employed"].endswith("2027 年 3 人，2028 年 2 人")


def test_a_missed_year_is_a_flag() -> None:
    target = cast.workshop()
    filings.missed(target, 2027)
    assert flags(target, "2028-02-01")["missed"] == "2027 年度未报备（2027-12-31 截止）"


def test_evaluations_are_known_while_they_run_and_when_they_ended() -> None:
    case = evaluations.scored()
    assert known(case.workshop, "2028-06-27").is_being_evaluated
    assert "evaluation_due" not in flags(case.workshop, "2028-06-27")
    perform(case, "pass_evaluation", by=cast.lead(), at=evaluations.DECIDED)
    found = known(case.workshop, "2028-06-30")
    assert (found.is_being_evaluated, found.evaluated_on) == (False, date(2028, 6, 28))
    assert found.evaluation_due_on == date(2030, 6, 28)


def test_a_running_revocation_and_open_findings_are_known() -> None:
    target = cast.workshop()
    revocations.opened(target)
    cast.ordered(target), cast.failed(target)
    found = known(target, "2027-03-15")
    assert (found.has_running_revocation, found.open_findings, found.failed_findings) == (True, 2, 1)
    assert found.rectification_until == cast.DEADLINE


def test_the_rectification_after_an_evaluation_is_not_that_of_a_finding() -> None:
    case = evaluations.ordered()
    assert known(case.workshop, "2028-07-01").rectification_until is None


def test_the_register_is_watched_in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signs, "CHUNK", 2)
    shops = [cast.workshop(has_plaque=False) for _ in range(4)]
    cast.end_recognition(shops[1])
    found = signs.watch(Workshop.objects.all(), at=beijing("2027-03-15 10:00"))
    assert [each.pk for each in found] == [shops[0].pk, shops[2].pk, shops[3].pk]


def test_watching_thirty_costs_what_watching_one_costs() -> None:
    costs = []
    for number in (1, 29):
        for _ in range(number):
            cast.ordered(cast.workshop(has_plaque=False))
        with CaptureQueriesContext(connection) as captured:
            signs.watch(Workshop.objects.all(), at=beijing("2027-03-15 10:00"))
        costs.append(len(captured))
    assert costs[0] == costs[1] <= 10
