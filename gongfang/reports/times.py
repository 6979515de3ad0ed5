"""How long steps take, against the limits of the measures: median, worst and overdue, in SQL (article 11(一))."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber

from gongfang.accounts.models import User
from gongfang.cases.models import RunningLimit, Task
from gongfang.cases.permissions import visible_to
from gongfang.records.models import Record
from gongfang.regulation.procedure import NEW, Actor

BOUND_BY: Mapping[str, Actor] = {
    "objection_review": Actor.PREFECTURE_CULTURE,
    "appeal_review": Actor.PREFECTURE_CULTURE,
    "correction": Actor.APPLICANT,
    "filing_correction": Actor.APPLICANT,
    "self_assessment": Actor.APPLICANT,
    "annual_filing": Actor.APPLICANT,
    "rectification": Actor.APPLICANT,
}
"""Whom each limit binds. A public notice or the time to appeal is meant to run out: nobody is late by it."""
OFFICES = tuple(actor.value for actor in Actor if actor.is_office)


@dataclass(frozen=True)
class Spread:
    """How long so many took: the middle one and the longest. Of an even number the lower middle one counts."""

    number: int = 0
    median: timedelta = timedelta(0)
    worst: timedelta = timedelta(0)


def limits(user: User, *, county: str = "") -> QuerySet[RunningLimit]:
    """Return the limits that bind somebody, on the cases `user` sees, the last to end first."""
    rows = RunningLimit.objects.filter(name__in=BOUND_BY, case__in=visible_to(user))
    return rows.filter(case__region=county) if county else rows


def closed(rows: QuerySet[RunningLimit], since: datetime, at: datetime) -> QuerySet[RunningLimit]:
    """Return those that were met, in time or not, from `since` on."""
    return rows.filter(closed_at__gte=since, closed_at__lte=at)


def late(rows: QuerySet[RunningLimit]) -> QuerySet[RunningLimit]:
    """Return those that were met too late."""
    return rows.filter(closed_at__gte=F("ends_at"))


def overdue(rows: QuerySet[RunningLimit], at: datetime) -> QuerySet[RunningLimit]:
    """Return those that run and have ended."""
    return rows.filter(closed_at=None, ends_at__lte=at)


@dataclass(frozen=True)
class LimitFigures:
    """One limit: how long what was closed took, how many were late, how many run, how many are overdue."""

    spread: Spread
    late: int
    running: int
    overdue: int


def by_limit(rows: QuerySet[RunningLimit], since: datetime, at: datetime) -> dict[str, LimitFigures]:
    """Return the figures of each limit that was closed in the period or runs; two queries."""
    rows = rows.order_by()
    done = closed(rows, since, at)
    elapsed = ExpressionWrapper(F("closed_at") - F("started_at"), output_field=DurationField())
    spreads = _spreads(done.annotate(elapsed=elapsed), ["name"])
    counted = rows.values("name").annotate(
        late=Count("pk", filter=Q(closed_at__gte=F("ends_at")) & Q(closed_at__gte=since, closed_at__lte=at)),
        running=Count("pk", filter=Q(closed_at=None)),
        overdue=Count("pk", filter=Q(closed_at=None, ends_at__lte=at)),
    )
    numbers = {row["name"]: row for row in counted}
    return {
        name: LimitFigures(spreads.get((name,), Spread()), row["late"], row["running"], row["overdue"])
        for name, row in numbers.items()
        if (name,) in spreads or row["running"]
    }


def _spreads(rows: QuerySet[Any], by: Sequence[str]) -> dict[tuple[str, ...], Spread]:
    """Return number, median and worst of `elapsed` for each group: one query, however many rows."""
    ranked = rows.annotate(
        rank=Window(RowNumber(), partition_by=[F(name) for name in by], order_by=[F("elapsed"), F("pk")]),
        size=Window(Count("pk"), partition_by=[F(name) for name in by]),
    )
    middle = ExpressionWrapper((F("size") + 1) / 2, output_field=IntegerField())
    chosen = ranked.annotate(middle=middle).filter(Q(rank=F("size")) | Q(rank=F("middle")))
    found: dict[tuple[str, ...], Spread] = {}
    for *key, elapsed, rank, size in chosen.order_by().values_list(*by, "elapsed", "rank", "size"):
        place = tuple(key)
        before = found.get(place, Spread(size))
        worst = elapsed if rank == size else before.worst
        median = elapsed if rank == (size + 1) // 2 else before.median
        found[place] = Spread(size, median, worst)
    return found


def steps(user: User, *, since: datetime, until: datetime, county: str = "") -> QuerySet[Any]:
    """Return the steps by which offices moved cases on, with `elapsed`: since the case had come to that state.

    `place` is the county of a county's office, empty for the prefecture's; `is_late` whether a limit had ended.
    """
    moved = Record.objects.filter(case=OuterRef("case"), seq__lt=OuterRef("seq")).exclude(source=F("target"))
    missed = RunningLimit.objects.filter(
        case=OuterRef("case"), name__in=BOUND_BY, closed_at=OuterRef("at"), ends_at__lte=OuterRef("at")
    )
    rows = Record.objects.filter(actor__in=OFFICES, at__gte=since, at__lte=until, case__in=visible_to(user))
    rows = rows.exclude(source=F("target")).exclude(source=NEW)
    if county:
        rows = rows.filter(case__region=county)
    return rows.annotate(
        place=Case(
            When(actor__startswith="county.", then=F("case__region_id")),
            default=Value(""),
            output_field=CharField(),
        ),
        came_at=Subquery(moved.order_by("-seq").values("at")[:1]),
        elapsed=ExpressionWrapper(F("at") - F("came_at"), output_field=DurationField()),
        is_late=Exists(missed),
    ).filter(came_at__isnull=False)


def by_office(rows: QuerySet[Any]) -> dict[tuple[str, ...], Spread]:
    """Return how long each office (actor, county) took for its steps."""
    return _spreads(rows.order_by(), ["actor", "place"])


def late_by_office(rows: QuerySet[Any]) -> dict[tuple[str, str], int]:
    """Return how many steps of each office came after the end of a limit."""
    counted = rows.filter(is_late=True).order_by().values_list("actor", "place").annotate(Count("pk"))
    return {(actor, place): number for actor, place, number in counted}


def overdue_tasks(user: User, *, at: datetime, county: str = "") -> QuerySet[Task]:
    """Return what offices were to do by now, on the cases `user` sees."""
    rows = Task.objects.filter(due_at__lte=at, is_under_way=False, case__in=visible_to(user))
    return rows.filter(case__region=county) if county else rows


def overdue_by_office(rows: QuerySet[Task]) -> dict[int, int]:
    """Return on how many cases each office is overdue, by the office's key."""
    counted = rows.order_by().values_list("office").annotate(Count("case", distinct=True))
    return dict(counted)
