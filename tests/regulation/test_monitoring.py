"""What the register points to: each hint with its clause and its figures (articles 9(二) and 10, R16)."""

from datetime import date
from typing import Any

import pytest

from gongfang.regulation import edition
from gongfang.regulation.monitoring import RULES, Signs, flags_of

EDITION = edition.get("2026-draft")


def signs(**known: Any) -> Signs:
    usual: dict[str, Any] = {
        "on": date(2027, 5, 2),
        "edition": EDITION,
        "recognised_on": date(2026, 6, 30),
        "last_activity_on": date(2027, 4, 1),
    }
    return Signs(**usual | known)


def why(**known: Any) -> dict[str, str]:
    return {flag.code: flag.why for flag in flags_of(signs(**known))}


def test_a_workshop_that_works_has_no_flag() -> None:
    assert why() == {}


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (date(2026, 5, 2), None),
        (date(2026, 5, 1), "近 12 个月无活动记录，最近 2026-05-01"),
        (date(2026, 3, 2), "近 14 个月无活动记录，最近 2026-03-02"),
        (date(2026, 3, 3), "近 13 个月无活动记录，最近 2026-03-03"),
        (None, "自 2026-01-01 认定以来无活动记录"),
    ],
)
def test_more_than_a_year_without_activity(last: date | None, words: str | None) -> None:
    assert why(recognised_on=date(2026, 1, 1), last_activity_on=last).get("quiet") == words


def test_a_workshop_is_not_quiet_before_it_was_recognised_for_so_long() -> None:
    assert why(recognised_on=date(2026, 5, 2), last_activity_on=None) == {}
    assert why(recognised_on=date(2026, 5, 2), last_activity_on=date(2025, 1, 1)) == {}


@pytest.mark.parametrize(
    ("filings", "words"),
    [
        ({2026: "accepted", 2025: "missed"}, None),
        ({2026: "missed"}, "2026 年度未报备（2026-12-31 截止）"),
        ({2026: "missed", 2025: "missed"}, "2025、2026 年度未报备（2026-12-31 截止）"),
    ],
)
def test_a_year_that_was_missed(filings: dict[int, str], words: str | None) -> None:
    assert why(filings=filings).get("missed") == words


@pytest.mark.parametrize(
    ("employed", "words"),
    [
        ({}, None),
        ({2026: 8}, None),
        ({2026: 8, 2025: 8}, None),
        ({2026: 9, 2025: 12, 2024: 5}, "吸纳脱贫人口、监测帮扶对象减少：2025 年 12 人，2026 年 9 人"),
    ],
)
def test_fewer_are_employed_than_the_year_before(employed: dict[int, int], words: str | None) -> None:
    assert why(employed=employed).get("fewer_employed") == words


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"rectification_until": date(2027, 5, 2)}, None),
        ({"rectification_until": date(2027, 5, 1)}, "整改期限 2027-05-01 已过，未报告整改结果"),
        ({"failed_findings": 1, "rectification_until": date(2027, 5, 1)}, "有 1 个问题经复查整改不到位"),
    ],
)
def test_what_was_not_put_right(known: dict[str, Any], words: str | None) -> None:
    assert why(**known).get("not_rectified") == words


def test_open_findings_and_a_running_revocation() -> None:
    assert why(open_findings=2, has_running_revocation=True) == {
        "findings": "有 2 个检查问题未办结",
        "revocation": "撤销命名正在办理",
    }


@pytest.mark.parametrize(
    ("known", "is_flagged"),
    [
        ({"recognised_on": date(2025, 5, 3)}, False),
        ({"recognised_on": date(2025, 5, 2)}, True),
        ({"recognised_on": date(2025, 5, 2), "is_being_evaluated": True}, False),
        ({"recognised_on": date(2020, 1, 1), "evaluated_on": date(2025, 5, 3)}, False),
        ({"recognised_on": date(2020, 1, 1), "evaluated_on": date(2025, 5, 2)}, True),
    ],
)
def test_an_evaluation_that_is_due(known: dict[str, Any], is_flagged: bool) -> None:
    assert ("evaluation_due" in why(**known)) == is_flagged


def test_every_rule_names_its_clause() -> None:
    assert [(rule.code, rule.clause.id) for rule in RULES] == [
        ("quiet", "10(四)"),
        ("missed", "9(一)"),
        ("fewer_employed", "10(六)"),
        ("not_rectified", "10(九)"),
        ("findings", "9(三)"),
        ("evaluation_due", "9(四)"),
        ("subsidy", "10(五)"),
        ("revocation", "10"),
    ]
