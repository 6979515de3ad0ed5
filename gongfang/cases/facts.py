"""The picture of a case that the step engine decides on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from gongfang.regulation.procedure import Actor, Availability, Facts, JointOpinions, available_actions

from .models import Case, Opinion
from .registry import kind_of


def facts_of(
    case: Case,
    *,
    actor: Actor,
    at: datetime,
    given: Mapping[str, Any] | None = None,
    opinions: JointOpinions | None = None,
) -> Facts:
    """Return the immutable facts of `case` at `at`, as its kind and the apps above it know them.

    `opinions` are those of the state and round, where they are known already.
    """
    kind = kind_of(case.kind)
    known: dict[str, Any] = {}
    for provider in kind.providers:
        known.update(provider(case))
    return kind.facts_type(
        state=case.state,
        actor=actor,
        at=at,
        edition=case.edition,
        opinions=current_opinions(case) if opinions is None else opinions,
        given=given or {},
        **known,
    )


def current_opinions(case: Case) -> JointOpinions:
    """Return what the departments have said in the current round of the current stage (reading R3)."""
    if not kind_of(case.kind).procedure.is_joint(case.state):
        return JointOpinions()
    rows = Opinion.objects.filter(case_id=case.pk, stage=case.state, round=case.opinion_round)
    said = list(rows.order_by().values_list("department", "agrees"))
    return JointOpinions(
        agreed=frozenset(department for department, agrees in said if agrees),
        disagreed=frozenset(department for department, agrees in said if not agrees),
    )


def available_to(
    case: Case, *, actor: Actor, at: datetime, given: Mapping[str, Any] | None = None
) -> tuple[Availability, ...]:
    """Return the steps `actor` may take on `case` at `at`, the refused ones with reason and clause."""
    return available_actions(kind_of(case.kind).procedure, facts_of(case, actor=actor, at=at, given=given))
