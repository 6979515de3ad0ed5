"""A rehearsal as it was written down: who did what when, and what must be lawful."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

ADVANCE = "advance"
REACH = "reach"
GROUNDS = "grounds"
"""The input that names clauses: on which limbs of article 10 a revocation rests."""
APPLICATION = "application"
"""What a step without `on` is about."""


class RehearsalError(ValueError):
    """The file is not a rehearsal; the message names the file, the line and what is wrong."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        super().__init__(f"{path}:{line}: {problem}")
        self.path = path
        self.line = line
        self.problem = problem


class Impossible(Exception):
    """The rehearsal asks for what cannot be played; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """What must hold after a step. None, or an empty mapping, expects nothing.

    `refused` is a clause id; `due` maps a time limit to its last day, `provisional` to its standing; `findings`
    maps clause ids to outcomes; `banned_until` is the first free day; `panel` the size of the lawful panel.
    """

    on: str | None = None
    state: str | None = None
    refused: str | None = None
    due: Mapping[str, date] = field(default_factory=dict)
    provisional: Mapping[str, bool] = field(default_factory=dict)
    workshop: str | None = None
    banned_until: date | None = None
    findings: Mapping[str, str] = field(default_factory=dict)
    panel: int | None = None


@dataclass(frozen=True, kw_only=True)
class RehearsedStep:
    """One event. `at` is Beijing time; `inputs` are the form's fields; `name` names the case it creates."""

    line: int
    at: datetime
    do: str
    by: str | None = None
    inputs: Mapping[str, Any] = field(default_factory=dict)
    name: str | None = None
    on: str | None = None
    expect: Expectation = Expectation()


@dataclass(frozen=True, kw_only=True)
class ExtraDay:
    """A day on top of the shipped calendar."""

    date: date
    rest: bool
    name: str


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """One file. `given` holds the facts of the filing that differ from the lawful defaults."""

    path: Path
    title: str
    edition: str | None = None
    calendar: tuple[ExtraDay, ...] = ()
    given: Mapping[str, Any] = field(default_factory=dict)
    steps: tuple[RehearsedStep, ...]

    @property
    def cited(self) -> frozenset[str]:
        """Return the ids of the clauses that its expectations cite, and of the grounds it rests a step on."""
        refused = {step.expect.refused for step in self.steps if step.expect.refused}
        grounds = {str(ground) for step in self.steps for ground in step.inputs.get(GROUNDS, ())}
        return frozenset(refused.union(grounds, *(step.expect.findings for step in self.steps)))
