"""The step tables of regular inspections: the plan, each visit, what is found (articles 9(三) and 10(九))."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from . import clauses
from .procedure import NEW, Actor, Choice, Facts, Procedure, Step
from .rectification import RectificationFacts, recognition_has_ended, rectification_steps
from .time_limits import beijing_date, until

_LEAD = (Actor.PREFECTURE_CULTURE,)


class CampaignState(StrEnum):
    ANNOUNCED = "announced"
    RUNNING = "running"
    ENDED = "ended"


@dataclass(frozen=True, kw_only=True)
class CampaignFacts(Facts):
    """The picture of a plan of regular inspections.

    `population` counts the workshops it selects from or, without a draw, selects. `draw_size` is 0 and `draw_at`
    None where nothing is drawn.
    """

    starts_on: date | None = None
    ends_on: date | None = None
    population: int = 0
    draw_size: int = 0
    draw_at: datetime | None = None
    open_checks: int = 0


def period_is_ahead(case: CampaignFacts) -> str | None:
    """Refuse a period that runs backwards or is over."""
    if case.starts_on is None or case.ends_on is None:
        return "请填写检查期间"
    if case.ends_on < beijing_date(case.at):
        return "检查期间已经过去"
    return period_runs_backwards(case.starts_on, case.ends_on)


def period_runs_backwards(starts_on: date, ends_on: date) -> str | None:
    """Say that a period ends before it begins, or nothing."""
    return "检查期间的最后一日不得早于第一日" if ends_on < starts_on else None


def somebody_is_selected(case: CampaignFacts) -> str | None:
    """Refuse a plan under which nobody is visited."""
    return None if case.population else "没有符合条件的工坊"


def draw_is_possible(case: CampaignFacts) -> str | None:
    """Refuse to draw more than there are, and to draw at a time when the public value may be known already."""
    if not case.draw_size:
        return None
    if case.draw_size > case.population:
        return f"抽取 {case.draw_size} 家，符合条件的只有 {case.population} 家"
    if case.draw_at is None or case.draw_at <= case.at:
        return "抽取时间应晚于公布名单的时间"
    return None


def time_of_draw_has_come(case: CampaignFacts) -> str | None:
    """Refuse a draw before the time that was announced."""
    if case.draw_at is not None and case.at < case.draw_at:
        return f"抽取时间未到，定于 {until(case.draw_at)}"
    return None


def every_check_is_over(case: CampaignFacts) -> str | None:
    """Refuse to end a plan while a workshop of it is still to be visited."""
    return f"还有 {case.open_checks} 家未检查" if case.open_checks else None


def _where_a_plan_goes(case: CampaignFacts) -> str:
    return CampaignState.ANNOUNCED if case.draw_size else CampaignState.RUNNING


CAMPAIGN = Procedure(
    kind="campaign",
    label="定期检查计划",
    states={
        CampaignState.ANNOUNCED: "待抽取",
        CampaignState.RUNNING: "检查中",
        CampaignState.ENDED: "已结束",
    },
    ends=frozenset({CampaignState.ENDED}),
    steps=(
        Step(
            action="plan_campaign",
            label="制定检查计划",
            sources=(NEW,),
            target=Choice((CampaignState.ANNOUNCED, CampaignState.RUNNING), _where_a_plan_goes),
            by=_LEAD,
            clause=clauses.INVESTIGATION,
            guards=(period_is_ahead, somebody_is_selected, draw_is_possible),
        ),
        Step(
            action="draw_workshops",
            label="抽取检查对象",
            sources=(CampaignState.ANNOUNCED,),
            target=CampaignState.RUNNING,
            by=_LEAD,
            clause=clauses.INVESTIGATION,
            guards=(time_of_draw_has_come,),
            needs=("public_value",),
            work="等待公布的抽取时间",
        ),
        Step(
            action="end_campaign",
            label="结束检查计划",
            sources=(CampaignState.RUNNING,),
            target=CampaignState.ENDED,
            by=_LEAD,
            clause=clauses.INVESTIGATION,
            guards=(every_check_is_over,),
            work="逐家检查",
        ),
    ),
)


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
        Step(
            action="drop_check",
            label="因认定终止而取消",
            sources=(CheckState.PLANNED,),
            target=CheckState.CALLED_OFF,
            by=(Actor.SYSTEM,),
            clause=clauses.INVESTIGATION,
            guards=(recognition_has_ended,),
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

    has_running_revocation: bool = False


def no_revocation_runs(case: FindingFacts) -> str | None:
    """Refuse to close over a procedure in which it is a ground."""
    return "撤销命名正在办理，办结后再处理" if case.has_running_revocation else None


FINDING = Procedure(
    kind="finding",
    label="监督检查问题",
    is_about_a_workshop=True,
    states=FINDING_LABELS,
    ends=frozenset({FindingState.CLOSED}),
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
            action="close_finding",
            label="办结",
            sources=(FindingState.FAILED,),
            target=FindingState.CLOSED,
            by=_LEAD,
            clause=clauses.INVESTIGATION,
            guards=(no_revocation_runs,),
            needs=("reasons",),
            is_binding=True,
            is_expected=False,
        ),
        Step(
            action="drop_finding",
            label="因认定终止而办结",
            sources=(FindingState.NOTED, FindingState.RECTIFYING, FindingState.RECTIFIED, FindingState.FAILED),
            target=FindingState.CLOSED,
            by=(Actor.SYSTEM,),
            clause=clauses.INVESTIGATION,
            guards=(recognition_has_ended,),
        ),
    ),
    time_limits={FindingState.RECTIFYING: "rectification"},
)
