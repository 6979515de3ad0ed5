"""Turns of phrase that several documents share. They are Chinese whatever language the pages speak."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from gongfang.accounts.models import Department, Division, Office
from gongfang.notices.queries import last_contact
from gongfang.records.models import Record
from gongfang.regulation.clauses import Clause
from gongfang.web.dates import in_beijing, last_day

MEASURES = "《塔城地区非遗工坊认定和管理办法》"
MIDNIGHT = "24:00"


def day(value: date | datetime | None) -> str:
    """Return 2026年6月18日, the Beijing day of an instant; nothing for None."""
    if value is None:
        return ""
    local = in_beijing(value) if isinstance(value, datetime) else value
    return f"{local.year}年{local.month}月{local.day}日"


def instant(value: datetime | None) -> str:
    """Return the Beijing day with the time to the minute."""
    return f"{day(value)} {in_beijing(value):%H:%M}" if value else ""


def end_of(value: datetime | None) -> str:
    """Return the end of a period, which at midnight is 24:00 of the day before."""
    if value is None:
        return ""
    local = in_beijing(value)
    return f"{day(last_day(value))}{MIDNIGHT}" if f"{local:%H:%M}" == "00:00" else instant(value)


def provision(clause: Clause) -> str:
    """Return the citation under the measures' full name."""
    return clause.cite.replace("《办法》", MEASURES)


def prefecture_offices() -> tuple[str, ...]:
    """Return the three departments of the prefecture, the lead first."""
    found = Office.objects.filter(division__level=Division.Level.PREFECTURE)
    order = list(Department.values)
    return tuple(office.name for office in sorted(found, key=lambda each: order.index(each.department)))


def lead_office() -> str:
    """Return the name of the prefecture's culture department."""
    return prefecture_offices()[0]


def contact() -> str:
    """Return where one hands things in, as the last notice said it."""
    known = last_contact()
    parts = ("office", "address", "phone", "email")
    return "，".join(known[part] for part in parts if known.get(part))


def said(case: Any, *actions: str) -> Mapping[str, str]:
    """Return the words given with the last of some steps of a case; empty before it."""
    record = last_record(case, *actions)
    return {each.name: each.text for each in record.statements.all()} if record else {}


def last_record(case: Any, *actions: str) -> Record | None:
    """Return the record of the last of some steps of a case."""
    rows = Record.objects.filter(case_id=case.pk, action__in=actions).prefetch_related("statements")
    return rows.order_by("-seq").first()


def numbered(lines: Iterable[str]) -> str:
    """Return lines with Arabic numbers, which is the third level of an official document."""
    return "\n".join(f"{place}.{line}" for place, line in enumerate(lines, start=1))


def lines(*parts: str) -> str:
    """Join paragraphs, leaving out empty ones."""
    return "\n".join(part for part in parts if part)
