"""Whom a change of the figures would touch: workshops as they are now, filings as they were handed in."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TypeVar

from django.db.models import QuerySet

from gongfang.applications import precheck
from gongfang.applications.models import Application
from gongfang.applications.queries import filed_on
from gongfang.cases.permissions import UNFILED
from gongfang.filings.models import Activity
from gongfang.regulation.conditions import ConditionFacts
from gongfang.regulation.edition import Edition
from gongfang.regulation.recognition import RECOGNITION
from gongfang.workshops.models import HOLDING, Workshop

CHUNK = 500
Row = TypeVar("Row")


@dataclass(frozen=True)
class Subject:
    """A workshop or a filing: `before` and `after` are its facts, counted in the windows of the two editions."""

    number: str
    name: str
    county: str
    url: str
    before: ConditionFacts
    after: ConditionFacts


def open_filings() -> QuerySet[Application]:
    """Return the filings that are under way: handed in and not ended."""
    return (
        Application.objects.exclude(state__in=[*UNFILED, *RECOGNITION.ends])
        .select_related("region")
        .order_by("number")
    )


def recognised() -> QuerySet[Workshop]:
    """Return the workshops that hold a recognition."""
    return Workshop.objects.filter(status__in=HOLDING).select_related("county").order_by("number")


def filings(now: Edition, other: Edition, on: date) -> Iterator[Subject]:
    """Yield every filing under way with what it states; seven queries a chunk."""
    for chunk in _chunks(open_filings()):
        listed = precheck.listed_in([each.pk for each in chunk])
        for each in chunk:
            day = filed_on(each, on)
            before, after = (precheck.condition_facts(each, listed[each.pk], day, text) for text in (now, other))
            yield Subject(each.number, each.title, each.region.name, each.get_absolute_url(), before, after)


def workshops(now: Edition, other: Edition, on: date) -> Iterator[Subject]:
    """Yield every recognised workshop that filed here, its activities counted up to the day `on`.

    What it stated when it was recognised, and the activities it has logged since; nine queries a chunk.
    """
    for chunk in _chunks(recognised()):
        filed = _filings_of(chunk)
        listed = precheck.listed_in([each.pk for each in filed.values()])
        logged = _logged(chunk)
        for each in (each for each in chunk if each.application_number in filed):
            filing = filed[each.application_number]
            known = listed[filing.pk]
            known.held += logged[each.pk]
            before, after = (precheck.condition_facts(filing, known, on, text) for text in (now, other))
            yield Subject(each.number, each.name, each.county.name, each.get_absolute_url(), before, after)


def without_facts() -> int:
    """Return how many recognised workshops never filed here, so that nothing can be said of them."""
    return recognised().filter(application_number="").count()


def _filings_of(chunk: Sequence[Workshop]) -> dict[str, Application]:
    numbers = [each.application_number for each in chunk if each.application_number]
    return {each.number: each for each in Application.objects.filter(number__in=numbers)}


def _logged(chunk: Sequence[Workshop]) -> dict[int, list[tuple[str, date]]]:
    found: dict[int, list[tuple[str, date]]] = defaultdict(list)
    rows = Activity.objects.filter(workshop__in=[each.pk for each in chunk]).order_by()
    for key, kind, held_on in rows.values_list("workshop", "kind", "held_on"):
        found[key].append((kind, held_on))
    return found


def _chunks(rows: QuerySet[Row]) -> Iterator[list[Row]]:  # type: ignore[type-var]
    found = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        yield chunk
