"""The notices shipped with the software, as the first rows of the table that officials maintain."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction

from gongfang.regulation import shipped_calendar
from gongfang.regulation.calendar import DayRule

from .models import CalendarDay, CalendarNotice, Scope


@transaction.atomic
def load() -> int:
    """Write the shipped years that have no notice yet, and return how many; a loaded notice is left alone."""
    present = set(CalendarNotice.objects.values_list("scope", "year"))
    shipped = [
        (scope, year, rules)
        for scope, all_rules in _shipped()
        for year, rules in _by_year(all_rules).items()
        if (scope, year) not in present
    ]
    notices = CalendarNotice.objects.bulk_create(
        CalendarNotice(scope=scope, year=year, source=rules[0].source) for scope, year, rules in shipped
    )
    CalendarDay.objects.bulk_create(
        CalendarDay(notice=notice, day=rule.day, is_rest=rule.is_rest, name=rule.name)
        for notice, (_, _, rules) in zip(notices, shipped, strict=True)
        for rule in rules
    )
    return len(notices)


def _shipped() -> tuple[tuple[Scope, Iterable[DayRule]], ...]:
    return (Scope.NATIONAL, shipped_calendar.national_rules()), (Scope.LOCAL, shipped_calendar.local_rules())


def _by_year(rules: Iterable[DayRule]) -> dict[int, list[DayRule]]:
    years: dict[int, list[DayRule]] = defaultdict(list)
    for rule in rules:
        years[rule.day.year].append(rule)
    return years
