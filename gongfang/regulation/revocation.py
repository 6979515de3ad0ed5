"""The step table of revocation, from its grounds to the plaque (article 10, readings R14, R17 and R18)."""

from collections.abc import Mapping
from enum import StrEnum

from . import clauses
from . import revocation_guards as guards
from .paper import paper_date_is_plausible
from .procedure import (
    NEW,
    PREFECTURE_OFFICES,
    Actor,
    Choice,
    Procedure,
    Step,
    all_departments_agree,
    opinion_steps,
)


class State(StrEnum):
    INVESTIGATING = "investigating"
    PROPOSED = "proposed"
    SERVED = "served"
    APPEALED = "appealed"
    OVERTURNED = "overturned"
    REVOKED = "revoked"
    DROPPED = "dropped"


STATE_LABELS: Mapping[str, str] = {
    State.INVESTIGATING: "调查核实",
    State.PROPOSED: "拟撤销命名",
    State.SERVED: "已告知",
    State.APPEALED: "申诉复核",
    State.OVERTURNED: "异议成立，不予撤销",
    State.REVOKED: "已撤销命名",
    State.DROPPED: "不予撤销",
}
RECONSIDERATION_DAYS = 60
"""Days for an application for administrative reconsideration (行政复议法第二十条): no reading of the measures."""
_LEAD = (Actor.PREFECTURE_CULTURE,)

STEPS = (
    Step(
        action="open_revocation",
        label="启动撤销命名",
        sources=(NEW,),
        target=Choice((State.INVESTIGATING, State.PROPOSED), guards.first_state),
        by=(Actor.PREFECTURE_CULTURE, Actor.SYSTEM),
        clause=clauses.REVOCATION,
        guards=(
            guards.workshop_holds_recognition,
            guards.no_other_revocation_runs,
            guards.names_a_ground,
            guards.facts_are_stated,
        ),
        readings=("R14", "R17"),
    ),
    Step(
        action="supplement_revocation",
        label="补充情形和证据",
        sources=(State.INVESTIGATING,),
        target=None,
        by=_LEAD,
        clause=clauses.REVOCATION,
        guards=(guards.names_a_ground, guards.something_is_added),
        is_expected=False,
        readings=("R3", "R17"),
    ),
    *opinion_steps((State.INVESTIGATING,), PREFECTURE_OFFICES, Actor.PREFECTURE_CULTURE, clauses.REVOCATION),
    Step(
        action="drop_revocation",
        label="不予撤销",
        sources=(State.INVESTIGATING,),
        target=State.DROPPED,
        by=_LEAD,
        clause=clauses.REVOCATION,
        needs=("reasons",),
        is_binding=True,
        is_expected=False,
        readings=("R17",),
    ),
    Step(
        action="propose_revocation",
        label="提出撤销命名",
        sources=(State.INVESTIGATING,),
        target=State.PROPOSED,
        by=_LEAD,
        clause=clauses.REVOCATION,
        guards=(all_departments_agree, guards.evidence_is_attached),
        is_binding=True,
        readings=("R3", "R17"),
    ),
    Step(
        action="offer_notice",
        label="发出电子告知书",
        sources=(State.PROPOSED,),
        target=None,
        by=_LEAD,
        clause=clauses.REVOCATION,
        guards=(guards.workshop_agreed_to_electronic_service,),
        is_binding=True,
        is_expected=False,
        readings=("R17",),
    ),
    Step(
        action="serve_notice",
        label="登记书面告知的送达",
        sources=(State.PROPOSED,),
        target=State.SERVED,
        by=_LEAD,
        clause=clauses.REVOCATION,
        guards=(guards.receipt_is_plausible,),
        needs=("method", "received_on", "proof"),
        readings=("R11", "R17"),
    ),
    Step(
        action="acknowledge_notice",
        label="签收告知书",
        sources=(State.PROPOSED,),
        target=State.SERVED,
        by=(Actor.APPLICANT,),
        clause=clauses.REVOCATION,
        guards=(guards.notice_waits_to_be_opened,),
        readings=("R17",),
    ),
    Step(
        action="appeal",
        label="提出申诉",
        sources=(State.SERVED,),
        target=State.APPEALED,
        by=(Actor.APPLICANT, Actor.PREFECTURE_CULTURE),
        clause=clauses.REVOCATION,
        guards=(
            guards.stamp_is_the_offices,
            paper_date_is_plausible,
            guards.within_appeal_period,
            guards.appeal_is_complete,
        ),
        needs=("elements",),
        is_expected=False,
        is_offered=True,
        readings=("R11", "R17"),
    ),
    *opinion_steps((State.APPEALED,), PREFECTURE_OFFICES, Actor.PREFECTURE_CULTURE, clauses.REVOCATION),
    Step(
        action="uphold_appeal",
        label="认定申诉成立",
        sources=(State.APPEALED,),
        target=State.OVERTURNED,
        by=_LEAD,
        clause=clauses.REVOCATION,
        guards=(all_departments_agree,),
        needs=("findings", "reply"),
        is_binding=True,
        readings=("R3", "R17"),
    ),
    Step(
        action="revoke",
        label="撤销命名",
        sources=(State.SERVED,),
        target=State.REVOKED,
        by=_LEAD,
        clause=clauses.REVOCATION,
        guards=(guards.workshop_holds_recognition, guards.appeal_period_is_over),
        needs=("document_number",),
        is_binding=True,
        readings=("R17", "R18"),
    ),
    Step(
        action="revoke",
        label="驳回申诉并撤销命名",
        sources=(State.APPEALED,),
        target=State.REVOKED,
        by=_LEAD,
        clause=clauses.REVOCATION,
        guards=(guards.workshop_holds_recognition, all_departments_agree),
        needs=("document_number", "findings", "reply"),
        is_binding=True,
        readings=("R3", "R17", "R18"),
    ),
    Step(
        action="recover_plaque",
        label="登记牌匾收回",
        sources=(State.REVOKED,),
        target=None,
        by=_LEAD,
        clause=clauses.REVOCATION,
        guards=(guards.plaque_is_out, guards.recovery_is_one_of_two),
    ),
)

REVOCATION = Procedure(
    kind="revocation",
    label="撤销命名",
    is_about_a_workshop=True,
    states=STATE_LABELS,
    ends=frozenset({State.OVERTURNED, State.DROPPED}),
    steps=STEPS,
    time_limits={State.SERVED: "appeal", State.APPEALED: "appeal_review"},
)
