"""The step table of the biennial evaluation (article 9(四), reading R15)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from . import clauses
from .edition import Edition
from .edition_values import Criterion
from .paper import paper_date_is_plausible, received_at
from .procedure import NEW, Actor, Procedure, Step
from .rectification import (
    RectificationFacts,
    order_step,
    recognition_has_ended,
    rectification_period_is_over,
    rectification_steps,
)
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

    `counts_from` is the day the two years run from: the recognition, or the end of the evaluation before. A form
    that scores has `given["scores"]`: for each dimension's code its `points` and `remark`.
    """

    counts_from: date | None = None
    missing_sections: tuple[str, ...] = ()
    self_assessment_ends_at: datetime | None = None
    scores: Mapping[str, int] = field(default_factory=dict)


def due_on(counts_from: date, edition: Edition) -> date:
    """Return the first day on which an evaluation is due (reading R15)."""
    return anniversary(counts_from, edition.evaluation_every_years)


def counts_from_at_latest(edition: Edition, *, on: date) -> date:
    """Return the latest day whose years have passed on the day `on`; 29 February passes with 28 February."""
    day = anniversary(on, -edition.evaluation_every_years)
    following = day + timedelta(days=1)
    return following if due_on(following, edition) <= on else day


def evaluation_is_due(case: EvaluationFacts) -> str | None:
    """Refuse an evaluation before its years have passed (reading R15)."""
    if not case.is_still_recognised or case.counts_from is None:
        return "工坊不在认定有效期内，无须评估"
    first_day = due_on(case.counts_from, case.edition)
    return f"评估期未到，{first_day} 起评估" if beijing_date(case.at) < first_day else None


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
    """Refuse a self-assessment after its period: the lead evaluates without it (on paper by its stamp, R11)."""
    ends_at = case.self_assessment_ends_at
    if ends_at is not None and received_at(case) >= ends_at:
        return f"自评期已于 {until(ends_at)} 届满，由地区文旅部门直接评估"
    return None


def scores_are_lawful(case: EvaluationFacts) -> str | None:
    """Refuse scores that are out of range, of no dimension, or without a remark."""
    given = case.given.get("scores")
    if given is None:
        return None
    dimensions = {each.code: each for each in case.edition.evaluation_dimensions}
    if unknown := sorted(given.keys() - dimensions.keys()):
        return "没有这一评估内容：" + "、".join(unknown)
    problems = [problem for code, score in given.items() for problem in _problems(dimensions[code], score)]
    return "；".join(problems) if problems else None if given else "请至少评一项"


def _problems(dimension: Criterion, score: Mapping[str, Any]) -> Iterator[str]:
    points, remark = score.get("points"), score.get("remark")
    if type(points) is not int or not 0 <= points <= dimension.points:
        yield f"“{dimension.label}”的得分应为 0 至 {dimension.points} 的整数"
    if not (remark or "").strip():
        yield f"请说明“{dimension.label}”的评分依据"


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
        guards=(paper_date_is_plausible, within_self_assessment_period, self_assessment_is_complete),
        readings=("R11", "R15"),
    ),
    Step(
        action="score_evaluation",
        label="评分",
        sources=(State.DUE,),
        target=None,
        by=_LEAD,
        clause=clauses.EVALUATION,
        guards=(self_assessment_is_over, scores_are_lawful),
        needs=("scores",),
        readings=("R15",),
    ),
    Step(
        action="score_evaluation",
        label="评分",
        sources=(State.SELF_ASSESSED, State.RECTIFIED),
        target=None,
        by=_LEAD,
        clause=clauses.EVALUATION,
        guards=(scores_are_lawful,),
        needs=("scores",),
        is_expected=False,
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
    # What was put right without a report is right: the lead may find so itself once the period is over.
    Step(
        action="pass_evaluation",
        label="评估合格",
        sources=(State.RECTIFYING,),
        target=State.PASSED,
        by=_LEAD,
        clause=clauses.EVALUATION,
        guards=(rectification_period_is_over, every_dimension_is_scored),
        is_binding=True,
        is_expected=False,
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
