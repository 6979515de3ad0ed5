"""Keeping a filing: opening a draft, saving a step of it, its rows and its files. No step of the procedure."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from gongfang.accounts.models import Division, User
from gongfang.cases.models import Case
from gongfang.cases.services import open_case
from gongfang.records import services as records
from gongfang.records import uploads
from gongfang.records.models import EvidenceFile
from gongfang.regulation import clauses
from gongfang.regulation.procedure import StepRefused
from gongfang.regulation.recognition import State
from gongfang.regulation.time_limits import beijing_date

from .materials import FileSlot
from .models import Application, Round
from .models.materials import MaterialRow
from .permissions import may_edit

Row = TypeVar("Row", bound=MaterialRow)
FILES_MAX = 60
ROWS_MAX = 2000


class NotEditable(StepRefused):
    """The filing is not the person's to change, or no longer open to changes."""


class Repeated(StepRefused):
    """The filing holds the same person, item or year already."""


class Overtaken(Exception):
    """Another window has saved this step of the filing since it was loaded."""


def open_draft(*, holder: User, region: Division, round: Round, title: str, at: datetime) -> Application:
    """Open a draft for an applicant in an open round.

    :raises StepRefused: when the round is not open at `at`.
    """
    if not round.is_open(at):
        raise StepRefused("本批次申报尚未开始或已经截止", clauses.APPLICATION)
    return open_case(Application, region=region, holder=holder, at=at, title=title, state=State.DRAFT, round=round)


def open_paper_draft(*, by: User, round: Round, title: str, received_on: date, at: datetime) -> Application:
    """Open the draft of a filing that was handed in on paper, for the county that enters it (reading R11).

    :raises StepRefused: when the day of receipt lies ahead.
    """
    if received_on > beijing_date(at):
        raise StepRefused("收到日期不得晚于今天", clauses.APPLICATION)
    assert by.office is not None  # only officials of a county enter paper
    draft = open_case(
        Application,
        region=by.office.division,
        holder=None,
        at=at,
        title=title,
        state=State.DRAFT,
        round=round,
        received_on=received_on,
    )
    records.log_access(by=by, action="open_paper_draft", subject=f"application:{draft.number}", at=at)
    return draft


def revision_of(filing: Any, step: str) -> int:
    """Return how often a step of the filing has been saved."""
    count: int = filing.revisions.get(step, {}).get("count", 0)
    return count


@transaction.atomic
def save_step(
    application: Application,
    *,
    step: str,
    by: User,
    changes: Mapping[str, Any],
    seen_revision: int,
    window: str = "",
    leaves: bool = False,
) -> int:
    """Save fields of one step of the filing and return its new revision.

    `window` names the page that saves: the one that saved last goes on even where it missed the answer. One that
    `leaves` with this save is known no more: what it sent before and arrives later overwrites nothing.

    :raises Overtaken: when another window has saved the same step meanwhile.
    :raises NotEditable: when the filing may not be changed by `by`.
    """
    row = locked(application, by)
    saved = write_step(row, step=step, changes=changes, seen_revision=seen_revision, window=window, leaves=leaves)
    for name, value in changes.items():
        setattr(application, name, value)
    application.revisions = row.revisions
    return saved


def write_step(
    row: Any, *, step: str, changes: Mapping[str, Any], seen_revision: int, window: str, leaves: bool
) -> int:
    """Save fields of one step in a locked row that counts its `revisions`, as `save_step` says.

    :raises Overtaken: when another window has saved the same step meanwhile.
    """
    revision = revision_of(row, step)
    if seen_revision != revision and (not window or row.revisions.get(step, {}).get("window") != window):
        raise Overtaken
    for name, value in changes.items():
        setattr(row, name, value)
    row.revisions[step] = {"count": revision + 1, "window": "" if leaves else window}
    row.save(update_fields=[*changes, "revisions"])
    return revision + 1


def lock(application: Application) -> None:
    """Take the lock that steps take: no edit falls between what a step checks and what it fixes."""
    Case.objects.select_for_update().get(pk=application.pk)


def locked(application: Application, by: User) -> Application:
    """Lock a filing for a change, and return it as it stands.

    :raises NotEditable: when it may not be changed by `by`.
    """
    lock(application)
    row = Application.objects.get(pk=application.pk)
    if not may_edit(by, row):
        raise NotEditable("申报材料已经提交，现在不能修改", clauses.APPLICATION)
    return row


@transaction.atomic
def add_row(application: Application, row: Row, *, by: User, at: datetime) -> Row:
    """Add a row (a person, an item, an activity …) to the filing.

    :raises Repeated: when the filing holds the same already.
    :raises NotEditable: when the filing may not be changed by `by`, or the list is full.
    """
    locked(application, by)
    if type(row)._default_manager.filter(application=application).count() >= ROWS_MAX:
        raise NotEditable(f"最多填写 {ROWS_MAX} 行", clauses.APPLICATION)
    row.application, row.added_at = application, at  # type: ignore[attr-defined]
    save_once(row)
    return row


@transaction.atomic
def change_row(application: Application, row: MaterialRow, *, by: User) -> None:
    """Save the changes of a row.

    :raises Repeated: when it has become the same as another.
    :raises NotEditable: when the filing may not be changed by `by`.
    """
    locked(application, by)
    save_once(row)


def save_once(row: MaterialRow) -> None:
    """Save a row that the filing does not hold yet; the form has checked everything else.

    :raises Repeated: when it is the same as another.
    """
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Repeated("已经填过同样的一行", clauses.APPLICATION) from error


@transaction.atomic
def remove_row(application: Application, row: MaterialRow, *, by: User) -> None:
    """Remove a row from the filing.

    :raises NotEditable: when the filing may not be changed by `by`.
    """
    locked(application, by)
    row.delete()


@transaction.atomic
def add_file(
    application: Application,
    *,
    slot: FileSlot,
    upload: "UploadedFile[Any]",
    by: User,
    at: datetime,
    title: str = "",
) -> EvidenceFile:
    """Take in a file of the filing.

    :raises UploadRefused: when the file cannot be taken in, or there are too many.
    :raises NotEditable: when the filing may not be changed by `by`.
    """
    locked(application, by)
    if EvidenceFile.objects.filter(case_id=application.pk).count() >= FILES_MAX:
        raise uploads.UploadRefused(f"最多上传 {FILES_MAX} 个文件")
    return uploads.store(
        case=application, section=slot.name, upload=upload, by=by, at=at, title=title, access=slot.access
    )


def may_remove_file(application: Application, file: EvidenceFile) -> bool:
    """Return whether a file may still go: one that was submitted is evidence and stays."""
    if application.state == State.DRAFT:
        return True
    return application.state == State.CORRECTING and file.uploaded_at >= application.state_since


@transaction.atomic
def remove_file(application: Application, file: EvidenceFile, *, by: User) -> None:
    """Remove a file that has not been submitted; its bytes go once the row is gone.

    :raises NotEditable: when it was submitted, or the filing may not be changed by `by`.
    """
    row = locked(application, by)
    if not may_remove_file(row, file):
        raise NotEditable("已随申报提交的文件不能删除，可以补充上传", clauses.APPLICATION)
    uploads.discard(file)
