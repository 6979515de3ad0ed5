"""The working calendar that time limits are counted on, as the loaded notices make it."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from gongfang.regulation.calendar import DayRule, WorkingCalendar
from gongfang.regulation.shipped_calendar import shipped_calendar

from .models import CalendarDay, CalendarNotice, Scope

_built: dict[UUID, WorkingCalendar] = {}


def working_calendar() -> WorkingCalendar:
    """Return the calendar in force: one small query, the days themselves are kept in the process.

    Before the reference data are loaded it is the calendar shipped with the software.
    """
    stamp = _latest_stamp()
    if stamp is None:
        return shipped_calendar()
    calendar = _built.get(stamp)
    if calendar is None:
        calendar = calendar_of(current_notices())
        _built.clear()
        _built[stamp] = calendar
    return calendar


def has_notices() -> bool:
    """Return whether any notice is loaded."""
    return _latest_stamp() is not None


def _latest_stamp() -> UUID | None:
    return CalendarNotice.objects.order_by("-pk").values_list("stamp", flat=True).first()


def current_notices() -> QuerySet[CalendarNotice]:
    """Return the notice in force for each scope and year: its latest version."""
    versions = CalendarNotice.objects.filter(scope=OuterRef("scope"), year=OuterRef("year"))
    latest = versions.order_by("-version").values("pk")[:1]
    return CalendarNotice.objects.filter(pk=Subquery(latest))


def calendar_of(notices: QuerySet[CalendarNotice], extra: Iterable[DayRule] = ()) -> WorkingCalendar:
    """Return the calendar that `notices` make, with `extra` rules on top of them, in two queries."""
    years = list(notices.values_list("scope", "year"))
    days = CalendarDay.objects.filter(notice__in=notices).select_related("notice").order_by("day")
    return WorkingCalendar(
        [*map(rule_of, days), *extra],
        {year for scope, year in years if scope == Scope.NATIONAL},
        {year for scope, year in years if scope == Scope.LOCAL},
    )


def rule_of(day: CalendarDay) -> DayRule:
    """Return a stored day as the calendar reads it."""
    notice = day.notice
    return DayRule(day.day, day.is_rest, day.name, notice.citation, is_local=notice.scope == Scope.LOCAL)
