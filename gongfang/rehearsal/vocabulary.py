"""The words a rehearsal may use: they are those of the step tables, nothing is added but `advance` and `reach`."""

from gongfang.cases.registry import kinds
from gongfang.regulation import clauses, edition, time_limits
from gongfang.regulation.conditions import Outcome
from gongfang.regulation.procedure import Actor
from gongfang.workshops.models import WorkshopStatus

from .document import ADVANCE, REACH


def actions() -> tuple[str, ...]:
    """Return the actions of every table, and what only rehearsals do."""
    named = (action for kind in kinds() for action in kind.procedure.actions)
    return (*dict.fromkeys(named), ADVANCE, REACH)


def states() -> tuple[str, ...]:
    """Return the states of every table."""
    return tuple(dict.fromkeys(state for kind in kinds() for state in kind.procedure.states))


def actors() -> tuple[str, ...]:
    return tuple(actor.value for actor in Actor)


def clause_ids() -> tuple[str, ...]:
    return tuple(clause.id for clause in clauses.ALL)


def limits() -> tuple[str, ...]:
    """Return the names of the time limits."""
    return tuple(time_limits.limits(edition.available()[-1]))


def workshop_statuses() -> tuple[str, ...]:
    return tuple(WorkshopStatus.values)


def outcomes() -> tuple[str, ...]:
    return tuple(Outcome)
