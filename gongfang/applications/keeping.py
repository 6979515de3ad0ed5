"""Keeping a filing until it is handed in: its steps, its rows and its files. No step of the procedure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from gongfang.accounts.models import User
from gongfang.cases.models import Case
from gongfang.records import uploads
from gongfang.records.models import EvidenceFile
from gongfang.regulation import clauses
from gongfang.regulation.clauses import Clause
from gongfang.regulation.procedure import StepRefused

from .materials import FileSlot
from .models.materials import MaterialRow

Row = TypeVar("Row", bound=MaterialRow)
FILES_MAX = 60
ROWS_MAX = 2000


class NotEditable(StepRefused):
    """The filing is not the person's to change, or no longer open to changes."""


class Repeated(StepRefused):
    """The filing holds the same person, item or year already."""


class Overtaken(Exception):
    """Another window has saved this step of the filing since it was loaded."""


def revision_of(filing: Any, step: str) -> int:
    """Return how often a step of the filing has been saved."""
    count: int = filing.revisions.get(step, {}).get("count", 0)
    return count


def lock(filing: Case) -> None:
    """Take the lock that steps take: no edit falls between what a step checks and what it fixes."""
    Case.objects.select_for_update().get(pk=filing.pk)


@dataclass(frozen=True, kw_only=True)
class FilingHome:
    """A kind of filing that is filled in step by step; its rows have a key `owner` to it.

    `closed`, `full` and `handed_in` say why it may not be changed, why a list takes no more, why a file stays.
    """

    model: type[Case]
    owner: str
    may_edit: Callable[[User, Any], bool]
    may_remove_file: Callable[[Any, EvidenceFile], bool]
    clause: Clause
    closed: str
    full: str
    handed_in: str

    def locked(self, filing: Any, by: User) -> Any:
        """Lock a filing for a change, and return it as it stands.

        :raises NotEditable: when it may not be changed by `by`.
        """
        lock(filing)
        row = self.model._default_manager.get(pk=filing.pk)
        if not self.may_edit(by, row):
            raise NotEditable(self.closed, self.clause)
        return row

    @transaction.atomic
    def save_step(
        self,
        filing: Any,
        *,
        step: str,
        by: User,
        changes: Mapping[str, Any],
        seen_revision: int,
        window: str = "",
        leaves: bool = False,
    ) -> int:
        """Save fields of one step of the filing and return its new revision.

        `window` names the page that saves: the one that saved last goes on even where it missed the answer. One
        that `leaves` with this save is known no more: what it sent before and arrives later overwrites nothing.

        :raises Overtaken: when another window has saved the same step meanwhile.
        :raises NotEditable: when the filing may not be changed by `by`.
        """
        row = self.locked(filing, by)
        revision = revision_of(row, step)
        if seen_revision != revision and (not window or row.revisions.get(step, {}).get("window") != window):
            raise Overtaken
        for name, value in changes.items():
            setattr(row, name, value)
        row.revisions[step] = {"count": revision + 1, "window": "" if leaves else window}
        row.save(update_fields=[*changes, "revisions"])
        for name, value in changes.items():
            setattr(filing, name, value)
        filing.revisions = row.revisions
        return revision + 1

    @transaction.atomic
    def add_row(self, filing: Any, row: Row, *, by: User, at: datetime) -> Row:
        """Add a row (a person, an item, an activity …) to the filing.

        :raises Repeated: when the filing holds the same already.
        :raises NotEditable: when the filing may not be changed by `by`, or the list is full.
        """
        self.locked(filing, by)
        if type(row)._default_manager.filter(**{self.owner: filing}).count() >= ROWS_MAX:
            raise NotEditable(self.full, self.clause)
        setattr(row, self.owner, filing)
        row.added_at = at
        _save_once(row)
        return row

    @transaction.atomic
    def change_row(self, filing: Any, row: MaterialRow, *, by: User) -> None:
        """Save the changes of a row.

        :raises Repeated: when it has become the same as another.
        :raises NotEditable: when the filing may not be changed by `by`.
        """
        self.locked(filing, by)
        _save_once(row)

    @transaction.atomic
    def remove_row(self, filing: Any, row: MaterialRow, *, by: User) -> None:
        """Remove a row from the filing.

        :raises NotEditable: when the filing may not be changed by `by`.
        """
        self.locked(filing, by)
        row.delete()

    @transaction.atomic
    def add_file(
        self,
        filing: Any,
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
        self.locked(filing, by)
        if EvidenceFile.objects.filter(case_id=filing.pk).count() >= FILES_MAX:
            raise uploads.UploadRefused(f"最多上传 {FILES_MAX} 个文件")
        return uploads.store(
            case=filing, section=slot.name, upload=upload, by=by, at=at, title=title, access=slot.access
        )

    @transaction.atomic
    def remove_file(self, filing: Any, file: EvidenceFile, *, by: User) -> None:
        """Remove a file that was not handed in; its bytes go once the row is gone.

        :raises NotEditable: when it was, or the filing may not be changed by `by`.
        """
        row = self.locked(filing, by)
        if not self.may_remove_file(row, file):
            raise NotEditable(self.handed_in, self.clause)
        uploads.discard(file)


def _save_once(row: MaterialRow) -> None:
    """Save a row that the filing does not hold yet; the form has checked everything else.

    :raises Repeated: when it is the same as another.
    """
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Repeated("已经填过同样的一行", clauses.APPLICATION) from error
