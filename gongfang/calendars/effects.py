"""What hangs on the calendar: the app above that keeps running time limits says here how a change moves them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from gongfang.regulation.calendar import WorkingCalendar


@dataclass(frozen=True, kw_only=True)
class Moved:
    """One time limit that a changed calendar concerns. An end that `is_past` stays where it is (R21)."""

    case_number: str
    case_url: str
    label: str
    old_last_day: date
    new_last_day: date
    is_past: bool
    is_provisional: bool


class Preview(Protocol):
    """Returns what would move under a calendar, and changes nothing."""

    def __call__(self, calendar: WorkingCalendar, *, at: datetime) -> Sequence[Moved]: ...


Apply = Callable[[WorkingCalendar, datetime], int]

_registered: list[tuple[Preview, Apply]] = []


def limits_from(*, preview: Preview, apply: Apply) -> None:
    """Register what previews and what carries out the moves; `apply` returns how many limits moved."""
    _registered.append((preview, apply))


def preview(calendar: WorkingCalendar, *, at: datetime) -> list[Moved]:
    """Return every running time limit that `calendar` concerns."""
    return [moved for look, _apply in _registered for moved in look(calendar, at=at)]


def apply(calendar: WorkingCalendar, *, at: datetime) -> int:
    """Move the running time limits to `calendar`, in the caller's transaction, and return how many moved."""
    return sum(carry_out(calendar, at) for _preview, carry_out in _registered)
