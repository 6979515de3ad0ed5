"""Who sits: the first ranks of the draw who may review an application, and the next rank when one leaves (R6)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from gongfang.cases import tasks
from gongfang.regulation import panel as rules

from .models import Candidate, Declaration, Entry, Panel, Seat


@dataclass(frozen=True)
class Bench:
    """Who is to sit for one application: as many as there are places, fewer when the list is exhausted."""

    refs: frozenset[str]
    is_exhausted: bool


def bench(panel: Panel, entry: Entry, candidates: Sequence[Candidate], gone: Collection[int]) -> Bench:
    """Return who is to sit for `entry`. `candidates` are by rank, `gone` are those out of it.

    One list over all pools, or one for each pool that has a quota in the edition.
    """
    excluded = {c.ref for c in candidates if c.pk in gone or entry.application.number in c.exclusions}
    quotas = panel.edition.pool_quotas or {"": panel.size}
    refs: set[str] = set()
    is_exhausted = False
    for pool, number in quotas.items():
        ranking = [c.ref for c in candidates if pool in ("", c.pool)]
        try:
            refs.update(rules.seated(ranking, number, excluded))
        except rules.PoolExhausted:
            is_exhausted = True
            refs.update(set(ranking) - excluded)
    return Bench(frozenset(refs), is_exhausted)


def fill_seats(panel: Panel, *, at: datetime, is_replacement: bool) -> list[Seat]:
    """Seat the next ranks wherever a place is free, and return the new seats. Nobody is ever re-ranked."""
    candidates = list(panel.candidates.select_related("expert__user").order_by("rank"))
    gone = out_of(panel)
    seats = []
    for entry in open_entries(panel):
        refs = bench(panel, entry, candidates, gone[entry.pk]).refs
        sitting = {seat.candidate_id for seat in entry.seats.all() if seat.left_at is None}
        seats += [
            Seat(entry=entry, candidate=candidate, is_replacement=is_replacement, seated_at=at)
            for candidate in candidates
            if candidate.ref in refs and candidate.pk not in sitting
        ]
    return Seat.objects.bulk_create(seats)


def open_entries(panel: Panel) -> list[Entry]:
    """Return the applications still before the panel, with their seats."""
    entries = Entry.objects.filter(panel_id=panel.pk, released_at=None)
    return list(entries.select_related("application").prefetch_related("seats__candidate"))


def refresh_applications(panel: Panel, *, at: datetime) -> None:
    """Let the inbox say whose turn it is: the panel's, or that of the office once its list is exhausted (R6)."""
    for entry in open_entries(panel):
        tasks.refresh(entry.application, at=at)


def out_of(panel: Panel) -> Mapping[int, set[int]]:
    """Return by entry the candidates who are out of it: recused from it, or excused and not sitting on it."""
    seats = list(Seat.objects.filter(entry__panel_id=panel.pk).values_list("entry_id", "candidate_id", "left_why"))
    excused = {candidate for _entry, candidate, why in seats if why == Seat.Left.EXCUSED}
    gone = {entry: set(excused) for entry in Entry.objects.filter(panel_id=panel.pk).values_list("pk", flat=True)}
    for entry, candidate, why in seats:
        if why:
            gone[entry].add(candidate)
        else:
            gone[entry].discard(candidate)
    recused = Declaration.objects.filter(
        entry__panel_id=panel.pk, is_clear=False, expert__candidacies__panel_id=panel.pk
    )
    for entry, candidate in recused.values_list("entry_id", "expert__candidacies__pk"):
        gone[entry].add(candidate)
    return gone
