"""The step tables of enquiries about catalogue products, and of demands that are matched (article 8(五))."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from . import clauses
from .procedure import NEW, Actor, Facts, Procedure, Step
from .time_limits import beijing_date

_LEAD = (Actor.PREFECTURE_CULTURE,)


class State(StrEnum):
    RECEIVED = "received"
    FORWARDED = "forwarded"
    ANSWERED = "answered"
    ORDERED = "ordered"
    DROPPED = "dropped"


STATE_LABELS: Mapping[str, str] = {
    State.RECEIVED: "待转工坊",
    State.FORWARDED: "待工坊答复",
    State.ANSWERED: "已答复，待结果",
    State.ORDERED: "已成交",
    State.DROPPED: "已关闭",
}
OPEN = (State.RECEIVED, State.FORWARDED, State.ANSWERED)


@dataclass(frozen=True, kw_only=True)
class EnquiryFacts(Facts):
    """The picture of an enquiry: how the workshop stands that it goes to."""

    is_in_good_standing: bool = True
    is_recognised: bool = True


def addressee_is_in_good_standing(case: EnquiryFacts) -> str | None:
    """Refuse to bring buyers to a workshop whose recognition is suspended or has ended."""
    return None if case.is_in_good_standing else "工坊资格中止或者已终止，不在支持范围内"


def order_is_plausible(case: Facts) -> str | None:
    """Refuse an order without a value, or one of tomorrow."""
    amount, ordered_on = case.given.get("amount"), case.given.get("ordered_on")
    if amount is not None and amount <= 0:
        return "成交金额应大于零"
    if isinstance(ordered_on, date) and ordered_on > beijing_date(case.at):
        return "下单日期不得晚于今天"
    return None


def addressee_is_recognised_no_longer(case: EnquiryFacts) -> str | None:
    """Refuse to end an enquiry by itself while its workshop is recognised."""
    return "工坊仍在认定有效期内" if case.is_recognised else None


def _answer(source: str, *, is_expected: bool) -> Step:
    return Step(
        action="answer_enquiry",
        label="答复询价",
        sources=(source,),
        target=State.ANSWERED,
        by=(Actor.APPLICANT,),
        clause=clauses.CATALOGUE,
        needs=("reply",),
        is_expected=is_expected,
    )


def _order(sources: tuple[str, ...], by: tuple[Actor, ...], *, is_expected: bool) -> Step:
    return Step(
        action="order_enquiry",
        label="登记成交",
        sources=sources,
        target=State.ORDERED,
        by=by,
        clause=clauses.CATALOGUE,
        guards=(order_is_plausible,),
        needs=("amount", "quantity", "ordered_on"),
        is_expected=is_expected,
    )


def _drop(action: str, label: str, sources: tuple[str, ...], by: tuple[Actor, ...], target: str) -> Step:
    return Step(
        action=action,
        label=label,
        sources=sources,
        target=target,
        by=by,
        clause=clauses.CATALOGUE,
        needs=() if by == (Actor.PUBLIC,) else ("reasons",),
        is_expected=False,
    )


ENQUIRY = Procedure(
    kind="enquiry",
    label="产品询价",
    is_about_a_workshop=True,
    states=STATE_LABELS,
    ends=frozenset({State.ORDERED, State.DROPPED}),
    steps=(
        Step(
            action="enquire",
            label="提出询价",
            sources=(NEW,),
            target=State.RECEIVED,
            by=(Actor.PUBLIC,),
            clause=clauses.CATALOGUE,
            guards=(addressee_is_in_good_standing,),
        ),
        Step(
            action="match_enquiry",
            label="对接采购需求",
            sources=(NEW,),
            target=State.FORWARDED,
            by=_LEAD,
            clause=clauses.CATALOGUE,
            guards=(addressee_is_in_good_standing,),
        ),
        Step(
            action="forward_enquiry",
            label="转给工坊",
            sources=(State.RECEIVED,),
            target=State.FORWARDED,
            by=_LEAD,
            clause=clauses.CATALOGUE,
            guards=(addressee_is_in_good_standing,),
        ),
        _answer(State.FORWARDED, is_expected=True),
        _order((State.ANSWERED,), (Actor.APPLICANT,), is_expected=True),
        _answer(State.ANSWERED, is_expected=False),
        _order((State.FORWARDED,), (Actor.APPLICANT,), is_expected=False),
        _order((State.FORWARDED, State.ANSWERED), _LEAD, is_expected=False),
        _drop("close_enquiry", "关闭询价", OPEN, _LEAD, State.DROPPED),
        _drop("close_enquiry", "关闭询价", (State.FORWARDED, State.ANSWERED), (Actor.APPLICANT,), State.DROPPED),
        _drop("withdraw_enquiry", "撤回询价", OPEN, (Actor.PUBLIC,), State.DROPPED),
        Step(
            action="lapse_enquiry",
            label="随资格终止",
            sources=OPEN,
            target=State.DROPPED,
            by=(Actor.SYSTEM,),
            clause=clauses.CATALOGUE,
            guards=(addressee_is_recognised_no_longer,),
        ),
    ),
)


class DemandState(StrEnum):
    RECEIVED = "received"
    MATCHED = "matched"
    CONCLUDED = "concluded"
    DROPPED = "dropped"


DEMAND_LABELS: Mapping[str, str] = {
    DemandState.RECEIVED: "待对接",
    DemandState.MATCHED: "对接中",
    DemandState.CONCLUDED: "已办结",
    DemandState.DROPPED: "已关闭",
}
OPEN_DEMAND = (DemandState.RECEIVED, DemandState.MATCHED)


@dataclass(frozen=True, kw_only=True)
class DemandFacts(Facts):
    """The picture of a demand: how many of the workshops it was brought to have no result yet."""

    open_enquiries: int = 0


def every_workshop_has_a_result(case: DemandFacts) -> str | None:
    """Refuse to end a demand while a workshop still talks about it."""
    return f"还有 {case.open_enquiries} 家工坊没有结果" if case.open_enquiries else None


DEMAND = Procedure(
    kind="demand",
    label="采购需求",
    states=DEMAND_LABELS,
    ends=frozenset({DemandState.CONCLUDED, DemandState.DROPPED}),
    steps=(
        Step(
            action="send_demand",
            label="提出采购需求",
            sources=(NEW,),
            target=DemandState.RECEIVED,
            by=(Actor.PUBLIC,),
            clause=clauses.CATALOGUE,
        ),
        Step(
            action="match_demand",
            label="对接工坊",
            sources=(DemandState.RECEIVED,),
            target=DemandState.MATCHED,
            by=_LEAD,
            clause=clauses.CATALOGUE,
            needs=("workshops",),
        ),
        Step(
            action="conclude_demand",
            label="办结需求",
            sources=(DemandState.MATCHED,),
            target=DemandState.CONCLUDED,
            by=_LEAD,
            clause=clauses.CATALOGUE,
            guards=(every_workshop_has_a_result,),
            work="跟踪工坊答复和成交",
        ),
        Step(
            action="match_demand",
            label="对接工坊",
            sources=(DemandState.MATCHED,),
            target=DemandState.MATCHED,
            by=_LEAD,
            clause=clauses.CATALOGUE,
            needs=("workshops",),
            is_expected=False,
        ),
        _drop("close_demand", "关闭需求", OPEN_DEMAND, _LEAD, DemandState.DROPPED),
        _drop("withdraw_demand", "撤回需求", OPEN_DEMAND, (Actor.PUBLIC,), DemandState.DROPPED),
    ),
)
