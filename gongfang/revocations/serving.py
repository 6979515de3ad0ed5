"""Serving the notice of a proposed revocation, on paper or electronically (article 10, readings R11, R17)."""

from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from gongfang.accounts.models import User
from gongfang.cases.services import StepInput, take_step
from gongfang.records.models import EvidenceFile, Record
from gongfang.regulation.revocation_guards import ELECTRONIC
from gongfang.regulation.time_limits import beijing_date
from gongfang.workshops.models import Workshop

from .models import Revocation, ServiceConsent
from .queries import PROOF
from .services import store, update


class NotTheHolder(Exception):
    """Only the account that acts for a workshop agrees to how it is served."""


@transaction.atomic
def set_service_consent(workshop: Workshop, *, by: User, at: datetime, is_given: bool) -> ServiceConsent:
    """Record that a workshop agrees to be served electronically, or no longer does.

    :raises NotTheHolder: when `by` does not act for it.
    """
    row = Workshop.objects.select_for_update().get(pk=workshop.pk)
    if row.holder_id != by.pk:
        raise NotTheHolder
    row.electronic_service_agreed_at = at if is_given else None
    row.save(update_fields=["electronic_service_agreed_at"])
    return ServiceConsent.objects.create(workshop=row, is_given=is_given, by=by, at=at)


def offer_notice(case: Revocation, *, by: User, at: datetime, seen_version: int | None = None) -> Record:
    """Send the notice electronically: from now on the workshop sees the case, and may open the notice.

    :raises StepRefused: when the workshop has not agreed to it, or it waits already.
    """
    inputs = StepInput(seen_version=seen_version)
    return take_step(case, "offer_notice", by=by, at=at, inputs=inputs, effect=lambda: _show(case, at))


def _show(case: Revocation, at: datetime) -> None:
    update(case, notice_offered_at=at, holder=case.workshop.holder)


@transaction.atomic
def serve_notice(
    case: Revocation,
    *,
    by: User,
    at: datetime,
    method: str = "",
    received_on: date | None = None,
    proof: "UploadedFile[Any] | str | None" = None,
    seen_version: int | None = None,
) -> Record:
    """Record that the notice was handed over or delivered; the appeal period runs from the day of receipt.

    `proof` is a file, or says where the proof is kept.

    :raises StepRefused: when an input lacks, or the day lies ahead or before the proposal.
    """
    is_file = isinstance(proof, UploadedFile)
    stored = _kept(case, proof, by=by, at=at) if isinstance(proof, UploadedFile) else []
    inputs = StepInput(
        given={"method": method, "received_on": received_on, "proof": stored[0].title if is_file else proof},
        texts={} if is_file or not proof else {"proof": str(proof)},
        documents=stored,
        facts={"method": method, "received_on": received_on.isoformat() if received_on else ""},
        trigger=received_on,
        seen_version=seen_version,
    )
    return take_step(
        case,
        "serve_notice",
        by=by,
        at=at,
        inputs=inputs,
        effect=lambda: update(case, method=method, received_on=received_on, holder=case.workshop.holder),
    )


def _kept(case: Revocation, proof: "UploadedFile[Any]", *, by: User, at: datetime) -> list[EvidenceFile]:
    return store(case, [proof], section=PROOF, by=by, at=at)


def acknowledge_notice(case: Revocation, *, by: User, at: datetime, seen_version: int | None = None) -> Record:
    """Open the electronic notice: this is its receipt, and the appeal period runs from today (reading R17)."""
    today = beijing_date(at)
    inputs = StepInput(
        facts={"method": ELECTRONIC, "received_on": today.isoformat()}, trigger=today, seen_version=seen_version
    )
    return take_step(
        case,
        "acknowledge_notice",
        by=by,
        at=at,
        inputs=inputs,
        effect=lambda: update(case, method=ELECTRONIC, received_on=today),
    )
