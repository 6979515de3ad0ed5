"""Interest and absence: who leaves a panel, by whose word, and who takes the seat (6(二), R6, R7)."""

from datetime import datetime
from typing import Any

from gongfang.accounts.models import User
from gongfang.applications.models import Application
from gongfang.cases.services import StepInput, take_step
from gongfang.records.models import Record
from gongfang.regulation import clauses
from gongfang.regulation.procedure import WrongActor

from .. import queries, seating
from ..models import Declaration, Entry, Expert, Panel, RecusalRequest, Seat
from ..permissions import expert_of, speaks_for
from . import news


def declare(
    case: Panel,
    *,
    by: User,
    at: datetime,
    application: Application | None = None,
    is_clear: bool = True,
    reasons: str = "",
) -> Record:
    """Declare that one has no interest, or recuse oneself, for one application or for all (R7).

    A recusal seats the next rank at once. One made during the deliberation opens the scoring again and voids
    the minutes, which have to be written and signed anew.

    :raises StepRefused: when the person does not sit, or recuses himself without reasons.
    """
    expert = expert_of(by)
    given: dict[str, Any] = {"expert": str(expert.pk), "is_clear": is_clear, "reasons": reasons}
    if application is not None:
        given["application"] = application.number

    def write() -> None:
        concerned = _concerned(case, application)
        said = {"is_clear": is_clear, "reasons": "" if is_clear else reasons, "declared_at": at}
        Declaration.objects.bulk_create(
            [Declaration(entry=entry, expert=expert, **said) for entry in concerned],
            update_conflicts=True,
            unique_fields=["entry", "expert"],
            update_fields=list(said),
        )
        if not is_clear:
            for entry in concerned:
                _leave(entry, expert, Seat.Left.RECUSED, at=at)
            _seat_next(case, at=at)
            _void_minutes(case)

    facts = {"ref": queries.ref_of(case, expert), "is_clear": is_clear, "application": given.get("application")}
    return take_step(case, "declare", by=by, at=at, inputs=StepInput(given=given, facts=facts), effect=write)


def _concerned(panel: Panel, application: Application | None) -> list[Entry]:
    entries = seating.open_entries(panel)
    return [entry for entry in entries if application is None or entry.application_id == application.pk]


def _leave(entry: Entry, expert: Expert, why: Seat.Left, *, at: datetime) -> None:
    """Free the seat; requests against whoever sat on it have become pointless and are settled."""
    seats = Seat.objects.filter(entry=entry, candidate__expert=expert, left_at=None)
    seats.update(left_at=at, left_why=why)
    RecusalRequest.objects.filter(entry=entry, expert=expert, decided_at=None).update(
        is_granted=True, decided_at=at, decision_reasons=str(why.label)
    )


def _seat_next(panel: Panel, *, at: datetime) -> None:
    seats = seating.fill_seats(panel, at=at, is_replacement=True)
    seating.refresh_applications(panel, at=at)
    news.tell_of_seats(panel, seats, at=at)


def _void_minutes(panel: Panel) -> None:
    panel.minutes = ""
    panel.save(update_fields=["minutes"])
    panel.signatures.all().delete()


def request_recusal(
    case: Panel, *, by: User, at: datetime, application: Application, expert: Expert, reasons: str
) -> Record:
    """Ask in writing, as the applicant, that an expert not review one's application (R7).

    :raises StepRefused: after the period, or against somebody who does not sit.
    """
    entry = _own_entry(case, application, by)
    given = {"application": application.number, "challenged": str(expert.pk), "reasons": reasons}

    def write() -> None:
        RecusalRequest.objects.create(entry=entry, expert=expert, reasons=reasons, requested_at=at)

    facts = {"application": application.number, "ref": queries.ref_of(case, expert)}
    inputs = StepInput(given=given, facts=facts)
    return take_step(case, "request_recusal", by=by, at=at, inputs=inputs, effect=write)


def waive_recusal(case: Panel, *, by: User, at: datetime, application: Application) -> Record:
    """Say, as the applicant, that one asks for no recusal, so that the scoring need not wait (R7).

    :raises StepRefused: when that was said before, or a request of one's own is open.
    """
    entry = _own_entry(case, application, by)

    def write() -> None:
        entry.waived_at = at
        entry.save(update_fields=["waived_at"])

    given = {"application": application.number}
    inputs = StepInput(given=given, facts=given)
    return take_step(case, "waive_recusal", by=by, at=at, inputs=inputs, effect=write)


def _own_entry(panel: Panel, application: Application, by: User) -> Entry:
    found = panel.entries.filter(application=application, released_at=None)
    entry = found.select_related("application").first()
    if entry is None or not isinstance(by, User) or not speaks_for(by, entry.application):
        raise WrongActor("只有本申报的申报单位可以申请回避", clauses.REVIEW)
    return entry


def decide_recusal(
    case: Panel,
    *,
    by: User,
    at: datetime,
    request: RecusalRequest,
    is_granted: bool,
    reasons: str,
    seen_version: int | None = None,
) -> Record:
    """Decide on an applicant's request, with reasons; a granted one seats the next rank at once (R6, R7).

    `seen_version` is not compared: experts declare meanwhile, and that is no conflict.

    :raises StepRefused: when it was decided before, or without reasons.
    """
    given = {"request": str(request.pk), "is_granted": is_granted, "reasons": reasons}

    def write() -> None:
        request.is_granted, request.decided_at, request.decision_reasons = is_granted, at, reasons
        request.save(update_fields=["is_granted", "decided_at", "decision_reasons"])
        if is_granted:
            _leave(request.entry, request.expert, Seat.Left.GRANTED, at=at)
            _seat_next(case, at=at)
        news.tell_of_decision(case, request, at=at)

    facts = {
        "application": request.entry.application.number,
        "ref": queries.ref_of(case, request.expert),
        "is_granted": is_granted,
    }
    inputs = StepInput(given=given, facts=facts)
    return take_step(case, "decide_recusal", by=by, at=at, inputs=inputs, effect=write)


def excuse(
    case: Panel, *, by: User, at: datetime, expert: Expert, reasons: str, seen_version: int | None = None
) -> Record:
    """Record that an expert cannot take part, and seat the next rank where he has not scored yet (R6).

    `seen_version` is not compared: other experts declare and score meanwhile.

    :raises StepRefused: when he has no seat left to score, or without reasons.
    """
    given = {"expert": str(expert.pk), "reasons": reasons}

    def write() -> None:
        scored = set(expert.sheets.filter(submitted_at__isnull=False).values_list("entry_id", flat=True))
        for entry in seating.open_entries(case):
            if entry.pk not in scored:
                _leave(entry, expert, Seat.Left.EXCUSED, at=at)
        _seat_next(case, at=at)

    facts = {"ref": queries.ref_of(case, expert)}
    inputs = StepInput(given=given, facts=facts)
    return take_step(case, "excuse", by=by, at=at, inputs=inputs, effect=write)
