"""The working calendar: weekdays, corrected by the days that the yearly notices name (R21)."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_SATURDAY = 5


@dataclass(frozen=True)
class DayRule:
    """One day that a notice makes a rest day or a working day.

    ``is_local`` marks a day of the region's own notice, which beats the national one.
    """

    day: date
    is_rest: bool
    name: str
    source: str
    is_local: bool = False


class WorkingCalendar:
    """Which days are working days, why, and whether that is settled yet.

    Of two rules for one day the local one holds, then the later one. ``national_years`` and
    ``local_years`` are the years whose notice has been loaded.
    """

    def __init__(
        self, rules: Iterable[DayRule], national_years: Collection[int], local_years: Collection[int]
    ) -> None:
        ordered = sorted(rules, key=lambda rule: rule.is_local)
        self._rules = {rule.day: rule for rule in ordered}
        self.national_years = frozenset(national_years)
        self.local_years = frozenset(local_years)

    def is_working_day(self, day: date) -> bool:
        """Return whether offices work on `day`."""
        rule = self._rules.get(day)
        return day.weekday() < _SATURDAY if rule is None else not rule.is_rest

    def is_extra_working_day(self, day: date) -> bool:
        """Return whether a notice makes `day` a working day (调休上班)."""
        rule = self._rules.get(day)
        return rule is not None and not rule.is_rest

    def reason(self, day: date) -> str:
        """Say in a few words why `day` is a rest day or an extra working day, e.g. 周六."""
        rule = self._rules.get(day)
        if rule is None:
            weekday = _WEEKDAYS[day.weekday()]
            return weekday if day.weekday() >= _SATURDAY else f"工作日（{weekday}）"
        name = rule.name if rule.is_rest else "调休上班"
        return f"{name}（{rule.source}）" if rule.source else name

    def working_days_from(self, day: date) -> Iterator[date]:
        """Yield the working days from `day` on, `day` itself included."""
        while True:
            if self.is_working_day(day):
                yield day
            day += timedelta(days=1)

    def working_days_between(self, start: date, end: date) -> int:
        """Count the working days after `start` up to and including `end`; negative when `end` is earlier."""
        if end < start:
            return -self.working_days_between(end, start)
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(map(self.is_working_day, days))

    def is_provisional(self, day: date) -> bool:
        """Return whether the national or the local notice of that year is still missing (R21)."""
        return day.year not in self.national_years or day.year not in self.local_years

    def with_rules(self, extra: Iterable[DayRule]) -> "WorkingCalendar":
        """Return a calendar in which the `extra` rules override all the others."""
        calendar = WorkingCalendar((), self.national_years, self.local_years)
        calendar._rules = self._rules | {rule.day: rule for rule in extra}
        return calendar
