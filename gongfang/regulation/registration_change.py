"""The step table of changes to a registration, and of giving the recognition up (articles 7(四) and 9(一))."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from . import clauses
from .procedure import NEW, Actor, Facts, Procedure, Refusal, Step
from .time_limits import beijing_date


class State(StrEnum):
    REQUESTED = "requested"
    COUNTY_CONFIRMED = "county_confirmed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


SURRENDER = "surrender"
EVASIVE = frozenset({"operator", "responsible", SURRENDER})
"""What may not change while a revocation runs: its consequences follow the operator and the person (R18)."""


@dataclass(frozen=True, kw_only=True)
class ChangeFacts(Facts):
    """The picture of a request. `changes` names what it would change: fields of the register, or `surrender`.

    `banned_until` is the first day on which the new operator and responsible person may hold a recognition.
    """

    changes: frozenset[str] = frozenset()
    is_recognised: bool = True
    has_other_open: bool = False
    is_revocation_open: bool = False
    banned_until: date | None = None


def something_changes(case: ChangeFacts) -> str | None:
    """Refuse a request that changes nothing."""
    return None if case.changes else "没有需要变更的内容"


def workshop_is_recognised(case: ChangeFacts) -> str | None:
    """Refuse to change what the prefecture does not recognise."""
    return None if case.is_recognised else "工坊不在认定有效期内，不能办理变更"


def no_other_change_runs(case: ChangeFacts) -> str | None:
    """Refuse a second request while one is under way."""
    return "该工坊已有变更申请在办，请先办结或者撤回" if case.has_other_open else None


def does_not_evade_a_revocation(case: ChangeFacts) -> str | None:
    """Refuse to change, before a revocation is decided, whom its consequences would meet (reading R18)."""
    if case.is_revocation_open and case.changes & EVASIVE:
        return "撤销命名程序在办期间，不能变更经营主体、负责人，也不能放弃资格"
    return None


def successor_is_not_banned(case: ChangeFacts) -> Refusal | None:
    """Refuse to hand a recognition to somebody who may not apply for one (reading R18)."""
    if case.banned_until is None or beijing_date(case.at) >= case.banned_until:
        return None
    reason = f"拟变更的经营主体或者负责人尚在不得重新申报的期限内，{case.banned_until:%Y-%m-%d} 起方可变更"
    return Refusal(reason, clauses.REVOCATION)


def workshop_is_no_longer_recognised(case: ChangeFacts) -> str | None:
    """Refuse to end a request by itself while there is still a registration to change."""
    return "工坊仍在认定有效期内，变更申请应当办结" if case.is_recognised else None


_GUARDS = (workshop_is_recognised, does_not_evade_a_revocation, successor_is_not_banned)

REGISTRATION_CHANGE = Procedure(
    kind="change",
    label="登记变更",
    is_about_a_workshop=True,
    states={
        State.REQUESTED: "待县级核实",
        State.COUNTY_CONFIRMED: "待地区确认",
        State.CONFIRMED: "已变更",
        State.REFUSED: "不予变更",
        State.WITHDRAWN: "已撤回",
        State.LAPSED: "已终止",
    },
    ends=frozenset({State.CONFIRMED, State.REFUSED, State.WITHDRAWN, State.LAPSED}),
    steps=(
        Step(
            action="request_change",
            label="申请变更",
            sources=(NEW,),
            target=State.REQUESTED,
            by=(Actor.APPLICANT,),
            clause=clauses.ANNUAL_REGISTRATION,
            guards=(something_changes, no_other_change_runs, *_GUARDS),
            needs=("reasons",),
            readings=("R18",),
        ),
        Step(
            action="confirm_change",
            label="核实并上报",
            sources=(State.REQUESTED,),
            target=State.COUNTY_CONFIRMED,
            by=(Actor.COUNTY_CULTURE,),
            clause=clauses.ANNUAL_FILING,
        ),
        Step(
            action="approve_change",
            label="确认变更",
            sources=(State.COUNTY_CONFIRMED,),
            target=State.CONFIRMED,
            by=(Actor.PREFECTURE_CULTURE,),
            clause=clauses.ANNUAL_REGISTRATION,
            guards=_GUARDS,
            is_binding=True,
            readings=("R18",),
        ),
        Step(
            action="refuse_change",
            label="不予变更",
            sources=(State.REQUESTED,),
            target=State.REFUSED,
            by=(Actor.COUNTY_CULTURE,),
            clause=clauses.ANNUAL_FILING,
            needs=("reasons",),
            is_binding=True,
            is_expected=False,
        ),
        Step(
            action="refuse_change",
            label="不予变更",
            sources=(State.COUNTY_CONFIRMED,),
            target=State.REFUSED,
            by=(Actor.PREFECTURE_CULTURE,),
            clause=clauses.ANNUAL_REGISTRATION,
            needs=("reasons",),
            is_binding=True,
            is_expected=False,
        ),
        Step(
            action="withdraw_change",
            label="撤回变更申请",
            sources=(State.REQUESTED, State.COUNTY_CONFIRMED),
            target=State.WITHDRAWN,
            by=(Actor.APPLICANT,),
            clause=clauses.ANNUAL_REGISTRATION,
            is_expected=False,
        ),
        Step(
            action="lapse_change",
            label="随资格终止",
            sources=(State.REQUESTED, State.COUNTY_CONFIRMED),
            target=State.LAPSED,
            by=(Actor.SYSTEM,),
            clause=clauses.ANNUAL_REGISTRATION,
            guards=(workshop_is_no_longer_recognised,),
            is_expected=False,
        ),
    ),
)
