"""What a task says: which step is expected, and of whom."""

from django.utils.translation import gettext as _

from gongfang.regulation.procedure import Step

from .models import Task
from .registry import kind_of


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
