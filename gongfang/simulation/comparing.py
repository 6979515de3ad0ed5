"""The account of a comparison: how many would stay, fall out or come in, and by how much the figures miss."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from gongfang.regulation.edition import Edition
from gongfang.regulation.what_if import FIGURES, Effect, Figure, Outlook, outlook

from . import queries
from .queries import Subject

CHANGEABLE = (*(figure.parameter for figure in FIGURES), "count_window_months", "route_limbs")
"""The parameters of articles 3 and 4 that the page lets one change; a file can change all of them."""


@dataclass(frozen=True)
class Line:
    """A subject for which the change makes a difference, or which misses the figures before and after."""

    subject: Subject
    outlook: Outlook


@dataclass
class Group:
    """What the change means for workshops, or for filings. `lines` are those that fall out or come in."""

    counts: Counter[Effect] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    lines: list[Line] = field(default_factory=list)

    def add(self, subject: Subject, found: Outlook) -> None:
        """Count one more."""
        self.counts[found.effect] += 1
        self.missed.update(each.figure.parameter for each in found.shortfalls)
        if found.effect in (Effect.FALLS_OUT, Effect.COMES_IN):
            self.lines.append(Line(subject, found))

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class Comparison:
    """Workshops and filings judged under two editions on a day; `unknown` workshops never stated their facts."""

    now: Edition
    other: Edition
    on: date
    workshops: Group
    filings: Group
    unknown: int

    @property
    def changed(self) -> list[tuple[str, Any, Any]]:
        """Return what differs between the editions: label, value now, other value."""
        names = [(each.label, each.name) for each in self.now.parameters]
        values = [(label, getattr(self.now, name), getattr(self.other, name)) for label, name in names]
        return [(label, before, after) for label, before, after in values if before != after]

    @property
    def figures(self) -> list[tuple[Figure, str, int, int]]:
        """Return each countable condition with its label and what either edition asks for."""
        labels = {each.name: each.label for each in self.now.parameters}
        return [(each, labels[each.parameter], each.least(self.now), each.least(self.other)) for each in FIGURES]


def compare(now: Edition, other: Edition, *, on: date) -> Comparison:
    """Judge every recognised workshop and every filing under way under both editions on the day `on`."""
    workshops = _group(queries.workshops(now, other, on), now, other)
    filings = _group(queries.filings(now, other, on), now, other)
    return Comparison(now, other, on, workshops, filings, queries.without_facts())


def with_figures(now: Edition, figures: Mapping[str, Any]) -> Edition:
    """Return `now` with other figures: what is not named stays."""
    return replace(now, id=f"{now.id}-what-if", **figures)


def _group(subjects: Iterable[Subject], now: Edition, other: Edition) -> Group:
    group = Group()
    for subject in subjects:
        group.add(subject, outlook(subject.before, now, subject.after, other))
    return group
