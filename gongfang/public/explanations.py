"""The measures as the explaining pages tell them: read from the edition, the readings and the tables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongfang.regulation import clauses
from gongfang.regulation import edition as editions
from gongfang.regulation.clauses import Clause
from gongfang.regulation.edition import Edition, Parameter
from gongfang.regulation.edition_values import Criterion
from gongfang.regulation.procedure import ACTOR_LABELS, Procedure, Step
from gongfang.regulation.readings import READINGS, Reading
from gongfang.regulation.recognition import ENDS, RECOGNITION, State
from gongfang.regulation.time_limits import TimeLimit
from gongfang.regulation.time_limits import limits as limits_of_edition

MAIN_LINE = (
    State.DRAFT,
    State.SUBMITTED,
    State.COUNTY_REVIEW,
    State.PREFECTURE_REVIEW,
    State.INSPECTING,
    State.EXPERT_REVIEW,
    State.PROPOSED,
    State.PUBLIC_NOTICE,
    State.CONFIRMING,
    State.RECOGNISED,
    State.AWARDED,
)


def edition_for(on: date, chosen: str = "") -> Edition:
    """Return the edition `chosen`, else the one in force on a date, else the first to come."""
    known = {edition.id: edition for edition in editions.available()}
    if chosen in known:
        return known[chosen]
    begun = [edition for edition in known.values() if edition.in_force_from <= on]
    return begun[-1] if begun else next(iter(known.values()))


@dataclass(frozen=True)
class Setting:
    """A parameter of an edition in words."""

    parameter: Parameter
    value: str
    alternatives: tuple[str, ...]


@dataclass(frozen=True)
class Explained:
    """A reading with the parameters through which it can be overruled."""

    reading: Reading
    settings: tuple[Setting, ...]


def explained_readings(edition: Edition) -> tuple[Explained, ...]:
    """Return every reading with its parameters, in the order of the measures."""
    settings = [_setting(parameter) for parameter in edition.parameters]
    return tuple(
        Explained(reading, tuple(each for each in settings if each.parameter.reading == reading.id))
        for reading in READINGS
    )


def _setting(parameter: Parameter) -> Setting:
    return Setting(parameter, in_words(parameter.value), tuple(in_words(each) for each in parameter.alternatives))


def in_words(value: Any) -> str:
    """Return a value of an edition as a reader expects it."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, Mapping):
        return _("、").join(f"{name} {number}" for name, number in value.items()) or _("无")
    if isinstance(value, tuple):
        return _("、").join(map(in_words, value))
    if isinstance(value, Criterion):
        return _("%(label)s %(points)s 分") % {"label": _(value.label), "points": value.points}
    return str(value)


@dataclass(frozen=True)
class CitedClause:
    """A clause with our own label and the readings that concern it."""

    clause: Clause
    label: str
    readings: tuple[str, ...]
    is_limb: bool


def cited_clauses() -> tuple[CitedClause, ...]:
    """Return every clause that a page may cite, in order."""
    return tuple(
        CitedClause(
            clause,
            _(clause.label),
            tuple(reading.id for reading in READINGS if clause in reading.clauses),
            "(" in clause.id,
        )
        for clause in clauses.ALL
    )


def time_limits(edition: Edition) -> Iterable[TimeLimit]:
    """Return the time limits in working days that the edition sets."""
    return limits_of_edition(edition).values()


@dataclass(frozen=True)
class Way:
    """One step out of a stage."""

    label: str
    actors: str
    clause: Clause
    target: str
    is_joint: bool


@dataclass(frozen=True)
class Stage:
    """One stage of the main line: how it goes on, and how it may end."""

    label: str
    onward: tuple[Way, ...]
    aside: tuple[Way, ...]
    limit: TimeLimit | None


def stages(edition: Edition) -> tuple[Stage, ...]:
    """Return the recognition from the draft to the plaque, as the step table has it."""
    limits = limits_of_edition(edition)
    return tuple(_stage(state, RECOGNITION, limits) for state in MAIN_LINE)


def _stage(state: State, procedure: Procedure, limits: Mapping[str, TimeLimit]) -> Stage:
    ways = [(step, _way(step, procedure)) for step in procedure.steps if _leads_away(step, state)]
    return Stage(
        _(procedure.states[state]),
        tuple(way for step, way in ways if step.target in MAIN_LINE),
        tuple(way for step, way in ways if step.target in ENDS and step.target not in MAIN_LINE),
        limits.get(procedure.time_limits.get(state, "")),
    )


def _leads_away(step: Step, state: State) -> bool:
    return state in step.sources and isinstance(step.target, str)


def _way(step: Step, procedure: Procedure) -> Way:
    assert isinstance(step.target, str)
    return Way(
        _(step.label),
        _("、").join(_(ACTOR_LABELS[actor]) for actor in step.by),
        step.clause,
        _(procedure.states[step.target]),
        "R3" in step.readings,
    )
