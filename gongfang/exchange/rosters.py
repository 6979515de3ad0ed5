"""The rosters that are matched: of each recognised workshop the one that was handed in last."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from gongfang.applications.models import RosterEntry, RosterKind
from gongfang.filings.models import AnnualFiling, Worker
from gongfang.regulation.annual_filing import State
from gongfang.workshops.models import HOLDING, Workshop

from .models import Source

COUNTED = (RosterKind.POVERTY.value, RosterKind.MONITORED.value)
"""Whom the register can confirm; the others on a roster are none of its business."""
_HANDED_IN = (State.FILED, State.RETURNED, State.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Person:
    """A line of a roster: whose, and its row, which alone has the name."""

    workshop: int
    source: str
    entry: UUID
    id_index: str
    kind: str


def current_rosters() -> Iterator[Person]:
    """Yield everybody that article 7(二) speaks of on the last roster of every recognised workshop."""
    filed = _last_filings()
    workers = Worker.objects.filter(filing__in=filed, kind__in=COUNTED)
    yield from _people(workers, "filing__workshop", Source.FILING)
    applied = _without_filing()
    numbers = dict(applied.values_list("application_number", "pk"))
    entries = RosterEntry.objects.filter(application__number__in=applied.values("application_number"))
    for person in _people(entries.filter(kind__in=COUNTED), "application__number", Source.APPLICATION):
        yield Person(numbers[person.workshop], person.source, person.entry, person.id_index, person.kind)  # type: ignore[index]


def _last_filings() -> QuerySet[AnnualFiling]:
    newer = AnnualFiling.objects.filter(
        workshop=OuterRef("workshop"), year__gt=OuterRef("year"), state__in=_HANDED_IN
    )
    rows = AnnualFiling.objects.filter(~Exists(newer), state__in=_HANDED_IN, workshop__status__in=HOLDING)
    return rows.order_by()


def _without_filing() -> QuerySet[Workshop]:
    filed = AnnualFiling.objects.filter(workshop=OuterRef("pk"), state__in=_HANDED_IN)
    return Workshop.objects.filter(~Exists(filed), status__in=HOLDING).exclude(application_number="").order_by()


def _people(rows: QuerySet[Any], owner: str, source: str) -> Iterator[Person]:
    names = (owner, "pk", "id_index", "kind")
    for workshop, entry, id_index, kind in rows.order_by().values_list(*names).iterator(2000):
        yield Person(workshop, source, entry, id_index, kind)


def rows_of(source: str, keys: Collection[UUID]) -> dict[UUID, Any]:
    """Return the rows of a roster, which have the names, by their keys."""
    model: Any = Worker if source == Source.FILING else RosterEntry
    return model._default_manager.in_bulk(list(keys))  # type: ignore[no-any-return]
