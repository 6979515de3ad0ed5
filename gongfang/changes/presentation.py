"""What a request changes, side by side, in words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongfang.accounts.identifiers import mask_id_number, mask_name
from gongfang.applications.models import Person
from gongfang.workshops.models import Category, HeritageLevel, OperatorKind

from .models import Change, ChangedField, Field, Responsible
from .queries import responsible_before


@dataclass(frozen=True)
class Line:
    """One line of a value; `url` uncovers a masked one, and is empty where the reader may not."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Difference:
    """One thing that is changed: the lines of the old and of the new value."""

    label: str
    old: list[Line]
    new: list[Line]


def differences(change: Change, *, may_reveal: bool) -> list[Difference]:
    """Return what a request changes, old beside new; people masked."""
    return [_difference(change, row, may_reveal=may_reveal) for row in change.changed.all()]


def _difference(change: Change, row: ChangedField, *, may_reveal: bool) -> Difference:
    label = row.get_field_display()
    if row.field == Field.RESPONSIBLE:
        old, new = responsible_before(change), change.responsible
        return Difference(label, _person(old, may_reveal=False), _person(new, may_reveal=may_reveal))
    if row.field == Field.SURRENDER:
        return Difference(label, [Line(_("经地区认定的非遗工坊"))], [Line(_("放弃认定资格，交回牌匾"))])
    return Difference(label, lines(row.field, row.old), lines(row.field, row.new))


def _person(person: Person | Responsible | None, *, may_reveal: bool) -> list[Line]:
    if person is None:
        return [Line(_("名录未登记"))]
    number = person.id_number
    if not isinstance(person, Responsible) or not may_reveal:
        return [Line(mask_name(person.name)), *([Line(mask_id_number(number))] if number else [])]
    name_url, number_url = (reverse("changes:reveal", args=[person.pk, each]) for each in ("name", "id_number"))
    return [Line(mask_name(person.name), name_url), Line(mask_id_number(number), number_url)]


def lines(field: str, value: Any) -> list[Line]:
    """Return a value of the register in words, one line for each of its parts."""
    words = _WORDS.get(field)
    return [Line(text) for text in (words(value) if words else [value]) if text]


def _operator(value: Mapping[str, str]) -> list[str]:
    kind = str(OperatorKind(value["kind"]).label) if value["kind"] else ""
    return [value["name"], kind, value["credit_code"] or _("无统一社会信用代码")]


def _place(value: Mapping[str, str]) -> list[str]:
    return [f"{value['town']} {value['address']}".strip()]


def _items(value: Iterable[Mapping[str, str]]) -> list[str]:
    return [
        f"{item['name']}（{Category(item['category']).label} · "
        f"{HeritageLevel(item['level']).label if item['level'] else _('传统手工艺')}）"
        for item in value
    ]


_WORDS: Mapping[str, Callable[[Any], list[str]]] = {
    Field.OPERATOR.value: _operator,
    Field.PLACE.value: _place,
    Field.ITEMS.value: _items,
}


def entry(said: Mapping[str, Any]) -> list[tuple[str, list[Line]]]:
    """Return an entry of the register as it was: each field's label and its value in words."""
    return [(str(Field(name).label), lines(name, value)) for name, value in said.items()]


def summary(change: Change) -> str:
    """Return in a line what a request changes."""
    return _("、").join(row.get_field_display() for row in change.changed.all())
