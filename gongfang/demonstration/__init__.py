"""The demonstration: real places and heritage items, generated people and firms, cases in every state."""

from collections.abc import Callable
from datetime import datetime

Progress = Callable[[str, int], None]


def _silent(what: str, done: int) -> None:
    """Tell nobody."""


def seed(*, at: datetime, progress: Progress = _silent) -> bool:
    """Write the whole demonstration as of the instant `at`, once; return whether anything was written.

    Everything goes through the services that the pages use, on days before `at`; `progress` is told what is
    being done and how much of it is done. All or nothing: an interrupted one leaves no trace.
    """
    from .seeding import write  # models are there only once Django is set up

    return write(at=at, progress=progress)
