"""The days a rehearsal adds to the shipped calendar: a later version of the year's notice."""

from collections.abc import Iterable
from itertools import groupby

from gongfang.calendars.models import CalendarDay, CalendarNotice, Scope
from gongfang.calendars.queries import current_notices

from .document import ExtraDay

_SOURCE = "演练补充"


def add(days: Iterable[ExtraDay]) -> None:
    """Write `days` over the notice of their year. A year whose notice is missing stays provisional (R21)."""
    for year, group in groupby(sorted(days, key=lambda day: day.date), key=lambda day: day.date.year):
        _add_to_year(year, list(group))


def _add_to_year(year: int, days: list[ExtraDay]) -> None:
    present = current_notices().filter(year=year)
    base = present.filter(scope=Scope.LOCAL).first() or present.filter(scope=Scope.NATIONAL).first()
    scope, version = (base.scope, base.version + 1) if base else (Scope.LOCAL, 1)
    notice = CalendarNotice.objects.create(scope=scope, year=year, version=version, source=_SOURCE)
    rules = {day.day: (day.is_rest, day.name) for day in base.days.all()} if base else {}
    rules |= {day.date: (day.rest, day.name) for day in days}
    CalendarDay.objects.bulk_create(
        CalendarDay(notice=notice, day=day, is_rest=is_rest, name=name) for day, (is_rest, name) in rules.items()
    )
