"""The measures as the explaining pages tell them: read from the edition, the readings and the tables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gongfang.regulation import clauses
from gongfang.regulation import edition as editions
from gongfang.regulation.clauses import Clause
from gongfang.regulation.edition import Edition, Parameter
from gongfang.regulation.edition_values import Criterion
from gongfang.regulation.objection import ELEMENT_LABELS
from gongfang.regulation.procedure import ACTOR_LABELS, DEPARTMENT_LABELS, Step
from gongfang.regulation.readings import READINGS, Reading
from gongfang.regulation.recognition import RECOGNITION, State
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


_WORDS = {
    "cumulative": gettext_noop("须同时具备"),
    "alternative": gettext_noop("任具其一"),
    "xinjiang": gettext_noop("新疆维吾尔自治区"),
    "region": gettext_noop("自治区"),
    "prefecture": gettext_noop("地区"),
    "county": gettext_noop("县（市）"),
    "rural_revitalisation": gettext_noop("乡村振兴部门"),
    "Asia/Shanghai": gettext_noop("北京时间"),
    **DEPARTMENT_LABELS,
    **ELEMENT_LABELS,
}
"""What the codes of an edition stand for."""


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
        return _("、").join(f"{in_words(name)} {number}" for name, number in value.items()) or _("无")
    if isinstance(value, tuple):
        return _("、").join(map(in_words, value))
    if isinstance(value, Criterion):
        return _("%(label)s %(points)s 分") % {"label": _(value.label), "points": value.points}
    return _(_WORDS[value]) if value in _WORDS else str(value)


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
    """One step out of a stage; `limit` is the one that runs where it leads to."""

    label: str
    actors: str
    clause: Clause
    target: str
    limit: TimeLimit | None
    is_joint: bool


@dataclass(frozen=True)
class Stage:
    """One stage of the main line: how it goes on, and where else it may lead."""

    label: str
    onward: tuple[Way, ...]
    aside: tuple[Way, ...]
    limit: TimeLimit | None


def stages(edition: Edition) -> tuple[Stage, ...]:
    """Return the recognition from the draft to the plaque, as the step table has it."""
    limits = limits_of_edition(edition)
    by_state = {state: limits[name] for state, name in RECOGNITION.time_limits.items()}
    return tuple(_stage(state, by_state) for state in MAIN_LINE)


def _stage(state: State, limits: Mapping[str, TimeLimit]) -> Stage:
    away = [step for step in RECOGNITION.steps if state in step.sources and isinstance(step.target, str)]
    return Stage(
        _(RECOGNITION.states[state]),
        tuple(_way(step, limits) for step in away if step.target in MAIN_LINE),
        tuple(_way(step, limits) for step in away if step.target not in MAIN_LINE),
        limits.get(state),
    )


def _way(step: Step, limits: Mapping[str, TimeLimit]) -> Way:
    target = str(step.target)
    return Way(
        label=_(step.label),
        actors=_("、").join(_(ACTOR_LABELS[actor]) for actor in step.by),
        clause=step.clause,
        target=_(RECOGNITION.states[target]),
        limit=limits.get(target),
        is_joint="R3" in step.readings,
    )
