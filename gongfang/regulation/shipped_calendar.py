"""The days shipped with the software: the State Council's notices and the region's own (R21).

They are the seed of the table that officials maintain. A year without a published notice is
left out, never guessed.
"""

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gongfang.regulation.calendar import DayRule, WorkingCalendar

_CALENDARS = Path(__file__).parent / "calendars"
_STATE_COUNCIL = "国务院办公厅通知"


@cache
def national_rules() -> tuple[DayRule, ...]:
    """Return the State Council's rest days and make-up working days, in order of date."""
    from chinese_calendar import constants

    names = {holiday.value: holiday.chinese for holiday in constants.Holiday}
    rest = [
        DayRule(day, True, names[value] + ("调休" if day in constants.in_lieu_days else ""), _STATE_COUNCIL)
        for day, value in constants.holidays.items()
    ]
    work = [
        DayRule(day, False, f"{names[value]}调休上班", _STATE_COUNCIL) for day, value in constants.workdays.items()
    ]
    return tuple(sorted(rest + work, key=lambda rule: rule.day))


def national_years() -> frozenset[int]:
    """Return the years whose State Council notice is shipped."""
    return frozenset(rule.day.year for rule in national_rules())


def local_rules(region: str = "xinjiang") -> tuple[DayRule, ...]:
    """Return the days of the region's own notices, in order of date."""
    rules = (rule for year, notice in _notices(region).items() for rule in _notice_rules(year, notice))
    return tuple(sorted(rules, key=lambda rule: rule.day))


def local_years(region: str = "xinjiang") -> frozenset[int]:
    """Return the years whose local notice is shipped."""
    return frozenset(map(int, _notices(region)))


def shipped_rules(region: str = "xinjiang") -> tuple[DayRule, ...]:
    """Return every shipped rule, the national ones first."""
    return national_rules() + local_rules(region)


@cache
def shipped_calendar(region: str = "xinjiang") -> WorkingCalendar:
    """Return the calendar made of the shipped rules alone."""
    return WorkingCalendar(shipped_rules(region), national_years(), local_years(region))


@cache
def _notices(region: str) -> dict[str, dict[str, Any]]:
    text = (_CALENDARS / f"{region}.json").read_text(encoding="utf-8")
    notices: dict[str, dict[str, Any]] = json.loads(text)["years"]
    return notices


def _notice_rules(year: str, notice: dict[str, Any]) -> Iterator[DayRule]:
    source = f"自治区{year}年放假通知，据 {notice['source']}"
    for name, days in notice["rest_days"].items():
        for day in days:
            yield DayRule(date.fromisoformat(day), True, name, source, is_local=True)
    for day in notice["extra_workdays"]:
        yield DayRule(date.fromisoformat(day), False, "调休上班", source, is_local=True)
