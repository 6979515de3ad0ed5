"""What is known of workshops, gathered in bulk from every app that knows something (article 9(二)).

The one place where the monitoring page and the plans of inspections learn of filings, evaluations and revocations.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from gongfang.cases.models import RunningLimit
from gongfang.regulation import edition as editions
from gongfang.regulation.inspection import FindingState
from gongfang.regulation.monitoring import Flag, Signs, flags_of
from gongfang.regulation.time_limits import beijing_date
from gongfang.revocations.models import Revocation
from gongfang.workshops.models import HOLDING, Workshop

from .models import Finding
from .queries import OPEN_FINDINGS, RECTIFICATION

CHUNK = 500
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


_SOURCES: tuple[Callable[[Keys, date], Mapping[int, Mapping[str, Any]]], ...] = (
    _findings,
    _rectifications,
    _revocations,
)
