"""What is counted, of whom, and as of when (article 11(一))."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gongfang.reports import figures, snapshot
from gongfang.reports.figures import Scope, total
from gongfang.workshops import services as register
from gongfang.workshops.models import Workshop
from tests.factories import TACHENG_CITY, TUOLI
from tests.reports import cast
from tests.reports.cast import LAST_YEAR, THIS_YEAR, TODAY

pytestmark = pytest.mark.django_db
NEW_YEAR = date(2028, 1, 1)
NOW_ALL = Scope(TODAY)


def end(shop: Workshop, status: str, on: date) -> None:
    given: dict[str, Any] = {"document_number": "塔地文旅发〔2028〕9号"} if status == "revoked" else {}
    register.set_status(workshop=shop, status=status, on=on, at=cast.NOW, **given)


def test_the_last_accepted_filing_counts_and_the_year_before_is_compared() -> None:
    shop = cast.workshop()
    cast.filed(shop, at=LAST_YEAR, people=3, online=10)
    cast.filed(shop, at=THIS_YEAR, people=1, kinds="disabled", online=25)
    now, before = figures.people(NOW_ALL), figures.people(NOW_ALL.a_year_before)
    assert (total(now), total(now, TUOLI, "disabled"), total(now, TUOLI, "poverty")) == (1, 1, 0)
    assert (total(before), total(before, TUOLI, "poverty", "flexible")) == (3, 3)
    assert figures.income(NOW_ALL)[TUOLI]["sales_online"] == Decimal(25)
    assert figures.income(NOW_ALL.a_year_before)[TUOLI]["sales_online"] == Decimal(10)


def test_what_is_handed_in_but_not_accepted_does_not_count() -> None:
    shop = cast.workshop()
    cast.yearly.filed(cast.yearly.owed(shop, year=2028), at=THIS_YEAR)
    assert total(figures.people(NOW_ALL)) == 0


def test_county_sees_its_own_alone() -> None:
    cast.filed(cast.workshop(TUOLI))
    cast.workshop(TACHENG_CITY)
    here = snapshot.take(Scope(TODAY, TUOLI), since=NEW_YEAR)
    assert [(row["code"], row["workshops"], row["people"]) for row in here["counties"]] == [(TUOLI, 1, 2)]
    assert sum(row["workshops"] for row in snapshot.take(NOW_ALL, since=NEW_YEAR)["counties"]) == 2


@pytest.mark.parametrize("status", ["revoked", "surrendered"])
def test_who_lost_the_recognition_since_counted_until_then(status: str) -> None:
    end(cast.workshop(), status, date(2028, 3, 1))
    assert figures.by_county(NOW_ALL) == {}
    assert figures.by_county(NOW_ALL.a_year_before) == {(TUOLI,): 1}
    changed = figures.changed(NOW_ALL, NEW_YEAR)
    assert changed == {(status,): 1}


def test_suspended_one_is_still_recognised() -> None:
    end(cast.workshop(), "suspended", date(2028, 3, 1))
    assert figures.by_county(NOW_ALL) == {(TUOLI,): 1}
    assert figures.by_status(NOW_ALL) == {(TUOLI, "suspended"): 1}


def test_activities_of_the_period_are_counted_with_who_came() -> None:
    shop = cast.workshop()
    for at, present in ((LAST_YEAR, 9), (THIS_YEAR, 12), (THIS_YEAR, None)):
        cast.yearly.logged(shop, at=at, kind="training", participants=present)
    assert figures.activities(NOW_ALL, NEW_YEAR) == {(TUOLI, "training"): (2, 12)}


def test_categories_and_levels() -> None:
    cast.workshop()
    assert figures.by_category(NOW_ALL) == {("crafts",): 1}
    assert figures.by_level(NOW_ALL) == {("region",): 1}


def test_sum_of_counties_adds_groups_too() -> None:
    rows = [
        {"name": "甲", "people": 2, "kinds": {"poverty": 1}},
        {"name": "乙", "people": 3, "kinds": {"poverty": 2}},
    ]
    assert snapshot.summed(rows) == {"people": 5, "kinds": {"poverty": 3}}
