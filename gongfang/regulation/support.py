"""The step tables of support: recommendations, courses, help with a craft (articles 8(一) and 8(二))."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from . import clauses
from .procedure import NEW, Actor, Facts, Procedure, Step
from .time_limits import beijing_date

_LEAD = (Actor.PREFECTURE_CULTURE,)


class RecommendationState(StrEnum):
    CHOOSING = "choosing"
    HANDED_IN = "handed_in"
    CONCLUDED = "concluded"
    CALLED_OFF = "called_off"


@dataclass(frozen=True, kw_only=True)
class RecommendationFacts(Facts):
    """The picture of a call from a higher level.

    `chosen` counts the candidates that were chosen, `out_of_standing` those of them whose recognition is not in
    force, `unanswered` those handed in of which the higher level has not decided yet.
    """

    deadline: date | None = None
    places: int = 0
    chosen: int = 0
    out_of_standing: int = 0
    unanswered: int = 0


def deadline_is_ahead(case: RecommendationFacts) -> str | None:
    """Refuse a call that can no longer be answered in time."""
    if case.deadline is None or case.deadline < beijing_date(case.at):
        return "报送截止日期已经过去"
    return None


def some_are_chosen(case: RecommendationFacts) -> str | None:
    """Refuse to hand in an empty list, or a longer one than was asked for."""
    if not case.chosen:
        return "还没有选出推荐的工坊"
    if case.chosen > case.places:
        return f"推荐名额 {case.places} 个，已选 {case.chosen} 家"
    return None


def chosen_are_in_good_standing(case: RecommendationFacts) -> str | None:
    """Refuse to recommend a workshop whose recognition is not in force."""
    if case.out_of_standing:
        return f"已选的工坊中有 {case.out_of_standing} 家资格中止或者终止，不能推荐"
    return None


def every_answer_is_known(case: RecommendationFacts) -> str | None:
    """Refuse to close over a recommendation that was not answered yet."""
    return f"还有 {case.unanswered} 家没有登记上级结果" if case.unanswered else None


RECOMMENDATION = Procedure(
    kind="recommendation",
    label="向上推荐",
    states={
        RecommendationState.CHOOSING: "遴选中",
        RecommendationState.HANDED_IN: "已报送",
        RecommendationState.CONCLUDED: "已有结果",
        RecommendationState.CALLED_OFF: "已取消",
    },
    ends=frozenset({RecommendationState.CONCLUDED, RecommendationState.CALLED_OFF}),
    steps=(
        Step(
            action="open_recommendation",
            label="开始推荐",
            sources=(NEW,),
            target=RecommendationState.CHOOSING,
            by=_LEAD,
            clause=clauses.RECOMMENDATION,
            guards=(deadline_is_ahead,),
        ),
        Step(
            action="hand_in_candidates",
            label="报送推荐名单",
            sources=(RecommendationState.CHOOSING,),
            target=RecommendationState.HANDED_IN,
            by=_LEAD,
            clause=clauses.RECOMMENDATION,
            guards=(some_are_chosen, chosen_are_in_good_standing),
            is_binding=True,
            work="遴选推荐的工坊",
        ),
        Step(
            action="call_off_recommendation",
            label="取消推荐",
            sources=(RecommendationState.CHOOSING,),
            target=RecommendationState.CALLED_OFF,
            by=_LEAD,
            clause=clauses.RECOMMENDATION,
            needs=("reasons",),
            is_expected=False,
        ),
        Step(
            action="conclude_recommendation",
            label="办结推荐",
            sources=(RecommendationState.HANDED_IN,),
            target=RecommendationState.CONCLUDED,
            by=_LEAD,
            clause=clauses.RECOMMENDATION,
            guards=(every_answer_is_known,),
            work="登记上级结果",
        ),
    ),
    time_limits={RecommendationState.CHOOSING: "recommendation"},
)


class CourseState(StrEnum):
    ENROLLING = "enrolling"
    SETTLED = "settled"
    HELD = "held"
    CALLED_OFF = "called_off"


@dataclass(frozen=True, kw_only=True)
class CourseFacts(Facts):
    """The picture of a course. `unmarked` counts those enrolled of whom it is not noted whether they came."""

    enrol_until: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    places: int = 0
    unmarked: int = 0


def dates_are_in_order(case: CourseFacts) -> str | None:
    """Refuse a course that ends before it begins, or begins before enrolment ends."""
    if case.enrol_until is None or case.starts_on is None or case.ends_on is None:
        return "请填写报名截止和起止日期"
    if case.enrol_until < beijing_date(case.at):
        return "报名截止日期已经过去"
    if case.ends_on < case.starts_on:
        return "结束日期不得早于开始日期"
    return "报名应在开始之前截止" if case.enrol_until >= case.starts_on else None


def course_has_places(case: CourseFacts) -> str | None:
    """Refuse a course for nobody."""
    return None if case.places else "名额至少 1 个"


def enrolment_has_ended(case: CourseFacts) -> str | None:
    """Refuse to close enrolment before the end of its last day."""
    if case.enrol_until is not None and beijing_date(case.at) <= case.enrol_until:
        return f"报名至 {case.enrol_until} 截止"
    return None


def course_is_over(case: CourseFacts) -> str | None:
    """Refuse results before the last day of the course."""
    if case.ends_on is not None and beijing_date(case.at) < case.ends_on:
        return f"课程至 {case.ends_on} 结束"
    return None


def attendance_is_complete(case: CourseFacts) -> str | None:
    """Refuse to close over somebody of whom it is not known whether he came."""
    return f"还有 {case.unmarked} 人没有登记出席情况" if case.unmarked else None


COURSE = Procedure(
    kind="course",
    label="研修培训",
    states={
        CourseState.ENROLLING: "报名中",
        CourseState.SETTLED: "报名截止",
        CourseState.HELD: "已举办",
        CourseState.CALLED_OFF: "已取消",
    },
    ends=frozenset({CourseState.HELD, CourseState.CALLED_OFF}),
    steps=(
        Step(
            action="open_course",
            label="开放报名",
            sources=(NEW,),
            target=CourseState.ENROLLING,
            by=_LEAD,
            clause=clauses.STUDY,
            guards=(dates_are_in_order, course_has_places),
        ),
        Step(
            action="close_enrolment",
            label="报名截止",
            sources=(CourseState.ENROLLING,),
            target=CourseState.SETTLED,
            by=(Actor.SYSTEM,),
            clause=clauses.STUDY,
            guards=(enrolment_has_ended,),
        ),
        Step(
            action="finish_course",
            label="登记培训成效",
            sources=(CourseState.SETTLED,),
            target=CourseState.HELD,
            by=_LEAD,
            clause=clauses.STUDY,
            guards=(course_is_over, attendance_is_complete),
            needs=("results",),
            work="举办并登记出席情况",
        ),
        Step(
            action="call_off_course",
            label="取消课程",
            sources=(CourseState.ENROLLING, CourseState.SETTLED),
            target=CourseState.CALLED_OFF,
            by=_LEAD,
            clause=clauses.STUDY,
            needs=("reasons",),
            is_expected=False,
        ),
    ),
    time_limits={CourseState.ENROLLING: "enrolment"},
)


class HelpState(StrEnum):
    ASKED = "asked"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


HELP_LABELS: Mapping[str, str] = {
    HelpState.ASKED: "待答复",
    HelpState.ANSWERED: "已答复",
    HelpState.WITHDRAWN: "已撤回",
}


@dataclass(frozen=True, kw_only=True)
class HelpFacts(Facts):
    """The picture of what a workshop asked help with."""

    is_in_force: bool = True
    holds_recognition: bool = True


def workshop_is_in_good_standing(case: HelpFacts) -> str | None:
    """Refuse support to a workshop whose recognition is suspended or has ended."""
    return None if case.is_in_force else "工坊的认定资格中止或者终止，暂不能享受支持"


def recognition_is_over(case: HelpFacts) -> str | None:
    """Refuse to end it while the workshop is recognised."""
    return "工坊仍在认定有效期内" if case.holds_recognition else None


HELP = Procedure(
    kind="help",
    label="技艺难题",
    is_about_a_workshop=True,
    states=HELP_LABELS,
    ends=frozenset({HelpState.ANSWERED, HelpState.WITHDRAWN}),
    steps=(
        Step(
            action="ask_help",
            label="提出难题",
            sources=(NEW,),
            target=HelpState.ASKED,
            by=(Actor.APPLICANT,),
            clause=clauses.STUDY,
            guards=(workshop_is_in_good_standing,),
            needs=("question",),
        ),
        Step(
            action="answer_help",
            label="答复难题",
            sources=(HelpState.ASKED,),
            target=HelpState.ANSWERED,
            by=_LEAD,
            clause=clauses.STUDY,
            guards=(workshop_is_in_good_standing,),
            needs=("reply",),
        ),
        Step(
            action="withdraw_help",
            label="撤回难题",
            sources=(HelpState.ASKED,),
            target=HelpState.WITHDRAWN,
            by=(Actor.APPLICANT,),
            clause=clauses.STUDY,
            is_expected=False,
        ),
        Step(
            action="drop_help",
            label="因认定终止而办结",
            sources=(HelpState.ASKED,),
            target=HelpState.WITHDRAWN,
            by=(Actor.SYSTEM,),
            clause=clauses.STUDY,
            guards=(recognition_is_over,),
        ),
    ),
)
