"""Appealing against a proposed revocation, and upholding the appeal (article 10, readings R11, R17)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from gongfang.accounts.models import User
from gongfang.cases.models import Case
from gongfang.cases.services import StepInput, take_step
from gongfang.records import chain
from gongfang.records.models import Record

from .models import Appeal, Revocation
from .queries import APPEAL
from .services import end, store


@transaction.atomic
def appeal(
    case: Revocation,
    *,
    by: User,
    at: datetime,
    real_name: str = "",
    contact: str = "",
    reasons: str = "",
    evidence: str = "",
    files: Sequence["UploadedFile[Any]"] = (),
    received_on: date | None = None,
    entry_reason: str = "",
    seen_version: int | None = None,
) -> Record:
    """Receive the workshop's appeal; the review period runs from its receipt (article 10, reading R17).

    `received_on` is the stamp of one on paper, which the prefecture's culture department enters (R11).

    :raises StepRefused: when the appeal period had ended, an element lacks, or the stamp is not plausible; nothing
        is kept then.
    """
    Case.objects.select_for_update().get(pk=case.pk)
    said = {"real_name": real_name, "contact": contact, "reasons": reasons, "evidence": evidence}
    stored = store(case, files, section=APPEAL, by=by, at=at)
    row = _written(case, said, has_files=bool(stored), received_on=received_on, entry_reason=entry_reason)
    facts = {"appeal": chain.salted(row.salt, f"{row.reasons}\n{row.evidence}")}
    inputs = StepInput(
        given={"elements": row.elements, "entry_reason": entry_reason},
        documents=stored,
        facts=facts | ({"received_on": received_on.isoformat()} if received_on else {}),
        trigger=received_on,
        seen_version=seen_version,
    )
    return take_step(case, "appeal", by=by, at=at, inputs=inputs)


def _written(
    case: Revocation, said: Mapping[str, str], *, has_files: bool, received_on: date | None, entry_reason: str
) -> Appeal:
    """Write down what is said; where an appeal stands already, the step refuses and nothing is kept."""
    words = {name: text.strip() for name, text in said.items()}
    held = {name for name, text in words.items() if text} | ({"evidence"} if has_files else set())
    found = Appeal.objects.filter(revocation_id=case.pk).first()
    return found or Appeal.objects.create(
        revocation=case,
        elements=sorted(held),
        received_on=received_on,
        entry_reason=entry_reason,
        salt=chain.new_salt(),
        **words,
    )


def uphold_appeal(
    case: Revocation,
    *,
    by: User,
    at: datetime,
    findings: str = "",
    reply: str = "",
    seen_version: int | None = None,
) -> Record:
    """Find the appeal well-founded: the proposal falls, and what was suspended for it holds again (R14)."""
    inputs = StepInput(given={"findings": findings, "reply": reply}, seen_version=seen_version)
    return take_step(case, "uphold_appeal", by=by, at=at, inputs=inputs, effect=lambda: end(case, at=at))
