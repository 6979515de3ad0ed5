"""The step table of the biennial evaluation (article 9(四), reading R15)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from . import clauses
from .procedure import NEW, Actor, Procedure, Step
from .rectification import RectificationFacts, order_step, recognition_has_ended, rectification_steps
from .time_limits import anniversary, beijing_date, until


class State(StrEnum):
    DUE = "due"
    SELF_ASSESSED = "self_assessed"
    RECTIFYING = "rectifying"
    RECTIFIED = "rectified"
    PASSED = "passed"
    FAILED = "failed"
    WAIVED = "waived"


STATE_LABELS: Mapping[str, str] = {
    State.DUE: "待自评",
    State.SELF_ASSESSED: "待评估",
    State.RECTIFYING: "限期整改",
    State.RECTIFIED: "待复查",
    State.PASSED: "合格",
    State.FAILED: "不合格",
    State.WAIVED: "不再评估",
}


@dataclass(frozen=True, kw_only=True)
class EvaluationFacts(RectificationFacts):
    """The picture of an evaluation. `scores` are the points given so far, by the code of the dimension.

    `counts_from` is the day the two years run from: the recognition, or the evaluation before.
    """

    counts_from: date | None = None
    missing_sections: tuple[str, ...] = ()
    self_assessment_ends_at: datetime | None = None
    scores: Mapping[str, int] = field(default_factory=dict)


def evaluation_is_due(case: EvaluationFacts) -> str | None:
    """Refuse an evaluation before its years have passed (reading R15)."""
    if not case.is_still_recognised or case.counts_from is None:
        return "工坊不在认定有效期内，无须评估"
    due_on = anniversary(case.counts_from, case.edition.evaluation_every_years)
    return f"评估期未到，{due_on} 起评估" if beijing_date(case.at) < due_on else None


def self_assessment_is_complete(case: EvaluationFacts) -> str | None:
    """Refuse a self-assessment that leaves a dimension out."""
    return "自评不完整，尚缺：" + "；".join(case.missing_sections) if case.missing_sections else None


def self_assessment_is_over(case: EvaluationFacts) -> str | None:
    """Refuse to evaluate over the workshop's head while it may still assess itself."""
    if case.self_assessment_ends_at is None or case.at < case.self_assessment_ends_at:
        return "自评期未满"
    return None


def every_dimension_is_scored(case: EvaluationFacts) -> str | None:
    """Refuse a result before all four dimensions have been scored."""
    missing = [each.label for each in case.edition.evaluation_dimensions if each.code not in case.scores]
    return "尚未评分：" + "、".join(missing) if missing else None


def within_self_assessment_period(case: EvaluationFacts) -> str | None:
    """Refuse a self-assessment after its period: the lead evaluates without it."""
    ends_at = case.self_assessment_ends_at
    if ends_at is not None and case.at >= ends_at:
        return f"自评期已于 {until(ends_at)} 届满，由地区文旅部门直接评估"
    return None


_LEAD = (Actor.PREFECTURE_CULTURE,)
_WORK = "查阅证据并评分"

STEPS = (
    Step(
        action="open_evaluation",
        label="开始评估",
        sources=(NEW,),
        target=State.DUE,
        by=(Actor.SYSTEM,),
        clause=clauses.EVALUATION,
        guards=(evaluation_is_due,),
        readings=("R15",),
    ),
    Step(
        action="self_assess",
        label="提交自评",
        sources=(State.DUE,),
        target=State.SELF_ASSESSED,
        by=(Actor.APPLICANT,),
        clause=clauses.EVALUATION,
        guards=(within_self_assessment_period, self_assessment_is_complete),
        readings=("R15",),
    ),
    Step(
        action="pass_evaluation",
        label="评估合格",
        sources=(State.DUE,),
        target=State.PASSED,
        by=_LEAD,
        clause=clauses.EVALUATION,
        guards=(self_assessment_is_over, every_dimension_is_scored),
        is_binding=True,
        readings=("R15",),
    ),
    Step(
        action="pass_evaluation",
        label="评估合格",
        sources=(State.SELF_ASSESSED, State.RECTIFIED),
        target=State.PASSED,
        by=_LEAD,
        clause=clauses.EVALUATION,
        guards=(every_dimension_is_scored,),
        is_binding=True,
        work=_WORK,
        readings=("R15",),
    ),
    *rectification_steps(
        clause=clauses.EVALUATION,
        first=(State.SELF_ASSESSED,),
        rectifying=State.RECTIFYING,
        rectified=State.RECTIFIED,
        fail=("fail_evaluation", "评估不合格", State.FAILED),
        guards=(every_dimension_is_scored,),
    ),
    order_step(
        clause=clauses.EVALUATION,
        sources=(State.DUE,),
        target=State.RECTIFYING,
        guards=(self_assessment_is_over, every_dimension_is_scored),
    ),
    Step(
        action="waive_evaluation",
        label="不再评估",
        sources=(State.DUE, State.SELF_ASSESSED, State.RECTIFYING, State.RECTIFIED),
        target=State.WAIVED,
        by=(Actor.SYSTEM,),
        clause=clauses.EVALUATION,
        guards=(recognition_has_ended,),
        readings=("R15",),
    ),
)

EVALUATION = Procedure(
    kind="evaluation",
    label="两年评估",
    is_about_a_workshop=True,
    states=STATE_LABELS,
    ends=frozenset({State.PASSED, State.FAILED, State.WAIVED}),
    steps=STEPS,
    time_limits={State.DUE: "self_assessment", State.RECTIFYING: "rectification"},
)
