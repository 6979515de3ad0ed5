"""Who sits: the first ranks of the draw who may review an application, and the next rank when one leaves (R6)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

from gongfang.cases import tasks
from gongfang.regulation import panel as rules

from .models import Candidate, Declaration, Entry, Panel, Seat


class Listed(NamedTuple):
    """A row of the frozen list, as far as it decides who is to sit."""

    pk: int
    expert: Any
    ref: str
    pool: str
    exclusions: Mapping[str, str]


class Place(NamedTuple):
    """A seat that was given: `left_why` is empty while its expert sits."""

    candidate: int
    expert: Any
    is_replacement: bool
    left_why: str


@dataclass(frozen=True)
class Bench:
    """Who is to sit for one application: as many as there are places, fewer when the list is exhausted."""

    refs: frozenset[str]
    is_exhausted: bool


@dataclass(frozen=True)
class Table:
    """A panel's list and its seats by entry, both by rank, and what was declared: entry, expert, is clear."""

    panel: Panel
    candidates: Sequence[Listed]
    places: Mapping[int, Sequence[Place]]
    declared: Collection[tuple[int, Any, bool]]

    def sitting(self, entry: int) -> list[Place]:
        """Return who sits for an application, by rank."""
        return [place for place in self.places.get(entry, ()) if not place.left_why]

    def bench(self, entry: int, number: str) -> Bench:
        """Return who is to sit for the application `number`, whose entry is `entry`."""
        gone = self._out_of(entry)
        excluded = {each.ref for each in self.candidates if each.pk in gone or number in each.exclusions}
        return _bench(self.panel, self.candidates, excluded)

    def _out_of(self, entry: int) -> set[int]:
        """Return the candidates who are out of an entry: recused from it, or excused and not sitting on it."""
        gone = self._excused | {place.candidate for place in self.places.get(entry, ())}
        gone -= {place.candidate for place in self.sitting(entry)}
        return gone | {each.pk for each in self.candidates if (entry, each.expert, False) in self.declared}

    @cached_property
    def _excused(self) -> set[int]:
        every = chain.from_iterable(self.places.values())
        return {place.candidate for place in every if place.left_why == Seat.Left.EXCUSED}


def table(panel: Panel) -> Table:
    """Read who is on the list of `panel` and what has become of them, in three queries."""
    listed = panel.candidates.order_by("rank", "ref").values_list("pk", "expert_id", "ref", "pool", "exclusions")
    seats = Seat.objects.filter(entry__panel_id=panel.pk).order_by("candidate__rank")
    given = seats.values_list("entry_id", "candidate_id", "candidate__expert_id", "is_replacement", "left_why")
    places: dict[int, list[Place]] = defaultdict(list)
    for entry, candidate, expert, is_replacement, left_why in given:
        places[entry].append(Place(candidate, expert, is_replacement, left_why))
    declared = Declaration.objects.filter(entry__panel_id=panel.pk)
    said = set(declared.values_list("entry_id", "expert_id", "is_clear"))
    return Table(panel, [Listed(*row) for row in listed], places, said)


def _bench(panel: Panel, candidates: Sequence[Listed], excluded: Collection[str]) -> Bench:
    """Return who is to sit: one list over all pools, or one for each pool that has a quota in the edition."""
    refs: set[str] = set()
    is_exhausted = False
    for pool, number in (panel.edition.pool_quotas or {"": panel.size}).items():
        ranking = [each.ref for each in candidates if pool in ("", each.pool)]
        try:
            refs.update(rules.seated(ranking, number, excluded))
        except rules.PoolExhausted:
            is_exhausted = True
            refs.update(set(ranking) - set(excluded))
    return Bench(frozenset(refs), is_exhausted)


def fill_seats(panel: Panel, *, at: datetime, is_replacement: bool) -> list[Seat]:
    """Seat the next ranks wherever a place is free, and return the new seats. Nobody is ever re-ranked."""
    now = table(panel)
    entries = open_entries(panel)
    called = {entry.pk: _called(now, entry) for entry in entries}
    people = _in_bulk(pk for candidates in called.values() for pk in candidates)
    seats = [
        Seat(entry=entry, candidate=people[pk], is_replacement=is_replacement, seated_at=at)
        for entry in entries
        for pk in called[entry.pk]
    ]
    return Seat.objects.bulk_create(seats)


def _called(now: Table, entry: Entry) -> list[int]:
    """Return the candidates who are to sit for an application and do not yet, by rank."""
    refs = now.bench(entry.pk, entry.application.number).refs
    sitting = {place.candidate for place in now.sitting(entry.pk)}
    return [each.pk for each in now.candidates if each.ref in refs and each.pk not in sitting]


def _in_bulk(keys: Iterable[int]) -> Mapping[int, Candidate]:
    return Candidate.objects.select_related("expert__user").in_bulk(set(keys))


def open_entries(panel: Panel) -> list[Entry]:
    """Return the applications still before the panel."""
    return list(Entry.objects.filter(panel_id=panel.pk, released_at=None).select_related("application"))


def refresh_applications(panel: Panel, *, at: datetime) -> None:
    """Let the inbox say whose turn it is: the panel's, or that of the office once its list is exhausted (R6)."""
    for entry in open_entries(panel):
        tasks.refresh(entry.application, at=at)
