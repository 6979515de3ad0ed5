"""What waits for whom: the rows of 待办, read in a number of queries that does not grow with the page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gongfang.accounts.models import Office, User
from gongfang.calendars.queries import working_calendar
from gongfang.regulation.calendar import WorkingCalendar
from gongfang.regulation.procedure import Step
from gongfang.regulation.time_limits import beijing_date
from gongfang.regulation.time_limits import limits as limits_of_edition

from .models import Case, Draft, RunningLimit, Task
from .permissions import visible_to
from .presentation import state_label, tone_of
from .registry import kind_of

OVERDUE_SHOWN = 100
"""Up to how many overdue tasks are counted: the page then says 99+."""


@dataclass(frozen=True, kw_only=True)
class Due:
    """The end of the time limit that presses a case most, in working days from today."""

    label: str
    ends_at: datetime
    is_overdue: bool
    is_provisional: bool
    days_left: int
    days_over: int


@dataclass(frozen=True, kw_only=True)
class Item:
    """One row: a case, what is expected of whom, and until when."""

    case: Case
    kind_label: str
    state_label: str
    tone: str
    action_label: str
    waits_for: str = ""
    due: Due | None = None
    is_drafted: bool = False


def tasks_of(office: Office, *, kind: str = "") -> QuerySet[Task]:
    """Return what is expected of an office; what others have under way waits for them."""
    return _of_kind(Task.objects.filter(office=office, is_under_way=False), kind)


def tasks_of_others(user: User, *, kind: str = "") -> QuerySet[Task]:
    """Return what others are expected to do on the cases that `user`'s office sees: offices, or a panel."""
    others = Task.objects.exclude(office=user.office, is_under_way=False).filter(case__in=visible_to(user))
    return _of_kind(others.select_related("office"), kind)


def _of_kind(tasks: QuerySet[Task], kind: str) -> QuerySet[Task]:
    tasks = tasks.select_related("case__region")
    return tasks.filter(case__kind=kind) if kind else tasks


def count_overdue(office: Office, *, at: datetime) -> int:
    """Return how many tasks of an office are overdue, counted up to `OVERDUE_SHOWN`."""
    return tasks_of(office).filter(due_at__lte=at)[:OVERDUE_SHOWN].count()


def items_of_tasks(tasks: Sequence[Task], *, office: Office, at: datetime, of_others: bool) -> list[Item]:
    """Return the rows of a page of tasks; `of_others` names the office each waits for."""
    dues = dues_of({task.case_id: task.case for task in tasks}.values(), at)
    drafted = set() if of_others else _drafted(tasks, office)
    return [
        _item(
            task.case,
            action_label=_task_label(task),
            waits_for=_awaited(task) if of_others else "",
            due=dues.get(task.case_id),
            is_drafted=(task.case_id, task.action) in drafted,
        )
        for task in tasks
    ]


def step_of(task: Task) -> Step:
    """Return the row of the table that a task comes from."""
    rows = kind_of(task.case.kind).procedure.rows(task.action)
    return next(step for step in rows if task.case.state in step.sources)


def _task_label(task: Task) -> str:
    """Return what is to be done: the step, the work it waits for, or that others are about it."""
    step = step_of(task)
    if task.is_under_way and step.under_way is not None:
        return _(step.under_way.label)
    return _(step.label if task.is_ready else step.work)


def _awaited(task: Task) -> str:
    """Return who has to act: the office, or those who have its work under way."""
    step = step_of(task)
    return _(step.under_way.by) if task.is_under_way and step.under_way is not None else task.office.name


def _item(case: Case, *, action_label: str, due: Due | None, waits_for: str, is_drafted: bool) -> Item:
    procedure = kind_of(case.kind).procedure
    return Item(
        case=case,
        kind_label=_(procedure.label),
        state_label=state_label(case),
        tone=tone_of(case.state),
        action_label=action_label,
        due=due,
        waits_for=waits_for,
        is_drafted=is_drafted,
    )


def _drafted(tasks: Sequence[Task], office: Office) -> set[tuple[int, str]]:
    """Return (case, action) of the steps the office's officer has prepared for signature."""
    found = Draft.objects.filter(office=office, case__in=[task.case_id for task in tasks])
    return set(found.values_list("case_id", "action"))


def dues_of(cases: Iterable[Case], at: datetime) -> dict[int, Due]:
    """Return the next end of each case by its key, in two queries."""
    by_key = {case.pk: case for case in cases}
    running = RunningLimit.objects.filter(case__in=by_key, closed_at=None).order_by("-ends_at")
    calendar = working_calendar()
    return {limit.case_id: _due(limit, by_key[limit.case_id], calendar, at) for limit in running}


def _due(limit: RunningLimit, case: Case, calendar: WorkingCalendar, at: datetime) -> Due:
    today = beijing_date(at)
    days = calendar.working_days_between(today, limit.last_day)
    return Due(
        label=_(limits_of_edition(case.edition)[limit.name].label),
        ends_at=limit.ends_at,
        is_overdue=at >= limit.ends_at,
        is_provisional=limit.is_provisional,
        days_left=max(days, 0),
        days_over=max(-days, 0),
    )
