"""Revoking a recognition, announcing it, and taking the plaque back (article 10, readings R17, R18)."""

from datetime import date, datetime

from django.db import transaction

from gongfang.accounts.models import User
from gongfang.cases.models import CaseNumber
from gongfang.cases.services import StepInput, take_step
from gongfang.records.models import Record
from gongfang.regulation.revocation import State
from gongfang.regulation.time_limits import beijing_date
from gongfang.workshops import services as workshops
from gongfang.workshops.models import PlaqueStatus, WorkshopStatus
from gongfang.workshops.queries import free_from

from .models import Announcement, Revocation
from .queries import active_plaques
from .services import update


def revoke(
    case: Revocation,
    *,
    by: User,
    at: datetime,
    document_number: str = "",
    findings: str = "",
    reply: str = "",
    seen_version: int | None = None,
) -> Record:
    """Revoke the recognition and announce it on the same day (article 10, reading R17).

    After an appeal, `findings` and `reply` dismiss it in the same step.

    :raises StepRefused: when an appeal would still be in time, or the departments have not agreed to dismiss it.
    """
    answer = {"findings": findings, "reply": reply} if case.state == State.APPEALED else {}
    inputs = StepInput(
        given={"document_number": document_number, **answer},
        facts={"document_number": document_number},
        seen_version=seen_version,
    )
    return take_step(
        case, "revoke", by=by, at=at, inputs=inputs, effect=lambda: _carry_out(case, document_number, at)
    )


def _carry_out(case: Revocation, document_number: str, at: datetime) -> None:
    today = beijing_date(at)
    update(case, is_open=False, document_number=document_number, decided_on=today)
    workshops.set_status(
        workshop=case.workshop,
        status=WorkshopStatus.REVOKED,
        on=today,
        at=at,
        clause=case.ground_clauses[0],
        document_number=document_number,
    )
    _announce(case, today, at)


def _announce(case: Revocation, today: date, at: datetime) -> None:
    """Publish what the public is to know: the workshop, its operator, the grounds, and no person."""
    workshop, free = case.workshop, free_from(today)
    assert free is not None  # the case was opened under an edition in force
    Announcement.objects.create(
        number=_next_number(today.year),
        revocation=case,
        workshop_name=workshop.name,
        operator_name=workshop.operator.name,
        county=workshop.county.name,
        grounds=case.grounds,
        document_number=case.document_number,
        revoked_on=today,
        free_from=free,
        published_at=at,
    )


def _next_number(year: int) -> str:
    CaseNumber.objects.get_or_create(kind="announcement", year=year)
    row = CaseNumber.objects.select_for_update().get(kind="announcement", year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return f"GG{year}-{row.last:03d}"


@transaction.atomic
def recover_plaque(
    case: Revocation,
    *,
    by: User,
    at: datetime,
    returned_on: date | None = None,
    reasons: str = "",
    seen_version: int | None = None,
) -> Record:
    """Record that the plaque came back on a day, or declare it void because it cannot be had.

    :raises StepRefused: when neither is given, or the day does not fit.
    """
    given = {"returned_on": returned_on, "reasons": reasons}
    facts = {"returned_on": returned_on.isoformat()} if returned_on else {"is_void": True}
    inputs = StepInput(given=given, facts=facts, seen_version=seen_version)
    return take_step(
        case,
        "recover_plaque",
        by=by,
        at=at,
        inputs=inputs,
        effect=lambda: _end_plaque(case, returned_on, reasons, at),
    )


def _end_plaque(case: Revocation, returned_on: date | None, reasons: str, at: datetime) -> None:
    workshops.end_plaque(
        plaque=active_plaques(case.workshop).get(),
        status=PlaqueStatus.RECOVERED if returned_on else PlaqueStatus.VOID,
        on=returned_on or beijing_date(at),
        at=at,
        reason=reasons.strip(),
    )
