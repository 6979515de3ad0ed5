"""What waits for whom: the rows of 待办, read in a number of queries that does not grow with the page."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from gongfang.accounts.models import Office, User
from gongfang.calendars.queries import working_calendar
from gongfang.regulation.calendar import WorkingCalendar
from gongfang.regulation.time_limits import beijing_date, limit_named

from .models import Case, Draft, RunningLimit, Task
from .permissions import visible_to
from .presentation import state_label, tone_of, url_of_step
from .registry import kind_of
from .waiting import awaited_by, label_of, place_in_table

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
class ExpectedStep:
    """A step that an office is to take. `url` is its page; empty for the work it waits for, and for others."""

    label: str
    url: str = ""
    is_drafted: bool = False


@dataclass(frozen=True, kw_only=True)
class Item:
    """One row: a case, what is expected of one office (or of others in its place), and until when."""

    case: Case
    kind_label: str
    state_label: str
    tone: str
    steps: list[ExpectedStep]
    waits_for: str = ""
    due: Due | None = None


def tasks_of(office: Office, *, kind: str = "") -> QuerySet[Task]:
    """Return the lines of what is expected of an office; what others have under way waits for them."""
    return _lines(Task.objects.filter(office=office, is_under_way=False), kind)


def tasks_of_others(user: User, *, kind: str = "") -> QuerySet[Task]:
    """Return the lines of what others are expected to do on the cases that `user`'s office sees."""
    others = Task.objects.exclude(office=user.office, is_under_way=False).filter(case__in=visible_to(user))
    return _lines(others.select_related("office"), kind)


def _lines(tasks: QuerySet[Task], kind: str) -> QuerySet[Task]:
    """Return the first task of each line: what one office may do next on a case stands on one (`_line_of`).

    All tasks of a case fall due together, so that pages may turn over the first ones.
    """
    earlier = Task.objects.filter(
        case=OuterRef("case"),
        office=OuterRef("office"),
        is_under_way=OuterRef("is_under_way"),
        pk__lt=OuterRef("pk"),
    )
    tasks = tasks.filter(~Exists(earlier)).select_related("case__region")
    return tasks.filter(case__kind=kind) if kind else tasks


def count_overdue(office: Office, *, at: datetime) -> int:
    """Return how many lines of an office are overdue, counted up to `OVERDUE_SHOWN`."""
    return tasks_of(office).filter(due_at__lte=at)[:OVERDUE_SHOWN].count()


def items_of_tasks(tasks: Sequence[Task], *, office: Office, at: datetime, of_others: bool) -> list[Item]:
    """Return the rows of a page of lines; `of_others` names whom each waits for, and offers no step."""
    dues = dues_of({task.case_id: task.case for task in tasks}.values(), at)
    drafted = set() if of_others else _drafted(tasks, office)
    lines = _whole_lines(tasks)
    return [
        _item(
            first.case,
            steps=[_step(task, drafted, is_offered=not of_others) for task in lines[_line_of(first)]],
            waits_for=awaited_by(first) if of_others else "",
            due=dues.get(first.case_id),
        )
        for first in tasks
    ]


def _line_of(task: Task) -> tuple[int, int, bool]:
    return task.case_id, task.office_id, task.is_under_way


def _whole_lines(tasks: Sequence[Task]) -> Mapping[tuple[int, int, bool], list[Task]]:
    """Return every task of each line in the order of the table, by one query."""
    cases = {task.case_id: task.case for task in tasks}
    lines: dict[tuple[int, int, bool], list[Task]] = defaultdict(list)
    for task in Task.objects.filter(case__in=cases):
        task.case = cases[task.case_id]
        lines[_line_of(task)].append(task)
    for line in lines.values():
        line.sort(key=place_in_table)
    return lines


def _step(task: Task, drafted: Collection[tuple[int, str]], *, is_offered: bool) -> ExpectedStep:
    return ExpectedStep(
        label=label_of(task),
        url=url_of_step(task.case, task.action) if is_offered and task.is_ready else "",
        is_drafted=(task.case_id, task.action) in drafted,
    )


def _item(case: Case, *, steps: list[ExpectedStep], due: Due | None, waits_for: str) -> Item:
    return Item(
        case=case,
        kind_label=_(kind_of(case.kind).procedure.label),
        state_label=state_label(case),
        tone=tone_of(case.state),
        steps=steps,
        due=due,
        waits_for=waits_for,
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
        label=_(limit_named(case.edition, limit.name).label),
        ends_at=limit.ends_at,
        is_overdue=at >= limit.ends_at,
        is_provisional=limit.is_provisional,
        days_left=max(days, 0),
        days_over=max(-days, 0),
    )
