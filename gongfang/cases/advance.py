"""What the law does by itself: the steps of SYSTEM, the reminders and the outbox, in one idempotent pass.

Run it as often as one likes. A step that was taken is no longer due, a reminder is sent once, a mail that went
out is gone; a pass that is cut short is finished by the next.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from gongfang.notifications.delivery import Delivery
from gongfang.regulation.procedure import Actor, Procedure, StepRefused
from gongfang.regulation.time_limits import beijing_date

from . import queues
from .models import NO_DUE_DATE, Case, Opened, RunningLimit
from .registry import kind_of, kinds
from .reminders import remind
from .services import perform

Select = Callable[[datetime], QuerySet[Case]]
Lacking = Callable[[datetime], QuerySet[Any]]
OpenFor = Callable[[Any, datetime], object]
Progress = Callable[[str, int, int], None]

CHUNK = 200
NOTED = 50
"""How many refusals and failures are named in a report; the rest is counted."""

_selects: dict[tuple[str, str], Select] = {}
_consequences: set[tuple[str, str]] = set()
_openings: list["Opening"] = []
_log = logging.getLogger(__name__)


@dataclass
class AdvanceReport:
    """What one pass did. `taken` counts steps by `kind.action`; a refusal is lawful, a failure is a mistake."""

    taken: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    reminders: int = 0
    delivery: Delivery = field(default_factory=Delivery)

    @property
    def is_clean(self) -> bool:
        return not self.failed

    def note(self, text: str) -> None:
        """Keep a line for the person who reads the report, up to a bound."""
        if len(self.notes) < NOTED:
            self.notes.append(text)


def _nobody_looks(what: str, done: int, of: int) -> None:
    """Show no progress."""


def due(kind: str, action: str, select: Select) -> None:
    """Say which cases may be due for a step of SYSTEM.

    `select(at)` returns the candidates by one bounded, indexed query; the step itself decides. Without it, the
    candidates are the cases whose time limit of the step's state has ended. Where the step's states have a
    time limit, nobody is asked before one has ended.
    """
    _selects[kind, action] = select


def consequence(kind: str, action: str) -> None:
    """Say that a step of SYSTEM follows from another in the same transaction, and never from time alone."""
    _consequences.add((kind, action))


Stamp = Callable[[], object]


@dataclass(frozen=True)
class Opening:
    """Cases that time opens. `select(at)` returns what still lacks its case; `open_for(each, at)` opens it.

    `stamp()` changes, by one small query, whenever something may newly lack its case within a day.
    """

    name: str
    select: Lacking
    open_for: OpenFor
    stamp: Stamp


def opening(name: str, select: Lacking, open_for: OpenFor, *, stamp: Stamp) -> None:
    """Let time open cases: for all that one bounded, indexed query selects, each in a transaction of its own.

    What has got its case must no longer be selected: that makes a second pass do nothing. The query is asked once
    a day, and again when the stamp has changed.
    """
    _openings.append(Opening(name, select, open_for, stamp))


def advance(at: datetime, *, progress: Progress = _nobody_looks) -> AdvanceReport:
    """Take every step of SYSTEM that is due at `at`, remind people of time limits and send the mail."""
    report = AdvanceReport()
    _open_what_time_opens(at, report, progress)
    next_end = _next_end()
    for step in due_steps():
        if not step.waits_for_a_limit or next_end <= at:
            _take_all(step, at, report, progress)
    report.reminders = remind(at, next_end=next_end, progress=lambda count: progress("reminders", count, 0))
    report.delivery = queues.work_off(at)
    return report


def _next_end() -> datetime:
    """Return the first end of all running time limits: the one query of a pass that finds nothing to do."""
    running = RunningLimit.objects.filter(closed_at=None).order_by("ends_at")
    return running.values_list("ends_at", flat=True).first() or NO_DUE_DATE


@dataclass(frozen=True)
class DueStep:
    """A step of SYSTEM and its candidates. `waits_for_a_limit`: none before a time limit has ended."""

    kind: str
    action: str
    select: Select
    waits_for_a_limit: bool

    @property
    def name(self) -> str:
        return f"{self.kind}.{self.action}"


def due_steps() -> Iterator[DueStep]:
    """Yield each step of SYSTEM that is due by a rule: the one given, or the end of its state's time limit."""
    for procedure in (kind.procedure for kind in kinds()):
        for action in dict.fromkeys(step.action for step in procedure.steps if Actor.SYSTEM in step.by):
            if (procedure.kind, action) in _consequences:
                continue
            limited = _by_time_limit(procedure, action)
            select = _selects.get((procedure.kind, action)) or limited
            if select is not None:
                yield DueStep(procedure.kind, action, select, limited is not None)


