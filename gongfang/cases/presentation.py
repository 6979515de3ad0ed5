"""A case as pages show it: its state, its next lawful steps, its clocks and its history."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongfang.accounts.models import User
from gongfang.calendars.queries import working_calendar
from gongfang.records.models import Record
from gongfang.records.queries import records_of
from gongfang.regulation import clauses
from gongfang.regulation.clauses import Clause
from gongfang.regulation.procedure import (
    ACTOR_LABELS,
    DEPARTMENT_LABELS,
    INPUT_LABELS,
    Actor,
    Availability,
    Procedure,
    StepRefused,
)
from gongfang.regulation.time_limits import beijing_date, limit_named

from .facts import available_to
from .models import Case, Opinion, RunningLimit
from .permissions import actors_for
from .registry import act_named, kind_of

_GOOD = {
    "recognised",
    "awarded",
    "upheld",
    "concluded",
    "dismissed",
    "passed",
    "accepted",
    "overturned",
    "confirmed",
    "closed",
    "done",
    "published",
    "ordered",
    "reported",
    "settled",
    "accounted",
    "entered",
}
_BAD = {
    "refused",
    "cancelled",
    "disqualified",
    "not_accepted",
    "not_recommended",
    "revoked",
    "missed",
    "failed",
    "taken_off",
}
_QUIET = {
    "draft",
    "withdrawn",
    "lapsed",
    "inadmissible",
    "dropped",
    "waived",
    "called_off",
    "cleared",
    "left",
    "not_entered",
}
_WAITING = {
    "correcting",
    "public_notice",
    "incomplete",
    "owed",
    "returned",
    "rectifying",
    "revision_returned",
    "asked",
}
_HANDLER_TEXTS = {"minutes"}


def tone_of(state: str) -> str:
    """Return the colour family of a state: what went well, what did not, what waits, what is under way."""
    for tone, states in (("good", _GOOD), ("bad", _BAD), ("quiet", _QUIET), ("waiting", _WAITING)):
        if state in states:
            return tone
    return "active"


def state_label(case: Case) -> str:
    """Return the label of the case's state."""
    return _(kind_of(case.kind).procedure.states.get(case.state, case.state))


@dataclass(frozen=True)
class Action:
    """One step on the panel 下一步可依法办理."""

    name: str
    label: str
    clause: Clause
    url: str
    refusal: StepRefused | None
    target_label: str
    is_binding: bool
    is_adverse: bool


def actions_for(user: User, case: Any, *, at: datetime) -> list[Action]:
    """Return the steps `user` may take on `case` now, open ones first, refused ones with their reason."""
    found: dict[str, Action] = {}
    known = kind_of(case.kind).known_of(user, case)
    for actor in actors_for(user, case):
        for available in available_to(case, actor=actor, at=at, given=known):
            found.setdefault(available.step.action, _action(case, available))
    return sorted(found.values(), key=lambda action: (action.refusal is not None, action.is_adverse))


def _action(case: Any, available: Availability) -> Action:
    kind, step = kind_of(case.kind), available.step
    target = step.target if isinstance(step.target, str) else ""
    return Action(
        name=step.action,
        label=_(step.label),
        clause=step.clause,
        url=url_of_step(case, step.action),
        refusal=available.refusal,
        target_label=_(kind.procedure.states[target]) if target else "",
        is_binding=step.is_binding,
        is_adverse=target in _BAD or target == "withdrawn",
    )


def url_of_step(case: Case, action: str) -> str:
    """Return the address of the page on which a step is taken."""
    page = kind_of(case.kind).pages.get(action)
    return reverse(page, args=[case.number]) if page else reverse("cases:step", args=[case.number, action])


@dataclass(frozen=True)
class Clock:
    """A time limit as a page shows it. `days_left` counts working days after today, 0 on the last day."""

    label: str
    clause: Clause
    ends_at: datetime
    last_day: Any
    is_provisional: bool
    counted: Mapping[str, Any]
    closed_at: datetime | None
    is_overdue: bool
    days_left: int
    days_over: int


def clocks_of(case: Case, *, at: datetime) -> list[Clock]:
    """Return the time limits of a case, the running ones first."""
    rows = list(RunningLimit.objects.filter(case_id=case.pk))
    rows.sort(key=lambda row: (row.closed_at is not None, row.ends_at))
    return [clock(row, case, at=at) for row in rows]


