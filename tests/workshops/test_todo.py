"""What waits for the holder of workshops: on the list of them, and on each one's page."""

from typing import Any

import pytest
from django.urls import reverse

from tests.applications.test_wizard import signed_in
from tests.evaluations import cast as evaluations
from tests.factories import applicant, officer
from tests.filings import cast as filings
from tests.oversight import cast as oversight

pytestmark = pytest.mark.django_db
MINE = "workshops:mine"


@pytest.fixture(autouse=True)
def _at_a_fixed_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gongfang.workshops.views.now", lambda: filings.AT)


def listed(response: Any) -> set[str]:
    assert response.status_code == 200
    return {each.case.number for each in response.context["todo"].items}


def test_list_tells_of_all_and_a_page_of_its_own() -> None:
    user = applicant()
    first, second = filings.workshop(holder=user), filings.workshop(holder=user)
    owed, finding, other = filings.owed(first), oversight.ordered(first), filings.owed(second)
    client = signed_in(user)
    assert listed(client.get(reverse(MINE))) == {owed.number, finding.number, other.number}
    assert listed(client.get(first.get_absolute_url())) == {owed.number, finding.number}
    assert listed(client.get(second.get_absolute_url())) == {other.number}


def test_only_workshop_is_shown_at_once_when_its_page_tells_all() -> None:
    user = applicant()
    filing = filings.owed(filings.workshop(holder=user))
    response = signed_in(user).get(reverse(MINE), follow=True)
    assert response.redirect_chain == [(filing.workshop.get_absolute_url(), 302)]
    assert listed(response) == {filing.number}


def test_only_workshop_stays_on_the_list_when_something_else_waits() -> None:
    user = applicant()
    filing = filings.owed(filings.workshop(holder=user))
    other = filings.owed(filings.workshop(holder=user))
    type(other.workshop).objects.filter(pk=other.workshop_id).update(holder=None)
    assert listed(signed_in(user).get(reverse(MINE))) == {filing.number, other.number}


def test_officials_have_no_such_card() -> None:
    case = evaluations.due()
    page = signed_in(officer("prefecture.culture")).get(case.workshop.get_absolute_url()).content.decode()
    assert "等您办理" not in page
