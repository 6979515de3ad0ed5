"""Lists as spreadsheets: the rows one sees, under the filters one sees, as an .xlsx file.

A list view offers it by two lines: `@exported(SHEET)` above its other decorators, and `TemplateResponse` in the
place of `render`. The file is made by calling the view itself, page after page: who may not see a list cannot
export it, and the columns of a sheet look at the very rows that the template shows. A POST to the list's address
hands the file out, because each export is written down.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO, cast

import xlsxwriter
from django.template import Variable, VariableDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gongfang.regulation.time_limits import BEIJING, until

Label = str | Promise
Cell = str | int | float | Decimal | bool | date | datetime | None

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CELL_MAX = 32_000
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "\t", "\r")
_NAME_REFUSED = str.maketrans("", "", "[]:*?/\\'")


@dataclass(frozen=True)
class Column:
    """One column. `value` is a path into the row as templates write it ("case.region.name"), or a function."""

    label: Label
    value: str | Callable[[Any], Any]
    width: int = 16

    def of(self, row: Any) -> Any:
        """Return the column's value of one row; nothing where the path leads nowhere."""
        if callable(self.value):
            return self.value(row)
        try:
            return Variable(f"row.{self.value}").resolve({"row": row})
        except VariableDoesNotExist:
            return None


class End(Column):
    """The end of a period, written as pages write it: the first instant of a day is 24:00 of the day before."""

    def of(self, row: Any) -> str | None:
        """Return when it ends, in Beijing time."""
        instant = super().of(row)
        return until(instant) if isinstance(instant, datetime) else None


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What a list hands out: its name, its columns, and under which name the page's context holds the rows."""

    name: Label
    columns: Sequence[Column]
    rows: str = "rows"

    def rows_of(self, context: dict[str, Any]) -> Sequence[Any]:
        """Return the rows of one page."""
        return cast(Sequence[Any], Variable(self.rows).resolve(context))


@dataclass
class Writing:
    """A workbook that is being written, row by row: memory does not grow with it."""

    target: BinaryIO
    sheet: Sheet
    at: datetime
    count: int = 0
    is_cut: bool = False
    filters: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book = xlsxwriter.Workbook(self.target, options)
        self.day = self.book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        self.instant = self.book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"})
        self.literal = self.book.add_format({"quote_prefix": True})
        self.page = self.book.add_worksheet(str(self.sheet.name).translate(_NAME_REFUSED)[:31])
        heading = self.book.add_format({"bold": True, "bg_color": "#F6E9E5", "border": 1, "text_wrap": True})
        for number, column in enumerate(self.sheet.columns):
            self.page.set_column(number, number, column.width)
            self.page.write_string(0, number, str(column.label), heading)
        self.page.freeze_panes(1, 0)

    def add(self, row: Any) -> None:
        """Write one row."""
        self.count += 1
        for number, column in enumerate(self.sheet.columns):
            self._write(number, column.of(row))

    def _write(self, number: int, value: Any) -> None:
        if isinstance(value, bool):
            value = _("是") if value else _("否")
        if isinstance(value, datetime):
            local = value.astimezone(BEIJING).replace(tzinfo=None)
            self.page.write_datetime(self.count, number, local, self.instant)
        elif isinstance(value, date):
            self.page.write_datetime(self.count, number, value, self.day)
        elif isinstance(value, (int, float, Decimal)):
            self.page.write_number(self.count, number, value)
        elif value is not None and str(value):
            text = str(value)[:CELL_MAX]
            self.page.write_string(
                self.count, number, text, self.literal if text.startswith(FORMULA_STARTS) else None
            )

    def close(self) -> None:
        """Add what one must know of the list, and finish the file."""
        cut = _("只导出了前 %(number)s 行，其余没有导出，请缩小筛选范围后再导出。") % {"number": self.count}
        notes = self.book.add_worksheet(_("导出说明"))
        notes.set_column(0, 0, 20)
        notes.set_column(1, 1, 60)
        lines = [
            (_("列表"), str(self.sheet.name)),
            (_("导出时间（北京时间）"), f"{self.at.astimezone(BEIJING):%Y-%m-%d %H:%M}"),
            (_("行数"), str(self.count)),
            *self.filters,
            *([(_("注意"), cut)] if self.is_cut else []),
        ]
        for number, (label, text) in enumerate(lines):
            notes.write_string(number, 0, label)
            notes.write_string(number, 1, text, self.literal)
        if self.is_cut:
            self.page.write_string(self.count + 1, 0, cut)
        self.book.close()
