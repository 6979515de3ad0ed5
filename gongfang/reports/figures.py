"""Counting workshops, the people they employ, their income and their activities, in SQL (article 11(一)).

The number of queries does not depend on how many workshops there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, Sum, When

from gongfang.applications.models import Operations, RosterEntry
from gongfang.filings.models import Activity, AnnualFiling, Worker
from gongfang.regulation.annual_filing import State as FilingState
from gongfang.workshops.models import HOLDING, EventKind, Workshop, WorkshopEvent, WorkshopItem, WorkshopStatus

AMOUNTS = ("output_value", "sales_online", "sales_offline", "profit")
Table = Mapping[tuple[str, ...], int]


@dataclass(frozen=True)
class Scope:
    """Whose figures, and as of which day: those of one county (its code), or of all where it is empty."""

    on: date
    county: str = ""

    @property
    def a_year_before(self) -> "Scope":
        """Return the same counties at the end of the year before."""
        return Scope(date(self.on.year - 1, 12, 31), self.county)

    def workshops(self) -> QuerySet[Workshop]:
        """Return the workshops whose recognition held on the day."""
        rows = Workshop.objects.filter(in_force_on(self.on))
        return rows.filter(county=self.county) if self.county else rows

    def with_basis(self) -> QuerySet[Any]:
        """Return them with `basis`: the last accepted filing of each up to that year, None before the first."""
        accepted = AnnualFiling.objects.filter(
            workshop=OuterRef("pk"), state=FilingState.ACCEPTED, year__lte=self.on.year
        ).order_by("-year")
        return self.workshops().annotate(
            basis=Subquery(accepted.values("pk")[:1]), basis_year=Subquery(accepted.values("year")[:1])
        )

    def filings(self) -> QuerySet[Any]:
        """Return the keys of the filings that the figures rest on."""
        return self.with_basis().exclude(basis=None).values("basis")

    def applications(self) -> QuerySet[Any]:
        """Return the numbers of the applications that the figures rest on, where nothing was filed yet."""
        return self.with_basis().filter(basis=None).exclude(application_number="").values("application_number")


def in_force_on(day: date) -> Q:
    """Return the condition on a workshop to be recognised on a day, whatever has become of it since."""
    given_up = WorkshopEvent.objects.filter(workshop=OuterRef("pk"), kind=EventKind.SURRENDERED, on__gt=day)
    is_still = Q(status__in=HOLDING) | Q(status=WorkshopStatus.REVOKED, revoked_on__gt=day)
    return Q(recognised_on__lte=day) & (is_still | Q(Exists(given_up), status=WorkshopStatus.SURRENDERED))


def by_status(scope: Scope) -> Table:
    """Return how many entries the register has by county and status, those of the counties' own among them."""
    rows = Workshop.objects.filter(county=scope.county) if scope.county else Workshop.objects.all()
    return _table(rows.order_by().values_list("county", "status").annotate(Count("pk")))


def by_county(scope: Scope) -> Table:
    """Return how many workshops are recognised in each county."""
    return _table(scope.workshops().order_by().values_list("county").annotate(Count("pk")))


def by_category(scope: Scope) -> Table:
    """Return how many workshops are recognised in each category of heritage."""
    return _table(scope.workshops().order_by().values_list("category").annotate(Count("pk")))


def by_level(scope: Scope) -> Table:
    """Return how many workshops rely on an item of each level; "" for a craft that no list names."""
    rows = WorkshopItem.objects.filter(workshop__in=scope.workshops()).order_by()
    return _table(rows.values_list("level").annotate(Count("workshop", distinct=True)))


def people(scope: Scope) -> Table:
    """Return how many people are employed by county, kind of person and way of working."""
    filed = Worker.objects.filter(filing__in=scope.filings()).order_by()
    applied = RosterEntry.objects.filter(application__number__in=scope.applications()).order_by()
    return _added(
        filed.values_list("filing__workshop__county", "kind", "mode").annotate(Count("pk")),
        applied.values_list("application__region", "kind", "mode").annotate(Count("pk")),
    )


