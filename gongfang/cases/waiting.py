"""Whom a case waits for now, and for what: offices and panels by its tasks, people and the law by its table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from gongfang.accounts.models import Role, User
from gongfang.regulation.procedure import ACTOR_LABELS, Actor, Availability, Step, available_actions

from .facts import facts_of
from .models import Case, Task
from .permissions import UNFILED, actors_for
from .registry import kind_of


@dataclass(frozen=True)
class Wait:
    """One thing a case waits for. `is_yours` when the reader is to do it; `why` says why it cannot be yet."""

    text: str
    is_yours: bool = False
    why: str = ""


def waits_of(case: Any, user: User, *, at: datetime) -> list[Wait]:
    """Return what `case` waits for, as `user` is told it; nothing once it has ended.

    Experts are told of their own part only: nothing tells them who else has scored (R8).
    """
    if case.state in kind_of(case.kind).procedure.ends:
        return []
    by_law = _for_the_law(case, at)
    if any(not wait.why for wait in by_law):
        return by_law
    found = [*_for_the_filing(case, user, at), *_for_experts(case, user), *_for_offices(case, user)]
    if user.role == Role.EXPERT:
        return [wait for wait in found if wait.is_yours]
    return found or by_law


def _for_the_filing(case: Any, user: User, at: datetime) -> list[Wait]:
    """Return what applicants and objectors are to hand in, and what is still missing from it."""
    own = actors_for(user, case)
    waits = []
    for actor in (Actor.APPLICANT, Actor.PUBLIC):
        who = _("您") if actor in own else _called(actor, case)
        for each in _open_to(case, actor, at):
            why = each.refusal.reason if each.refusal else ""
            waits.append(_wait([who], [_(each.step.label)], is_yours=actor in own, why=why))
    return waits


def _open_to(case: Any, actor: Actor, at: datetime) -> list[Availability]:
    """Return the steps expected of `actor` from this state. A filing on paper is its county's until it is in."""
    procedure = kind_of(case.kind).procedure
    rows = [step for step in procedure.steps if case.state in step.sources and actor in step.by]
    if not any(step.is_expected for step in rows) or (case.state in UNFILED and case.holder_id is None):
        return []
    found = available_actions(procedure, facts_of(case, actor=actor, at=at))
    return [each for each in found if each.step.is_expected]


def _for_experts(case: Any, user: User) -> list[Wait]:
    kind, is_yours = kind_of(case.kind), user.role == Role.EXPERT
    actions = kind.awaited_of_experts(user, case)
    labels = [_(kind.procedure.rows(action)[0].label) for action in kind.procedure.actions if action in actions]
    who = _("您") if is_yours else _called(Actor.EXPERT, case)
    return [_wait([who], labels, is_yours=is_yours)] if labels else []


def _called(actor: Actor, case: Case) -> str:
    return str(kind_of(case.kind).called.get(actor) or _(ACTOR_LABELS[actor]))


def _for_offices(case: Case, user: User) -> list[Wait]:
    """Return one wait for each thing to be done, with every office that is to do it."""
    lines: dict[tuple[str, bool], list[str]] = {}
    for task in filter(_is_its_own, tasks_in_order(case)):
        lines.setdefault((awaited_by(task), task.is_under_way), []).append(label_of(task))
    shared: dict[tuple[bool, tuple[str, ...]], list[str]] = {}
    for (who, is_under_way), labels in lines.items():
        shared.setdefault((is_under_way, tuple(labels)), []).append(who)
    own = user.office.name if user.office else ""
    return [
        Wait(_("、").join(labels)) if is_under_way else _of_offices(names, labels, own)
        for (is_under_way, labels), names in shared.items()
    ]


def _is_its_own(task: Task) -> bool:
    """Return whether a task is the office's own; what it does for an applicant, `_for_the_filing` tells."""
    return Actor(task.office.code) in step_of(task).by


def _of_offices(names: Sequence[str], labels: Iterable[str], own: str) -> Wait:
    """Return a wait for offices, the reader's own named first and as such."""
    others = [name for name in names if name != own]
    is_yours = own in names
    return _wait([_("本单位"), *others] if is_yours else others, labels, is_yours=is_yours)


def _wait(who: Iterable[str], labels: Iterable[str], *, is_yours: bool, why: str = "") -> Wait:
    words = {"who": _("、").join(who), "what": _("或").join(labels)}
    return Wait(_("等待%(who)s%(what)s") % words, is_yours, why)


def _for_the_law(case: Any, at: datetime) -> list[Wait]:
    """Return what happens by itself once it may, and why it may not yet."""
    procedure = kind_of(case.kind).procedure
    if not any(case.state in step.sources and Actor.SYSTEM in step.by for step in procedure.steps):
        return []
    found = available_actions(procedure, facts_of(case, actor=Actor.SYSTEM, at=at))
    return [
        Wait(
            _("等待系统办理“%(what)s”") % {"what": _(each.step.label)},
            why=each.refusal.reason if each.refusal else "",
        )
        for each in found
    ]


def tasks_in_order(case: Case) -> list[Task]:
    """Return the tasks of a case in the order of its table."""
    tasks = list(Task.objects.filter(case_id=case.pk).select_related("office").order_by("office_id"))
    for task in tasks:
        task.case = case
    return sorted(tasks, key=place_in_table)


def place_in_table(task: Task) -> int:
    """Return where the step of a task stands in the table of its procedure."""
    return kind_of(task.case.kind).procedure.actions.index(task.action)


def step_of(task: Task) -> Step:
    """Return the row of the table that a task comes from."""
    rows = kind_of(task.case.kind).procedure.rows(task.action)
    return next(step for step in rows if task.case.state in step.sources)


def label_of(task: Task) -> str:
    """Return what is to be done: the step, the work it waits for, or that others are about it."""
    step = step_of(task)
    if task.is_under_way and step.under_way is not None:
        return _(step.under_way.label)
    return _(step.label if task.is_ready else step.work)


def awaited_by(task: Task) -> str:
    """Return who has to act: the office, or those who have its work under way."""
    step = step_of(task)
    return _(step.under_way.by) if task.is_under_way and step.under_way is not None else task.office.name
