"""Tags and filters every template may use without loading them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.safestring import SafeString

from gongfang.web import citations, dates, icons

register = template.Library()


@register.filter
def zh_date(value: date | None) -> str:
    """Show 2026年5月13日（星期三）."""
    return "" if value is None else dates.full_date(value)


@register.filter
def zh_short_date(value: date | None) -> str:
    """Show 5月13日."""
    return "" if value is None else dates.short_date(value)


@register.filter
def zh_datetime(value: datetime | None) -> str:
    """Show 2026年5月13日（星期三） 14:30, Beijing time."""
    return "" if value is None else dates.full_instant(value)


@register.filter
def zh_until(value: datetime | None) -> str:
    """Show the end of a period: an instant at 00:00 is 24:00 of the day before."""
    return "" if value is None else dates.until(value)


@register.filter
def zh_time(value: datetime | None) -> str:
    """Show 14:30, Beijing time."""
    return "" if value is None else dates.clock(value)


@register.filter
def calendar_days(account: Mapping[str, Any]) -> list[dates.CalendarDay]:
    """Return the days of a stored account of a time limit, counted and skipped, in order."""
    return dates.calendar_days(account)


@register.filter
def citation(clause: citations.Citable) -> str:
    """Show 第六条第（三）项."""
    return citations.citation(clause)


@register.filter
def timeline_icon(kind: str) -> str:
    """Return the icon of whoever took a step."""
    return icons.OF_ACTORS[kind]


@register.simple_tag
def icon(name: str, label: str = "", css_class: str = "") -> SafeString:
    """Draw a Lucide icon inline; decorative unless it has a label."""
    return icons.drawn(name, label=label, css_class=css_class)
