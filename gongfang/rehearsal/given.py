"""What a rehearsal may be given. Each value has a kind; a word that is none of these is an error."""

import csv
from collections.abc import Callable, Mapping
from importlib import resources
from typing import Any

from gongfang.accounts.models import Division

from .reading import Place

Reader = Callable[[Place], Any]

APPLICATION: Mapping[str, Reader] = {
    "site_area": Place.number,
    "trainings": Place.number,
    "welfare_activities": Place.number,
    "exhibitions": Place.number,
    "practitioners": Place.number,
    "poverty_workers": Place.number,
    "county_recognised": Place.boolean,
    "former_poverty_workshop": Place.boolean,
    "heritage_item": Place.boolean,
    "traditional_craft": Place.boolean,
    "wages_on_time": Place.boolean,
    "no_violations": Place.boolean,
    "has_utilities": Place.boolean,
    "has_tools": Place.boolean,
    "has_safety": Place.boolean,
    "core_craft": Place.boolean,
    "sells_online": Place.boolean,
    "sells_offline": Place.boolean,
    "operations": Place.boolean,
    "files": Place.boolean,
}
OPERATOR: Mapping[str, Reader] = {"name": Place.text, "credit_code": Place.text, "responsible_id": Place.text}
WORKSHOP: Mapping[str, Reader] = {
    "recognised_on": Place.date,
    "revoked_on": Place.date,
    "has_account": Place.boolean,
    "agrees_to_electronic_service": Place.boolean,
    "plaque": Place.boolean,
    **OPERATOR,
}
EXPERTS: Mapping[str, Reader] = {"number": Place.number, "unqualified": Place.number}
ROUND: Mapping[str, Reader] = {"closes_on": Place.date}


def read_given(place: Place) -> Mapping[str, Any]:
    """Return the facts of the filing that differ from the lawful defaults, by the part they belong to."""
    found = place.fields(tuple(_PARTS))
    return {name: _PARTS[name](part) for name, part in found.items()}


def _part(known: Mapping[str, Reader]) -> Reader:
    def read(place: Place) -> Mapping[str, Any]:
        return {name: known[name](value) for name, value in place.fields(tuple(known)).items()}

    return read


def _county(place: Place) -> str:
    return place.one_of(_county_codes(), "县（市）")


def _county_codes() -> list[str]:
    """Return the codes of the counties from the file they are loaded from: reading needs no database."""
    text = (resources.files("gongfang.accounts") / "data" / "divisions.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return [row["code"] for row in rows if row["level"] == Division.Level.COUNTY]


_PARTS: Mapping[str, Reader] = {
    "county": _county,
    "application": _part(APPLICATION),
    "operator": _part(OPERATOR),
    "workshop": _part(WORKSHOP),
    "experts": _part(EXPERTS),
    "round": _part(ROUND),
}
