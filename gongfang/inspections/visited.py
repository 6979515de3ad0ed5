"""Which cases are visited: each kind says in which state, under which clause, and what is looked at there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise

from gongfang.cases.models import Case
from gongfang.regulation.clauses import Clause

from .checklist import ANSWERS, Check, Domain


def _nothing_declared(case: Case) -> Decimal | None:
    return None


@dataclass(frozen=True, kw_only=True)
class VisitedKind:
    """How the cases of one kind are visited.

    Visits take place in `state`, and `finish` is the step that ends it. `label` is Chinese and translated where it
    is shown; `conclusions` are the labels of `models.Conclusion`. `place_of(case)` says where to go,
    `declared_area_of(case)` in ㎡ what was declared of the site, None where nothing was. With `needs_area` no
    report is signed without the measured area. `hint` stands beside the choice of inspectors.
    """

    kind: str
    state: str
    finish: str
    label: str
    clause: Clause
    domains: tuple[Domain, ...]
    conclusions: Mapping[str, str | Promise]
    place_of: Callable[[Any], str]
    declared_area_of: Callable[[Case], Decimal | None] = _nothing_declared
    needs_area: bool = True
    hint: str | Promise = ""

    @property
    def checks(self) -> tuple[Check, ...]:
        """Return the questions of the checklist."""
        return tuple(check for domain in self.domains for check in domain.checks)

    @property
    def codes(self) -> frozenset[str]:
        """Return the codes of the questions."""
        return frozenset(check.code for check in self.checks)

    def unanswered(self, answers: Mapping[str, Any]) -> list[Check]:
        """Return the questions without an answer, or with a "no" that is not explained."""
        return [check for check in self.checks if not is_answered(answers.get(check.code, {}))]


def is_answered(given: Mapping[str, str]) -> bool:
    """Return whether what was given answers a question; a "no" must be explained."""
    answer = given.get("answer")
    return answer in ANSWERS and (answer != "no" or bool(given.get("note", "").strip()))


_VISITED: dict[str, VisitedKind] = {}


def register(visited: VisitedKind) -> None:
    """Let the cases of a kind be visited."""
    _VISITED[visited.kind] = visited


def visited_kind(case: Case) -> VisitedKind:
    """Return how `case` is visited."""
    return _VISITED[case.kind]


def all_visited() -> tuple[VisitedKind, ...]:
    """Return every kind that is visited, in the order of registration."""
    return tuple(_VISITED.values())


def is_visited(case: Case) -> bool:
    """Return whether inspectors may go to `case` now."""
    visited = _VISITED.get(case.kind)
    return visited is not None and case.state == visited.state
