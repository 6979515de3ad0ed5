"""Uploading a register and reading it in pieces, by whichever process is there to do it (articles 9(二), 11(三)).

The upload is durable before it is acknowledged. Each piece is one transaction that also notes how far it got: a
worker that dies leaves nothing half done, and the next one goes on behind the last piece.
"""

import time
import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from gongfang.accounts import keys
from gongfang.accounts.encryption import bulk_indexer
from gongfang.accounts.models import Division, User
from gongfang.applications.roster import PURPOSE
from gongfang.records import uploads
from gongfang.records.file_kinds import kind_named
from gongfang.records.models import EvidenceFile
from gongfang.records.services import log_access
from gongfang.records.sheets import NoSheet, Problem, SheetRefused, streamed_rows
from gongfang.records.uploads import UploadRefused
from gongfang.regulation.time_limits import beijing_date

from . import applying, queries
from .models import ImportProblem, ImportState, RegisterEntry, RegisterImport, StagedEntry
from .register_sheet import LAYOUT, ROWS_MAX, Reader, RegisterRow

SECTION = "register"
PIECE = 5_000
"""Rows read in one transaction."""
CLAIM = timedelta(minutes=2)
"""How long an upload is left to the worker that has it; each piece renews it."""
NOTED = 1_000
"""How many problems are kept; the rest is counted."""
OPEN = (ImportState.WAITING, ImportState.READING, ImportState.READ)

_Numbered = tuple[int, str, RegisterRow]
"""A row: its number in the sheet, the index of its identity number, and what it says."""
_STAGED = ("source_id", "id_index", "key_id", "category", "county_id", "identified_on")


class ImportRefused(SheetRefused):
    """A register that cannot be taken in now."""


@transaction.atomic
def upload_register(
    *, upload: "UploadedFile[Any]", as_of: date, is_complete: bool, by: User, at: datetime
) -> RegisterImport:
    """Keep a register durably, to be read by a worker.

    :raises ImportRefused: when it is no spreadsheet, older than what is registered, or another one is open.
    """
    assert by.office is not None  # the page is for offices
    _check_date(by, as_of, at)
    if RegisterImport.objects.filter(office=by.office, state__in=OPEN).exists():
        raise ImportRefused(_("上一份名单还没有处理完，请先确认或者放弃。"))
    file = _stored(upload, by, at)
    found = RegisterImport.objects.create(
        office=by.office,
        as_of=as_of,
        is_complete=is_complete,
        file=file,
        file_digest=file.digest,
        uploaded_by=by,
        uploaded_at=at,
    )
    log_access(by=by, action="upload_register", subject=f"register_import:{found.pk}", at=at)
    return found


def _check_date(by: User, as_of: date, at: datetime) -> None:
    if as_of > beijing_date(at):
        raise ImportRefused(_("名单截至日期不能晚于今天。"))
    last = queries.registered_as_of(by.office)
    if last is not None and as_of < last:
        raise ImportRefused(_("登记库已更新到 %(day)s，不能用更早的名单覆盖。") % {"day": last})


def _stored(upload: "UploadedFile[Any]", by: User, at: datetime) -> EvidenceFile:
    try:
        if kind_named(upload.name or "", declared=upload.content_type or "").name != "XLSX":
            raise ImportRefused(_("请上传按模板填写的 .xlsx 文件"))
        access = EvidenceFile.Access.HANDLERS
        return uploads.store(case=None, section=SECTION, upload=upload, by=by, at=at, access=access)
    except UploadRefused as refusal:
        raise ImportRefused(refusal.reason) from refusal


def waiting(at: datetime) -> QuerySet[RegisterImport]:
    """Return the uploads that nobody reads at the moment, the first first."""
    is_free = Q(claimed_until=None) | Q(claimed_until__lte=at)
    rows = RegisterImport.objects.filter(is_free, state__in=[ImportState.WAITING, ImportState.READING])
    return rows.select_related("office__division", "file").order_by("uploaded_at")


def work(at: datetime, *, pieces: int | None = None) -> int:
    """Read what waits, to its end or so many pieces of it, and return how many pieces were read."""
    began, read = time.monotonic(), 0
    for source in waiting(at):
        claim = uuid.uuid4()
        if _claim(source, claim, at):
            reading = _Reading(source, claim, at, began)
            read += reading.run(None if pieces is None else pieces - read)
    return read


def _claim(source: RegisterImport, claim: uuid.UUID, at: datetime) -> bool:
    return bool(waiting(at).filter(pk=source.pk).order_by().update(claim=claim, claimed_until=at + CLAIM))


