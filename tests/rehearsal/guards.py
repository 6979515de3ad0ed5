"""Which guard of a table refused a step: read from where the refusal was raised."""

import inspect
from collections.abc import Iterator
from types import FrameType
from typing import Any

from gongfang.regulation.procedure import Guard, StepRefused


def refusing(error: StepRefused) -> set[str]:
    """Return the names of the guards that refused; for a missing input, `needs:` and its name."""
    found: set[str] = set()
    for frame in _frames(error):
        known = frame.f_locals
        if frame.f_code.co_name == "_check_inputs":
            found.add(f"needs:{known['name']}")
        elif frame.f_code.co_name == "_check_guards":
            found.update(_refusing_now(known["guard"], known["facts"]))
    return found


def _frames(error: BaseException) -> Iterator[FrameType]:
    place = error.__traceback__
    while place is not None:
        yield place.tb_frame
        place = place.tb_next


def _refusing_now(guard: Guard, facts: Any) -> Iterator[str]:
    checks = inspect.getclosurevars(guard).nonlocals.get("checks")
    if checks is None:
        yield guard.__name__
        return
    for review in facts.concerned:
        problems = ((check.__name__, check(facts, review)) for check in checks)
        yield next(name for name, problem in problems if problem)


def names(guard: Guard) -> set[str]:
    """Return the name of a guard, or those of the checks it puts to an application."""
    checks = inspect.getclosurevars(guard).nonlocals.get("checks")
    return {guard.__name__} if checks is None else {check.__name__ for check in checks}
