"""What is known of workshops, gathered in bulk from every app that knows something (article 9(二)).

The one place where the monitoring page and the plans of inspections learn of filings, evaluations and revocations.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from gongfang.applications.models import RosterKind
from gongfang.cases.models import RunningLimit
from gongfang.evaluations.models import Evaluation
from gongfang.filings import queries as filings
from gongfang.filings.models import AnnualFiling
from gongfang.regulation import edition as editions
from gongfang.regulation.annual_filing import State as FilingState
from gongfang.regulation.inspection import FindingState
from gongfang.regulation.monitoring import Flag, Signs, flags_of
from gongfang.regulation.time_limits import beijing_date
from gongfang.revocations.models import Revocation
from gongfang.workshops.models import HOLDING, Workshop

from .models import Finding
from .queries import OPEN_FINDINGS, RECTIFICATION

CHUNK = 500
_COUNTED = (RosterKind.POVERTY, RosterKind.MONITORED)
_HANDED_IN = (FilingState.FILED, FilingState.RETURNED, FilingState.ACCEPTED)
Keys = Sequence[int]


@dataclass(frozen=True)
class Watched:
    """A workshop's key with its signs and what they point to."""

    pk: int
    signs: Signs
    flags: tuple[Flag, ...]

    @property
    def codes(self) -> frozenset[str]:
        """Return the codes of its flags."""
        return frozenset(flag.code for flag in self.flags)


def watch(workshops: QuerySet[Workshop], *, at: datetime) -> list[Watched]:
    """Return the signs of those of `workshops` that are recognised: a bounded number of queries for each 500."""
    return [watched for chunk in _chunks(workshops) for watched in _watched(chunk, beijing_date(at))]


def watch_these(keys: Keys, *, at: datetime) -> dict[int, Watched]:
    """Return the signs of the workshops with these keys."""
    return {watched.pk: watched for watched in watch(Workshop.objects.filter(pk__in=keys), at=at)}


def _chunks(workshops: QuerySet[Workshop]) -> Iterator[list[tuple[int, date]]]:
    rows = workshops.filter(status__in=HOLDING).order_by("pk").values_list("pk", "recognised_on")
    last = 0
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        yield [(pk, recognised_on) for pk, recognised_on in chunk if recognised_on is not None]
        last = chunk[-1][0]
        if len(chunk) < CHUNK:
            break


def _watched(chunk: list[tuple[int, date]], today: date) -> Iterator[Watched]:
    keys, edition = [pk for pk, _ in chunk], editions.in_force(today)
    known = [source(keys, today) for source in _SOURCES]
    for pk, recognised_on in chunk:
        facts: dict[str, Any] = {}
        for each in known:
            facts |= each.get(pk, {})
        signs = Signs(on=today, edition=edition, recognised_on=recognised_on, **facts)
        yield Watched(pk, signs, flags_of(signs))


def _findings(keys: Keys, today: date) -> Mapping[int, Mapping[str, Any]]:
    rows = Finding.objects.filter(workshop__in=keys, state__in=OPEN_FINDINGS).order_by()
    failed = Count("pk", filter=Q(state=FindingState.FAILED))
    return {
        row["workshop"]: {"open_findings": row["number"], "failed_findings": row["failed"]}
        for row in rows.values("workshop").annotate(number=Count("pk"), failed=failed)
    }


def _rectifications(keys: Keys, today: date) -> Mapping[int, Mapping[str, Any]]:
    """Return until when what a check found is to be put right, the nearest deadline of each workshop."""
    running = RunningLimit.objects.filter(name=RECTIFICATION, closed_at=None, case__finding__workshop__in=keys)
    rows = running.order_by().values("case__finding__workshop").annotate(until=Min("last_day"))
    return {row["case__finding__workshop"]: {"rectification_until": row["until"]} for row in rows}


def _revocations(keys: Keys, today: date) -> Mapping[int, Mapping[str, Any]]:
    rows = Revocation.objects.filter(Q(is_open=True), workshop__in=keys)
    return {pk: {"has_running_revocation": True} for pk in rows.values_list("workshop", flat=True)}


def _activities(keys: Keys, today: date) -> Mapping[int, Mapping[str, Any]]:
    found = filings.last_activity_of(_by_key(keys))
    return {pk: {"last_activity_on": day} for pk, day in found.items()}


def _by_key(keys: Keys) -> list[Workshop]:
    """Return workshops of which only the key is known, for queries that ask for no more."""
    return [Workshop(pk=pk) for pk in keys]


def _filings(keys: Keys, today: date) -> Mapping[int, Mapping[str, Any]]:
    """Return the state of the filings of this year and the two before, by year."""
    rows = AnnualFiling.objects.filter(workshop__in=keys, year__gte=today.year - 2)
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for workshop, year, state in rows.values_list("workshop", "year", "state"):
        found[workshop][year] = state
    return {pk: {"filings": states} for pk, states in found.items()}


def _employed(keys: Keys, today: date) -> Mapping[int, Mapping[str, Any]]:
    """Return how many people on the roster each filing that was handed in names, by year."""
    filed = AnnualFiling.objects.filter(workshop__in=keys, year__gte=today.year - 2, state__in=_HANDED_IN)
    rows = (
        filed.values_list("workshop", "year")
        .annotate(number=Count("roster", filter=Q(roster__kind__in=_COUNTED)))
        .order_by()
    )
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for workshop, year, number in rows:
        found[workshop][year] = number
    return {pk: {"employed": numbers} for pk, numbers in found.items()}


def _evaluations(keys: Keys, today: date) -> Mapping[int, Mapping[str, Any]]:
    rows = Evaluation.objects.filter(workshop__in=keys).order_by().values("workshop")
    states = rows.annotate(last=Max("ended_on"), open=Count("pk", filter=Q(ended_on=None)))
    return {
        row["workshop"]: {"evaluated_on": row["last"], "is_being_evaluated": row["open"] > 0} for row in states
    }


Source = Callable[[Keys, date], Mapping[int, Mapping[str, Any]]]


def signs_from(source: Source) -> None:
    """Let an app above add what it knows: `source(keys, today)` returns fields of `Signs` by workshop key."""
    _SOURCES.append(source)


_SOURCES: list[Source] = [
    _findings,
    _rectifications,
    _revocations,
    _activities,
    _filings,
    _employed,
    _evaluations,
]
