"""A county's list of recognised workshops as a spreadsheet: names and categories vary as lists do."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from gongfang.accounts.identifiers import CREDIT_CODE, normalise_credit_code
from gongfang.records.sheets import Column, Layout, NoSheet, Problem, RowReader, filled_rows, is_plain
from gongfang.workshops.county_register import same_name
from gongfang.workshops.models import HeritageLevel, OperatorKind
from gongfang.workshops.reference import UnknownCategory, category_of

ROWS_MAX = 1000
# The words of the sheet are Chinese in every language of the pages.
_KINDS: Mapping[str, str] = {
    "企业": OperatorKind.COMPANY.value,
    "合作社": OperatorKind.COOPERATIVE.value,
    "个体工商户": OperatorKind.SOLE_TRADER.value,
    "带头人": OperatorKind.LEADER.value,
    "生产加工点": OperatorKind.WORKPLACE.value,
}
_KINDS_BY_NAME: Sequence[tuple[str, str]] = (
    ("合作社", OperatorKind.COOPERATIVE.value),
    ("公司", OperatorKind.COMPANY.value),
    ("厂", OperatorKind.COMPANY.value),
    ("店", OperatorKind.SOLE_TRADER.value),
)
"""What a name says of its kind where the column is left empty; what says nothing is a place of production."""
_LEVELS: Mapping[str, str] = {
    "国家级": HeritageLevel.NATIONAL.value,
    "自治区级": HeritageLevel.REGION.value,
    "地区级": HeritageLevel.PREFECTURE.value,
    "县（市）级": HeritageLevel.COUNTY.value,
    "未列入名录": "",
}
_LEVEL_ALIASES: Mapping[str, str] = {
    **_LEVELS,
    "": "",
    "国家": HeritageLevel.NATIONAL.value,
    "自治区": HeritageLevel.REGION.value,
    "省级": HeritageLevel.REGION.value,
    "地区": HeritageLevel.PREFECTURE.value,
    "地级": HeritageLevel.PREFECTURE.value,
    "州级": HeritageLevel.PREFECTURE.value,
    "市级": HeritageLevel.COUNTY.value,
    "县级": HeritageLevel.COUNTY.value,
    "县(市)级": HeritageLevel.COUNTY.value,
    "传统手工艺": "",
}
_CATEGORIES = (
    "民间文学",
    "传统音乐",
    "传统舞蹈",
    "传统戏剧",
    "曲艺",
    "传统体育、游艺与杂技",
    "传统美术",
    "传统技艺",
    "传统医药",
    "民俗",
)
LAYOUT = Layout(
    name="县级非遗工坊名单",
    columns=(
        Column(label="工坊名称", width=36, is_text=True),
        Column(label="经营主体名称", width=36, is_text=True),
        Column(label="经营主体类型", choices=tuple(_KINDS)),
        Column(label="统一社会信用代码", width=24, is_text=True),
        Column(label="乡镇（街道）", is_text=True),
        Column(label="详细地址", width=30, is_text=True),
        Column(label="主营业务", width=30, is_text=True),
        Column(label="类别", width=22, choices=_CATEGORIES),
        Column(label="依托项目", width=30, is_text=True),
        Column(label="项目级别", choices=tuple(_LEVELS)),
        Column(label="认定文号", width=26, is_text=True),
        Column(label="认定日期", is_day=True),
    ),
    notes=(
        "一家工坊一行，从第 2 行填起；不要增减列，不要合并单元格。",
        "必填：工坊名称、类别、依托项目。依托多个项目的，用顿号分开。",
        "经营主体名称不填的，与工坊名称相同；类型不填的，按名称判断。",
        "统一社会信用代码 18 位；没有的不填。",
        "类别可用名录中的其他写法，例如“传统手工技艺”“民间美术”。",
        "认定文号、认定日期各行相同的，可以不填，上传时统一填写；日期写作 2025-03-01。",
    ),
    rows_max=ROWS_MAX,
)
_LONGEST = {0: 120, 1: 120, 4: 60, 5: 200, 6: 300, 8: 300, 10: 60}
_ITEM_MAX = 80


@dataclass(frozen=True, kw_only=True)
class CountyRow:
    """One workshop as read from row `number`. `on` is an ISO date; `items` are names."""

    number: int
    name: str
    operator_name: str
    operator_kind: str
    credit_code: str
    town: str
    address: str
    main_business: str
    category: str
    items: tuple[str, ...]
    level: str
    document_number: str
    on: str

    def as_data(self) -> dict[str, Any]:
        """Return what is kept until the list is confirmed."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class Usual:
    """The document of the whole list, for the rows that name none; `on` is an ISO date, or empty."""

    document_number: str = ""
    on: str = ""


