"""Bringing in a roster from a file: read, shown for confirmation, then written whole or not at all."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from gongfang.accounts.encryption import blind_index
from gongfang.accounts.identifiers import mask_id_number, mask_name
from gongfang.accounts.models import User
from gongfang.records.sheets import NoSheet, Problem, SheetRefused, opened
from gongfang.regulation import clauses

from . import roster_sheet
from .filing import ROWS_MAX, NotEditable, locked
from .models import Application, RosterEntry, RosterKind, RosterUpload, WorkMode
from .roster_sheet import RosterRow

PURPOSE = "roster.id_number"


class RosterRefused(SheetRefused):
    """A roster that cannot be brought in."""


@transaction.atomic
def stage(
    application: Application, *, upload: "UploadedFile[Any]", replaces: bool, by: User, at: datetime
) -> RosterUpload:
    """Read a filled-in template and keep it, encrypted, until it is confirmed.

    :raises RosterRefused: when a single cell is wrong: nothing is kept then.
    :raises NotEditable: when the filing may not be changed by `by`.
    """
    locked(application, by)
    rows = _read(upload)
    if not replaces:
        _refuse_known(application, rows)
    RosterUpload.objects.filter(application=application).delete()
    content = json.dumps([asdict(row) for row in rows], ensure_ascii=False)
    return RosterUpload.objects.create(
        application=application, content=content, replaces=replaces, uploaded_by=by, uploaded_at=at
    )


def _read(upload: "UploadedFile[Any]") -> list[RosterRow]:
    try:
        sheet = roster_sheet.read(opened(upload))
    except (SheetRefused, NoSheet) as error:
        raise RosterRefused(str(error)) from error
    if sheet.problems:
        raise RosterRefused(_("名单有误，整份未导入。请按下表改正后重新上传。"), sheet.problems)
    return sheet.rows


def _refuse_known(application: Application, rows: Sequence[RosterRow]) -> None:
    """Refuse people who are on the roster already."""
    known = set(application.roster.values_list("id_index", flat=True))
    problems = [
        Problem(row.number, roster_sheet.COLUMNS[1], _("已在现有名单中"))
        for row in rows
        if known and blind_index(row.id_number, PURPOSE) in known
    ]
    if problems:
        raise RosterRefused(_("有人员已在现有名单中，整份未导入。"), problems)


def staged(application: Application) -> RosterUpload | None:
    """Return the roster that waits for confirmation."""
    return RosterUpload.objects.filter(application=application).first()


def preview(upload: RosterUpload) -> list[dict[str, str]]:
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


def _rows(upload: RosterUpload) -> list[RosterRow]:
    return [RosterRow(**row) for row in json.loads(upload.content)]


@transaction.atomic
def confirm(application: Application, *, by: User, at: datetime) -> int:
    """Write the staged roster and return how many people it brought in.

    :raises NotEditable: when nothing is staged, the list would be too long, or the filing may not be changed.
    """
    locked(application, by)
    upload = staged(application)
    if upload is None:
        raise NotEditable(_("没有待确认的名单，请重新上传"), clauses.MATERIALS[2])
    rows = _rows(upload)
    if upload.replaces:
        application.roster.all().delete()
    elif application.roster.count() + len(rows) > ROWS_MAX:
        raise NotEditable(_("名单最多 %(max)s 人") % {"max": ROWS_MAX}, clauses.MATERIALS[2])
    known = set(application.roster.values_list("id_index", flat=True))
    entries = [_entry(application, row, at) for row in rows]
    new = [entry for entry in entries if blind_index(entry.id_number, PURPOSE) not in known]
    RosterEntry.objects.bulk_create(new)
    upload.delete()
    return len(new)


def _entry(application: Application, row: RosterRow, at: datetime) -> RosterEntry:
    return RosterEntry(
        application=application,
        name=row.name,
        id_number=row.id_number,
        kind=row.kind,
        mode=row.mode,
        monthly_pay=Decimal(row.pay) if row.pay else None,
        since=date.fromisoformat(row.since) if row.since else None,
        added_at=at,
    )


@transaction.atomic
def drop(application: Application, *, by: User) -> None:
    """Forget the staged roster."""
    locked(application, by)
    RosterUpload.objects.filter(application=application).delete()
