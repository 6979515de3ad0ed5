"""The words a rehearsal may use: they are those of the step tables, nothing is added but `advance` and `reach`."""

from collections.abc import Callable, Mapping
from inspect import Parameter, signature
from typing import Any

from gongfang.cases.registry import kinds
from gongfang.panels.services import announce_draw
from gongfang.regulation import clauses, edition, time_limits
from gongfang.regulation.conditions import Outcome
from gongfang.regulation.procedure import Actor, Procedure, Step
from gongfang.workshops.models import WorkshopStatus

from .document import ADVANCE, REACH

OWN_WORDS: Mapping[str, tuple[str, ...]] = {
    "finish_inspection": ("signatures",),
    "finish_check": ("signatures",),
    "file": ("incomplete",),
    "publish_notice": ("title", "text"),
    "declare": ("rank",),
    "request_recusal": ("rank",),
    "excuse": ("rank",),
    "score": ("rank", "total"),
    "sign_minutes": ("rank", "agrees"),
    "open_revocation": ("has_evidence",),
    "supplement_revocation": ("has_evidence",),
}
"""How many inspectors sign; the notice's words; which expert, by his rank; a sheet by its total; how he votes;
whether a file of evidence comes along, and whether a year's filing is left empty."""
_NOT_GIVEN = frozenset(
    {
        "case",
        "application",
        "applications",
        "objection",
        "workshop",
        "by",
        "at",
        "seen_version",
        "expert",
        "request",
        "files",
        "elements",
    }
)
"""What the player itself passes to a service."""


def actions() -> tuple[str, ...]:
    """Return the actions of every table, and what only rehearsals do."""
    named = (action for kind in kinds() for action in kind.procedure.actions)
    return (*dict.fromkeys(named), ADVANCE, REACH)


def inputs(action: str) -> tuple[str, ...]:
    """Return what `with` may hold for an action: what its services take, and a few words of rehearsals only."""
    services = [announce_draw] if action == "announce_draw" else _services(action)
    named = (name for service in services for name in _parameters(service))
    needs = (name for kind in kinds() for row in _rows(kind.procedure, action) for name in row.needs)
    taken = tuple(name for name in dict.fromkeys((*named, *needs)) if name not in _NOT_GIVEN)
    return (*taken, *OWN_WORDS.get(action, ()))


def _parameters(service: Callable[..., Any]) -> list[str]:
    """Return the names a service takes; one that takes any takes reasons."""
    found = signature(service).parameters.values()
    return ["reasons" if each.kind is Parameter.VAR_KEYWORD else each.name for each in found]


def _services(action: str) -> list[Callable[..., Any]]:
    return [kind.services[action] for kind in kinds() if action in kind.services]


def _rows(procedure: Procedure, action: str) -> tuple[Step, ...]:
    return procedure.rows(action) if action in procedure.actions else ()


def states() -> tuple[str, ...]:
    """Return the states of every table."""
    return tuple(dict.fromkeys(state for kind in kinds() for state in kind.procedure.states))


def kinds_about_workshops() -> tuple[str, ...]:
    """Return the kinds of case that `on` may name: the last of that kind."""
    return tuple(kind.procedure.kind for kind in kinds() if kind.procedure.is_about_a_workshop)


def actors() -> tuple[str, ...]:
    return tuple(actor.value for actor in Actor)


def clause_ids() -> tuple[str, ...]:
    return tuple(clause.id for clause in clauses.ALL)


def limits() -> tuple[str, ...]:
    """Return the names of the time limits."""
    newest = edition.available()[-1]
    return (*time_limits.limits(newest), *time_limits.date_limits(newest))


def workshop_statuses() -> tuple[str, ...]:
    return tuple(WorkshopStatus.values)


def outcomes() -> tuple[str, ...]:
    return tuple(Outcome)
