"""The same facts under two texts of article 4 (R2): who stays, falls out, comes in, and by how much."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongfang.regulation import edition
from gongfang.regulation.conditions import ConditionFacts
from gongfang.regulation.what_if import FIGURES, Effect, outlook

NOW = edition.get("2026-draft")
LAWFUL = ConditionFacts(
    relies_on_heritage_item=True,
    county_recognised=True,
    has_operator=True,
    wages_on_time=True,
    no_violations=True,
    site_area_m2=Decimal(85),
    has_utilities=True,
    has_tools=True,
    has_safety=True,
    poverty_workers=6,
    employment_plan_evidence=True,
    trainings=3,
    successors_evidence=True,
    core_craft=True,
    practitioners=4,
    welfare_activities=2,
    exhibition_evidence=True,
    sales_offline=True,
    sales_evidence=True,
)
SMALL = replace(LAWFUL, site_area_m2=Decimal("59.5"))


@pytest.mark.parametrize(
    ("facts", "area", "effect"),
    [
        (LAWFUL, 85, Effect.STAYS_IN),
        (LAWFUL, 86, Effect.FALLS_OUT),
        (SMALL, 59, Effect.COMES_IN),
        (SMALL, 60, Effect.STAYS_OUT),
    ],
)
def test_another_area_keeps_or_moves_a_workshop(facts: ConditionFacts, area: int, effect: Effect) -> None:
    found = outlook(facts, NOW, facts, replace(NOW, site_area_min_m2=area))
    assert found.effect == effect


def test_shortfall_says_by_how_much_and_under_which_clause() -> None:
    other = replace(NOW, site_area_min_m2=100, trainings_min=5)
    found = outlook(LAWFUL, NOW, LAWFUL, other)
    missing = {each.figure.parameter: (each.figure.clause.id, each.missing) for each in found.shortfalls}
    assert missing == {"site_area_min_m2": ("4(二)", Decimal(15)), "trainings_min": ("4(四)", 2)}
    assert [each.clause.id for each in found.failed] == ["4(二)", "4(四)"]


def test_what_is_not_stated_misses_the_whole_figure() -> None:
    silent = replace(LAWFUL, practitioners=None)
    (shortfall,) = outlook(silent, NOW, silent, NOW).shortfalls
    assert (shortfall.value, shortfall.missing) == (None, NOW.practitioners_min)


@given(st.sampled_from(FIGURES), st.integers(0, 200), st.integers(0, 200))
def test_more_is_never_easier(figure: object, low: int, high: int) -> None:
    low, high = sorted((low, high))
    lenient, strict = (replace(NOW, **{figure.parameter: least}) for least in (low, high))  # type: ignore[attr-defined]
    assert outlook(LAWFUL, lenient, LAWFUL, strict).effect != Effect.COMES_IN