class _Reading:
    """One worker at one upload."""

    def __init__(self, source: RegisterImport, claim: uuid.UUID, at: datetime, began: float) -> None:
        self.source, self.claim, self._at, self._began = source, claim, at, began
        self.key_id = keys.newest_id("index")
        self.index = bulk_indexer(PURPOSE, self.key_id)
        self.seen = dict.fromkeys(StagedEntry.objects.filter(source=source).values_list("id_index", flat=True), 0)

    @property
    def at(self) -> datetime:
        """Return what time it is by the clock this run began with."""
        return self._at + timedelta(seconds=time.monotonic() - self._began)

    def run(self, pieces: int | None) -> int:
        """Read up to so many pieces, and end the upload when its last row is read."""
        file = self.source.file
        if file is None:
            return self._refuse(_("文件已不存在，请重新上传"))
        try:
            with file.file.open("rb") as handle:
                return self._read(cast(BinaryIO, handle), pieces)
        except (NoSheet, FileNotFoundError) as error:
            return self._refuse(str(error) if isinstance(error, NoSheet) else _("文件已不存在，请重新上传"))

    def _read(self, handle: BinaryIO, pieces: int | None) -> int:
        total, rows = streamed_rows(handle, LAYOUT)
        if total > ROWS_MAX + 1:
            raise NoSheet(_("一次最多 %(max)s 人") % {"max": ROWS_MAX})
        start = max(self.source.done, 1)
        self._keep(total=total, done=start)
        numbered = enumerate(islice(rows, start - 1, None), start=start + 1)
        read = 0
        while piece := list(islice(numbered, PIECE)):
            if read == pieces:
                self._release()
                return read
            if not self._take(piece):
                return read
            read += 1
        self._finish()
        return read

    def _take(self, piece: list[tuple[int, list[Any]]]) -> bool:
        """Write one piece; False when another worker has taken the upload over."""
        problems: list[Problem] = []
        entries = self._without_foreign(self._entries(piece, problems), problems)
        with transaction.atomic():
            if not self._keep(done=piece[-1][0], problem_count=F("problem_count") + len(problems)):
                return False
            self._stage(entries)
            self._note(problems)
        return True

    def _entries(self, piece: list[tuple[int, list[Any]]], problems: list[Problem]) -> list[_Numbered]:
        reader, found = self._reader(), []
        for number, cells in piece:
            row = reader.read(number, cells, problems) if any(cells) else None
            if row is not None and self._is_new(number, index := self.index(row.id_number), problems):
                found.append((number, index, row))
        return found

    def _reader(self) -> Reader:
        counties = queries.counties_of(self.source.office)
        named = {county.name: county.code for county in counties} | {each.code: each.code for each in counties}
        usual = counties[0].code if len(counties) == 1 else ""
        return Reader(counties=named, usual=usual, as_of=self.source.as_of)

    def _is_new(self, number: int, index: str, problems: list[Problem]) -> bool:
        before = self.seen.setdefault(index, number)
        if before != number:
            problems.append(Problem(number, LAYOUT.headings[0], _said_twice(before)))
        return before == number

    def _without_foreign(self, entries: list[_Numbered], problems: list[Problem]) -> list[_Numbered]:
        """Leave out whom another county has registered: only the prefecture moves somebody."""
        if self.source.office.level != Division.Level.COUNTY:
            return entries
        elsewhere = RegisterEntry.objects.filter(id_index__in=[each[1] for each in entries], valid_to=None)
        own = self.source.office.division_id
        foreign = set(elsewhere.exclude(county=own).values_list("id_index", flat=True))
        what = _("已在其他县（市）登记，请与地区农业农村部门核对")
        problems += [Problem(n, LAYOUT.headings[0], what) for n, index, _row in entries if index in foreign]
        return [each for each in entries if each[1] not in foreign]

    def _stage(self, entries: list[_Numbered]) -> None:
        """Insert a piece by one statement: making a row object of each would take most of the time."""
        names = ", ".join(map(connection.ops.quote_name, _STAGED))
        marks = ", ".join(["%s"] * len(_STAGED))
        key = StagedEntry._meta.get_field("source").get_db_prep_value(self.source.pk, connection)
        table = connection.ops.quote_name(StagedEntry._meta.db_table)
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({marks})",
                [(key, index, self.key_id, r.category, r.county, r.identified_on) for _n, index, r in entries],
            )

    def _note(self, problems: list[Problem]) -> None:
        room = NOTED - self.source.problems.count() if problems else 0
        ImportProblem.objects.bulk_create(
            ImportProblem(source=self.source, row=each.row, column=each.column, what=each.what)
            for each in sorted(problems, key=lambda each: each.row)[: max(room, 0)]
        )

    def _keep(self, **changes: Any) -> bool:
        """Note how far it got, as long as this worker has the upload."""
        own = RegisterImport.objects.filter(pk=self.source.pk, claim=self.claim)
        return bool(own.update(state=ImportState.READING, claimed_until=self.at + CLAIM, **changes))

    def _release(self) -> None:
        own = RegisterImport.objects.filter(pk=self.source.pk, claim=self.claim)
        own.update(claim=None, claimed_until=None)

    def _finish(self) -> None:
        with transaction.atomic():
            if self._keep():
                self.source.refresh_from_db()
                figures = applying.forecast(self.source)
                self._end(ImportState.READ, **figures)

    def _refuse(self, reason: str) -> int:
        with transaction.atomic():
            StagedEntry.objects.filter(source=self.source).delete()
            self._end(ImportState.REFUSED, reason=reason, ended_at=self.at)
        return 0

    def _end(self, state: str, **changes: Any) -> None:
        """End the reading; the file, which names people, is no longer needed."""
        file = self.source.file
        RegisterImport.objects.filter(pk=self.source.pk).update(
            state=state, file=None, claim=None, claimed_until=None, **changes
        )
        if file is not None:
            uploads.discard(file)


def _said_twice(number: int) -> str:
    return _("与第 %(row)s 行重复") % {"row": number} if number else _("与前面的行重复")


def numbered_problems(source: RegisterImport) -> Iterator[tuple[int, str, str]]:
    """Yield what is wrong with an upload, row by row, for a file to download."""
    yield from source.problems.order_by("row", "id").values_list("row", "column", "what").iterator()
