"""Matching rosters with the register on keyed indexes: no list changes hands (articles 7(二) and 9(二)).

A run tells figures. Whoever differs becomes a line that the county looks into; nothing is taken from anybody.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

from django.conf import settings
from django.db import transaction

from gongfang.accounts import keys
from gongfang.accounts.encryption import bulk_indexer
from gongfang.accounts.identifiers import normalise_id_number
from gongfang.accounts.models import Office, User
from gongfang.applications.roster import PURPOSE
from gongfang.cases.services import StepInput, open_case, take_step
from gongfang.records.services import log_access
from gongfang.regulation import clauses
from gongfang.regulation.procedure import Actor, StepRefused
from gongfang.regulation.time_limits import beijing_date
from gongfang.workshops.models import HOLDING, Workshop

from . import queries, rosters
from .models import Issue, Matching, MatchResult, Mismatch, MismatchLine, Outcome, RegisterEntry
from .rosters import Person

CHUNK = 2_000
Wanted = dict[tuple[str, str], Person]


class TooOften(StepRefused):
    """An office has matched as often as it may within an hour."""


@dataclass
class _Tally:
    """The figures of one workshop and kind."""

    source: str = ""
    figures: dict[str, int] = field(default_factory=lambda: dict.fromkeys(queries.FIGURES, 0))

    def count(self, person: Person, outcome: str, is_doubled: bool) -> None:
        self.source = person.source
        for name in ("people", outcome, *(["doubled"] if is_doubled else [])):
            self.figures[name] += 1


@transaction.atomic
def match_rosters(*, by: User, at: datetime) -> Matching:
    """Match the rosters of the workshops that the office of `by` answers for, and ask the counties what differs.

    :raises TooOften: beyond GONGFANG_MATCHINGS_AN_HOUR.
    :raises StepRefused: while the register is empty.
    """
    office = _locked_office(by, at)
    as_of = queries.registered_as_of(None)
    if as_of is None:
        raise StepRefused("登记库中还没有数据，请农业农村部门先上传名单", clauses.SHARING)
    people = list(rosters.current_rosters())
    own = _workshops_of(office)
    outcomes = _outcomes([person for person in people if person.workshop in own])
    doubled = _doubled(people)
    tallies, wanted = _counted(people, own, outcomes, doubled)
    sums = {name: sum(tally.figures[name] for tally in tallies.values()) for name in queries.FIGURES}
    matching = Matching.objects.create(
        office=office,
        on=beijing_date(at),
        register_as_of=as_of,
        workshops=len({workshop for workshop, _kind in tallies}),
        run_by=by,
        run_at=at,
        **sums,
    )
    MatchResult.objects.bulk_create(
        MatchResult(matching=matching, workshop_id=workshop, kind=kind, source=tally.source, **tally.figures)
        for (workshop, kind), tally in tallies.items()
    )
    _ask(own, wanted, at=at)
    log_access(by=by, action="match_rosters", subject=f"matching:{matching.pk}", at=at)
    return matching


def _locked_office(by: User, at: datetime) -> Office:
    """Lock an office so that two runs cannot pass the limit together, and return it.

    :raises TooOften: when it has had its runs of this hour.
    """
    rows = Office.objects.select_for_update(of=("self",)).select_related("division")
    office = rows.get(users=by)
    most = settings.GONGFANG_MATCHINGS_AN_HOUR
    since = at - timedelta(hours=1)
    if Matching.objects.filter(office=office, run_at__gt=since, run_at__lte=at).count() >= most:
        raise TooOften(f"一小时内最多比对 {most} 次，请稍后再来", clauses.SHARING)
    return office


def _workshops_of(office: Office) -> dict[int, Workshop]:
    rows = Workshop.objects.filter(status__in=HOLDING, county__in=queries.counties_of(office))
    return {workshop.pk: workshop for workshop in rows.select_related("county", "holder")}


def _doubled(people: Iterable[Person]) -> set[str]:
    """Return the indexes of those who are on the rosters of two workshops or more."""
    where: dict[str, set[int]] = defaultdict(set)
    for person in people:
        where[person.id_index].add(person.workshop)
    return {index for index, workshops in where.items() if len(workshops) > 1}


def _outcomes(people: Sequence[Person]) -> dict[str, str]:
    """Return what the register says, by the index on the roster."""
    found = _known({person.id_index for person in people})
    for key_id in _older_keys():
        unknown = [person for person in people if person.id_index not in found]
        found |= _known_under(key_id, unknown)
    return found


def _known(indexes: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for chunk in _chunks(indexes):
        rows = RegisterEntry.objects.filter(id_index__in=chunk).values_list("id_index", "valid_to")
        for index, valid_to in rows:
            if valid_to is None or index not in found:
                found[index] = (Outcome.CONFIRMED if valid_to is None else Outcome.LEFT).value
    return found


def _chunks(values: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(values)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def _older_keys() -> list[int]:
    """Return the index keys, other than the newest, that the register still has entries of and we still hold."""
    used = set(RegisterEntry.objects.order_by().values_list("key_id", flat=True).distinct())
    return sorted((used & set(keys.key_ids("index"))) - {keys.newest_id("index")}, reverse=True)


def _known_under(key_id: int, people: Sequence[Person]) -> dict[str, str]:
    """Look people up by the index that an older key gives their numbers."""
    index, renamed = bulk_indexer(PURPOSE, key_id), {}
    for source in {person.source for person in people}:
        mine = {person.entry: person for person in people if person.source == source}
        for key, row in rosters.rows_of(source, mine.keys()).items():
            renamed[index(normalise_id_number(row.id_number))] = mine[key].id_index
    return {renamed[old]: outcome for old, outcome in _known(renamed).items()}


def _counted(
    people: Iterable[Person], own: Mapping[int, Workshop], outcomes: Mapping[str, str], doubled: set[str]
) -> tuple[dict[tuple[int, str], _Tally], dict[int, Wanted]]:
    """Return the figures by workshop and kind, and who is to be looked into by workshop."""
    tallies: dict[tuple[int, str], _Tally] = defaultdict(_Tally)
    wanted: dict[int, Wanted] = defaultdict(dict)
    for person in people:
        if person.workshop not in own:
            continue
        outcome = outcomes.get(person.id_index, Outcome.NOT_FOUND.value)
        is_doubled = person.id_index in doubled
        tallies[person.workshop, person.kind].count(person, outcome, is_doubled)
        if outcome != Outcome.CONFIRMED:
            wanted[person.workshop][person.id_index, outcome] = person
        if is_doubled:
            wanted[person.workshop][person.id_index, Issue.DOUBLED.value] = person
    return tallies, wanted


def _ask(own: Mapping[int, Workshop], wanted: Mapping[int, Wanted], *, at: datetime) -> None:
    """Bring the open questions up to date: what is no longer so is gone, what is new is asked."""
    known: dict[int, dict[tuple[str, str], MismatchLine]] = defaultdict(dict)
    for line in MismatchLine.objects.filter(workshop__in=own, gone_at=None):
        known[line.workshop_id][line.id_index, line.issue] = line
    for pk in sorted(known.keys() | wanted.keys()):
        now = wanted.get(pk, {})
        gone = [line.pk for what, line in known[pk].items() if what not in now]
        MismatchLine.objects.filter(pk__in=gone).update(gone_at=at)
        new = {what: person for what, person in now.items() if what not in known[pk]}
        if new:
            _add_lines(own[pk], new, at=at)
        if gone:
            clear_away(own[pk], at=at)


def _add_lines(workshop: Workshop, new: Wanted, *, at: datetime) -> None:
    case = Mismatch.objects.filter(workshop=workshop, is_open=True).first() or _opened(workshop, at=at)
    MismatchLine.objects.bulk_create(
        MismatchLine(
            mismatch=case,
            workshop=workshop,
            source=person.source,
            entry=person.entry,
            id_index=index,
            issue=issue,
            found_at=at,
        )
        for (index, issue), person in new.items()
    )


def _opened(workshop: Workshop, *, at: datetime) -> Mismatch:
    """Open the question; the workshop sees it when it is asked."""
    title = f"{workshop.name}就业名单核对"[:120]
    case = open_case(Mismatch, region=workshop.county, holder=None, at=at, title=title, workshop=workshop)
    take_step(case, "open_mismatch", by=Actor.SYSTEM, at=at, inputs=StepInput(facts={"workshop": workshop.number}))
    return case


def clear_away(workshop: Workshop, *, at: datetime) -> None:
    """End the open question about a workshop when nobody is left to be explained, or its recognition has ended."""
    case = Mismatch.objects.filter(workshop=workshop, is_open=True).select_related("region").first()
    if case is None or (workshop.holds_recognition and queries.open_lines(case).exists()):
        return
    take_step(case, "clear_mismatch", by=Actor.SYSTEM, at=at, effect=lambda: close(case))


def close(case: Mismatch) -> None:
    """Let another question be opened about the same workshop."""
    case.is_open = False
    Mismatch.objects.filter(pk=case.pk).update(is_open=False)
