"""The roster as a spreadsheet: the template that is filled in, and what is read back, row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from gongfang.accounts.identifiers import id_number_problem, normalise_id_number
from gongfang.records.sheets import Column, Layout, NoSheet, Problem, RowReader, filled_rows, is_plain
from gongfang.records.sheets import template as template_of

from .models import RosterKind, WorkMode

SHEET = "就业人员名单"
ROWS_MAX = 2000
_NAME_MAX = 60
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
LAYOUT = Layout(
    name=SHEET,
    columns=(
        Column(label="姓名", width=14, is_text=True),
        Column(label="身份证号码", width=24, is_text=True),
        Column(label="人员类别", choices=tuple(_KINDS)),
        Column(label="就业方式", width=12, choices=tuple(_MODES)),
        Column(label="月均报酬（元）"),
        Column(label="开始就业日期", is_day=True),
    ),
    notes=(
        "一人一行，从第 2 行填起；不要增减列，不要合并单元格。",
        "身份证号码 18 位，单元格为文本格式。",
        "人员类别、就业方式从下拉列表选择。",
        "月均报酬只填数字；开始就业日期写作 2025-03-01。",
    ),
    rows_max=ROWS_MAX,
)
COLUMNS = LAYOUT.headings


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
class Sheet:
    """What was read: everybody, or what is wrong."""

    rows: list[RosterRow]
    problems: list[Problem]


def template() -> bytes:
    """Return the template."""
    return template_of(LAYOUT)


def read(handle: BinaryIO) -> Sheet:
    """Read a filled-in template.

    :raises NoSheet: when it cannot be read as the template.
    """
    filled = filled_rows(handle, LAYOUT)
    if not filled:
        raise NoSheet(_("表中没有人员，请从第 2 行填起"))
    if len(filled) > ROWS_MAX:
        raise NoSheet(_("一次最多导入 %(max)s 人") % {"max": ROWS_MAX})
    return _checked(filled)


def _checked(filled: Sequence[tuple[int, list[Any]]]) -> Sheet:
    rows: list[RosterRow] = []
    problems: list[Problem] = []
    first_seen: dict[str, int] = {}
    for number, cells in filled:
        reader = _Row(number, cells, LAYOUT, problems)
        row = reader.read()
        if row.id_number and row.id_number in first_seen:
            reader.note(1, _("与第 %(row)s 行重复") % {"row": first_seen[row.id_number]})
        first_seen.setdefault(row.id_number, number)
        rows.append(row)
    return Sheet([] if problems else rows, problems)


class _Row(RowReader):
    """Reads one person."""

    def read(self) -> RosterRow:
        return RosterRow(
            number=self.number,
            name=self._name(),
            id_number=self._id_number(),
            kind=self.choice(2, _KINDS),
            mode=self.choice(3, _MODES),
            pay=self._pay(),
            since=self.day(5),
        )

    def _name(self) -> str:
        name = self.text(0)
        if not name:
            self.note(0, _("未填写"))
        elif len(name) > _NAME_MAX or not is_plain(name):
            self.note(0, _("不是姓名"))
        return name

    def _id_number(self) -> str:
        if isinstance(self.cells[1], float):
            self.note(1, _("单元格不是文本格式，号码末几位可能已经丢失，请改为文本后重填"))
            return ""
        number = self.text(1)
        problem = id_number_problem(number) if number else _("未填写")
        if problem:
            self.note(1, problem)
            return ""
        return normalise_id_number(number)

    def _pay(self) -> str:
        said = self.text(4) if not isinstance(self.cells[4], float) else repr(self.cells[4])
        if not said:
            return ""
        pay = _number(said)
        if pay is None:
            self.note(4, _("应为数字"))
        elif not 0 <= pay < 10_000_000:
            self.note(4, _("应在 0 到 9999999 之间"))
        return "" if pay is None else str(pay)


def _number(said: str) -> Decimal | None:
    """Return a finite number with two decimals, or None."""
    try:
        number = Decimal(said)
        return number.quantize(Decimal("0.01")) if number.is_finite() else None
    except InvalidOperation:
        return None
