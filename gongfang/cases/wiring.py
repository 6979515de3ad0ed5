"""What the apps below are told about cases, so that they need not import this one."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from gongfang.accounts.permissions import is_official
from gongfang.calendars import effects
from gongfang.calendars.effects import Moved
from gongfang.records import permissions as files
from gongfang.regulation.calendar import WorkingCalendar
from gongfang.regulation.procedure import Actor
from gongfang.regulation.time_limits import limit_named

from . import limits
from .models import RunningLimit, Task
from .permissions import actors_for, visible_to
from .registry import kind_of


def connect() -> None:
    """Tell the store of files who sees a case, and the calendar which time limits hang on it."""
    files.cases_from(may_see=may_see, handles=handles)
    effects.limits_from(preview=preview_moves, apply=move)


def may_see(user: Any, case_id: int) -> bool:
    """Return whether the case exists for `user`."""
    return visible_to(user).filter(pk=case_id).exists()


def handles(user: Any, case_id: int) -> bool:
    """Return whether `user` serves in an office that takes steps on this case, be it for an applicant on paper.

    An auditor does not.
    """
    if not is_official(user):
        return False
    case = visible_to(user).filter(pk=case_id).first()
    if case is None:
        return False
    actors = {Actor(user.office.code), *actors_for(user, case)}
    return any(actors.intersection(step.by) for step in kind_of(case.kind).procedure.steps)


def preview_moves(calendar: WorkingCalendar, *, at: datetime) -> list[Moved]:
    """Return the running time limits whose end or standing `calendar` would change."""
    return [_moved(move) for move in limits.moves(calendar, at=at)]


def _moved(move: limits.Move) -> Moved:
    case = move.limit.case
    return Moved(
        case_number=case.number,
        case_url=case.get_absolute_url(),
        label=_(limit_named(case.edition, move.limit.name).label),
        old_last_day=move.limit.last_day,
        new_last_day=move.last_day,
        is_past=move.is_past,
        is_provisional=move.is_provisional,
    )


def move(calendar: WorkingCalendar, at: datetime) -> int:
    """Move the running time limits to `calendar`, the tasks that wait under them with them."""
    found = limits.moves(calendar, at=at)
    moved = limits.apply_moves(found)
    for case_id in {each.limit.case_id for each in found if not each.is_past}:
        running = RunningLimit.objects.filter(case_id=case_id, closed_at=None).order_by("ends_at")
        ends_at = running.values_list("ends_at", flat=True).first()
        if ends_at is not None:
            Task.objects.filter(case_id=case_id).update(due_at=ends_at)
    return moved
