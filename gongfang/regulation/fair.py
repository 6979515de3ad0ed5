"""The step table of a stand at a fair or exhibition (article 8(五)): asked, answered, prepared, accounted for."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from . import clauses
from .procedure import NEW, Actor, Facts, Procedure, Step
from .rectification import recognition_has_ended
from .time_limits import beijing_date


class State(StrEnum):
    INVITED = "invited"
    ACCEPTED = "accepted"
    REPORTED = "reported"
    DECLINED = "declined"
    ENDED = "ended"


@dataclass(frozen=True, kw_only=True)
class StandFacts(Facts):
    """The picture of a stand: how the recognition stands, and the days of the fair."""

    is_in_good_standing: bool = True
    is_still_recognised: bool = True
    starts_on: date | None = None
    ends_on: date | None = None


def workshop_is_in_good_standing(case: StandFacts) -> str | None:
    """Refuse support to a workshop whose recognition is not in force (article 8)."""
    return None if case.is_in_good_standing else "工坊不在认定有效期内或者资格中止，不在支持范围内"


def fair_is_not_over(case: StandFacts) -> str | None:
    """Refuse to prepare for what has been."""
    is_over = case.ends_on is not None and beijing_date(case.at) > case.ends_on
    return "展会已经结束" if is_over else None


def fair_has_begun(case: StandFacts) -> str | None:
    """Refuse results of what has not begun."""
    is_ahead = case.starts_on is not None and beijing_date(case.at) < case.starts_on
    return "展会开始以后才能报告成效" if is_ahead else None


STAND = Procedure(
    kind="stand",
    label="参展",
    is_about_a_workshop=True,
    states={
        State.INVITED: "待工坊答复",
        State.ACCEPTED: "准备参展",
        State.REPORTED: "已报成效",
        State.DECLINED: "不参展",
        State.ENDED: "已取消",
    },
    ends=frozenset({State.REPORTED, State.DECLINED, State.ENDED}),
    steps=(
        Step(
            action="invite",
            label="邀请参展",
            sources=(NEW,),
            target=State.INVITED,
            by=(Actor.PREFECTURE_CULTURE,),
            clause=clauses.CATALOGUE,
            guards=(workshop_is_in_good_standing, fair_is_not_over),
        ),
        Step(
            action="accept_invitation",
            label="参加展会",
            sources=(State.INVITED,),
            target=State.ACCEPTED,
            by=(Actor.APPLICANT,),
            clause=clauses.CATALOGUE,
            guards=(workshop_is_in_good_standing, fair_is_not_over),
            needs=("products",),
        ),
        Step(
            action="decline_invitation",
            label="不参加",
            sources=(State.INVITED,),
            target=State.DECLINED,
            by=(Actor.APPLICANT,),
            clause=clauses.CATALOGUE,
            needs=("reasons",),
            is_expected=False,
        ),
        Step(
            action="allot_stand",
            label="安排展位",
            sources=(State.ACCEPTED,),
            target=None,
            by=(Actor.PREFECTURE_CULTURE,),
            clause=clauses.CATALOGUE,
            guards=(workshop_is_in_good_standing, fair_is_not_over),
            needs=("stand_number",),
            is_expected=False,
        ),
        Step(
            action="report_fair_result",
            label="报告参展成效",
            sources=(State.ACCEPTED,),
            target=State.REPORTED,
            by=(Actor.APPLICANT,),
            clause=clauses.CATALOGUE,
            guards=(fair_has_begun,),
            needs=("sales", "orders"),
        ),
        Step(
            action="end_stand",
            label="取消参展",
            sources=(State.INVITED, State.ACCEPTED),
            target=State.ENDED,
            by=(Actor.SYSTEM,),
            clause=clauses.SUPPORT,
            guards=(recognition_has_ended,),
        ),
    ),
)