def read(
    handle: BinaryIO, *, known: Sequence[str], today: date, usual: Usual
) -> tuple[list[CountyRow], list[Problem]]:
    """Read a filled-in list: its rows, or what is wrong with them; a row without a document has the usual one.

    `known` are the names that stand in the county's register.

    :raises NoSheet: when it cannot be read as the template, is empty, or too long.
    """
    filled = filled_rows(handle, LAYOUT)
    if not filled:
        raise NoSheet(_("表中没有工坊，请从第 2 行填起"))
    if len(filled) > ROWS_MAX:
        raise NoSheet(_("一次最多导入 %(max)s 家") % {"max": ROWS_MAX})
    problems: list[Problem] = []
    taken = {same_name(name): 0 for name in known}
    rows = [_Row(number, cells, LAYOUT, problems).read(usual, today, taken) for number, cells in filled]
    return rows, problems


class _Row(RowReader):
    """Reads one workshop."""

    def read(self, usual: Usual, today: date, taken: dict[str, int]) -> CountyRow:
        for column, longest in _LONGEST.items():
            self._check_words(column, longest)
        name = self._name(taken)
        operator = self._words(1) or name
        return CountyRow(
            number=self.number,
            name=name,
            operator_name=operator,
            operator_kind=self._kind(operator),
            credit_code=self._code(),
            town=self._words(4),
            address=self._words(5),
            main_business=self._words(6),
            category=self._category(),
            items=self._items(),
            level=self._level(),
            document_number=self._document(usual.document_number),
            on=self._day(usual.on, today),
        )

    def _words(self, column: int) -> str:
        return " ".join(self.text(column).split())

    def _check_words(self, column: int, longest: int) -> None:
        words = self._words(column)
        if len(words) > longest:
            self.note(column, _("不得超过 %(max)s 字") % {"max": longest})
        elif not is_plain(words):
            self.note(column, _("不能以公式符号开头，也不能含有尖括号"))

    def _name(self, taken: dict[str, int]) -> str:
        name = self._words(0)
        key = same_name(name)
        if not key:
            self.note(0, _("未填写"))
        elif key in taken:
            row = taken[key]
            self.note(0, _("与第 %(row)s 行重复") % {"row": row} if row else _("县级名录中已有"))
        else:
            taken[key] = self.number
        return name

    def _kind(self, operator: str) -> str:
        said = self._words(2)
        if said:
            return self.choice(2, _KINDS)
        named = (kind for word, kind in _KINDS_BY_NAME if word in operator)
        return next(named, OperatorKind.WORKPLACE.value)

    def _code(self) -> str:
        if isinstance(self.cells[3], float):
            self.note(3, _("单元格不是文本格式，号码末几位可能已经丢失，请改为文本后重填"))
            return ""
        code = normalise_credit_code(self.text(3))
        if code and not CREDIT_CODE.fullmatch(code):
            self.note(3, _("应为18位数字或大写字母"))
        return code

    def _category(self) -> str:
        try:
            return category_of(self.text(7)).value
        except UnknownCategory:
            self.note(7, _("应为：%(choices)s") % {"choices": "、".join(_CATEGORIES)})
            return ""

    def _items(self) -> tuple[str, ...]:
        words = self._words(8).replace("；", "、").replace(";", "、").replace("，", "、")
        names = tuple(dict.fromkeys(word.strip() for word in words.split("、") if word.strip()))
        if not names:
            self.note(8, _("未填写"))
        elif any(len(name) > _ITEM_MAX for name in names):
            self.note(8, _("不得超过 %(max)s 字") % {"max": _ITEM_MAX})
        return names

    def _level(self) -> str:
        said = self._words(9)
        if said not in _LEVEL_ALIASES:
            self.note(9, _("应为：%(choices)s") % {"choices": "、".join(_LEVELS)})
        return _LEVEL_ALIASES.get(said, "")

    def _document(self, usual: str) -> str:
        number = self._words(10) or usual
        if not number:
            self.note(10, _("未填写；各行相同的可以上传时统一填写"))
        return number

    def _day(self, usual: str, today: date) -> str:
        is_said = bool(str(self.cells[11]).strip())
        day = self.day(11) if is_said else usual
        if not day and not is_said:
            self.note(11, _("未填写；各行相同的可以上传时统一填写"))
        elif day and date.fromisoformat(day) > today:
            self.note(11, _("日期不得晚于今天"))
        return day
