"""The expert pool: a template to fill in, and its import with every wrong row named."""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from gongfang.accounts.models import User
from gongfang.records.services import log_access
from gongfang.records.sheets import new_book

from .models import Expert, Pool, Relation

COLUMNS = (
    "姓名",
    "专家库（自治区/地区）",
    "专业领域",
    "工作单位",
    "职称",
    "副高以上职称（是/否）",
    "相关工作年限",
    "联系电话",
    "应回避单位",
    "应回避统一社会信用代码",
    "应回避人员",
)
POOLS = {
    "自治区": Pool.REGION,
    "地区": Pool.PREFECTURE,
    "自治区专家库": Pool.REGION,
    "地区专家库": Pool.PREFECTURE,
}
YES_NO = {"是": True, "否": False}
RELATION_KINDS = (Relation.Kind.ORGANISATION, Relation.Kind.CREDIT_CODE, Relation.Kind.PERSON)
MAX_ROWS = 5000
EXAMPLE = (
    "示例（导入时跳过）",
    "地区",
    "传统技艺",
    "某某学院",
    "副教授",
    "是",
    "12",
    "",
    "甲合作社；乙公司",
    "",
    "",
)


class ImportRefused(Exception):
    """The workbook as a whole cannot be read."""


@dataclass(frozen=True)
class WrongRow:
    """A row that was not taken in, by its number in the sheet, and why."""

    number: int
    why: str


@dataclass
class Imported:
    """What an import did; nothing is written while a row is wrong."""

    added: int = 0
    updated: int = 0
    wrong: list[WrongRow] = field(default_factory=list)


@dataclass(frozen=True)
class _Row:
    number: int
    fields: dict[str, Any]
    relations: list[tuple[str, str]]


def template() -> bytes:
    """Return the workbook to fill in."""
    buffer = io.BytesIO()
    with new_book(buffer) as workbook:
        sheet = workbook.add_worksheet("专家库")
        heading = workbook.add_format({"bold": True, "bg_color": "#f5efe5", "border": 1})
        sheet.write_row(0, 0, COLUMNS, heading)
        sheet.write_row(1, 0, EXAMPLE)
        sheet.set_column(0, len(COLUMNS) - 1, 22)
        sheet.freeze_panes(1, 0)
    return buffer.getvalue()


def import_experts(workbook: BinaryIO, *, by: User, at: datetime) -> Imported:
    """Take in the experts of a workbook: all of them, or none and every wrong row with its reason.

    An expert of the same name, employer and pool is updated, his relations replaced.

    :raises ImportRefused: when it is no workbook, has other columns, or too many rows.
    """
    rows, result = [], Imported()
    for number, cells in _cells(workbook):
        row = _read(number, cells)
        if isinstance(row, WrongRow):
            result.wrong.append(row)
        else:
            rows.append(row)
    result.wrong += _repeated(rows)
    if result.wrong:
        result.wrong.sort(key=lambda wrong: wrong.number)
        return result
    _write(rows, result)
    log_access(by=by, action="import", subject=f"experts:{len(rows)}", at=at)
    return result


def _cells(workbook: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    try:
        rows = CalamineWorkbook.from_filelike(workbook).get_sheet_by_index(0).to_python()
    except (CalamineError, OSError, IndexError) as error:
        raise ImportRefused(_("无法读取，请使用模板另存为 .xlsx 后导入")) from error
    if not rows or [_text(cell) for cell in rows[0][: len(COLUMNS)]] != list(COLUMNS):
        raise ImportRefused(_("表头与模板不一致，请下载模板填写"))
    if len(rows) > MAX_ROWS + 1:
        raise ImportRefused(_("一次最多导入 %(rows)s 行") % {"rows": MAX_ROWS})
    for number, row in enumerate(rows[1:], start=2):
        cells = [_text(cell) for cell in row[: len(COLUMNS)]]
        cells += [""] * (len(COLUMNS) - len(cells))
        if any(cells) and not cells[0].startswith("示例"):
            yield number, cells


def _text(cell: Any) -> str:
    """Return a cell as text: a whole number without the decimals that spreadsheets add."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).split())


def _read(number: int, cells: Sequence[str]) -> _Row | WrongRow:
    name, pool, speciality, employer, title, senior, years, phone, *related = cells
    problems = list(_problems(name, pool, employer, senior, years))
    if problems:
        return WrongRow(number, "；".join(problems))
    fields = {
        "name": name,
        "pool": POOLS[pool],
        "speciality": speciality[:80],
        "employer": employer,
        "title": title[:40],
        "has_senior_title": YES_NO[senior],
        "relevant_years": int(years or 0),
        "phone": phone,
    }
    return _Row(number, fields, list(_relations(related)))


def _problems(name: str, pool: str, employer: str, senior: str, years: str) -> Iterator[str]:
    if not name or len(name) > 40:
        yield _("姓名未填写或过长")
    if pool not in POOLS:
        yield _("专家库应为“自治区”或“地区”")
    if not employer or len(employer) > 120:
        yield _("工作单位未填写或过长")
    if senior not in YES_NO:
        yield _("副高以上职称应填“是”或“否”")
    if years and not (years.isascii() and years.isdigit() and int(years) <= 80):
        yield _("相关工作年限应为 0 至 80 的整数")


def _relations(cells: Sequence[str]) -> Iterator[tuple[str, str]]:
    for kind, cell in zip(RELATION_KINDS, cells, strict=True):
        for value in cell.replace(";", "；").replace("、", "；").split("；"):
            if value.strip():
                yield kind, value.strip()


def _repeated(rows: Iterable[_Row]) -> list[WrongRow]:
    seen: dict[tuple[Any, ...], int] = {}
    found = []
    for row in rows:
        key = (row.fields["name"], row.fields["employer"], row.fields["pool"])
        if key in seen:
            found.append(WrongRow(row.number, _("与第 %(number)s 行重复") % {"number": seen[key]}))
        seen.setdefault(key, row.number)
    return found


@transaction.atomic
def _write(rows: Iterable[_Row], result: Imported) -> None:
    for row in rows:
        key = {name: row.fields[name] for name in ("name", "employer", "pool")}
        expert, is_new = Expert.objects.update_or_create(**key, defaults=row.fields)
        expert.relations.all().delete()
        for kind, value in row.relations:
            Relation.objects.create(expert=expert, kind=kind, value=value)
        result.added += is_new
        result.updated += not is_new
