"""The three years after a revocation (article 10, reading R18)."""

from dataclasses import replace
from datetime import date

import pytest

from gongfang.regulation import edition as editions
from gongfang.workshops import queries, services
from tests.factories import beijing
from tests.workshops.conftest import Maker

CODE = "91350100M000100Y43"
PERSON = "a" * 64
AT = beijing("2026-07-10 10:00")


def revoked(make_workshop: Maker, on: date, *, code: str = CODE, person: str = PERSON) -> None:
    workshop = make_workshop(credit_code=code, responsible_id_index=person)
    services.set_status(workshop=workshop, status="revoked", on=on, at=AT)


@pytest.mark.parametrize(
    ("revoked_on", "free_on"),
    [
        (date(2026, 9, 1), date(2029, 9, 1)),
        (date(2026, 12, 31), date(2029, 12, 31)),
        (date(2028, 2, 29), date(2031, 2, 28)),
        (date(2029, 2, 28), date(2032, 2, 28)),
    ],
)
def test_the_ban_ends_on_the_same_day_three_years_later(
    make_workshop: Maker, revoked_on: date, free_on: date
) -> None:
    revoked(make_workshop, revoked_on)
    assert queries.banned_until(CODE, [], revoked_on) == free_on
    assert queries.banned_until(CODE, [], date.fromordinal(free_on.toordinal() - 1)) == free_on
    assert queries.banned_until(CODE, [], free_on) is None


def test_the_ban_follows_the_code_and_the_person_and_nobody_else(make_workshop: Maker) -> None:
    revoked(make_workshop, date(2026, 9, 1))
    on = date(2027, 1, 1)
    assert queries.banned_until(CODE, ["b" * 64], on) == date(2029, 9, 1)
    assert queries.banned_until("another", [PERSON], on) == date(2029, 9, 1)
    assert queries.banned_until("another", ["b" * 64], on) is None


def test_an_empty_code_or_person_matches_nobody(make_workshop: Maker) -> None:
    revoked(make_workshop, date(2026, 9, 1), code="", person="")
    assert queries.banned_until("", [], date(2027, 1, 1)) is None


def test_the_latest_of_two_bans_counts(make_workshop: Maker) -> None:
    revoked(make_workshop, date(2026, 9, 1))
    revoked(make_workshop, date(2027, 3, 1), code="")
    assert queries.banned_until(CODE, [PERSON], date(2027, 4, 1)) == date(2030, 3, 1)


@pytest.mark.parametrize("status", ["suspended", "surrendered"])
def test_only_a_revocation_bans(make_workshop: Maker, status: str) -> None:
    workshop = make_workshop(credit_code=CODE)
    services.set_status(workshop=workshop, status=status, on=date(2026, 9, 1), at=AT)
    assert queries.banned_until(CODE, [], date(2026, 10, 1)) is None


def test_a_revocation_before_the_measures_took_effect_bans_nobody(make_workshop: Maker) -> None:
    workshop = make_workshop(credit_code=CODE, recognised_on=date(2022, 5, 1))
    services.set_status(workshop=workshop, status="revoked", on=date(2026, 3, 31), at=AT)
    assert queries.banned_until(CODE, [], date(2026, 5, 1)) is None


def test_another_edition_may_set_other_years(make_workshop: Maker) -> None:
    revoked(make_workshop, date(2026, 9, 1))
    five_years = replace(editions.get("2026-draft"), ban_years=5)
    assert queries.banned_until(CODE, [], date(2030, 1, 1)) is None
    assert queries.banned_until(CODE, [], date(2030, 1, 1), edition=five_years) == date(2031, 9, 1)
