"""Where each app says what support it gives, so that one page can show all that a workshop has had (article 8)."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise

from gongfang.regulation import clauses
from gongfang.regulation.clauses import Clause


@dataclass(frozen=True, kw_only=True)
class Given:
    """One support that a workshop has had, or has: `until` is empty while it goes on, `url` shows it."""

    on: date
    text: str
    result: str = ""
    until: date | None = None
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A kind of support and its limb of article 8.

    `rows()` returns what was given, each row with a `workshop_id`, all that `describe(row)` needs loaded. `dated`
    names the field (or the path to it) that holds the day of `describe(row).on`, for lists of one year; without it
    the rows are read and described for that. `is_public`: the portal shows `Given.text` on the workshop's page.
    """

    name: str
    label: str | Promise
    clause: Clause
    rows: Callable[[], QuerySet[Any]]
    describe: Callable[[Any], Given]
    dated: str = ""
    is_public: bool = False

    def rows_in(self, year: int | None) -> QuerySet[Any]:
        """Return what was given in a year, or at all."""
        rows = self.rows().order_by()
        if year is None:
            return rows
        if self.dated:
            return rows.filter(**{f"{self.dated}__year": year})
        return rows.filter(pk__in=[row.pk for row in rows if self.describe(row).on.year == year])


_measures: dict[str, Measure] = {}


def measure(given: Measure) -> None:
    """Register a kind of support.

    :raises ValueError: when the name is taken.
    """
    if given.name in _measures:
        raise ValueError(f"measure registered twice: {given.name}")
    _measures[given.name] = given


def measures() -> tuple[Measure, ...]:
    """Return every kind of support, in the order of the limbs of article 8."""
    return tuple(sorted(_measures.values(), key=lambda each: (clauses.ALL.index(each.clause), each.name)))


def given_to(workshop_ids: Collection[int]) -> Mapping[int, list[tuple[Measure, Given]]]:
    """Return what each of some workshops has had, the latest first: one query a kind of support."""
    found: dict[int, list[tuple[Measure, Given]]] = defaultdict(list)
    for each in measures():
        for row in each.rows().filter(workshop_id__in=workshop_ids):
            found[row.workshop_id].append((each, each.describe(row)))
    for given in found.values():
        given.sort(key=lambda pair: pair[1].on, reverse=True)
    return found


def had(names: Collection[str] = (), *, year: int | None = None) -> Q:
    """Return the condition on a workshop to have had a named kind of support, or any, in a year or ever."""
    condition = Q(pk__in=[])
    for each in measures():
        if not names or each.name in names:
            condition |= Q(Exists(each.rows_in(year).filter(workshop_id=OuterRef("pk"))))
    return condition
