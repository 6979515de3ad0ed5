"""Dates and instants as a Chinese office writes them, in Beijing time (reading R21)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import get_language, gettext

BEIJING = ZoneInfo("Asia/Shanghai")
MIDNIGHT = time(0)


def in_beijing(instant: datetime) -> datetime:
    """Return the instant on the clocks of Beijing."""
    return instant.astimezone(BEIJING)


def is_english() -> bool:
    """Tell whether the page is being shown in English."""
    return (get_language() or "").startswith("en")


def full_date(day: date) -> str:
    """Return 2026年5月13日（星期三）, in English Wednesday, 13 May 2026."""
    if isinstance(day, datetime):
        day = in_beijing(day).date()
    weekday = str(WEEKDAYS[day.weekday()])
    if is_english():
        return f"{weekday}, {day.day} {MONTHS[day.month]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日（{weekday}）"


def full_instant(instant: datetime) -> str:
    """Return the Beijing date and the time to the minute."""
    local = in_beijing(instant)
    return f"{full_date(local)} {local:%H:%M}"


def until(instant: datetime) -> str:
    """Return the end of a period: midnight is 24:00 of the day that ends, as the law counts it (R9)."""
    local = in_beijing(instant)
    if local.time() != MIDNIGHT:
        return full_instant(local)
    return f"{full_date(last_day(local))} 24:00"


def last_day(instant: datetime) -> date:
    """Return the last day that lies wholly or partly before the instant."""
    local = in_beijing(instant)
    return local.date() - timedelta(days=1) if local.time() == MIDNIGHT else local.date()


def short_date(day: date) -> str:
    """Return 5月13日, in English 13 May."""
    if isinstance(day, datetime):
        day = in_beijing(day).date()
    if is_english():
        return f"{day.day} {MONTHS[day.month]}"
    return gettext("%(month)s月%(day)s日") % {"month": day.month, "day": day.day}


def clock(instant: datetime) -> str:
    """Return the Beijing time to the minute."""
    return f"{in_beijing(instant):%H:%M}"


@dataclass(frozen=True)
class CalendarDay:
    """One day of a period as it was counted."""

    date: date
    note: str
    is_counted: bool


def calendar_days(account: Mapping[str, Any]) -> list[CalendarDay]:
    """Return the days of a stored account of a time limit (`Explanation.as_dict()`) in calendar order."""
    counted = [CalendarDay(date.fromisoformat(day["day"]), day["note"], True) for day in account["counted"]]
    skipped = [CalendarDay(date.fromisoformat(day["day"]), day["why"], False) for day in account["skipped"]]
    return sorted(counted + skipped, key=lambda day: day.date)
