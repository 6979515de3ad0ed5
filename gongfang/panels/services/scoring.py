"""Sealed sheets, their closing, the deliberation and its conclusion (6(二), R8)."""

import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from gongfang.accounts.models import User
from gongfang.applications.models import Application
from gongfang.cases import tasks
from gongfang.cases.services import StepInput, take_step
from gongfang.records import chain
from gongfang.records.models import Record
from gongfang.regulation import clauses
from gongfang.regulation import panel as rules
from gongfang.regulation.procedure import StepRefused

from .. import queries, seating
from ..models import Entry, MinutesSignature, Panel, ScoreSheet, Vote
from ..permissions import expert_of
from . import news


@transaction.atomic
def save_sheet(
    case: Panel, *, by: User, at: datetime, application: Application, items: Mapping[str, int], comment: str = ""
) -> ScoreSheet:
    """Keep a sheet as it is being filled in: only its expert ever reads it.

    :raises StepRefused: when he does not sit for the application, or has submitted it.
    """
    expert = expert_of(by)
    entry = queries.seated_entry(case, application, expert)
    sheet, _created = ScoreSheet.objects.select_for_update().get_or_create(entry=entry, expert=expert)
    if sheet.submitted_at is not None:
        raise StepRefused("评分已提交，不能更改", clauses.REVIEW)
    sheet.items, sheet.comment = dict(items), comment
    sheet.save(update_fields=["items", "comment"])
    return sheet


def score(
    case: Panel, *, by: User, at: datetime, application: Application, items: Mapping[str, int], comment: str = ""
) -> Record:
    """Hand in a sheet, which is sealed from then on: `items` are whole points by code of the rubric (R8).

    :raises StepRefused: when the person does not sit, has not declared clear, has scored, the sheet is not
        complete, recusals are open, or the list is exhausted.
    """
    expert = expert_of(by)
    salt = secrets.token_hex(32)
    filled_in = json.dumps({"items": dict(items), "comment": comment}, sort_keys=True, ensure_ascii=False)
    digest = chain.salted(salt, filled_in)

    def write() -> None:
        entry = case.entries.values_list("pk", flat=True).get(application=application)
        content = {"items": dict(items), "total": sum(items.values()), "comment": comment}
        sealed = {"salt": salt, "digest": digest, "submitted_at": at}
        ScoreSheet.objects.bulk_create(
            [ScoreSheet(entry_id=entry, expert=expert, **content, **sealed)],
            update_conflicts=True,
            unique_fields=["entry", "expert"],
            update_fields=[*content, *sealed],
        )

    given = {"expert": str(expert.pk), "application": application.number, "items": dict(items)}
    facts = {"application": application.number, "ref": queries.ref_of(case, expert), "sheet": digest}
    return take_step(case, "score", by=by, at=at, inputs=StepInput(given=given, facts=facts), effect=write)


def close_scoring(
    case: Panel, *, by: User, at: datetime, reasons: str = "", seen_version: int | None = None
) -> Record:
    """Close the scoring: all sheets are in, or enough for a lawful panel and there are reasons (R8).

    :raises StepRefused: when sheets are missing without reasons, or a request for recusal is open.
    """
    inputs = StepInput(given={"reasons": reasons}, seen_version=seen_version)
    return take_step(case, "close_scoring", by=by, at=at, inputs=inputs)


def write_minutes(case: Panel, *, by: User, at: datetime, minutes: str, seen_version: int | None = None) -> Record:
    """Put down the minutes of the deliberation, until the first signature.

    :raises StepRefused: when somebody has signed.
    """

    def write() -> None:
        case.minutes = minutes
        case.save(update_fields=["minutes"])

    inputs = StepInput(given={"minutes": minutes}, seen_version=seen_version)
    return take_step(case, "write_minutes", by=by, at=at, inputs=inputs, effect=write)


def sign_minutes(case: Panel, *, by: User, at: datetime, votes: Mapping[str, bool]) -> Record:
    """Sign the minutes and vote: `votes` by number of each application that one has scored (R8).

    :raises StepRefused: when there are no minutes, the person did not score or has signed, or a vote is missing.
    """
    expert = expert_of(by)

    def write() -> None:
        signature = MinutesSignature.objects.create(panel=case, expert=expert, signed_at=at)
        entries = {entry.application.number: entry for entry in seating.open_entries(case)}
        Vote.objects.bulk_create(
            Vote(signature=signature, entry=entries[number], agrees=agrees) for number, agrees in votes.items()
        )

    given: dict[str, Any] = {"expert": str(expert.pk), "votes": dict(votes)}
    facts = {"ref": queries.ref_of(case, expert)}
    return take_step(case, "sign_minutes", by=by, at=at, inputs=StepInput(given=given, facts=facts), effect=write)


def conclude(case: Panel, *, by: User, at: datetime, seen_version: int | None = None) -> Record:
    """Conclude: pass or fail each application by the mean of its sheets and the vote (R8).

    :raises StepRefused: when an attending expert has not signed, or a panel is unlawful.
    """
    results: dict[str, Any] = {}  # filled once the step is allowed, before it is recorded

    def write() -> None:
        entries = seating.open_entries(case)
        for entry in entries:
            results[entry.application.number] = _conclude(case, entry)
            tasks.refresh(entry.application, at=at)
        news.tell_of_conclusion(case, entries, at=at)

    inputs = StepInput(facts={"results": results}, seen_version=seen_version)
    return take_step(case, "conclude", by=by, at=at, inputs=inputs, effect=write)


def _conclude(panel: Panel, entry: Entry) -> Mapping[str, Any]:
    """Write the result of one application, and return it as the record holds it."""
    sitting = entry.seats.filter(left_at=None).values("candidate__expert_id")
    sheets = entry.sheets.filter(expert_id__in=sitting, submitted_at__isnull=False)
    totals = [total for total in sheets.values_list("total", flat=True) if total is not None]
    votes = list(entry.votes.values_list("agrees", flat=True))
    result = rules.result(totals, sum(votes), len(votes), panel.edition)
    entry.mean, entry.has_passed, entry.why = result.mean, result.passed, result.why
    entry.votes_for, entry.votes_total = sum(votes), len(votes)
    entry.save(update_fields=["mean", "has_passed", "why", "votes_for", "votes_total"])
    return {"mean": str(result.mean), "passed": result.passed, "for": sum(votes), "of": len(votes)}
