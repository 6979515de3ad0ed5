"""What waits for which office: derived from the step table whenever a case has moved."""

from collections.abc import Mapping
from datetime import datetime

from gongfang.accounts.models import Office
from gongfang.accounts.queries import offices_over
from gongfang.regulation.expectations import Expected, expected_of_applicant, expected_steps
from gongfang.regulation.procedure import Actor, JointOpinions, Step

from . import limits
from .facts import facts_of
from .models import NO_DUE_DATE, Case, Task
from .permissions import UNFILED
from .registry import kind_of

OFFICES = tuple(actor for actor in Actor if actor.is_office)


def refresh(case: Case, *, at: datetime, is_entered: bool = False) -> list[Office]:
    """Make the tasks of `case` what its table now expects, and return the offices that got something to do.

    What others have under way is nothing to do. `is_entered` says that the case has come to its state this moment:
    no department can have spoken in it yet.
    """
    wanted = _wanted(case, at, is_entered)
    rows = list(Task.objects.filter(case_id=case.pk))
    if not wanted and not rows:
        return []
    offices = _offices(case)
    codes = {office.pk: code for code, office in offices.items()}
    due_at = _due_at(case)
    kept = {
        (codes[task.office_id], task.action): task for task in rows if _still_stands(task, codes, wanted, due_at)
    }
    _drop([task for task in rows if task not in kept.values()])
    missing = sorted(set(wanted) - set(kept))
    Task.objects.bulk_create(
        Task(
            case_id=case.pk,
            office=offices[code],
            action=action,
            is_ready=wanted[code, action].is_ready,
            is_under_way=wanted[code, action].is_under_way,
            due_at=due_at,
            since=at,
        )
        for code, action in missing
    )
    told = dict.fromkeys(code for code, action in missing if not wanted[code, action].is_under_way)
    return [offices[code] for code in told]


def _still_stands(
    task: Task, codes: Mapping[int, str], wanted: Mapping[tuple[str, str], Expected], due_at: datetime
) -> bool:
    each = wanted.get((codes[task.office_id], task.action))
    return (
        each is not None
        and task.due_at == due_at
        and (task.is_ready, task.is_under_way) == (each.is_ready, each.is_under_way)
    )


def _drop(rows: list[Task]) -> None:
    if rows:
        Task.objects.filter(pk__in=[task.pk for task in rows]).delete()


def _wanted(case: Case, at: datetime, is_entered: bool) -> dict[tuple[str, str], Expected]:
    """Return what is expected, by office and action."""
    procedure = kind_of(case.kind).procedure
    if case.state in procedure.ends:
        return {}
    substitutes = [office.code for office in stand_ins(case)]
    if not any(
        case.state in step.sources and _is_for_offices(step, bool(substitutes)) for step in procedure.steps
    ):
        return {}
    facts = facts_of(case, actor=Actor.SYSTEM, at=at, opinions=JointOpinions() if is_entered else None)
    theirs = expected_of_applicant(procedure, facts) if substitutes else ()
    wanted = {(code, each.step.action): each for code in substitutes for each in theirs}
    found = expected_steps(procedure, facts, OFFICES)
    return wanted | {(each.actor.value, each.step.action): each for each in found}


def stand_ins(case: Case) -> list[Office]:
    """Return the offices that do what is expected of an applicant without an account, once the case is filed."""
    return [] if case.state in UNFILED else list(kind_of(case.kind).stands_in(case))


def _is_for_offices(step: Step, is_for_applicants: bool) -> bool:
    return any(actor.is_office or (is_for_applicants and actor == Actor.APPLICANT) for actor in step.by)


def _due_at(case: Case) -> datetime:
    running = limits.current(case)
    return running.ends_at if running else NO_DUE_DATE


def _offices(case: Case) -> dict[str, Office]:
    """Return the offices that can act on `case` by code: those of its county and those of the prefecture."""
    return {office.code: office for office in offices_over(case.region_id)}
