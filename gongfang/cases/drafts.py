"""Steps an officer prepares and the head signs."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet

from gongfang.accounts.models import User
from gongfang.records import uploads
from gongfang.records.models import EvidenceFile
from gongfang.regulation.procedure import Actor, Step

from .models import Case, Draft, DraftFile
from .registry import kind_of

SECTION = "draft"
"""What the file of a draft is for, until the step that uses it says otherwise."""


@transaction.atomic
def prepare(
    *,
    case: Case,
    action: str,
    by: User,
    data: dict[str, Any],
    at: datetime,
    files: "Mapping[str, UploadedFile[Any]] | None" = None,
) -> Draft:
    """Keep the form an officer has filled in until the head of the office signs or replaces it.

    `files` are those newly chosen, by field; of a field without one, the file chosen before stays.

    :raises UploadRefused: when a file is not acceptable; the draft is then as it was.
    """
    draft, _created = Draft.objects.update_or_create(
        case_id=case.pk,
        action=action,
        office=by.office,
        defaults={"data": json.dumps(data, ensure_ascii=False), "prepared_by": by, "prepared_at": at},
    )
    for field, upload in (files or {}).items():
        _keep(draft, field, upload, by=by, at=at)
    return draft


def _keep(draft: Draft, field: str, upload: "UploadedFile[Any]", *, by: User, at: datetime) -> None:
    """Take in a file, in the place of the one chosen before."""
    access = EvidenceFile.Access.HANDLERS
    stored = uploads.store(case=draft.case, section=SECTION, upload=upload, by=by, at=at, access=access)
    _discard(draft.files.filter(field=field).select_related("stored"))
    DraftFile.objects.create(draft=draft, field=field, stored=stored)


def drop(found: QuerySet[Draft], *, used: Collection[EvidenceFile] = ()) -> None:
    """Remove drafts with their files, but for the files that a step has used."""
    for draft in found.prefetch_related("files__stored"):
        _discard(draft.files.all(), used=used)
        draft.delete()


def _discard(files: Iterable[DraftFile], *, used: Collection[EvidenceFile] = ()) -> None:
    for file in files:
        file.delete()
        if file.stored not in used:
            uploads.discard(file.stored)


def spent(case: Case, step: Step, *, source: str, by: User | Actor) -> QuerySet[Draft] | None:
    """Return the drafts that a step leaves without use: those of the step itself, all once the case has ended.

    None where there can be none. While the case stays in its state, another department's draft of the same step
    still waits for its head.
    """
    if case.state in kind_of(case.kind).procedure.ends:
        return Draft.objects.filter(case_id=case.pk)
    if not step.is_binding:
        return None
    found = Draft.objects.filter(case_id=case.pk, action=step.action)
    return found.filter(office=by.office) if case.state == source and isinstance(by, User) else found


def initial_for(user: User, case: Case, action: str) -> dict[str, Any]:
    """Return what the office's officer has prepared for this step, for the form to start from."""
    if user.office is None:
        return {}
    draft = Draft.objects.filter(case_id=case.pk, action=action, office=user.office).first()
    return dict(json.loads(draft.data)) | files_for(user, case, action) if draft else {}


def files_for(user: User, case: Case, action: str) -> dict[str, DraftFile]:
    """Return the files the office's officer has chosen for this step, by field."""
    if user.office is None:
        return {}
    found = DraftFile.objects.filter(draft__case_id=case.pk, draft__action=action, draft__office=user.office)
    return {file.field: file for file in found.select_related("stored")}


def as_given(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """Return a form's fields as services take them: for the file of a draft the stored file."""
    return {name: value.stored if isinstance(value, DraftFile) else value for name, value in cleaned.items()}


def shown_to(user: User, case: Case) -> list[dict[str, Any]]:
    """Return the drafts of the user's own office on this case."""
    if user.office is None:
        return []
    found = Draft.objects.filter(case_id=case.pk, office=user.office).select_related("prepared_by")
    found = found.prefetch_related("files__stored")
    return [{"draft": draft, "step": _row(case, draft.action), "files": draft.files.all()} for draft in found]


def _row(case: Case, action: str) -> Step:
    return kind_of(case.kind).procedure.rows(action)[0]
