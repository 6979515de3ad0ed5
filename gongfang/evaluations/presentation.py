"""What the pages of an evaluation show: each dimension with its words, files, evidence and points."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from gongfang.accounts.models import User
from gongfang.cases import limits
from gongfang.cases.pages import now
from gongfang.cases.presentation import clock, tone_of
from gongfang.records.models import EvidenceFile
from gongfang.regulation import clauses
from gongfang.regulation.edition_values import Criterion
from gongfang.regulation.evaluation import STATE_LABELS, State
from gongfang.workshops.models import Workshop

from . import permissions, queries
from .models import Evaluation, RectificationOrder, Score
from .registry import Evidence, Period, evidence_of

_BEFORE_A_RESULT = (State.DUE, State.SELF_ASSESSED)


@dataclass(frozen=True, kw_only=True)
class Dimension:
    """One dimension of article 9(四) as a page shows it; `text` is None where one may not read it yet."""

    criterion: Criterion
    label: str
    text: str | None
    files: list[EvidenceFile]
    evidence: list[Evidence]
    score: Score | None


def dimensions_for(evaluation: Evaluation, user: User, *, at: datetime | None) -> list[Dimension]:
    """Return the dimensions as `user` may see them; evidence is gathered up to `at`, or to the last step."""
    reads = permissions.reads_self_assessment(user, evaluation)
    texts = queries.texts_of(evaluation) if reads else {}
    files = queries.files_by_dimension(evaluation) if reads else {}
    scores = queries.scores_of(evaluation) if sees_scores(user, evaluation) else {}
    period = queries.period_of(evaluation, at=at or evaluation.state_since)
    known = _evidence(evaluation, period)
    return [
        Dimension(
            criterion=each,
            label=_(each.label),
            text=texts.get(each.code, "") if reads else None,
            files=files.get(each.code, []),
            evidence=known[each.code],
            score=scores.get(each.code),
        )
        for each in queries.dimensions_of(evaluation)
    ]


def _evidence(evaluation: Evaluation, period: Period) -> Mapping[str, list[Evidence]]:
    codes = [each.code for each in queries.dimensions_of(evaluation)]
    return evidence_of(evaluation.workshop, period, codes)


def sees_scores(user: User, evaluation: Evaluation) -> bool:
    """Return whether `user` reads the points: before a result rests on them, only those who give and check."""
    return evaluation.state not in _BEFORE_A_RESULT or permissions.reads_scores(user)


def evaluation_context(evaluation: Evaluation, user: User, *, at: datetime | None = None) -> dict[str, Any]:
    """Return what every page shows of an evaluation."""
    dimensions = dimensions_for(evaluation, user, at=at)
    scores = [each.score for each in dimensions if each.score is not None]
    return {
        "case": evaluation,
        "workshop": evaluation.workshop,
        "dimensions": dimensions,
        "period": queries.period_of(evaluation, at=at or evaluation.state_since),
        "total": sum(score.points for score in scores) if len(scores) == len(dimensions) else None,
        "whole": sum(each.criterion.points for each in dimensions),
        "orders": queries.orders_of(evaluation),
        "may_assess": permissions.may_assess(user, evaluation),
        "opens_files": permissions.opens_files(user, evaluation),
        "state_label": label_of(evaluation),
        "state_tone": tone_of(evaluation.state),
        "clause": clauses.EVALUATION,
    }


def label_of(evaluation: Evaluation) -> str:
    """Return the label of an evaluation's state."""
    return _(STATE_LABELS[evaluation.state])


def evaluation_section(case: Any, user: User) -> Mapping[str, Any]:
    """Return the part of a case's page with its dimensions."""
    evaluation = Evaluation.objects.select_related("workshop").get(pk=case.pk)
    return evaluation_context(evaluation, user)


def rectification_section(case: Any, user: User) -> Mapping[str, Any] | None:
    """Return the part of a case's page with what was ordered and reported; nothing before the first order."""
    orders = queries.orders_of(case)
    if not orders:
        return None
    return {"orders": shown_orders(case, orders), "opens_files": permissions.opens_files(user, case)}


def shown_orders(case: Any, orders: list[RectificationOrder]) -> list[dict[str, Any]]:
    """Return the orders with the files of their reports, by one query."""
    by_section: dict[str, list[EvidenceFile]] = {}
    for file in EvidenceFile.objects.filter(case_id=case.pk, section__startswith="rectified_"):
        by_section.setdefault(file.section, []).append(file)
    return [{"order": order, "files": by_section.get(order.section, [])} for order in orders]


def workshop_section(workshop: Workshop, user: User) -> Mapping[str, Any] | None:
    """Return the part of a workshop's page: its last result, the next due date, what is under way."""
    rows = list(Evaluation.objects.filter(workshop=workshop).order_by("-sequence")[:6])
    due_on = queries.next_due_on(workshop, rows[0] if rows else None)
    if not rows and due_on is None:
        return None
    totals = queries.totals_of(rows)
    return {
        "open": next((_open_row(each, totals, user) for each in rows if each.is_open), None),
        "past": [_row(each, totals, user) for each in rows if not each.is_open],
        "due_on": due_on,
        "clause": clauses.EVALUATION,
    }


def _open_row(evaluation: Evaluation, totals: Mapping[int, int], user: User) -> dict[str, Any]:
    """Return an evaluation under way with the time limit that runs, and whether `user` may assess now."""
    running = limits.current(evaluation)
    shown = clock(running, evaluation, at=now()) if running else None
    is_over = shown is not None and shown.is_overdue
    return _row(evaluation, totals, user) | {
        "clock": shown,
        "may_assess": permissions.may_assess(user, evaluation) and not is_over,
    }


def _row(evaluation: Evaluation, totals: Mapping[int, int], user: User) -> dict[str, Any]:
    return {
        "evaluation": evaluation,
        "label": label_of(evaluation),
        "tone": tone_of(evaluation.state),
        "total": totals.get(evaluation.pk) if sees_scores(user, evaluation) else None,
    }
