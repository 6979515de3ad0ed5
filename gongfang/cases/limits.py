"""Running time limits: started on entering a state, ended on leaving it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from gongfang.calendars.queries import working_calendar
from gongfang.regulation.calendar import WorkingCalendar
from gongfang.regulation.time_limits import DateLimit, Explanation, limit_named

from .models import Case, RunningLimit
from .registry import kind_of


def follow(case: Case, *, source: str, at: datetime, trigger: date, last_day: date | None = None) -> None:
    """End the limit of the state that was left, and start that of the state that was entered.

    `last_day` is what a limit that ends on a date ends with.
    """
    named = kind_of(case.kind).procedure.time_limits
    if source == case.state:
        return
    if source in named:
        close(case, named[source], at=at)
    if case.state in named:
        start(case, named[case.state], at=at, trigger=trigger, last_day=last_day)


def start(case: Case, name: str, *, at: datetime, trigger: date, last_day: date | None = None) -> RunningLimit:
    """Start the limit `name` of the case's edition, counted from `trigger` on today's calendar.

    :raises ValueError: when the limit ends on a date and `last_day` says none.
    """
    explained = _explain(case, name, trigger, last_day, working_calendar())
    return RunningLimit.objects.create(
        case_id=case.pk, name=name, trigger=trigger, started_at=at, **_counted(explained)
    )


def _explain(
    case: Case, name: str, trigger: date, last_day: date | None, calendar: WorkingCalendar
) -> Explanation:
    limit = limit_named(case.edition, name)
    if not isinstance(limit, DateLimit):
        return limit.explain(trigger, calendar)
    if last_day is None:
        raise ValueError(f"{name} needs its last day")
    return limit.explain(trigger, last_day)


def explained(row: RunningLimit, calendar: WorkingCalendar) -> Explanation:
    """Return how a limit that runs, or ran, is counted on `calendar`: a date stays what it is."""
    return _explain(row.case, row.name, row.trigger, row.last_day, calendar)


def _counted(explained: Explanation) -> dict[str, object]:
    return {
        "last_day": explained.last_day,
        "ends_at": explained.ends_at,
        "is_provisional": explained.provisional,
        "counted": explained.as_dict(),
    }


def close(case: Case, name: str, *, at: datetime) -> None:
    """End the running limit `name`, if it runs."""
    RunningLimit.objects.filter(case_id=case.pk, name=name, closed_at=None).update(closed_at=at)


def running(case: Case, name: str) -> RunningLimit | None:
    """Return the limit `name` if it runs on `case`."""
    return RunningLimit.objects.filter(case_id=case.pk, name=name, closed_at=None).first()


def current(case: Case) -> RunningLimit | None:
    """Return the limit that runs in the state the case is in; most states have none and cost no query."""
    name = kind_of(case.kind).procedure.time_limits.get(case.state)
    return running(case, name) if name else None


def latest(case: Case, name: str) -> RunningLimit | None:
    """Return the limit `name` of `case`, running or ended, the last one started."""
    return RunningLimit.objects.filter(case_id=case.pk, name=name).last()


def latest_end(case_id: int, name: str) -> datetime | None:
    """Return when the limit `name` of a case ends or ended, the last one started; None if it never ran."""
    return RunningLimit.objects.filter(case_id=case_id, name=name).values_list("ends_at", flat=True).last()


def open_limits() -> QuerySet[RunningLimit]:
    """Return every limit that runs, the next to end first."""
    return RunningLimit.objects.filter(closed_at=None).select_related("case").order_by("ends_at", "id")


@dataclass(frozen=True)
class Move:
    """What a changed calendar does to a running limit. `is_past` ends stay: they are listed, not moved."""

    limit: RunningLimit
    last_day: date
    ends_at: datetime
    is_provisional: bool
    is_past: bool
    counted: dict[str, object]


def moves(calendar: WorkingCalendar, *, at: datetime, limits: Iterable[RunningLimit] | None = None) -> list[Move]:
    """Return the running limits whose end or standing `calendar` would change (reading R21)."""
    found = []
    for running_limit in open_limits() if limits is None else limits:
        move = _move(running_limit, calendar, at)
        if (move.ends_at, move.is_provisional) != (running_limit.ends_at, running_limit.is_provisional):
            found.append(move)
    return found


def _move(running_limit: RunningLimit, calendar: WorkingCalendar, at: datetime) -> Move:
    moved = explained(running_limit, calendar)
    is_past = running_limit.ends_at <= at
    return Move(running_limit, moved.last_day, moved.ends_at, moved.provisional, is_past, moved.as_dict())


def apply_moves(found: Iterable[Move]) -> int:
    """Move the ends that have not passed, and return how many moved."""
    moved = 0
    for move in found:
        if move.is_past:
            continue
        moved += RunningLimit.objects.filter(pk=move.limit.pk, closed_at=None).update(
            last_day=move.last_day,
            ends_at=move.ends_at,
            is_provisional=move.is_provisional,
            counted=move.counted,
        )
    return moved
