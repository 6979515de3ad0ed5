"""等您办理: what is expected of an applicant on every case he holds, by the tables alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Min, Q, QuerySet
from django.utils.translation import gettext as _

from gongfang.accounts.models import User
from gongfang.regulation.procedure import Actor, Step

from .models import Case
from .presentation import url_of_step
from .registry import Kind, kind_of, kinds
from .worklist import Due, dues_of

SHOWN = 50
"""Up to how many cases are listed: those that fall due first."""


@dataclass(frozen=True, kw_only=True)
class Todo:
    """A case and what its holder is to do, or may do (`is_offered`: a right that lapses), and until when."""

    case: Case
    kind_label: str
    label: str
    url: str
    is_offered: bool
    due: Due | None = None


@dataclass(frozen=True, kw_only=True)
class TodoList:
    """The first of what waits for somebody. `is_cut` when there is more."""

    items: list[Todo]
    is_cut: bool


def todos_of(user: User, *, at: datetime, about: Q | None = None) -> TodoList:
    """Return what waits for `user` as the holder of cases, the first due first; `about` narrows the cases.

    The tables alone are asked, with what a kind says in `awaited_if`: the guards would cost queries for each case.
    """
    rows = cases_awaiting(user, at=at)
    found = list((rows if about is None else rows.filter(about))[: SHOWN + 1])
    dues = dues_of(found, at)
    items = [_todo(case, dues.get(case.pk)) for case in found[:SHOWN]]
    return TodoList(items=items, is_cut=len(found) > SHOWN)


def cases_awaiting(user: User, *, at: datetime) -> QuerySet[Case]:
    """Return the cases in which `user` as applicant is to act or has a right that runs, the first due first."""
    rows = Case.objects.filter(holder=user).annotate(
        next_end=Min("limits__ends_at", filter=Q(limits__closed_at=None))
    )
    return rows.filter(_awaited(at)).order_by(F("next_end").asc(nulls_last=True), "id")


def _awaited(at: datetime) -> Q:
    """Return the condition under which a case waits for its applicant. A right ends with its time limit."""
    condition = Q(pk__in=[])
    for kind in kinds():
        for step in _steps_of(kind):
            here = Q(kind=kind.procedure.kind, state__in=step.sources)
            if step.action in kind.awaited_if:
                here &= kind.awaited_if[step.action](at)
            condition |= here & Q(next_end__gt=at) if step.is_offered else here
    return condition


def _steps_of(kind: Kind) -> Iterator[Step]:
    """Return the rows of a table that are expected of an applicant or offered to him."""
    for step in kind.procedure.steps:
        if Actor.APPLICANT in step.by and any(step.sources) and (step.is_expected or step.is_offered):
            yield step


def _todo(case: Case, due: Due | None) -> Todo:
    kind = kind_of(case.kind)
    step = next(step for step in _steps_of(kind) if case.state in step.sources)
    label = _(step.label)
    return Todo(
        case=case,
        kind_label=_(kind.procedure.label),
        label=_("可以%(step)s") % {"step": label} if step.is_offered else label,
        url=url_of_step(case, step.action),
        is_offered=step.is_offered,
        due=due,
    )
