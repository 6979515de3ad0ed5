"""What filings, the log and inspections tell of a workshop beside its evaluation."""

from datetime import date

import pytest

from gongfang.evaluations.registry import Evidence, Period
from gongfang.filings.models import ActivityKind
from gongfang.oversight import evidence
from tests.filings.cast import accepted, logged, owed
from tests.filings.cast import workshop as filing_workshop

from .cast import finding, workshop

PERIOD = Period(since=date(2025, 1, 1), until=date(2028, 12, 31))

pytestmark = pytest.mark.django_db


def told(found: list[Evidence]) -> list[tuple[str, str]]:
    return [(str(each.label), each.value) for each in found]


def test_of_a_workshop_that_has_told_nothing_nothing_is_said() -> None:
    shop = filing_workshop()
    sources = (evidence.activities, evidence.employment, evidence.subsidies, evidence.findings)

    assert [list(source(shop, PERIOD)) for source in sources] == [[], [], [], []]


def test_the_log_is_counted_in_the_period() -> None:
    shop = filing_workshop()
    logged(shop, kind=ActivityKind.TRAINING)
    logged(shop, kind=ActivityKind.PRODUCTION)
    long_ago = Period(since=date(2000, 1, 1), until=date(2000, 12, 31))

    assert told(list(evidence.activities(shop, PERIOD))) == [("传统技艺培训", "1 次")]
    assert not list(evidence.activities(shop, long_ago))


def test_the_last_confirmed_filing_tells_of_people_and_subsidies() -> None:
    filing = accepted(owed())

    people = dict(told(list(evidence.employment(filing.workshop, PERIOD))))
    money = list(evidence.subsidies(filing.workshop, PERIOD))

    assert set(people) == {"脱贫人口", "监测帮扶对象"}
    assert [str(each.label) for each in money][:2] == ["收到财政补助", "已使用财政补助"]
    assert all(each.note == f"{filing.year} 年度" for each in money)


def test_a_finding_that_is_open_needs_a_look() -> None:
    case = finding(workshop())
    (found,) = evidence.findings(case.workshop, PERIOD)

    assert (found.value, found.note, found.needs_a_look) == ("场地", case.number, True)
