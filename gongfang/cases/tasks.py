"""What waits for which office: derived from the step table whenever a case has moved."""

from datetime import datetime

from gongfang.accounts.models import Office
from gongfang.regulation.procedure import Actor, expected_steps

from .facts import facts_of
from .models import NO_DUE_DATE, Case, RunningLimit, Task
from .registry import kind_of

OFFICES = tuple(actor for actor in Actor if actor.is_office)


def refresh(case: Case, *, at: datetime) -> None:
    """Make the tasks of `case` what its table now expects of the offices."""
    wanted = _wanted(case, at)
    kept = set()
    for task in Task.objects.filter(case_id=case.pk).select_related("office__division"):
        key = (task.office.code, task.action)
        if key in wanted:
            kept.add(key)
        else:
            task.delete()
    missing = [key for key in wanted if key not in kept]
    due_at = _due_at(case)
    if kept:
        Task.objects.filter(case_id=case.pk).exclude(due_at=due_at).update(due_at=due_at)
    if missing:
        offices = _offices(case)
        Task.objects.bulk_create(
            Task(case_id=case.pk, office=offices[code], action=action, due_at=due_at, since=at)
            for code, action in missing
        )


def _wanted(case: Case, at: datetime) -> set[tuple[str, str]]:
    procedure = kind_of(case.kind).procedure
    if case.state in procedure.ends:
        return set()
    if not any(
        case.state in step.sources and any(actor.is_office for actor in step.by) for step in procedure.steps
    ):
        return set()
    facts = facts_of(case, actor=Actor.SYSTEM, at=at)
    return {(actor.value, step.action) for actor, step in expected_steps(procedure, facts, OFFICES)}


def _due_at(case: Case) -> datetime:
    ends = RunningLimit.objects.filter(case_id=case.pk, closed_at=None).order_by("ends_at")
    return ends.values_list("ends_at", flat=True).first() or NO_DUE_DATE


def _offices(case: Case) -> dict[str, Office]:
    """Return the offices that can act on `case` by code: those of its county and those of the prefecture."""
    divisions = [case.region_id, case.region.parent_id or case.region_id]
    found = Office.objects.filter(division_id__in=divisions).select_related("division")
    return {office.code: office for office in found}
