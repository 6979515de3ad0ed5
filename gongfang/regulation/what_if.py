"""What other figures would change: the same facts judged under two editions of articles 3 and 4 (R1, R2)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from . import clauses
from .clauses import Clause
from .conditions import ConditionFacts, Finding, Outcome, assess
from .edition import Edition

Number = Decimal | int


class Effect(StrEnum):
    """What becomes of one subject when the edition changes."""

    STAYS_IN = "stays_in"
    FALLS_OUT = "falls_out"
    COMES_IN = "comes_in"
    STAYS_OUT = "stays_out"


@dataclass(frozen=True)
class Figure:
    """A countable condition: which fact is held against which parameter of the edition."""

    parameter: str
    clause: Clause
    unit: str
    value_of: Callable[[ConditionFacts], Number | None]

    def least(self, edition: Edition) -> int:
        """Return the least that `edition` asks for."""
        return int(getattr(edition, self.parameter))


FIGURES = (
    Figure("site_area_min_m2", clauses.SITE, "㎡", lambda facts: facts.site_area_m2),
    Figure("trainings_min", clauses.TRAINING, "次", lambda facts: facts.trainings),
    Figure("practitioners_min", clauses.CORE_CRAFT, "名", lambda facts: facts.practitioners),
    Figure("welfare_activities_min", clauses.WELFARE, "次", lambda facts: facts.welfare_activities),
)


@dataclass(frozen=True)
class Shortfall:
    """By how much a stated figure misses what an edition asks for; `value` is None where nothing is stated."""

    figure: Figure
    value: Number | None
    least: int

    @property
    def missing(self) -> Number:
        """Return how much is missing, in the figure's unit."""
        return self.least - (self.value or 0)


@dataclass(frozen=True)
class Outlook:
    """One subject under two editions: the limbs that fail under the other one, and the figures that miss it."""

    effect: Effect
    failed: tuple[Finding, ...]
    shortfalls: tuple[Shortfall, ...]


def outlook(before: ConditionFacts, now: Edition, after: ConditionFacts, other: Edition) -> Outlook:
    """Return what `other` would change for facts judged under `now`; what needs judgement does not fail.

    `before` and `after` are the same subject's facts, its activities counted in the window of each edition.
    """
    failed = _failed(after, other)
    effect = _EFFECTS[not _failed(before, now), not failed]
    shortfalls = [Shortfall(figure, figure.value_of(after), figure.least(other)) for figure in FIGURES]
    return Outlook(effect, failed, tuple(each for each in shortfalls if each.missing > 0))


_EFFECTS: Mapping[tuple[bool, bool], Effect] = {
    (True, True): Effect.STAYS_IN,
    (True, False): Effect.FALLS_OUT,
    (False, True): Effect.COMES_IN,
    (False, False): Effect.STAYS_OUT,
}


def _failed(facts: ConditionFacts, edition: Edition) -> tuple[Finding, ...]:
    return tuple(each for each in assess(facts, edition) if each.outcome is Outcome.NOT_MET)