def income(scope: Scope) -> Mapping[str, Mapping[str, Decimal]]:
    """Return output, sales and profit by county, in 10,000 yuan."""
    sums = {f"sum_{name}": Sum(name) for name in AMOUNTS}
    filed = AnnualFiling.objects.filter(pk__in=scope.filings()).order_by()
    applied = _last_year_of_business(scope)
    found: dict[str, dict[str, Decimal]] = defaultdict(lambda: dict.fromkeys(AMOUNTS, Decimal(0)))
    for rows, where in ((filed, "workshop__county"), (applied, "application__region")):
        for row in rows.values(where).annotate(**sums):
            for name in AMOUNTS:
                found[row[where]][name] += row[f"sum_{name}"] or 0
    return found


def _last_year_of_business(scope: Scope) -> QuerySet[Operations]:
    numbers = scope.applications()
    last = Operations.objects.filter(application=OuterRef("application")).order_by()
    newest = last.values("application").annotate(newest=Max("year")).values("newest")
    rows = Operations.objects.filter(application__number__in=numbers).order_by()
    return rows.filter(year=Subquery(newest))


def activities(scope: Scope, since: date) -> Mapping[tuple[str, str], tuple[int, int]]:
    """Return how many activities were held from `since` on, and for how many people, by county and kind."""
    rows = Activity.objects.filter(held_on__gte=since, held_on__lte=scope.on).order_by()
    if scope.county:
        rows = rows.filter(workshop__county=scope.county)
    counted = rows.values_list("workshop__county", "kind").annotate(Count("pk"), Sum("participants"))
    return {(county, kind): (number, present or 0) for county, kind, number, present in counted}


def changed(scope: Scope, since: date) -> Table:
    """Return how many workshops were recognised, suspended, revoked, or gave up, in the period up to the day."""
    rows = WorkshopEvent.objects.filter(on__gte=since, on__lte=scope.on).order_by()
    if scope.county:
        rows = rows.filter(workshop__county=scope.county)
    return _table(rows.values_list("kind").annotate(Count("workshop", distinct=True)))


def employing(rows: QuerySet[Any], *, kind: str = "", mode: str = "") -> QuerySet[Any]:
    """Return workshops (`Scope.with_basis`) with how many such people each employs, by what it filed."""
    narrowed = {name: value for name, value in (("kind", kind), ("mode", mode)) if value}
    filed = _counted(Worker.objects.filter(filing=OuterRef("basis"), **narrowed), "filing")
    applied = _counted(
        RosterEntry.objects.filter(application__number=OuterRef("application_number"), **narrowed), "application"
    )
    basis = AnnualFiling.objects.filter(pk=OuterRef("basis"))
    business = Operations.objects.filter(application__number=OuterRef("application_number")).order_by("-year")
    amounts = {
        name: Case(
            When(basis__isnull=False, then=Subquery(basis.values(name)[:1])),
            default=Subquery(business.values(name)[:1]),
        )
        for name in AMOUNTS
    }
    counted: QuerySet[Any] = rows.annotate(
        people_filed=Subquery(filed), people_applied=Subquery(applied), **amounts
    )
    return counted


def _counted(rows: QuerySet[Any], of: str) -> Any:
    return rows.order_by().values(of).annotate(number=Count("pk")).values("number")


def has_people() -> Q:
    """Return the condition on `employing` rows to employ somebody."""
    return Q(basis__isnull=False, people_filed__gt=0) | Q(basis=None, people_applied__gt=0)


def _table(rows: Iterable[tuple[Any, ...]]) -> Table:
    return {tuple(str(part) for part in row[:-1]): row[-1] for row in rows}


def _added(*tables: Iterable[tuple[Any, ...]]) -> Table:
    found: dict[tuple[str, ...], int] = defaultdict(int)
    for rows in tables:
        for key, number in _table(rows).items():
            found[key] += number
    return found


def total(table: Table, *wanted: str | None) -> int:
    """Return the sum of the cells whose key fits: None fits everything."""
    return sum(
        number
        for key, number in table.items()
        if all(part is None or part == own for part, own in zip(wanted, key, strict=False))
    )
