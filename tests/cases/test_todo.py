"""等您办理: what is expected of an applicant on every kind of case, in which order, at what cost."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongfang.accounts.models import User
from gongfang.applications.views import lists
from gongfang.cases import todo
from gongfang.cases.models import Case
from gongfang.cases.services import perform
from gongfang.revocations import serving
from tests.applications import factories as made
from tests.applications.test_wizard import signed_in
from tests.evaluations import cast as evaluations
from tests.factories import applicant, auditor, officer
from tests.filings import cast as filings
from tests.oversight import cast as oversight
from tests.revocations import cast as revocations

pytestmark = pytest.mark.django_db


def told(user: User | None, at: datetime) -> list[str]:
    assert user is not None
    return [each.label for each in todo.todos_of(user, at=at).items]


@pytest.mark.parametrize(
    ("make", "at", "label"),
    [
        (made.draft, made.AT, "提交申报"),
        (made.correcting, made.AT, "提交补正材料"),
        (filings.owed, filings.AT, "提交年度报备"),
        (filings.returned, filings.AT, "提交年度报备"),
        (evaluations.due, evaluations.SELF_ASSESSED, "提交自评"),
        (evaluations.ordered, evaluations.DECIDED, "报告整改结果"),
        (oversight.ordered, oversight.NOTED, "报告整改结果"),
        (revocations.served, revocations.SERVED, "可以提出申诉"),
    ],
)
def test_every_kind_says_what_is_expected_and_leads_to_its_page(
    make: Callable[[], Any], at: datetime, label: str
) -> None:
    case = make()
    (item,) = todo.todos_of(case.holder, at=at).items
    assert (item.case.number, item.label) == (case.number, label)
    assert signed_in(case.holder).get(item.url).status_code == 200


@pytest.mark.parametrize(
    ("make", "at"),
    [
        (made.submitted, made.AT),
        (filings.accepted, filings.AT),
        (evaluations.scored, evaluations.SCORED),
        (oversight.rectified, oversight.IN_TIME),
        (revocations.appealed, revocations.SERVED),
    ],
)
def test_what_waits_for_an_office_is_not_listed(make: Callable[[], Any], at: datetime) -> None:
    case = make()
    assert told(case.holder, at) == []


def test_only_the_holder_is_told() -> None:
    made.correcting()
    for user in (applicant(), auditor(), officer("county.culture")):
        assert told(user, made.AT) == []


def test_a_draft_waits_while_its_round_is_open() -> None:
    draft = made.draft()
    assert draft.round
    assert told(draft.holder, draft.round.closes_at - timedelta(seconds=1)) == ["提交申报"]
    assert told(draft.holder, draft.round.closes_at) == []


def test_a_notice_is_to_be_acknowledged_once_it_was_sent() -> None:
    shop = revocations.workshop()
    serving.set_service_consent(shop, by=shop.holder, at=revocations.OPENED, is_given=True)
    case = revocations.automatic(shop)
    assert told(shop.holder, revocations.PROPOSED) == []
    serving.offer_notice(case, by=revocations.lead(), at=revocations.PROPOSED)
    assert told(shop.holder, revocations.PROPOSED) == ["签收告知书"]


def test_a_right_to_appeal_ends_with_its_period() -> None:
    case = revocations.served()
    assert told(case.holder, revocations.LAST_INSTANT) == ["可以提出申诉"]
    assert told(case.holder, revocations.TOO_LATE) == []


def test_the_first_due_stands_first_and_what_has_no_limit_last() -> None:
    user = applicant()
    draft = made.draft(user)
    filing = filings.owed(filings.workshop(holder=user))
    correcting = made.correcting(user)
    items = todo.todos_of(user, at=made.AT).items
    assert [each.case.number for each in items] == [correcting.number, filing.number, draft.number]
    assert items[2].due is None


def test_the_page_marks_what_is_overdue(monkeypatch: pytest.MonkeyPatch) -> None:
    case = made.correcting()
    page = signed_in(case.holder)
    monkeypatch.setattr(lists, "now", lambda: made.AT + timedelta(hours=2))
    in_time = page.get(reverse("applications:mine")).content.decode()
    assert "等您办理" in in_time
    assert "is-overdue" not in in_time
    monkeypatch.setattr(lists, "now", lambda: made.AT + timedelta(days=60))
    late = page.get(reverse("applications:mine")).content.decode()
    assert '<li class="is-overdue">' in late
    assert "超期" in late


def test_the_card_is_where_applicants_land() -> None:
    case = made.correcting()
    page = signed_in(case.holder).get(reverse("cases:inbox"), follow=True)
    assert [each.case.number for each in page.context["todo"].items] == [case.number]
    perform(case, "withdraw", by=case.holder, at=made.AT + timedelta(hours=3))
    assert "等您办理" not in signed_in(case.holder).get(reverse("applications:mine")).content.decode()


def test_thirty_cases_cost_what_one_costs(monkeypatch: pytest.MonkeyPatch) -> None:
    user = applicant()
    costs = []
    for more in (1, 29):
        for _each in range(more):
            filings.owed(filings.workshop(holder=user))
        with CaptureQueriesContext(connection) as captured:
            found = todo.todos_of(user, at=filings.AT)
        costs.append(len(captured))
    assert len(found.items) == 30
    assert costs[1] <= costs[0] <= 4
    monkeypatch.setattr(todo, "SHOWN", 29)
    cut = todo.todos_of(user, at=filings.AT)
    assert (len(cut.items), cut.is_cut) == (29, True)
    assert Case.objects.count() == 30
