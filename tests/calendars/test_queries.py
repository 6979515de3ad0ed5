"""The calendar in force: the shipped years, later versions, and what it costs to ask for it."""

from datetime import date
from typing import Any

import pytest

from gongfang.calendars import reference
from gongfang.calendars.models import CalendarDay, CalendarNotice, Scope
from gongfang.calendars.queries import has_notices, working_calendar
from gongfang.regulation import clauses
from gongfang.regulation.shipped_calendar import shipped_calendar
from gongfang.regulation.time_limits import TimeLimit

pytestmark = pytest.mark.django_db


def notice(scope: str, year: int, version: int, **days: bool) -> CalendarNotice:
    """Load a notice; `d2026_05_27=True` makes that day a rest day."""
    loaded = CalendarNotice.objects.create(scope=scope, year=year, version=version, document_number="测试1号")
    for name, is_rest in days.items():
        day = date.fromisoformat(name[1:].replace("_", "-"))
        CalendarDay.objects.create(notice=loaded, day=day, is_rest=is_rest, name="测试日")
    return loaded


def test_the_reference_data_are_the_shipped_calendar() -> None:
    calendar, shipped = working_calendar(), shipped_calendar()
    assert calendar.national_years == shipped.national_years
    assert calendar.local_years == shipped.local_years
    days = [rule.day for rule in CalendarDay.objects.all()]
    assert len(days) > 500
    assert all(calendar.is_working_day(day) == shipped.is_working_day(day) for day in days)
    assert calendar.reason(date(2025, 6, 6)) == shipped.reason(date(2025, 6, 6))


def test_loading_again_changes_nothing() -> None:
    before = CalendarNotice.objects.count(), CalendarDay.objects.count()
    assert reference.load() == 0
    assert (CalendarNotice.objects.count(), CalendarDay.objects.count()) == before


def test_loading_leaves_a_year_that_officials_have_loaded() -> None:
    CalendarNotice.objects.filter(scope=Scope.LOCAL, year=2025).delete()
    notice(Scope.LOCAL, 2025, 1, d2025_03_30=True)
    assert reference.load() == 0
    assert working_calendar().is_working_day(date(2025, 6, 6))


def test_asking_again_costs_one_query(django_assert_num_queries: Any) -> None:
    first = working_calendar()
    with django_assert_num_queries(1):
        assert working_calendar() is first


def test_a_loaded_year_is_no_longer_provisional() -> None:
    assert working_calendar().is_provisional(date(2026, 5, 27))
    notice(Scope.LOCAL, 2026, 1, d2026_05_27=True)
    assert not working_calendar().is_provisional(date(2026, 5, 27))
    assert not working_calendar().is_working_day(date(2026, 5, 27))


def test_a_later_version_supersedes_the_earlier_one() -> None:
    notice(Scope.LOCAL, 2026, 1, d2026_05_27=True)
    notice(Scope.LOCAL, 2026, 2, d2026_05_28=True)
    calendar = working_calendar()
    assert calendar.is_working_day(date(2026, 5, 27))
    assert not calendar.is_working_day(date(2026, 5, 28))
    assert CalendarNotice.objects.filter(scope=Scope.LOCAL, year=2026).count() == 2


def test_a_local_day_beats_the_national_one() -> None:
    national_holiday = date(2026, 10, 1)
    assert not working_calendar().is_working_day(national_holiday)
    notice(Scope.LOCAL, 2026, 1, d2026_10_01=False)
    assert working_calendar().is_working_day(national_holiday)


def test_the_shipped_calendar_stands_in_before_anything_is_loaded() -> None:
    CalendarNotice.objects.all().delete()
    assert not has_notices()
    assert working_calendar() is shipped_calendar()


def test_five_working_days_over_a_festival_of_xinjiang() -> None:
    limit = TimeLimit(name="x", label="x", clause=clauses.FIRST_DAY, working_days=5)
    assert limit.last_day(date(2025, 6, 3), working_calendar()) == date(2025, 6, 13)
