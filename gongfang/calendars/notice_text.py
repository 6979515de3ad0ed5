"""Reading a year's notice as officials type, paste or upload it: one line a day or a span of days."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from gongfang.regulation.calendar import DayRule

from .models import Scope

MAX_DAYS = 150
MAX_ROWS = 1000
EXTRA_WORKDAY = "调休上班"
_DAY = r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?"
_LINE = re.compile(rf"{_DAY}(?:\s*(?:至|到|~|—|–)\s*{_DAY})?[\s,，、:：]*(.*)")
_WORK_WORDS = ("上班", "工作", "work")


class WrongLine(ValueError):
    """A line that is no day; the message names the line and says what is expected."""


@dataclass(frozen=True, order=True)
class NamedDay:
    """One day of a notice."""

    day: date
    is_rest: bool
    name: str


def days_of_text(text: str, *, year: int, is_rest: bool) -> list[NamedDay]:
    """Return the days that lines such as `2026-05-27 至 2026-05-29 古尔邦节` name; without a year, `year`.

    :raises WrongLine: at the first line that cannot be read.
    """
    lines = ((number, line.strip()) for number, line in enumerate(text.splitlines(), start=1))
    return [day for number, line in lines if line for day in _days_of_line(number, line, year, is_rest)]


def _days_of_line(number: int, line: str, year: int, is_rest: bool) -> Iterator[NamedDay]:
    found = _LINE.fullmatch(line)
    if found is None:
        raise WrongLine(_("第 %(line)s 行读不懂，应为“2026-05-27 节日名称”") % {"line": number})
    first = _date(number, found.group(1, 2, 3), year)
    last = _date(number, found.group(4, 5, 6), first.year) if found[5] else first
    if not 0 <= (last - first).days <= MAX_DAYS:
        raise WrongLine(_("第 %(line)s 行的起止日期颠倒或相距过远") % {"line": number})
    name = found[7].strip() or ("" if is_rest else EXTRA_WORKDAY)
    if not name:
        raise WrongLine(_("第 %(line)s 行缺少节日名称") % {"line": number})
    for n in range((last - first).days + 1):
        yield NamedDay(first + timedelta(days=n), is_rest, name[:40])


def _date(number: int, parts: tuple[Any, ...], year: int) -> date:
    try:
        return date(int(parts[0] or year), int(parts[1]), int(parts[2]))
    except ValueError:
        raise WrongLine(_("第 %(line)s 行没有这一天") % {"line": number}) from None


def days_of_workbook(content: bytes, *, year: int) -> list[NamedDay]:
    """Return the days of a checked .xlsx: columns 日期, 休息 or 上班, 名称, with or without a heading.

    :raises WrongLine: at the first row that cannot be read.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python(nrows=MAX_ROWS)
    except (CalamineError, ValueError, IndexError) as error:
        raise WrongLine(_("表格无法打开")) from error
    found: list[NamedDay] = []
    for number, row in enumerate(rows, start=1):
        cells = [_cell(value) for value in [*row, "", "", ""][:3]]
        is_heading = number == 1 and not any(char.isdigit() for char in cells[0])
        if any(cells) and not is_heading:
            is_rest = not any(word in cells[1].lower() for word in _WORK_WORDS)
            found.extend(_days_of_line(number, f"{cells[0]} {cells[2]}", year, is_rest))
    return found


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        value = value.date()
    return str(value).strip()


def problem_of(days: Iterable[NamedDay], *, year: int) -> str | None:
    """Say what is wrong with the days of a year's notice as a whole, or nothing.

    A notice may reach into the neighbouring December and January, not further.
    """
    days = list(days)
    if not days:
        return _("请填写至少一个休息日或调休上班日")
    if len(days) > MAX_DAYS:
        return _("天数过多，请核对年度和日期")
    if len({day.day for day in days}) != len(days):
        repeated = next(day.day for day in days if sum(other.day == day.day for other in days) > 1)
        return _("%(day)s 重复出现") % {"day": repeated.isoformat()}
    outside = [day.day for day in days if not date(year - 1, 12, 1) <= day.day <= date(year + 1, 1, 31)]
    if outside:
        return _("%(day)s 不属于 %(year)s 年的通知") % {"day": outside[0].isoformat(), "year": year}
    return None


def rules_of(days: Iterable[NamedDay], *, scope: str, citation: str) -> list[DayRule]:
    """Return the days as a calendar reads them."""
    is_local = scope == Scope.LOCAL
    return [DayRule(day.day, day.is_rest, day.name, citation, is_local=is_local) for day in sorted(days)]
