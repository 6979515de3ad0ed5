"""The working calendar that time limits are counted on, as the loaded notices make it."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

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
        calendar = _calendar_of(current_notices())
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


def calendar_with(scope: str, year: int, rules: Iterable[DayRule]) -> WorkingCalendar:
    """Return the calendar as it would be with `rules` in place of the notice of that scope and year."""
    others = current_notices().exclude(scope=scope, year=year)
    return _calendar_of(others, rules, {(scope, year)})


def _calendar_of(
    notices: QuerySet[CalendarNotice],
    extra: Iterable[DayRule] = (),
    extra_years: Iterable[tuple[str, int]] = (),
) -> WorkingCalendar:
    years = {*notices.values_list("scope", "year"), *extra_years}
    # Two notices may name the same day at the turn of the year: what was loaded later holds.
    days = CalendarDay.objects.filter(notice__in=notices).select_related("notice").order_by("notice_id", "day")
    return WorkingCalendar(
        [*map(_rule, days), *extra],
        {year for scope, year in years if scope == Scope.NATIONAL},
        {year for scope, year in years if scope == Scope.LOCAL},
    )


def _rule(day: CalendarDay) -> DayRule:
    notice = day.notice
    return DayRule(day.day, day.is_rest, day.name, notice.citation, is_local=notice.scope == Scope.LOCAL)


def notices_with_counts() -> QuerySet[CalendarNotice]:
    """Return every notice with how many rest days and extra workdays it names, the latest year first."""
    return CalendarNotice.objects.select_related("loaded_by").annotate(
        rest_days=Count("days", filter=Q(days__is_rest=True)),
        extra_workdays=Count("days", filter=Q(days__is_rest=False)),
    )
