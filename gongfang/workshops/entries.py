"""What every way into the register, and every change in it, shares: number, words to search by, items, history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from gongfang.cases.models import CaseNumber
from gongfang.regulation.clauses import Clause
from gongfang.regulation.time_limits import beijing_date

from . import searching
from .models import HeritageItem, Operator, Workshop, WorkshopEvent, WorkshopItem


@dataclass(frozen=True, kw_only=True)
class ReliedItem:
    """What a workshop relies on (article 3(一)); without a level it is a traditional craft that no list names."""

    name: str
    category: str
    level: str = ""
    item: HeritageItem | None = None


def operator_named(name: str, kind: str, credit_code: str) -> Operator:
    """Return the operator with this credit code, under its newest name; without a code, a new one."""
    if not credit_code:
        return Operator.objects.create(name=name, kind=kind)
    values = {"name": name, "kind": kind}
    operator, _created = Operator.objects.update_or_create(credit_code=credit_code, defaults=values)
    return operator


def enter(workshop: Workshop, items: Sequence[ReliedItem], *, at: datetime) -> None:
    """Write a new entry with its number and items."""
    workshop.number = _next_number(beijing_date(at).year)
    write(workshop, items)


def write(workshop: Workshop, items: Sequence[ReliedItem]) -> None:
    """Write an entry with what it is found and sorted by, and `items` in place of those it had."""
    different = {(relied.name, relied.level): relied for relied in items}
    _fill_in(workshop, [name for name, _level in different])
    workshop.save()
    workshop.relied_on.all().delete()
    WorkshopItem.objects.bulk_create(
        WorkshopItem(
            workshop=workshop, item=relied.item, name=relied.name, category=relied.category, level=relied.level
        )
        for relied in different.values()
    )


def refresh(workshop: Workshop) -> None:
    """Bring what an entry is found and sorted by up to date with its names."""
    _fill_in(workshop, list(workshop.relied_on.values_list("name", flat=True)))
    workshop.save(update_fields=["name_sort_key", "search"])


def _fill_in(workshop: Workshop, item_names: Sequence[str]) -> None:
    workshop.name_sort_key = searching.sort_key(workshop.name)
    workshop.search = _search_text(workshop, item_names)


def _next_number(year: int) -> str:
    CaseNumber.objects.get_or_create(kind="workshop", year=year)
    row = CaseNumber.objects.select_for_update().get(kind="workshop", year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return f"GF{year}-{row.last:04d}"


def _search_text(workshop: Workshop, item_names: Sequence[str]) -> str:
    """Return what the directory's search looks into: public words only."""
    return searching.search_text(
        [
            workshop.name,
            workshop.operator.name,
            workshop.county.name,
            workshop.town,
            workshop.address,
            workshop.main_business,
            workshop.number,
            *item_names,
        ]
    )


def note_event(
    workshop: Workshop,
    kind: str,
    clause: Clause,
    *,
    on: date,
    at: datetime,
    document_number: str = "",
    note: str = "",
) -> WorkshopEvent:
    """Write a line of the workshop's history. It is public once the workshop is: it names no person."""
    return WorkshopEvent.objects.create(
        workshop=workshop,
        kind=kind,
        on=on,
        at=at,
        clause_id=clause.id,
        document_number=document_number,
        note=note,
    )
