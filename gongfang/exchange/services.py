"""Explaining what differs, and bringing workshops into the project library (articles 9(二) and 11(三))."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction

from gongfang.accounts.models import User
from gongfang.cases import services as cases
from gongfang.cases.models import Case
from gongfang.cases.services import StepInput, open_case, take_step
from gongfang.records.models import Record
from gongfang.regulation import clauses
from gongfang.regulation.procedure import Actor, StepRefused
from gongfang.workshops.models import Workshop

from . import matching, queries
from .models import Explanation, LibraryEntry, Mismatch, MismatchLine


@dataclass(frozen=True)
class Explained:
    """What became of one line: one of `Explanation`, and a note."""

    explanation: str
    note: str = ""


def check_register(
    case: Mismatch, *, by: User, at: datetime, findings: str = "", seen_version: int | None = None
) -> Record:
    """Say, as keeper of the register, whether it is up to date (article 11(三))."""

    def note() -> None:
        case.is_register_checked = True
        Mismatch.objects.filter(pk=case.pk).update(is_register_checked=True)

    inputs = StepInput(given={"findings": findings}, seen_version=seen_version)
    return take_step(case, "check_register", by=by, at=at, inputs=inputs, effect=note)


def ask_workshop(
    case: Mismatch, *, by: User, at: datetime, question: str = "", seen_version: int | None = None
) -> Record:
    """Ask the workshop to help; from now on it sees the case."""
    texts = {"question": question} if question.strip() else {}
    inputs = StepInput(given={"question": question}, texts=texts, seen_version=seen_version)
    return take_step(case, "ask_workshop", by=by, at=at, inputs=inputs, effect=lambda: _show(case))


def _show(case: Mismatch) -> None:
    case.holder = case.workshop.holder
    Case.objects.filter(pk=case.pk).update(holder=case.holder)


answer_mismatch = cases.step("answer_mismatch")


def settle_mismatch(
    case: Mismatch,
    *,
    by: User,
    at: datetime,
    explained: Mapping[int, Explained] | None = None,
    findings: str = "",
    seen_version: int | None = None,
) -> Record:
    """Write down what became of everybody on the list, by the key of the line, and settle the question.

    :raises StepRefused: while somebody is not explained.
    """
    said = {pk: each for pk, each in (explained or {}).items() if each.explanation in Explanation.values}
    lines = list(queries.open_lines(case))
    unexplained = sum(line.pk not in said for line in lines)

    def write() -> None:
        for line in lines:
            line.explanation, line.note = said[line.pk].explanation, said[line.pk].note
            line.explained_at = at
        MismatchLine.objects.bulk_update(lines, ["explanation", "note", "explained_at"])
        matching.close(case)

    inputs = StepInput(
        given={"findings": findings, "unexplained": unexplained},
        facts={"lines": len(lines)},
        seen_version=seen_version,
    )
    return take_step(case, "settle_mismatch", by=by, at=at, inputs=inputs, effect=write)


def follow_recognition(workshop: Workshop, *, at: datetime) -> None:
    """Let open questions and the place in the library end with a recognition."""
    if workshop.holds_recognition:
        return
    matching.clear_away(workshop, at=at)
    entry = LibraryEntry.objects.filter(workshop=workshop, is_current=True).select_related("region").first()
    if entry is not None:
        take_step(entry, "leave_library", by=Actor.SYSTEM, at=at, effect=partial(_end_entry, entry))


def hand_over(workshop: Workshop, *, at: datetime) -> None:
    """Let the account that acts for a workshop now answer what it was asked, and account for its subsidies."""
    cases.hand_over(workshop.mismatches.filter(is_open=True, state="asked"), workshop.holder, at=at)
    cases.hand_over(workshop.subsidies.filter(state="running"), workshop.holder, at=at)


# ---- the project library


@transaction.atomic
def offer_to_library(workshop: Workshop, *, by: User, at: datetime) -> LibraryEntry:
    """Offer a recognised workshop to the project library (article 11(三)).

    :raises StepRefused: when its recognition is not in force, or it is offered or entered already.
    """
    row = Workshop.objects.select_for_update(of=("self",)).select_related("county", "holder").get(pk=workshop.pk)
    if LibraryEntry.objects.filter(workshop=row, is_current=True).exists():
        raise StepRefused("该工坊已经推送或者已经入库", clauses.PROJECT_LIBRARY)
    entry = open_case(LibraryEntry, region=row.county, holder=row.holder, at=at, title=row.name, workshop=row)
    facts = {"workshop": row.number}
    take_step(entry, "offer_to_library", by=by, at=at, inputs=StepInput(facts=facts))
    return entry


def enter_library(
    entry: LibraryEntry,
    *,
    by: User,
    at: datetime,
    library_number: str = "",
    entered_on: date | None = None,
    seen_version: int | None = None,
) -> Record:
    """Record that a workshop is in the library, under which number and since when (article 11(三)).

    :raises StepRefused: when the day has not come, or another workshop has the number.
    """
    number = library_number.strip()
    if number and LibraryEntry.objects.filter(library_number=number).exclude(pk=entry.pk).exists():
        raise StepRefused("这个项目库编号已经登记给其他工坊", clauses.PROJECT_LIBRARY)

    def write() -> None:
        entry.library_number, entry.entered_on = number, entered_on
        entry.save(update_fields=["library_number", "entered_on"])

    given: dict[str, Any] = {"library_number": number, "entered_on": entered_on}
    facts = {"library_number": number, "entered_on": entered_on.isoformat() if entered_on else None}
    inputs = StepInput(given=given, facts=facts, seen_version=seen_version)
    return take_step(entry, "enter_library", by=by, at=at, inputs=inputs, effect=write)


def decline_entry(
    entry: LibraryEntry, *, by: User, at: datetime, reasons: str = "", seen_version: int | None = None
) -> Record:
    """Say why a workshop is not entered for now; it may be offered again."""
    inputs = StepInput(given={"reasons": reasons}, seen_version=seen_version)
    return take_step(entry, "decline_entry", by=by, at=at, inputs=inputs, effect=partial(_end_entry, entry))


def _end_entry(entry: LibraryEntry) -> None:
    entry.is_current = False
    LibraryEntry.objects.filter(pk=entry.pk).update(is_current=False)


def acknowledge(
    entry: LibraryEntry,
    *,
    by: User,
    at: datetime,
    is_entered: bool,
    library_number: str = "",
    entered_on: date | None = None,
    reasons: str = "",
) -> Record:
    """Answer an offer as the agriculture department does, here or from its own system (article 11(三)).

    :raises StepRefused: when a number, a day or the reasons are missing, or the offer is answered already.
    """
    if is_entered:
        return enter_library(entry, by=by, at=at, library_number=library_number, entered_on=entered_on)
    return decline_entry(entry, by=by, at=at, reasons=reasons)
