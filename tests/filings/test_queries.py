"""What other apps ask of filings: by the page, in one query each."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongfang.filings import queries
from tests.factories import applicant, beijing

from . import cast

pytestmark = pytest.mark.django_db


def test_latest_accepted_is_that_of_the_last_year() -> None:
    first = cast.accepted()
    second = cast.accepted(cast.owed(first.workshop, year=2028), at=beijing("2028-06-01 10:00"))
    third = cast.filed(cast.owed(first.workshop, year=2029), at=beijing("2029-06-01 10:00"))
    assert third.state == "filed"
    assert queries.latest_accepted(first.workshop) == second
    assert queries.latest_accepted(cast.workshop()) is None


def test_employed_are_counted_by_kind() -> None:
    filing = cast.filled(people=2)
    worker = filing.roster.last()
    assert worker is not None
    worker.kind = "disabled"
    worker.save()
    assert queries.employed_of(filing) == {"poverty": 1, "monitored": 0, "disabled": 1, "other": 0}
    assert queries.employed_of(cast.owed()) == dict.fromkeys(("poverty", "monitored", "disabled", "other"), 0)


@pytest.mark.parametrize("number", [1, 30])
def test_a_page_of_workshops_costs_one_query_each(number: int) -> None:
    filings = [cast.owed(cast.workshop(holder=None)) for _ in range(number)]
    shops = [filing.workshop for filing in filings]
    with CaptureQueriesContext(connection) as captured:
        queries.latest_accepted_of(shops)
        queries.employed_in(filings)
        queries.missed_years_of(shops)
        queries.last_activity_of(shops)
    assert len(captured) == 4


def test_run_of_missed_years_is_unbroken() -> None:
    shop = cast.workshop(holder=applicant())
    cast.missed(shop, 2027)
    cast.accepted(cast.owed(shop, year=2028), at=beijing("2028-06-01 10:00"))
    cast.missed(shop, 2029, 2030)
    assert queries.missed_years(shop) == [2027, 2029, 2030]
    assert queries.missed_run(shop, 2027) == [2027]
    assert queries.missed_run(shop, 2029) == [2029, 2030]
