"""Keeping a filing until it is handed in: its parts, its people and its files. No step of the procedure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from gongfang.accounts.models import User
from gongfang.applications.filing import FILES_MAX, ROWS_MAX, NotEditable, save_once, write_step
from gongfang.applications.materials import FileSlot
from gongfang.applications.roster import RosterHome
from gongfang.cases.models import Case
from gongfang.records import uploads
from gongfang.records.models import EvidenceFile
from gongfang.regulation import clauses

from .models import AnnualFiling, FilingRosterUpload, Worker
from .permissions import may_edit


def lock(filing: AnnualFiling) -> None:
    """Take the lock that steps take: no edit falls between what a step checks and what it fixes."""
    Case.objects.select_for_update().get(pk=filing.pk)


def locked(filing: AnnualFiling, by: User) -> AnnualFiling:
    """Lock a filing for a change, and return it as it stands.

    :raises NotEditable: when it may not be changed by `by`.
    """
    lock(filing)
    row = AnnualFiling.objects.get(pk=filing.pk)
    if not may_edit(by, row):
        raise NotEditable("本年度报备已经提交或者期限已满，现在不能修改", clauses.ANNUAL_FILING)
    return row


ROSTERS = RosterHome(
    owner="filing", entry=Worker, staged=FilingRosterUpload, lock=locked, clause=clauses.ANNUAL_FILING
)


@transaction.atomic
def save_part(
    filing: AnnualFiling,
    *,
    part: str,
    by: User,
    changes: Mapping[str, Any],
    seen_revision: int,
    window: str = "",
    leaves: bool = False,
) -> int:
    """Save fields of one part of the filing and return its new revision, as `applications.filing.save_step`.

    :raises Overtaken: when another window has saved the same part meanwhile.
    :raises NotEditable: when the filing may not be changed by `by`.
    """
    row = locked(filing, by)
    saved = write_step(row, step=part, changes=changes, seen_revision=seen_revision, window=window, leaves=leaves)
    for name, value in changes.items():
        setattr(filing, name, value)
    filing.revisions = row.revisions
    return saved


@transaction.atomic
def add_worker(filing: AnnualFiling, worker: Worker, *, by: User, at: datetime) -> Worker:
    """Add somebody to the roster.

    :raises Repeated: when the person is on it already.
    :raises NotEditable: when the filing may not be changed by `by`, or the roster is full.
    """
    locked(filing, by)
    if filing.roster.count() >= ROWS_MAX:
        raise NotEditable(f"名单最多 {ROWS_MAX} 人", clauses.ANNUAL_FILING)
    worker.filing, worker.added_at = filing, at
    save_once(worker)
    return worker


@transaction.atomic
def change_worker(filing: AnnualFiling, worker: Worker, *, by: User) -> None:
    """Save what was changed of somebody on the roster.

    :raises Repeated: when the person is on it already.
    :raises NotEditable: when the filing may not be changed by `by`.
    """
    locked(filing, by)
    save_once(worker)


@transaction.atomic
def remove_worker(filing: AnnualFiling, worker: Worker, *, by: User) -> None:
    """Take somebody off the roster.

    :raises NotEditable: when the filing may not be changed by `by`.
    """
    locked(filing, by)
    worker.delete()


@transaction.atomic
def add_file(
    filing: AnnualFiling, *, slot: FileSlot, upload: "UploadedFile[Any]", by: User, at: datetime
) -> EvidenceFile:
    """Take in a file of the filing.

    :raises UploadRefused: when the file cannot be taken in, or there are too many.
    :raises NotEditable: when the filing may not be changed by `by`.
    """
    locked(filing, by)
    if EvidenceFile.objects.filter(case_id=filing.pk).count() >= FILES_MAX:
        raise uploads.UploadRefused(f"最多上传 {FILES_MAX} 个文件")
    return uploads.store(case=filing, section=slot.name, upload=upload, by=by, at=at, access=slot.access)


def may_remove_file(filing: AnnualFiling, file: EvidenceFile) -> bool:
    """Return whether a file may still go: one that was handed in is evidence and stays."""
    return filing.filed_at is None or file.uploaded_at > filing.filed_at


@transaction.atomic
def remove_file(filing: AnnualFiling, file: EvidenceFile, *, by: User) -> None:
    """Remove a file that was not handed in.

    :raises NotEditable: when it was, or the filing may not be changed by `by`.
    """
    row = locked(filing, by)
    if not may_remove_file(row, file):
        raise NotEditable("已随报备提交的文件不能删除，可以补充上传", clauses.ANNUAL_FILING)
    uploads.discard(file)
