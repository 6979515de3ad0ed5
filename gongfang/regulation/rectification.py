"""Deadlines for putting things right, and what must hold before somebody fails one (articles 9(三) and 9(四))."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Protocol

from .clauses import Clause
from .paper import paper_date_is_plausible, received_at
from .procedure import Actor, Facts, Guard, Step
from .time_limits import beijing_date, until

_LEAD = (Actor.PREFECTURE_CULTURE,)


@dataclass(frozen=True, kw_only=True)
class RectificationFacts(Facts):
    """What the guards of a rectification look at. `given["deadline"]` is the last day the lead sets.

    `rectification_ends_at` is the end of the period that was ordered last, None before the first order. A report
    on paper has its stamp in `given["received_on"]` (reading R11).
    """

    is_still_recognised: bool = True
    rectification_ends_at: datetime | None = None
    given: Mapping[str, Any] = field(default_factory=dict)

    @property
    def received_on(self) -> date | None:
        """Return the stamp of a paper that is entered by an office."""
        return self.given.get("received_on")

    @property
    def entry_reason(self) -> str:
        """Return why the paper is entered later than it was received."""
        return self.given.get("entry_reason") or ""


def deadline_is_ahead(case: RectificationFacts) -> str | None:
    """Refuse a deadline that leaves no day."""
    deadline = case.given.get("deadline")
    if isinstance(deadline, date) and deadline <= beijing_date(case.at):
        return "整改期限应晚于今天"
    return None


def within_rectification_period(case: RectificationFacts) -> str | None:
    """Refuse a report after the deadline; one on paper counts from the day it was received (reading R11)."""
    if case.rectification_ends_at is not None and received_at(case) >= case.rectification_ends_at:
        return f"整改期限已于 {until(case.rectification_ends_at)} 届满"
    return None


def rectification_period_is_over(case: RectificationFacts) -> str | None:
    """Refuse to fail somebody who may still put things right, be it after a report that did not do."""
    ends_at = case.rectification_ends_at
    if ends_at is not None and case.at < ends_at:
        return f"整改期限未满，{until(ends_at)} 届满"
    return None


class OnWorkshop(Protocol):
    """Facts of a case about a workshop of the register."""

    @property
    def is_still_recognised(self) -> bool: ...


def recognition_has_ended(case: OnWorkshop) -> str | None:
    """Refuse to close a case over a workshop that is still recognised."""
    return "工坊仍在认定有效期内" if case.is_still_recognised else None


def rectification_steps(
    *,
    clause: Clause,
    first: tuple[str, ...],
    rectifying: str,
    rectified: str,
    fail: tuple[str, str, str],
    guards: tuple[Guard, ...] = (),
) -> tuple[Step, ...]:
    """Return the rows from an order to its report and its failure.

    `first` are the states in which the first order is given, under `guards`; after a report that does not do, the
    lead may set another deadline. `fail` is (action, label, target).
    """
    action, label, target = fail
    failing = Step(
        action=action,
        label=label,
        sources=(rectifying,),
        target=target,
        by=_LEAD,
        clause=clause,
        guards=(rectification_period_is_over,),
        needs=("reasons",),
        is_binding=True,
    )
    order = order_step(clause=clause, sources=first, target=rectifying, guards=guards)
    return (
        order,
        replace(order, sources=(rectified,), guards=(deadline_is_ahead,)),
        Step(
            action="report_rectified",
            label="报告整改结果",
            sources=(rectifying,),
            target=rectified,
            by=(Actor.APPLICANT,),
            clause=clause,
            guards=(paper_date_is_plausible, within_rectification_period),
            needs=("reply",),
            readings=("R11",),
        ),
        failing,
        replace(failing, sources=(rectified,), is_expected=False),
    )


def order_step(*, clause: Clause, sources: tuple[str, ...], target: str, guards: tuple[Guard, ...]) -> Step:
    """Return the row of an order to put things right by a deadline."""
    return Step(
        action="order_rectification",
        label="责令限期整改",
        sources=sources,
        target=target,
        by=_LEAD,
        clause=clause,
        guards=(*guards, deadline_is_ahead),
        needs=("problems", "deadline"),
        is_binding=True,
        is_expected=False,
    )
