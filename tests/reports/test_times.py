"""How long limits and steps took: median, worst, late and overdue (article 11(一))."""

from datetime import datetime, timedelta

import pytest

from gongfang.cases.models import Task
from gongfang.cases.services import perform
from gongfang.regulation.procedure import Actor
from gongfang.reports import snapshot, times
from gongfang.reports.times import Spread
from tests.factories import TUOLI, beijing, head
from tests.oversight import cast as oversight
from tests.reports import cast

pytestmark = pytest.mark.django_db
SINCE, NOW = beijing("2027-01-01 00:00"), beijing("2027-06-01 10:00")


def rectified(days: float) -> None:
    """Put something right so many days after the order."""
    case = oversight.ordered()
    with_reply = {"reply": "已清理。", "files": [oversight.photo()]}
    oversight.services.report_rectified(
        case, by=case.holder, at=oversight.NOTED + timedelta(days=days), **with_reply
    )


def test_median_and_worst_of_an_even_number_of_limits() -> None:
    for days in (8, 1, 4, 2):
        rectified(days)
    found = times.by_limit(times.limits(cast.lead()), SINCE, NOW)["rectification"]
    assert found.spread == Spread(4, timedelta(days=2), timedelta(days=8))
    assert (found.late, found.running, found.overdue) == (0, 0, 0)


@pytest.mark.parametrize(
    ("at", "overdue"), [(oversight.TOO_LATE, 1), (oversight.TOO_LATE - timedelta(microseconds=1), 0)]
)
def test_limit_is_overdue_from_its_end(at: datetime, overdue: int) -> None:
    oversight.ordered()
    found = times.by_limit(times.limits(cast.lead()), SINCE, at)["rectification"]
    assert (found.running, found.overdue, found.spread) == (1, overdue, Spread())


def test_limit_that_was_met_too_late_is_told() -> None:
    oversight.failed()
    found = times.by_limit(times.limits(cast.lead()), SINCE, NOW)["rectification"]
    assert (found.late, found.spread.number) == (1, 1)


def test_steps_count_for_the_office_that_took_them() -> None:
    filing = cast.yearly.filed(at=beijing("2027-03-01 10:00"))
    accepted = beijing("2027-03-04 22:00")
    perform(filing, "accept_filing", by=head("county.culture", TUOLI), at=accepted)
    steps = times.steps(cast.lead(), since=SINCE, until=NOW)
    took = timedelta(days=3, hours=12)
    assert times.by_office(steps) == {(Actor.COUNTY_CULTURE, TUOLI): Spread(1, took, took)}
    assert times.late_by_office(steps) == {}
    assert not times.by_office(times.steps(cast.lead(), since=accepted + timedelta(days=1), until=NOW))


def test_late_step_and_overdue_task_count_for_the_office() -> None:
    oversight.failed()
    waiting = oversight.finding()
    Task.objects.filter(case=waiting).update(due_at=NOW)
    lead = cast.lead()
    found = snapshot.take_times(lead, since=SINCE, at=NOW)
    assert found["offices"]["prefecture.culture@"]["late"] == 1
    assert found["overdue"] == {str(lead.office_id): 1}


def test_another_county_sees_nothing_of_it() -> None:
    oversight.failed()
    outsider = head("county.culture", "654201")
    assert not times.limits(outsider).exists()
    assert not times.steps(outsider, since=SINCE, until=NOW).exists()
