"""Whoever has no account is not forgotten: the county's culture office has its tasks until an account acts."""

from collections.abc import Callable
from typing import Any

import pytest

from gongfang.cases.models import Task
from gongfang.cases.waiting import waits_of
from gongfang.notifications.models import Message
from gongfang.workshops.services import assign_holder
from tests.evaluations import cast as evaluations
from tests.factories import applicant, beijing, head, office
from tests.filings import cast as filings

pytestmark = pytest.mark.django_db
KINDS: dict[str, tuple[Callable[[], Any], str]] = {
    "annual filing": (lambda: filings.owed(filings.workshop(holder=None)), "file"),
    "self-assessment": (lambda: evaluations.due(is_on_paper=True), "self_assess"),
}


def tasks_of(case: Any) -> list[tuple[str, str, bool]]:
    rows = Task.objects.filter(case_id=case.pk, office__department="culture", office__division_id=case.region_id)
    return [(task.office.code, task.action, task.is_ready) for task in rows]


@pytest.mark.parametrize("name", KINDS)
def test_what_is_owed_without_an_account_is_a_task_of_the_county(name: str) -> None:
    make, action = KINDS[name]
    case = make()
    assert tasks_of(case) == [("county.culture", action, True)]
    assert Message.objects.filter(case=case, office=office("county.culture")).count() == 1


@pytest.mark.parametrize("name", KINDS)
def test_the_task_goes_over_to_the_account_that_acts_from_now_on(name: str) -> None:
    case = KINDS[name][0]()
    at = beijing("2028-06-17 10:00")
    lead, new = head("prefecture.culture"), applicant()
    assign_holder(workshop=case.workshop, holder=new, by=lead, at=at, reason="已开通账号")
    assert tasks_of(case) == []
    assert type(case).objects.get(pk=case.pk).holder == new


@pytest.mark.parametrize("name", KINDS)
def test_the_page_tells_the_county_once_that_it_is_its_turn(name: str) -> None:
    case = KINDS[name][0]()
    own = [wait for wait in waits_of(case, head("county.culture"), at=case.opened_at) if wait.is_yours]
    assert len(own) == 1
