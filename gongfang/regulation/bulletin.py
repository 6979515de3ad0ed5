"""The step table of the statistical bulletin: drawn up, corrected, issued, acknowledged (article 11(一))."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from . import clauses
from .procedure import NEW, Actor, Choice, Facts, Procedure, Step
from .time_limits import beijing_date

_LEAD = (Actor.PREFECTURE_CULTURE,)
READERS = (Actor.PREFECTURE_HRSS, Actor.PREFECTURE_AGRICULTURE)
"""To whom a bulletin is issued."""


class State(StrEnum):
    DRAFTED = "drafted"
    ISSUED = "issued"
    ARCHIVED = "archived"
    DROPPED = "dropped"


@dataclass(frozen=True, kw_only=True)
class BulletinFacts(Facts):
    """The picture of a bulletin. `read_by` are the departments that have acknowledged it.

    `ends_on` is the last day of its period, `has_another` whether that period has a bulletin already.
    """

    ends_on: date | None = None
    has_another: bool = False
    read_by: frozenset[str] = frozenset()
    given: Mapping[str, Any] = field(default_factory=dict)


def still_runs(ends_on: date, today: date) -> str | None:
    """Say that a period is not over, or nothing."""
    return f"统计期至 {ends_on} 结束，期满后再编制" if today <= ends_on else None


def has_a_bulletin(has_another: bool) -> str | None:
    """Say that a period has its bulletin, or nothing."""
    return "该统计期已有通报；草稿有误的，先作废再编制" if has_another else None


def period_is_over(case: BulletinFacts) -> str | None:
    """Refuse figures of a period that still runs."""
    return None if case.ends_on is None else still_runs(case.ends_on, beijing_date(case.at))


def period_has_no_other(case: BulletinFacts) -> str | None:
    """Refuse a second bulletin of the same period."""
    return has_a_bulletin(case.has_another)


def department_has_not_read(case: BulletinFacts) -> str | None:
    """Refuse to acknowledge twice."""
    return "本部门已签收" if case.actor.department in case.read_by else None


def _where_a_read_one_goes(case: BulletinFacts) -> str:
    waiting = {reader.department for reader in READERS} - case.read_by - {case.actor.department}
    return State.ISSUED if waiting else State.ARCHIVED


BULLETIN = Procedure(
    kind="bulletin",
    label="统计通报",
    states={
        State.DRAFTED: "拟稿",
        State.ISSUED: "已通报，待签收",
        State.ARCHIVED: "已签收归档",
        State.DROPPED: "已作废",
    },
    ends=frozenset({State.ARCHIVED, State.DROPPED}),
    steps=(
        Step(
            action="draw_up_bulletin",
            label="编制通报",
            sources=(NEW,),
            target=State.DRAFTED,
            by=_LEAD,
            clause=clauses.STATISTICS,
            guards=(period_is_over, period_has_no_other),
        ),
        Step(
            action="edit_bulletin",
            label="修改文稿",
            sources=(State.DRAFTED,),
            target=None,
            by=_LEAD,
            clause=clauses.STATISTICS,
            needs=("text",),
            is_expected=False,
        ),
        Step(
            action="issue_bulletin",
            label="签发通报",
            sources=(State.DRAFTED,),
            target=State.ISSUED,
            by=_LEAD,
            clause=clauses.STATISTICS,
            needs=("document_number",),
            is_binding=True,
        ),
        Step(
            action="drop_bulletin",
            label="作废",
            sources=(State.DRAFTED,),
            target=State.DROPPED,
            by=_LEAD,
            clause=clauses.STATISTICS,
            needs=("reasons",),
            is_expected=False,
        ),
        Step(
            action="acknowledge_bulletin",
            label="签收",
            sources=(State.ISSUED,),
            target=Choice((State.ISSUED, State.ARCHIVED), _where_a_read_one_goes),
            by=READERS,
            clause=clauses.STATISTICS,
            guards=(department_has_not_read,),
        ),
    ),
)
