from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongfang.regulation import edition as editions
from gongfang.regulation.panel import (
    Candidate,
    is_conflicted,
    is_qualified,
    result,
    score_problem,
    size_problem,
    trimmed_mean,
)

DRAFT = editions.get("2026-draft")
FULL_MARKS = {criterion.code: criterion.points for criterion in DRAFT.rubric}


def candidate(*, pool: str = "region", title: bool = False, years: int = 0, relations: str = "") -> Candidate:
    return Candidate("ref", pool, title, years, frozenset(relations.split()))


@pytest.mark.parametrize(
    ("expert", "qualifies"),
    [
        (candidate(title=True, years=0), True),
        (candidate(title=False, years=5), True),
        (candidate(title=False, years=4), False),
        (candidate(title=True, years=30, pool="prefecture"), True),
        (candidate(title=True, years=30, pool="county"), False),
    ],
)
def test_expert_qualifies_by_title_or_by_years_and_only_from_the_pools(expert: Candidate, qualifies: bool) -> None:
    assert is_qualified(expert, DRAFT) is qualifies


def test_expert_with_a_relation_to_a_party_is_conflicted() -> None:
    assert is_conflicted(candidate(relations="firm-1 person-9"), {"person-9"})
    assert not is_conflicted(candidate(relations="firm-1"), {"person-9"})
    assert not is_conflicted(candidate(), set())


@pytest.mark.parametrize(
    ("size", "problem"),
    [
        (3, "评审专家 3 名，不足 5 名"),
        (4, "评审专家 4 名，不足 5 名"),
        (5, None),
        (6, "评审专家 6 名，应为单数"),
        (7, None),
    ],
)
def test_panel_is_odd_and_of_five_or_more(size: int, problem: str | None) -> None:
    assert size_problem(size, DRAFT) == problem


@pytest.mark.parametrize(
    ("totals", "trim", "mean"),
    [
        ([60, 60, 60], 0, "60.00"),
        ([80, 81, 81], 0, "80.67"),
        ([0, 70, 80, 90, 100], 1, "80.00"),
        ([100, 0, 90, 70, 80], 2, "80.00"),
        ([Decimal("59.995"), Decimal("59.995")], 0, "60.00"),
    ],
)
def test_mean_is_trimmed_at_both_ends_and_rounded_half_up(
    totals: list[int | Decimal], trim: int, mean: str
) -> None:
    assert str(trimmed_mean(totals, trim)) == mean


@pytest.mark.parametrize(("totals", "trim"), [([], 0), ([70, 80], 1)])
def test_mean_of_no_scores_is_refused(totals: list[int | Decimal], trim: int) -> None:
    with pytest.raises(ValueError, match="没有剩余"):
        trimmed_mean(totals, trim)


@given(st.lists(st.integers(0, 100), min_size=3, max_size=11), st.integers(0, 1))
def test_mean_lies_between_the_lowest_and_the_highest_score(totals: list[int | Decimal], trim: int) -> None:
    assert min(totals) <= trimmed_mean(totals, trim) <= max(totals)
    assert trimmed_mean(totals, trim) == trimmed_mean(totals[::-1], trim)


@pytest.mark.parametrize(
    ("items", "problem"),
    [
        (FULL_MARKS, None),
        (dict.fromkeys(FULL_MARKS, 0), None),
        ({**FULL_MARKS, "looks": 5}, "评分表没有这一项：looks"),
        ({**FULL_MARKS, "craft": 26}, "“核心技艺与传承”应为 0 至 25 的整数"),
        ({**FULL_MARKS, "craft": -1}, "“核心技艺与传承”应为 0 至 25 的整数"),
        ({code: points for code, points in FULL_MARKS.items() if code != "welfare"}, "“公益与展示”未打分"),
        ({}, "“核心技艺与传承”未打分"),
    ],
)
def test_scoring_sheet_needs_every_line_in_range(items: Mapping[str, int], problem: str | None) -> None:
    assert score_problem(items, DRAFT) == problem


@pytest.mark.parametrize(
    ("totals", "votes_for", "votes_total", "passed"),
    [
        ([60] * 5, 3, 5, True),
        ([60] * 5, 2, 5, False),
        ([60] * 4, 2, 4, False),
        ([60, 60, 60, 60, 59], 5, 5, False),
        ([90] * 5, 0, 0, False),
    ],
)
def test_application_passes_by_mean_and_strict_majority(
    totals: list[int | Decimal], votes_for: int, votes_total: int, passed: bool
) -> None:
    assert result(totals, votes_for, votes_total, DRAFT).passed is passed


def test_result_says_why_with_its_figures() -> None:
    passed, failed = result([72] * 5, 4, 5, DRAFT), result([59] * 5, 1, 5, DRAFT)

    assert passed.mean == Decimal("72.00")
    assert passed.why == "均分 72.00，达到 60 分；合议 5 人中 4 人同意，过半数"
    assert failed.why == "均分 59.00，未达到 60 分；合议 5 人中 1 人同意，未过半数"


def test_result_follows_the_trimming_and_mark_of_the_edition() -> None:
    scores: list[int | Decimal] = [0, 70, 70, 70, 70]

    assert not result(scores, 5, 5, DRAFT).passed
    assert result(scores, 5, 5, replace(DRAFT, score_trim=1)).passed
    assert not result(scores, 5, 5, replace(DRAFT, score_trim=1, pass_mark=80)).passed


@pytest.mark.parametrize(("votes_for", "votes_total"), [(6, 5), (-1, 5)])
def test_impossible_vote_is_refused(votes_for: int, votes_total: int) -> None:
    with pytest.raises(ValueError, match="不符"):
        result([80] * 5, votes_for, votes_total, DRAFT)
