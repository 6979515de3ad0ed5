"""What came of playing a rehearsal: step by step, and every expectation that did not hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongfang.regulation.clauses import Clause

from .document import Rehearsal, RehearsedStep


@dataclass(frozen=True, kw_only=True)
class Taken:
    """One lawful step that entered the record."""

    at: datetime
    number: str
    kind: str
    actor: str
    action: str
    label: str
    clause: Clause
    source: str
    target: str
    target_label: str


@dataclass(frozen=True, kw_only=True)
class CountedLimit:
    """A time limit that this step set going: `words` say how each day was counted, `counted` the same as data."""

    number: str
    name: str
    words: tuple[str, ...]
    counted: Mapping[str, Any]


@dataclass(frozen=True)
class Refused:
    """The refusal of a step: why, and the clause that forbids it; None where no lawful way was found."""

    reason: str
    clause: Clause | None
    error: Exception


@dataclass(frozen=True)
class Mismatch:
    """An expectation that did not hold."""

    what: str
    expected: str
    got: str


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What one step of the rehearsal came to. `state` is that of the case the expectation looks at."""

    step: RehearsedStep
    number: str
    state: str
    state_label: str
    taken: tuple[Taken, ...]
    limits: tuple[CountedLimit, ...]
    refused: Refused | None
    mismatches: tuple[Mismatch, ...]


@dataclass(frozen=True, kw_only=True)
class Performance:
    """A rehearsal that was played, under which edition."""

    rehearsal: Rehearsal
    edition: str
    outcomes: tuple[Outcome, ...]

    @property
    def mismatches(self) -> list[tuple[RehearsedStep, Mismatch]]:
        return [(outcome.step, found) for outcome in self.outcomes for found in outcome.mismatches]

    @property
    def holds(self) -> bool:
        """Return whether every expectation held."""
        return not self.mismatches
