"""Reading evaluations: which are due, how one stands, what an office lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from gongfang.accounts.models import User
from gongfang.cases import limits
from gongfang.cases.permissions import seen_by
from gongfang.records.models import EvidenceFile
from gongfang.regulation import edition as editions
from gongfang.regulation.edition import NoEditionInForce
from gongfang.regulation.edition_values import Criterion
from gongfang.regulation.evaluation import EVALUATION, counts_from_at_latest, due_on
from gongfang.regulation.time_limits import beijing_date
from gongfang.workshops.models import HOLDING, Workshop

from .models import Evaluation, RectificationOrder, Score, SelfAssessment
from .registry import Period

FILES = "self_"
"""What the section of a dimension's evidence files begins with."""
NEWEST_FIRST = ("-id",)


def lacking(at: datetime) -> QuerySet[Workshop]:
    """Return the recognised workshops whose years have passed and that have no open evaluation (reading R15)."""
    today = beijing_date(at)
    try:
        latest = counts_from_at_latest(editions.in_force(today), on=today)
    except NoEditionInForce:
        return Workshop.objects.none()
    known = Evaluation.objects.filter(workshop=OuterRef("pk"))
    last_end = known.order_by("-sequence").values("ended_on")[:1]
    rows = Workshop.objects.filter(~Exists(known.filter(ended_on=None)), status__in=HOLDING)
    return rows.annotate(counts_from=Coalesce(Subquery(last_end), F("recognised_on"))).filter(
        counts_from__lte=latest
    )


def last_of(workshop: Workshop) -> Evaluation | None:
    """Return the evaluation of a workshop that was opened last."""
    return Evaluation.objects.filter(workshop=workshop).order_by("-sequence").first()


def counts_from(workshop: Workshop, last: Evaluation | None) -> date | None:
    """Return the day the years run from: the end of the last evaluation, else the recognition (reading R15)."""
    return last.ended_on if last is not None else workshop.recognised_on


def next_due_on(workshop: Workshop, last: Evaluation | None) -> date | None:
    """Return when the next evaluation falls due; None while one is open, or without a recognition."""
    since = counts_from(workshop, last)
    if since is None or not workshop.holds_recognition:
        return None
    return due_on(since, editions.available()[-1])


def facts_of_evaluation(case: Any) -> Mapping[str, Any]:
    """Return how an evaluation and its workshop stand, for the guards."""
    row = Evaluation.objects.select_related("workshop").get(pk=case.pk)
    written = _written(row)
    return {
        "is_still_recognised": row.workshop.holds_recognition,
        "counts_from": row.counts_from,
        "missing_sections": tuple(each.label for each in dimensions_of(row) if each.code not in written),
        "self_assessment_ends_at": limits.latest_end(case.pk, "self_assessment"),
        "rectification_ends_at": limits.latest_end(case.pk, "rectification"),
        "scores": dict(Score.objects.filter(evaluation=row).values_list("dimension", "points")),
    }


def _written(evaluation: Evaluation) -> set[str]:
    rows = SelfAssessment.objects.filter(evaluation=evaluation).values_list("dimension", "text")
    return {code for code, text in rows if text.strip()}


def dimensions_of(evaluation: Evaluation) -> Sequence[Criterion]:
    """Return the dimensions of article 9(四) under the edition of the case."""
    return evaluation.edition.evaluation_dimensions


def texts_of(evaluation: Evaluation) -> dict[str, str]:
    """Return the self-assessment by dimension."""
    return dict(SelfAssessment.objects.filter(evaluation=evaluation).values_list("dimension", "text"))


def scores_of(evaluation: Evaluation) -> dict[str, Score]:
    """Return the scores by dimension."""
    rows = Score.objects.filter(evaluation=evaluation).select_related("given_by")
    return {score.dimension: score for score in rows}


def files_by_dimension(evaluation: Evaluation) -> dict[str, list[EvidenceFile]]:
    """Return the files of the self-assessment by dimension."""
    found: dict[str, list[EvidenceFile]] = {}
    for file in EvidenceFile.objects.filter(case_id=evaluation.pk, section__startswith=FILES):
        found.setdefault(file.section.removeprefix(FILES), []).append(file)
    return found


def orders_of(evaluation: Evaluation) -> list[RectificationOrder]:
    """Return the orders of rectification, the last one first."""
    return list(RectificationOrder.objects.filter(evaluation=evaluation).order_by("-turn"))


def period_of(evaluation: Evaluation, *, at: datetime) -> Period:
    """Return the days an evaluation looks at: from the start of its years until its end, or today."""
    return Period(since=evaluation.counts_from, until=evaluation.ended_on or beijing_date(at))


def is_held(workshop: Workshop) -> bool:
    """Return whether an order of an evaluation that has not ended keeps the recognition suspended."""
    orders = RectificationOrder.objects.filter(evaluation__workshop=workshop, evaluation__ended_on=None)
    return orders.filter(suspends=True).exists()


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """How an office narrows its list; empty values select all. `year` is the year in which it fell due."""

    state: str = ""
    county: str = ""
    year: int | None = None


def listed_for(user: User, chosen: Chosen) -> QuerySet[Evaluation]:
    """Return the evaluations an office sees, narrowed."""
    rows = Evaluation.objects.filter(seen_by(user, EVALUATION.kind)).select_related("region", "workshop")
    if chosen.state:
        rows = rows.filter(state=chosen.state)
    if chosen.county:
        rows = rows.filter(region_id=chosen.county)
    if chosen.year is not None:
        rows = rows.filter(due_on__year=chosen.year)
    return rows


def years(user: User) -> list[int]:
    """Return the years in which the evaluations that `user` sees fell due, the newest first."""
    found = Evaluation.objects.filter(seen_by(user, EVALUATION.kind)).dates("due_on", "year", order="DESC")
    return [day.year for day in found]


def totals_of(evaluations: Sequence[Evaluation]) -> dict[int, int]:
    """Return the points of each evaluation that is scored in every dimension."""
    points: dict[int, dict[str, int]] = {}
    rows = Score.objects.filter(evaluation__in=evaluations).values_list("evaluation_id", "dimension", "points")
    for key, dimension, value in rows:
        points.setdefault(key, {})[dimension] = value
    whole = {each.pk: {criterion.code for criterion in dimensions_of(each)} for each in evaluations}
    return {key: sum(given.values()) for key, given in points.items() if set(given) >= whole[key]}