def clock(row: RunningLimit, case: Case, *, at: datetime) -> Clock:
    """Return one limit as a page shows it, its working days counted from `at`."""
    limit = limit_named(case.edition, row.name)
    today, calendar = beijing_date(at), working_calendar()
    return Clock(
        label=_(limit.label),
        clause=limit.clause,
        ends_at=row.ends_at,
        last_day=row.last_day,
        is_provisional=row.is_provisional,
        counted=row.counted,
        closed_at=row.closed_at,
        is_overdue=row.closed_at is None and at >= row.ends_at,
        days_left=calendar.working_days_between(today, row.last_day) if today <= row.last_day else 0,
        days_over=calendar.working_days_between(row.last_day, today) if today > row.last_day else 0,
    )


@dataclass(frozen=True)
class Words:
    """A text given with a step, under the label of its field."""

    label: str
    text: str


@dataclass(frozen=True)
class Entry:
    """One record on the timeline."""

    kind: str
    tone: str
    action_label: str
    actor_label: str
    actor_name: str
    clause: Clause
    source_label: str
    target_label: str
    target_tone: str
    at: datetime
    texts: list[Words]
    files: Iterable[Any] = ()


def timeline_of(case: Case, user: User) -> list[Entry]:
    """Return the history of a case, the latest step first, as `user` may read it.

    The minutes of a consultation are for the offices and the auditor; every other text is for all who see the
    case.
    """
    is_read = kind_of(case.kind).is_read
    entries = [_entry(case, record, user) for record in records_of(case) if is_read(user, record)]
    return entries[::-1]


def _entry(case: Case, record: Record, user: User) -> Entry:
    procedure = kind_of(case.kind).procedure
    has_moved = record.source != record.target
    return Entry(
        kind=_entry_kind(record),
        tone=tone_of(record.target) if has_moved else "",
        action_label=_action_label(procedure, record),
        actor_label=_actor_label(record),
        actor_name=_person(record, user),
        clause=clauses.clause(record.clause_id),
        source_label=_(procedure.states.get(record.source, "")) if has_moved and record.source else "",
        target_label=_(procedure.states.get(record.target, "")) if has_moved else "",
        target_tone=tone_of(record.target),
        at=record.at,
        texts=_texts(record, user),
    )


def _action_label(procedure: Procedure, record: Record) -> str:
    act = act_named(record.action)
    if act is not None:
        return act.describe(json.loads(record.body)["facts"])
    return _(procedure.rows(record.action)[0].label)


def _entry_kind(record: Record) -> str:
    """Return the family of whoever took the step: it picks the mark on the timeline."""
    actor = Actor(record.actor)
    return "office" if actor.is_office else actor.value.lower()


def _actor_label(record: Record) -> str:
    if record.user is not None and record.user.office is not None:
        return record.user.office.name
    return _(ACTOR_LABELS[Actor(record.actor)])


def _person(record: Record, user: User) -> str:
    """Return who took the step: officials see officials' names; others see the office."""
    if record.user is None or not (user.office or user.role == "auditor") or record.user.office is None:
        return ""
    return record.user.display_name


def _texts(record: Record, user: User) -> list[Words]:
    is_inside = bool(user.office) or user.role == "auditor"
    return [
        Words(_(INPUT_LABELS.get(statement.name, statement.name)), statement.text or _("（已依法删除）"))
        for statement in record.statements.all()
        if is_inside or statement.name not in _HANDLER_TEXTS
    ]


@dataclass(frozen=True)
class Seat:
    """A department in the current joint stage: agreed, disagreed, or waiting."""

    label: str
    state: str
    signed_by: str = ""
    signed_at: datetime | None = None
    reasons: str = ""


def seats_of(case: Case) -> list[Seat]:
    """Return the three departments of the stage the case is in; empty where the stage is not joint."""
    if not kind_of(case.kind).procedure.is_joint(case.state):
        return []
    rows = Opinion.objects.filter(case_id=case.pk, stage=case.state, round=case.opinion_round)
    said = {row.department: row for row in rows.select_related("office", "signed_by")}
    return [_seat(name, said.get(name)) for name in case.edition.joint_departments]


def _seat(department: str, opinion: Opinion | None) -> Seat:
    if opinion is None:
        return Seat(_(DEPARTMENT_LABELS[department]), "waiting")
    return Seat(
        opinion.office.name,
        "agreed" if opinion.agrees else "disagreed",
        opinion.signed_by.display_name,
        opinion.signed_at,
        opinion.reasons,
    )
