"""The register as a spreadsheet: what the agriculture offices fill in, and what is read of each row.

It asks for no names: a number is enough to match, and only its keyed index is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongfang.accounts.identifiers import id_number_problem, normalise_id_number
from gongfang.records.sheets import Column, Layout, Problem, RowReader
from gongfang.records.sheets import template as template_of

from .models import PersonCategory

ROWS_MAX = 200_000
# The words of the sheet are Chinese in every language of the pages.
_CATEGORIES: Mapping[str, str] = {
    "脱贫人口": PersonCategory.POVERTY.value,
    "监测帮扶对象": PersonCategory.MONITORED.value,
}
_ALIASES: Mapping[str, str] = {
    **_CATEGORIES,
    "监测对象": PersonCategory.MONITORED.value,
    "脱贫户": PersonCategory.POVERTY.value,
    "脱贫不稳定户": PersonCategory.MONITORED.value,
    "边缘易致贫户": PersonCategory.MONITORED.value,
    "突发严重困难户": PersonCategory.MONITORED.value,
}
LAYOUT = Layout(
    name="脱贫人口和监测帮扶对象",
    columns=(
        Column(label="身份证号码", width=24, is_text=True),
        Column(label="人员类别", width=18, choices=tuple(_CATEGORIES)),
        Column(label="县（市）", width=16, is_text=True),
        Column(label="识别日期", width=14, is_day=True),
    ),
    notes=(
        "一人一行，从第 2 行填起；不要增减列，不要合并单元格。",
        "身份证号码 18 位，单元格为文本格式。系统只保存不可还原的索引，不保存号码。",
        "人员类别从下拉列表选择。",
        "县（市）填名称或六位行政区划代码；县（市）部门上传的可以留空。",
        "识别日期写作 2025-03-01，可以留空。",
        "不需要填写姓名。",
    ),
    rows_max=ROWS_MAX,
)


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One person as read. `identified_on` is None where it is left empty."""

    id_number: str
    category: str
    county: str
    identified_on: date | None


def template() -> bytes:
    """Return the template."""
    return template_of(LAYOUT)


class Reader:
    """Reads rows; `counties` gives the codes of the counties that may be named, `usual` that of an empty cell."""

    def __init__(self, *, counties: Mapping[str, str], usual: str, as_of: date) -> None:
        self.counties, self.usual, self.as_of = counties, usual, as_of

    def read(self, number: int, cells: list[Any], problems: list[Problem]) -> RegisterRow | None:
        """Return a person, or None where something is wrong, which is added to `problems`."""
        row, before = RowReader(number, cells, LAYOUT, problems), len(problems)
        found = RegisterRow(_id_number(row), _category(row), self._county(row), self._day(row))
        return found if len(problems) == before else None

    def _county(self, row: RowReader) -> str:
        said = row.text(2)
        code = (self.counties.get(said) or self._shortened(said)) if said else self.usual
        if not code:
            row.note(2, _("应为本部门负责的县（市）") if said else _("未填写"))
        return code

    def _shortened(self, said: str) -> str:
        """Return the one county whose name begins so: 和布克赛尔县 is that of 和布克赛尔蒙古自治县."""
        beginning = said.rstrip("县市区")
        found = {code for name, code in self.counties.items() if len(beginning) > 1 and name.startswith(beginning)}
        return found.pop() if len(found) == 1 else ""

    def _day(self, row: RowReader) -> date | None:
        said = row.day(3)
        day = date.fromisoformat(said) if said else None
        if day is not None and day > self.as_of:
            row.note(3, _("晚于名单截至日期"))
        return day


def _id_number(row: RowReader) -> str:
    if isinstance(row.cells[0], float):
        row.note(0, _("单元格不是文本格式，号码末几位可能已经丢失，请改为文本后重填"))
        return ""
    said = row.text(0)
    problem = id_number_problem(said) if said else _("未填写")
    if problem:
        row.note(0, problem)
    return "" if problem else normalise_id_number(said)


def _category(row: RowReader) -> str:
    said = row.text(1)
    if said not in _ALIASES:
        row.note(1, _("应为：%(choices)s") % {"choices": "、".join(_CATEGORIES)})
    return _ALIASES.get(said, "")
