"""The roster as a spreadsheet: the template that is filled in, and what is read back, row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import Any, BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from gongfang.accounts.identifiers import id_number_problem, normalise_id_number

from .models import RosterKind, WorkMode

COLUMNS = ("姓名", "身份证号码", "人员类别", "就业方式", "月均报酬（元）", "开始就业日期")
SHEET = "就业人员名单"
NOTES = (
    "一人一行，从第 2 行填起；不要增减列，不要合并单元格。",
    "身份证号码 18 位，单元格为文本格式。",
    "人员类别、就业方式从下拉列表选择。",
    "月均报酬只填数字；开始就业日期写作 2025-03-01。",
)
ROWS_MAX = 2000
_NAME_MAX = 60
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "\t", "\r")
# The words of the sheet are Chinese in every language of the pages.
_KINDS: Mapping[str, str] = {
    "脱贫人口": RosterKind.POVERTY.value,
    "监测帮扶对象": RosterKind.MONITORED.value,
    "残疾人": RosterKind.DISABLED.value,
    "其他": RosterKind.OTHER.value,
}
_MODES: Mapping[str, str] = {
    "固定就业": WorkMode.FIXED.value,
    "灵活就业": WorkMode.FLEXIBLE.value,
    "居家就业": WorkMode.HOME.value,
}


@dataclass(frozen=True)
class RosterRow:
    """One person as read from row `number`. `pay` in yuan as a decimal text, `since` an ISO date, or empty."""

    number: int
    name: str
    id_number: str
    kind: str
    mode: str
    pay: str
    since: str


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell. `row` counts as the spreadsheet does; it never repeats a personal value."""

    row: int
    column: str
    what: str


@dataclass(frozen=True)
class Sheet:
    """What was read: everybody, or what is wrong."""

    rows: list[RosterRow]
    problems: list[Problem]


class NoSheet(Exception):
    """The file is not the template: it cannot be read, or its heading is another."""


def template() -> bytes:
    """Return the template: headings, drop-downs, text cells for numbers, and notes on a second sheet."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        heading = book.add_format({"bold": True, "bg_color": "#F6E9E5", "border": 1, "text_wrap": True})
        text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet(SHEET)
        sheet.write_row(0, 0, COLUMNS, heading)
        sheet.freeze_panes(1, 0)
        for column, (width, style) in enumerate(
            ((14, text), (24, text), (16, None), (12, None), (16, None), (16, day))
        ):
            sheet.set_column(column, column, width, style)
        for column, choices in ((2, _KINDS), (3, _MODES)):
            sheet.data_validation(1, column, ROWS_MAX, column, {"validate": "list", "source": list(choices)})
        notes = book.add_worksheet("填写说明")
        notes.set_column(0, 0, 70)
        notes.write_column(0, 0, NOTES)
    return target.getvalue()


def read(handle: BinaryIO) -> Sheet:
    """Read a filled-in template. Formulas are not computed: only what is shown in a cell counts.

    :raises NoSheet: when it cannot be read as the template.
    """
    cells = _cells(handle)
    if not cells or [str(cell).strip() for cell in cells[0][: len(COLUMNS)]] != list(COLUMNS):
        raise NoSheet(_("第一行应与模板的表头一致，请下载模板填写"))
    filled = [
        (number, row) for number, row in enumerate(cells[1:], start=2) if any(str(cell).strip() for cell in row)
    ]
    if not filled:
        raise NoSheet(_("表中没有人员，请从第 2 行填起"))
    if len(filled) > ROWS_MAX:
        raise NoSheet(_("一次最多导入 %(max)s 人") % {"max": ROWS_MAX})
    return _checked(filled)


def _cells(handle: BinaryIO) -> list[list[Any]]:
    try:
        book = CalamineWorkbook.from_filelike(handle)
        name = SHEET if SHEET in book.sheet_names else book.sheet_names[0]
        return book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, IndexError, ValueError) as error:
        raise NoSheet(_("文件无法读取，请用模板另存为 .xlsx 后上传")) from error


def _checked(filled: Sequence[tuple[int, list[Any]]]) -> Sheet:
    rows: list[RosterRow] = []
    problems: list[Problem] = []
    first_seen: dict[str, int] = {}
    for number, cells in filled:
        reader = _Row(number, cells, problems)
        row = reader.read()
        if row.id_number and row.id_number in first_seen:
            reader.note(1, _("与第 %(row)s 行重复") % {"row": first_seen[row.id_number]})
        first_seen.setdefault(row.id_number, number)
        rows.append(row)
    return Sheet([] if problems else rows, problems)


class _Row:
    """Reads one row, noting what is wrong with each cell."""

    def __init__(self, number: int, cells: Sequence[Any], problems: list[Problem]) -> None:
        self.number, self.problems = number, problems
        self.cells = [*cells, *[""] * len(COLUMNS)][: len(COLUMNS)]

    def note(self, column: int, what: str) -> None:
        self.problems.append(Problem(self.number, COLUMNS[column], what))

    def read(self) -> RosterRow:
        return RosterRow(
            number=self.number,
            name=self._name(),
            id_number=self._id_number(),
            kind=self._choice(2, _KINDS),
            mode=self._choice(3, _MODES),
            pay=self._pay(),
            since=self._since(),
        )

    def _text(self, column: int) -> str:
        value = self.cells[column]
        return f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value).strip()

    def _name(self) -> str:
        name = self._text(0)
        if not name:
            self.note(0, _("未填写"))
        elif len(name) > _NAME_MAX or name.startswith(_FORMULA_STARTS) or any(char in name for char in "<>\0"):
            self.note(0, _("不是姓名"))
        return name

    def _id_number(self) -> str:
        if isinstance(self.cells[1], float):
            self.note(1, _("单元格不是文本格式，号码末几位可能已经丢失，请改为文本后重填"))
            return ""
        number = self._text(1)
        problem = id_number_problem(number) if number else _("未填写")
        if problem:
            self.note(1, problem)
            return ""
        return normalise_id_number(number)

    def _choice(self, column: int, choices: Mapping[str, str]) -> str:
        said = self._text(column)
        if said not in choices:
            self.note(column, _("应为：%(choices)s") % {"choices": "、".join(choices)})
        return choices.get(said, "")

    def _pay(self) -> str:
        said = self._text(4) if not isinstance(self.cells[4], float) else repr(self.cells[4])
        if not said:
            return ""
        pay = _number(said)
        if pay is None:
            self.note(4, _("应为数字"))
        elif not 0 <= pay < 10_000_000:
            self.note(4, _("应在 0 到 9999999 之间"))
        return "" if pay is None else str(pay)

    def _since(self) -> str:
        value = self.cells[5]
        if isinstance(value, (datetime, date)):
            return value.isoformat()[:10]
        said = str(value).strip().replace("/", "-").replace(".", "-")
        try:
            return date.fromisoformat(said).isoformat() if said else ""
        except ValueError:
            self.note(5, _("应为日期，如 2025-03-01"))
            return ""


def _number(said: str) -> Decimal | None:
    """Return a finite number with two decimals, or None."""
    try:
        number = Decimal(said)
        return number.quantize(Decimal("0.01")) if number.is_finite() else None
    except InvalidOperation:
        return None