def _by_time_limit(procedure: Procedure, action: str) -> Select | None:
    rows = [step for step in procedure.rows(action) if Actor.SYSTEM in step.by]
    states = [state for step in rows for state in step.sources if state in procedure.time_limits]
    if not states:
        return None
    names = {procedure.time_limits[state] for state in states}

    def select(at: datetime) -> QuerySet[Case]:
        # Driven from the limits, whose partial index holds only those that run.
        ended = RunningLimit.objects.filter(closed_at=None, ends_at__lte=at, name__in=names)
        return Case.objects.filter(pk__in=ended.values("case"), kind=procedure.kind, state__in=states)

    return select


def _take_all(step: DueStep, at: datetime, report: AdvanceReport, progress: Progress) -> None:
    """Take one step on all candidates."""
    model = kind_of(step.kind).model
    for keys in _chunks(step.name, step.select(at), progress):
        found = model.objects.select_related("region", "holder").in_bulk(keys)
        for key in keys:
            case = found[key]
            take = partial(perform, case, step.action, by=Actor.SYSTEM, at=at)
            _attempt(step.name, f"{case.number} {step.action}", take, report)


def _open_what_time_opens(at: datetime, report: AdvanceReport, progress: Progress) -> None:
    """Open what lacks its case, unless nothing can have come to lack one since the last pass of this day."""
    today, seen = beijing_date(at), dict(Opened.objects.values_list("name", "stamp"))
    stamps = {ask: f"{today} {ask()}" for ask in {each.stamp for each in _openings}}
    for each in _openings:
        stamp = stamps[each.stamp]
        if seen.get(each.name) == stamp:
            continue
        _open_all(each, at, report, progress)
        if not report.refused[each.name] and not report.failed[each.name]:
            Opened.objects.update_or_create(name=each.name, defaults={"stamp": stamp})


def _open_all(each: Opening, at: datetime, report: AdvanceReport, progress: Progress) -> None:
    """Open a case for everything that lacks it."""
    for keys in _chunks(each.name, each.select(at), progress):
        found = each.select(at).in_bulk(keys)
        for subject in found.values():
            _attempt(each.name, f"{subject} {each.name}", partial(each.open_for, subject, at), report)


def _chunks(name: str, candidates: QuerySet[Any], progress: Progress) -> Iterator[list[Any]]:
    """Yield the keys of the candidates chunk by chunk in their order, so that a pass takes bounded memory."""
    last, seen, total = 0, 0, 0
    while keys := list(candidates.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        total = total or (len(keys) if len(keys) < CHUNK else candidates.count())
        last, seen = keys[-1], seen + len(keys)
        yield keys
        progress(name, seen, total)
        if len(keys) < CHUNK:
            break


def _attempt(name: str, what: str, act: Callable[[], object], report: AdvanceReport) -> None:
    try:
        with transaction.atomic():
            act()
    except StepRefused as refusal:
        report.refused[name] += 1
        report.note(f"{what}：{refusal}")
    except Exception as error:  # one broken case must not hold up the others
        _log.exception("advance: %s failed", what)
        report.failed[name] += 1
        report.note(f"{what}：{type(error).__name__}")
    else:
        report.taken[name] += 1
