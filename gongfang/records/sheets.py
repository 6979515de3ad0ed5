"""Spreadsheets that people fill in from a template: writing the template, reading it back row by row.

Formulas are not computed: only what is shown in a cell counts. Nothing is taken in while a single cell is wrong.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any, BinaryIO, cast

import xlsxwriter
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from gongfang.web.exporting import FORMULA_STARTS

from .file_kinds import check_content, kind_named
from .refusals import UploadRefused

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BYTES_MAX = 2 * 1024 * 1024
_MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""What every workbook says of when it was made: the same workbook is the same bytes whenever it is fetched."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its heading, its width in characters, and what its cells hold."""

    label: str
    width: int = 16
    is_text: bool = False
    is_day: bool = False
    choices: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A sheet to fill in: its name, its columns, the notes on a second sheet, and how many rows it may have."""

    name: str
    columns: Sequence[Column]
    notes: Sequence[str]
    rows_max: int

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(column.label for column in self.columns)


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell. `row` counts as the spreadsheet does; it never repeats a personal value."""

    row: int
    column: str
    what: str


class NoSheet(Exception):
    """The file is not the template: it cannot be read, or its heading is another."""


class SheetRefused(Exception):
    """A file that cannot be brought in: `problems` by row and column, or a reason for the whole file."""

    def __init__(self, reason: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.problems = list(problems)


def new_book(target: BinaryIO) -> xlsxwriter.Workbook:
    """Return a workbook to write into `target`; what is written into its cells stays text."""
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": _MADE})
    return book


def template(layout: Layout) -> bytes:
    """Return the template: headings, drop-downs, text cells for numbers, and notes on a second sheet."""
    target = BytesIO()
    with new_book(target) as book:
        heading = book.add_format({"bold": True, "bg_color": "#F6E9E5", "border": 1, "text_wrap": True})
        text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet(layout.name)
        sheet.write_row(0, 0, layout.headings, heading)
        sheet.freeze_panes(1, 0)
        for number, column in enumerate(layout.columns):
            style = text if column.is_text else day if column.is_day else None
            sheet.set_column(number, number, column.width, style)
            if column.choices:
                options = {"validate": "list", "source": list(column.choices)}
                sheet.data_validation(1, number, layout.rows_max, number, options)
        notes = book.add_worksheet("填写说明")
        notes.set_column(0, 0, 70)
        notes.write_column(0, 0, layout.notes)
    return target.getvalue()


def opened(upload: "UploadedFile[Any]") -> BinaryIO:
    """Return an uploaded spreadsheet, its content checked, ready to be read.

    :raises SheetRefused: when it is too large, or no spreadsheet we take.
    """
    if (upload.size or 0) > BYTES_MAX:
        raise SheetRefused(_("文件超过 2 MB"))
    handle = cast(BinaryIO, upload.file)
    try:
        kind = kind_named(upload.name or "", declared=upload.content_type or "")
        if kind.name != "XLSX":
            raise SheetRefused(_("请上传按模板填写的 .xlsx 文件"))
        check_content(handle, kind)
    except UploadRefused as error:
        raise SheetRefused(str(error)) from error
    handle.seek(0)
    return handle


def filled_rows(handle: BinaryIO, layout: Layout) -> list[tuple[int, list[Any]]]:
    """Return the rows that hold something, by their number in the sheet, each as wide as the layout.

    :raises NoSheet: when it cannot be read as the template.
    """
    cells = _cells(handle, layout.name)
    width = len(layout.columns)
    if not cells or tuple(str(cell).strip() for cell in cells[0][:width]) != layout.headings:
        raise NoSheet(_("第一行应与模板的表头一致，请下载模板填写"))
    return [
        (number, [*row, *[""] * width][:width])
        for number, row in enumerate(cells[1:], start=2)
        if any(str(cell).strip() for cell in row)
    ]


def streamed_rows(handle: BinaryIO, layout: Layout) -> tuple[int, Iterator[list[Any]]]:
    """Return the number of the last row, and the rows below the heading one after another, as wide as the layout.

    :raises NoSheet: when it cannot be read as the template.
    """
    try:
        book = CalamineWorkbook.from_filelike(handle)
        found = layout.name if layout.name in book.sheet_names else book.sheet_names[0]
        sheet = book.get_sheet_by_name(found)
    except (CalamineError, IndexError, ValueError) as error:
        raise NoSheet(_("文件无法读取，请用模板另存为 .xlsx 后上传")) from error
    rows, width = sheet.iter_rows(), len(layout.columns)
    heading = [str(cell).strip() for cell in next(rows, [])]
    if tuple(heading[:width]) != layout.headings:
        raise NoSheet(_("第一行应与模板的表头一致，请下载模板填写"))
    last = sheet.end[0] + 1 if sheet.end else 0
    return last, ([*row, *[""] * (width - len(row))][:width] for row in rows)


def _cells(handle: BinaryIO, name: str) -> list[list[Any]]:
    try:
        book = CalamineWorkbook.from_filelike(handle)
        found = name if name in book.sheet_names else book.sheet_names[0]
        return book.get_sheet_by_name(found).to_python(skip_empty_area=False)
    except (CalamineError, IndexError, ValueError) as error:
        raise NoSheet(_("文件无法读取，请用模板另存为 .xlsx 后上传")) from error


class RowReader:
    """Reads one row, noting what is wrong with each cell."""

    def __init__(self, number: int, cells: Sequence[Any], layout: Layout, problems: list[Problem]) -> None:
        self.number, self.cells, self._layout, self._problems = number, cells, layout, problems

    def note(self, column: int, what: str) -> None:
        """Note what is wrong in a cell."""
        self._problems.append(Problem(self.number, self._layout.columns[column].label, what))

    def text(self, column: int) -> str:
        """Return a cell as text: a whole number without the decimals that spreadsheets add."""
        value = self.cells[column]
        return f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value).strip()

    def choice(self, column: int, choices: Mapping[str, str]) -> str:
        """Return what the words of a cell stand for."""
        said = self.text(column)
        if said not in choices:
            self.note(column, _("应为：%(choices)s") % {"choices": "、".join(choices)})
        return choices.get(said, "")

    def day(self, column: int) -> str:
        """Return a date in ISO form, or nothing."""
        value = self.cells[column]
        if isinstance(value, (datetime, date)):
            return value.isoformat()[:10]
        said = str(value).strip().replace("/", "-").replace(".", "-")
        try:
            return date.fromisoformat(said).isoformat() if said else ""
        except ValueError:
            self.note(column, _("应为日期，如 2025-03-01"))
            return ""


def is_plain(text: str) -> bool:
    """Return whether a text is words: nothing a spreadsheet would compute, no mark-up, no control characters."""
    return not text.startswith(FORMULA_STARTS) and not any(char in text for char in "<>\0")


def inert(cell: str) -> str:
    """Return a cell of a text file that no spreadsheet will compute when it opens it."""
    return cell if not cell or is_plain(cell) else f"'{cell}"
