"""The step tables of regular inspections and of what they find (articles 9(三) and 10(九))."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from . import clauses
from .procedure import NEW, Actor, Facts, Procedure, Step
from .rectification import RectificationFacts, recognition_has_ended, rectification_steps


class CheckState(StrEnum):
    PLANNED = "planned"
    DONE = "done"
    CALLED_OFF = "called_off"


@dataclass(frozen=True, kw_only=True)
class CheckFacts(Facts):
    """The picture of one workshop's turn in a regular inspection."""

    is_still_recognised: bool = True
    inspectors_signed: int = 0


def workshop_is_recognised(case: CheckFacts | RectificationFacts) -> str | None:
    """Refuse to inspect what the prefecture no longer recognises."""
    return None if case.is_still_recognised else "工坊不在认定有效期内"


def check_report_is_signed(case: CheckFacts) -> str | None:
    """Refuse to end a visit without a report signed by enough inspectors."""
    needed = case.edition.inspectors_min
    if case.inspectors_signed < needed:
        return f"检查报告须由不少于 {needed} 名检查人员签字，现有 {case.inspectors_signed} 名"
    return None


_LEAD = (Actor.PREFECTURE_CULTURE,)

CHECK = Procedure(
    kind="check",
    label="定期检查",
    is_about_a_workshop=True,
    states={CheckState.PLANNED: "待检查", CheckState.DONE: "已检查", CheckState.CALLED_OFF: "已取消"},
    ends=frozenset({CheckState.DONE, CheckState.CALLED_OFF}),
    steps=(
        Step(
            action="plan_check",
            label="安排检查",
            sources=(NEW,),
            target=CheckState.PLANNED,
            by=_LEAD,
            clause=clauses.INVESTIGATION,
            guards=(workshop_is_recognised,),
        ),
        Step(
            action="finish_check",
            label="完成检查",
            sources=(CheckState.PLANNED,),
            target=CheckState.DONE,
            by=_LEAD,
            clause=clauses.INVESTIGATION,
            guards=(check_report_is_signed,),
            work="实地检查并签署报告",
        ),
        Step(
            action="call_off_check",
            label="取消检查",
            sources=(CheckState.PLANNED,),
            target=CheckState.CALLED_OFF,
            by=_LEAD,
            clause=clauses.INVESTIGATION,
            needs=("reasons",),
            is_expected=False,
        ),
    ),
)


class FindingState(StrEnum):
    NOTED = "noted"
    RECTIFYING = "rectifying"
    RECTIFIED = "rectified"
    CLOSED = "closed"
    FAILED = "failed"


FINDING_LABELS: Mapping[str, str] = {
    FindingState.NOTED: "待处理",
    FindingState.RECTIFYING: "限期整改",
    FindingState.RECTIFIED: "待复查",
    FindingState.CLOSED: "已办结",
    FindingState.FAILED: "整改不到位",
}


@dataclass(frozen=True, kw_only=True)
class FindingFacts(RectificationFacts):
    """The picture of one thing found wrong."""


FINDING = Procedure(
    kind="finding",
    label="监督检查问题",
    is_about_a_workshop=True,
    states=FINDING_LABELS,
    ends=frozenset({FindingState.CLOSED, FindingState.FAILED}),
    steps=(
        Step(
            action="note_finding",
            label="记录问题",
            sources=(NEW,),
            target=FindingState.NOTED,
            by=_LEAD,
            clause=clauses.INVESTIGATION,
            guards=(workshop_is_recognised,),
            needs=("problems",),
        ),
        *rectification_steps(
            clause=clauses.INVESTIGATION,
            first=(FindingState.NOTED,),
            rectifying=FindingState.RECTIFYING,
            rectified=FindingState.RECTIFIED,
            fail=("fail_finding", "认定整改不到位", FindingState.FAILED),
        ),
        Step(
            action="close_finding",
            label="办结",
            sources=(FindingState.NOTED, FindingState.RECTIFIED),
            target=FindingState.CLOSED,
            by=_LEAD,
            clause=clauses.INVESTIGATION,
            needs=("reasons",),
        ),
        Step(
            action="drop_finding",
            label="因认定终止而办结",
            sources=(FindingState.NOTED, FindingState.RECTIFYING, FindingState.RECTIFIED),
            target=FindingState.CLOSED,
            by=(Actor.SYSTEM,),
            clause=clauses.INVESTIGATION,
            guards=(recognition_has_ended,),
        ),
    ),
    time_limits={FindingState.RECTIFYING: "rectification"},
)
