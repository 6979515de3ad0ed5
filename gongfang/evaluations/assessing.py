"""What a workshop says of itself: saved as it is typed, with its files, and handed in (article 9(四))."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from gongfang.accounts.models import User
from gongfang.cases.models import Case
from gongfang.cases.services import StepInput, take_step
from gongfang.records import chain, uploads
from gongfang.records.models import EvidenceFile, Record
from gongfang.regulation import clauses
from gongfang.regulation.procedure import StepRefused

from . import queries, services
from .models import Evaluation, SelfAssessment
from .permissions import may_assess

FILES_MAX = 40
"""Files of one self-assessment, all dimensions together."""


class Overtaken(Exception):
    """Another window has saved the same self-assessment meanwhile."""


class NotAssessable(StepRefused):
    """The self-assessment is not, or no longer, this person's to change."""


@transaction.atomic
def save_self_assessment(
    case: Evaluation,
    *,
    by: User,
    at: datetime,
    statements: Mapping[str, str],
    seen_revision: int,
    window: str = "",
    leaves: bool = False,
) -> int:
    """Save the text of some dimensions and return the new revision.

    `window` names the page that saves: the one that saved last goes on even where it missed the answer. One that
    `leaves` with this save is known no more.

    :raises Overtaken: when another window has saved meanwhile.
    :raises NotAssessable: when the self-assessment may not be changed by `by`.
    """
    row = _locked(case, by)
    if seen_revision != row.revision and (not window or row.window != window):
        raise Overtaken
    _write(row, statements, by=by, at=at)
    row.revision, row.window = row.revision + 1, "" if leaves else window
    row.save(update_fields=["revision", "window"])
    return row.revision


def _locked(case: Evaluation, by: User) -> Evaluation:
    """Lock the case for a change, and return it as it stands."""
    Case.objects.select_for_update().get(pk=case.pk)
    row = Evaluation.objects.get(pk=case.pk)
    if not may_assess(by, row):
        raise NotAssessable("自评已经提交或者评估已经开始，现在不能修改", clauses.EVALUATION)
    return row


def _write(row: Evaluation, statements: Mapping[str, str], *, by: User, at: datetime) -> None:
    known = {each.code for each in queries.dimensions_of(row)}
    if unknown := sorted(statements.keys() - known):
        raise ValueError(f"unknown dimensions: {unknown}")
    SelfAssessment.objects.bulk_create(
        [
            SelfAssessment(evaluation=row, dimension=code, text=text.strip(), saved_by=by, saved_at=at)
            for code, text in statements.items()
        ],
        update_conflicts=True,
        unique_fields=["evaluation", "dimension"],
        update_fields=["text", "saved_by", "saved_at"],
    )


@transaction.atomic
def add_file(
    case: Evaluation, *, dimension: str, upload: "UploadedFile[Any]", by: User, at: datetime
) -> EvidenceFile:
    """Keep a file that shows what is said in a dimension; the workshop and the offices open it.

    :raises UploadRefused: when it cannot be taken in, or there are too many.
    :raises NotAssessable: when the self-assessment may not be changed by `by`.
    """
    row = _locked(case, by)
    if EvidenceFile.objects.filter(case_id=row.pk).count() >= FILES_MAX:
        raise uploads.UploadRefused(_("最多上传 %(most)s 个文件") % {"most": FILES_MAX})
    section, access = f"{queries.FILES}{dimension}", EvidenceFile.Access.HANDLERS
    return uploads.store(case=row, section=section, upload=upload, by=by, at=at, access=access)


@transaction.atomic
def remove_file(case: Evaluation, file: EvidenceFile, *, by: User) -> None:
    """Remove a file that has not been handed in.

    :raises NotAssessable: when the self-assessment may not be changed by `by`.
    """
    _locked(case, by)
    uploads.discard(file)


@transaction.atomic
def self_assess(
    case: Evaluation,
    *,
    by: User,
    at: datetime,
    statements: Mapping[str, str] | None = None,
    received_on: date | None = None,
    entry_reason: str = "",
    seen_version: int | None = None,
) -> Record:
    """Hand in the self-assessment as it was saved, with `statements` in place of what they name.

    `received_on` is the stamp of one on paper (reading R11). The record fixes the texts' digest and the files.

    :raises StepRefused: after the period, or while a dimension is left out.
    """
    services.check_stamp(case, received_on)
    Case.objects.select_for_update().get(pk=case.pk)
    row = Evaluation.objects.get(pk=case.pk)
    if statements and may_assess(by, row):
        _write(row, statements, by=by, at=at)
    facts = {"self_assessment": _digest(row)} | ({"received_on": received_on.isoformat()} if received_on else {})
    inputs = StepInput(
        given={"received_on": received_on, "entry_reason": entry_reason},
        documents=[file for files in queries.files_by_dimension(row).values() for file in files],
        facts=facts,
        seen_version=seen_version,
    )

    def stamp() -> None:
        Evaluation.objects.filter(pk=case.pk).update(received_on=received_on)

    return take_step(case, "self_assess", by=by, at=at, inputs=inputs, effect=stamp)


def _digest(row: Evaluation) -> str:
    """Return what the record keeps of the texts: enough to prove them, nothing to read."""
    said = queries.texts_of(row)
    return chain.salted(row.salt, "\n\n".join(f"{code}\n{said[code]}" for code in sorted(said)))
