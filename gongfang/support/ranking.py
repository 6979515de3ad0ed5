"""The facts by which workshops are ranked for a recommendation, gathered in bulk (article 8(一))."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef

from gongfang.applications.models import RosterKind
from gongfang.evaluations import queries as evaluations
from gongfang.evaluations.models import Evaluation
from gongfang.filings import queries as filings
from gongfang.filings.models import Activity, ActivityKind
from gongfang.oversight.models import Finding
from gongfang.oversight.queries import OPEN_FINDINGS
from gongfang.regulation.evaluation import State as EvaluationState
from gongfang.regulation.time_limits import beijing_date
from gongfang.workshops.models import Workshop, WorkshopItem, WorkshopStatus

from .models.recommending import ITEM_RANKS

CHUNK = 500
_DECIDED = (EvaluationState.PASSED, EvaluationState.FAILED)
Facts = dict[str, Any]


def facts_of_all(*, at: datetime) -> Iterator[tuple[int, Facts]]:
    """Yield the key of each workshop in good standing with its facts: a bounded number of queries for each 500."""
    rows = Workshop.objects.filter(status=WorkshopStatus.RECOGNISED).order_by("pk")
    last = 0
    while chunk := list(rows.filter(pk__gt=last).only("pk", "recognised_on")[:CHUNK]):
        yield from _facts_of(chunk, beijing_date(at))
        last = chunk[-1].pk


def _facts_of(workshops: Sequence[Workshop], today: date) -> Iterator[tuple[int, Facts]]:
    known = [source(workshops, today) for source in (_marks, _filed, _trainings, _findings, _items)]
    for workshop in workshops:
        facts: Facts = {"recognised_on": workshop.recognised_on}
        for each in known:
            facts |= each.get(workshop.pk, {})
        yield workshop.pk, facts


def _marks(workshops: Sequence[Workshop], today: date) -> Mapping[int, Facts]:
    """Return the points of the last evaluation that was decided."""
    decided = Evaluation.objects.filter(state__in=_DECIDED, ended_on__isnull=False)
    later = decided.filter(workshop=OuterRef("workshop"), sequence__gt=OuterRef("sequence"))
    rows = list(decided.filter(~Exists(later), workshop__in=workshops))
    totals = evaluations.totals_of(rows)
    return {
        row.workshop_id: {"is_evaluated": True, "mark": min(totals[row.pk], 100)}
        for row in rows
        if row.pk in totals
    }


def _filed(workshops: Sequence[Workshop], today: date) -> Mapping[int, Facts]:
    """Return the people employed by kind and the sales that the last confirmed filing names."""
    accepted = filings.latest_accepted_of(workshops)
    people = filings.employed_in(accepted.values())
    return {
        key: {
            "has_filing": True,
            "sales": (filing.sales_online or Decimal(0)) + (filing.sales_offline or Decimal(0)),
            **{f"employed_{kind}": people[filing.pk][kind] for kind in RosterKind.values},
        }
        for key, filing in accepted.items()
    }


def _trainings(workshops: Sequence[Workshop], today: date) -> Mapping[int, Facts]:
    """Return how often each held a training in the months that article 4 counts (reading R2)."""
    held = Activity.objects.filter(
        workshop__in=workshops,
        kind=ActivityKind.TRAINING,
        held_on__gte=filings.window_start(today),
        held_on__lte=today,
    )
    rows = held.order_by().values_list("workshop").annotate(number=Count("pk"))
    return {key: {"trainings": number} for key, number in rows}


def _findings(workshops: Sequence[Workshop], today: date) -> Mapping[int, Facts]:
    found = Finding.objects.filter(workshop__in=workshops, state__in=OPEN_FINDINGS)
    rows = found.order_by().values_list("workshop").annotate(number=Count("pk"))
    return {key: {"open_findings": number} for key, number in rows}


def _items(workshops: Sequence[Workshop], today: date) -> Mapping[int, Facts]:
    """Return the highest level of the items that each relies on."""
    ranks: dict[int, int] = {}
    rows = WorkshopItem.objects.filter(workshop__in=workshops).order_by().values_list("workshop", "level")
    for key, level in rows:
        ranks[key] = max(ranks.get(key, 0), ITEM_RANKS[level])
    return {key: {"item_rank": rank} for key, rank in ranks.items()}
