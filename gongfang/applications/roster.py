"""Bringing in a roster from a file: read, shown for confirmation, then written whole or not at all."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gongfang.accounts.encryption import blind_index
from gongfang.accounts.identifiers import mask_id_number, mask_name
from gongfang.accounts.models import User
from gongfang.records.sheets import NoSheet, Problem, SheetRefused, opened
from gongfang.regulation import clauses
from gongfang.regulation.clauses import Clause

from . import roster_sheet
from .filing import FILING
from .keeping import ROWS_MAX, NotEditable
from .models import RosterEntry, RosterKind, RosterPerson, RosterUpload, StagedRoster, WorkMode
from .roster_sheet import RosterRow

PURPOSE = "roster.id_number"


class RosterRefused(SheetRefused):
    """A roster that cannot be brought in."""


@dataclass(frozen=True, kw_only=True)
class RosterHome:
    """Where rosters live: their rows and what waits for confirmation, both with a key `owner` to the filing.

    `lock(filing, by)` locks a filing for a change and refuses whoever may not make one.
    """

    owner: str
    entry: type[RosterPerson]
    staged: type[StagedRoster]
    lock: Callable[[Any, User], object]
    clause: Clause

    def entries(self, filing: Any) -> QuerySet[Any]:
        """Return the people on the roster of a filing."""
        return self.entry._default_manager.filter(**{self.owner: filing})

    def waiting(self, filing: Any) -> QuerySet[Any]:
        """Return the roster of a filing that waits for confirmation, one or none."""
        return self.staged._default_manager.filter(**{self.owner: filing})


APPLICATION = RosterHome(
    owner="application", entry=RosterEntry, staged=RosterUpload, lock=FILING.locked, clause=clauses.MATERIALS[2]
)


@transaction.atomic
def stage(
    filing: Any,
    *,
    upload: "UploadedFile[Any]",
    replaces: bool,
    by: User,
    at: datetime,
    home: RosterHome = APPLICATION,
) -> StagedRoster:
    """Read a filled-in template and keep it, encrypted, until it is confirmed.

    :raises RosterRefused: when a single cell is wrong: nothing is kept then.
    :raises NotEditable: when the filing may not be changed by `by`.
    """
    home.lock(filing, by)
    rows = _read(upload)
    if not replaces:
        _refuse_known(home, filing, rows)
    home.waiting(filing).delete()
    content = json.dumps([asdict(row) for row in rows], ensure_ascii=False)
    return home.staged._default_manager.create(
        **{home.owner: filing}, content=content, replaces=replaces, uploaded_by=by, uploaded_at=at
    )


def _read(upload: "UploadedFile[Any]") -> list[RosterRow]:
    try:
        sheet = roster_sheet.read(opened(upload))
    except (SheetRefused, NoSheet) as error:
        raise RosterRefused(str(error)) from error
    if sheet.problems:
        raise RosterRefused(_("名单有误，整份未导入。请按下表改正后重新上传。"), sheet.problems)
    return sheet.rows


def _refuse_known(home: RosterHome, filing: Any, rows: Sequence[RosterRow]) -> None:
    """Refuse people who are on the roster already."""
    known = set(home.entries(filing).values_list("id_index", flat=True))
    problems = [
        Problem(row.number, roster_sheet.COLUMNS[1], _("已在现有名单中"))
        for row in rows
        if known and blind_index(row.id_number, PURPOSE) in known
    ]
    if problems:
        raise RosterRefused(_("有人员已在现有名单中，整份未导入。"), problems)


def staged(filing: Any, home: RosterHome = APPLICATION) -> StagedRoster | None:
    """Return the roster that waits for confirmation."""
    return home.waiting(filing).first()


def preview(upload: StagedRoster) -> list[dict[str, str]]:
    """Return what would be brought in, masked."""
    return [
        {
            "name": mask_name(row.name),
            "id_number": mask_id_number(row.id_number),
            "kind": str(RosterKind(row.kind).label),
            "mode": str(WorkMode(row.mode).label),
            "pay": row.pay or "—",
            "since": row.since or "—",
        }
        for row in _rows(upload)
    ]


def _rows(upload: StagedRoster) -> list[RosterRow]:
    return [RosterRow(**row) for row in json.loads(upload.content)]


@transaction.atomic
def confirm(filing: Any, *, by: User, at: datetime, home: RosterHome = APPLICATION) -> int:
    """Write the staged roster and return how many people it brought in.

    :raises NotEditable: when nothing is staged, the list would be too long, or the filing may not be changed.
    """
    home.lock(filing, by)
    upload = staged(filing, home)
    if upload is None:
        raise NotEditable(_("没有待确认的名单，请重新上传"), home.clause)
    rows, present = _rows(upload), home.entries(filing)
    if upload.replaces:
        present.delete()
    elif present.count() + len(rows) > ROWS_MAX:
        raise NotEditable(_("名单最多 %(max)s 人") % {"max": ROWS_MAX}, home.clause)
    known = set(home.entries(filing).values_list("id_index", flat=True))
    entries = [_entry(home, filing, row, at) for row in rows]
    new = [entry for entry in entries if blind_index(entry.id_number, PURPOSE) not in known]
    home.entry._default_manager.bulk_create(new)
    upload.delete()
    return len(new)


def _entry(home: RosterHome, filing: Any, row: RosterRow, at: datetime) -> RosterPerson:
    return home.entry(
        **{home.owner: filing},
        name=row.name,
        id_number=row.id_number,
        kind=row.kind,
        mode=row.mode,
        monthly_pay=Decimal(row.pay) if row.pay else None,
        since=date.fromisoformat(row.since) if row.since else None,
        added_at=at,
    )


@transaction.atomic
def drop(filing: Any, *, by: User, home: RosterHome = APPLICATION) -> None:
    """Forget the staged roster."""
    home.lock(filing, by)
    home.waiting(filing).delete()
