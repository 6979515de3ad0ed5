"""Which steps of a table are expected of whom now: what the inbox shows."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from .procedure import Actor, Availability, Facts, Procedure, Step, available_actions


@dataclass(frozen=True)
class Expected:
    """A step expected of an actor; not ready while the work it waits for (`Step.work`) is to be done.

    `is_under_way` when others do that work, so that the actor has only to wait.
    """

    actor: Actor
    step: Step
    is_ready: bool
    is_under_way: bool = False


def expected_steps(procedure: Procedure, facts: Facts, actors: Iterable[Actor]) -> tuple[Expected, ...]:
    """Return who is now expected to do what: the tasks that the inbox shows."""
    return tuple(each for actor in actors for each in _expected_of(procedure, replace(facts, actor=actor)))


def expected_of_applicant(procedure: Procedure, facts: Facts) -> tuple[Expected, ...]:
    """Return what is expected of the applicant: the task of the office that acts for one without an account.

    It is so whatever is still missing: filling it in is part of the step, and what came in time on paper counts.
    """
    found = available_actions(procedure, replace(facts, actor=Actor.APPLICANT))
    return tuple(Expected(Actor.APPLICANT, each.step, is_ready=True) for each in found if each.step.is_expected)


def _expected_of(procedure: Procedure, facts: Facts) -> list[Expected]:
    """Return the open steps expected of an actor; without one, those it has yet to work towards."""
    found = [each for each in available_actions(procedure, facts) if each.step.is_expected]
    expected = [_expected(each, facts) for each in found]
    return [each for each in expected if each.is_ready] or [each for each in expected if each.step.work]


def _expected(found: Availability, facts: Facts) -> Expected:
    under_way = found.step.under_way
    is_under_way = not found.is_open and under_way is not None and under_way.when(facts)
    return Expected(facts.actor, found.step, found.is_open, is_under_way)
