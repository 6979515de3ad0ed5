"""What the law does by itself: the steps of SYSTEM, the reminders and the outbox, in one idempotent pass.

Run it as often as one likes. A step that was taken is no longer due, a reminder is sent once, a mail that went
out is gone; a pass that is cut short is finished by the next.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from gongfang.notifications.delivery import Delivery, deliver
from gongfang.regulation.procedure import Actor, Procedure, StepRefused

from .models import Case, RunningLimit
from .registry import kind_of, kinds
from .reminders import remind
from .services import perform

Select = Callable[[datetime], QuerySet[Case]]
Progress = Callable[[str, int], None]
Outbox = Callable[[datetime], Delivery]

CHUNK = 200
NOTED = 50
"""How many refusals and failures are named in a report; the rest is counted."""

_selects: dict[tuple[str, str], Select] = {}
_outboxes: list[Outbox] = [deliver]
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


def due(kind: str, action: str, select: Select) -> None:
    """Say which cases may be due for a step of SYSTEM.

    `select(at)` returns the candidates by one bounded, indexed query; the step itself decides. Without it, the
    candidates are the cases whose time limit of the step's state has ended.
    """
    _selects[kind, action] = select


def outbox(send: Outbox) -> None:
    """Let `send(at)` deliver, in the same pass, what goes to people who have no account here."""
    _outboxes.append(send)


def advance(at: datetime, *, progress: Progress = lambda what, count: None) -> AdvanceReport:
    """Take every step of SYSTEM that is due at `at`, remind people of time limits and send the mail."""
    report = AdvanceReport()
    for kind, action, select in due_steps():
        _take_all(kind, action, select, at, report, progress)
    report.reminders = remind(at, progress=lambda count: progress("reminders", count))
    delivered = [send(at) for send in _outboxes]
    report.delivery = Delivery(sum(each.sent for each in delivered), sum(each.failed for each in delivered))
    return report


def due_steps() -> Iterator[tuple[str, str, Select]]:
    """Yield each step of SYSTEM that is due by a rule: the one given, or the end of its state's time limit."""
    for kind in kinds():
        procedure = kind.procedure
        for action in procedure.actions:
            select = _selects.get((procedure.kind, action)) or _by_time_limit(procedure, action)
            if select is not None:
                yield procedure.kind, action, select


def _by_time_limit(procedure: Procedure, action: str) -> Select | None:
    rows = [step for step in procedure.rows(action) if Actor.SYSTEM in step.by]
    states = [state for step in rows for state in step.sources if state in procedure.time_limits]
    if not states:
        return None
    names = {procedure.time_limits[state] for state in states}

    def select(at: datetime) -> QuerySet[Case]:
        # Driven from the limits, whose partial index holds only those that run: nothing due costs nothing.
        ended = RunningLimit.objects.filter(closed_at=None, ends_at__lte=at, name__in=names)
        return Case.objects.filter(pk__in=ended.values("case"), kind=procedure.kind, state__in=states)

    return select


def _take_all(
    kind: str, action: str, select: Select, at: datetime, report: AdvanceReport, progress: Progress
) -> None:
    """Take one step on all candidates, chunk by chunk in the order of their keys."""
    last, seen = 0, 0
    while keys := list(select(at).filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        last, seen = keys[-1], seen + len(keys)
        found = kind_of(kind).model.objects.select_related("region", "holder").in_bulk(keys)
        for key in keys:
            _take(found[key], action, at, report)
        progress(f"{kind}.{action}", seen)
        if len(keys) < CHUNK:
            break


def _take(case: Case, action: str, at: datetime, report: AdvanceReport) -> None:
    name = f"{case.kind}.{action}"
    try:
        with transaction.atomic():
            perform(case, action, by=Actor.SYSTEM, at=at)
    except StepRefused as refusal:
        report.refused[name] += 1
        report.note(f"{case.number} {action}：{refusal}")
    except Exception as error:  # one broken case must not hold up the others
        _log.exception("advance: %s of %s failed", action, case.number)
        report.failed[name] += 1
        report.note(f"{case.number} {action}：{type(error).__name__}")
    else:
        report.taken[name] += 1
