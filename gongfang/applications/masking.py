"""Personal data of a filing as pages show it: masked, with an address to uncover it where that is allowed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from gongfang.accounts.identifiers import mask_id_number, mask_name, mask_phone

from .models import Application, Person, RosterEntry, RosterPerson

REVEAL = "applications:reveal"
MASKS = {"name": mask_name, "id_number": mask_id_number, "phone": mask_phone}
REVEALABLE: dict[str, tuple[Any, tuple[str, ...]]] = {
    "person": (Person, ("id_number", "phone")),
    "roster": (RosterEntry, ("name", "id_number")),
}
"""What can be uncovered: kind of row → its model and fields."""


@dataclass(frozen=True)
class Masked:
    """A masked value; `url` uncovers it and is empty where the reader may not."""

    value: str
    url: str


@dataclass(frozen=True)
class MaskedRow:
    """A row of people with its personal fields masked."""

    row: Any
    name: Masked | None = None
    id_number: Masked | None = None
    phone: Masked | None = None


def masked_people(application: Application, *, may_reveal: bool) -> list[MaskedRow]:
    """Return the responsible person and the managers."""
    return [_masked("person", row, may_reveal) for row in application.people.all()]


def masked_roster(entries: Iterable[RosterPerson], *, may_reveal: bool, address: str = REVEAL) -> list[MaskedRow]:
    """Return people on a roster; `address` names the page that uncovers a value of theirs."""
    return [_masked("roster", row, may_reveal, address) for row in entries]


def _masked(kind: str, row: Any, may_reveal: bool, address: str = REVEAL) -> MaskedRow:
    _model, fields = REVEALABLE[kind]
    return MaskedRow(row, **{name: _value(kind, row, name, may_reveal, address) for name in fields})


def _value(kind: str, row: Any, name: str, may_reveal: bool, address: str) -> Masked:
    plain = getattr(row, name)
    url = reverse(address, args=[kind, row.pk, name]) if plain and may_reveal else ""
    return Masked(MASKS[name](plain), url)
