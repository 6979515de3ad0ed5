"""Ending checks, recording what was found wrong and having it put right (articles 9(三) and 10(九))."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from gongfang.accounts.models import User
from gongfang.cases import services as cases
from gongfang.cases.models import Case
from gongfang.cases.services import StepInput, open_case, perform, step, take_step
from gongfang.inspections import services as inspections
from gongfang.records import uploads
from gongfang.records.models import EvidenceFile, Record
from gongfang.regulation import clauses
from gongfang.regulation.inspection import CheckState
from gongfang.regulation.procedure import Actor, StepRefused, WrongActor
from gongfang.workshops import services as register
from gongfang.workshops.models import Workshop

from . import queries
from .models import Aspect, Finding, WorkshopCheck

FOUND = "finding"
REPLY = "finding_reply"
"""The sections under which photographs are kept: of what was found, and of what was put right."""

call_off_check = step("call_off_check")
drop_check = step("drop_check")


def finish_check(case: WorkshopCheck, *, by: User, at: datetime, seen_version: int | None = None) -> Record:
    """End a check on its signed report; from now on the workshop sees it.

    :raises StepRefused: without a report signed by enough inspectors.
    """

    def show() -> None:
        case.holder = case.workshop.holder
        Case.objects.filter(pk=case.pk).update(holder=case.holder)

    return inspections.finish(case, "finish_check", by=by, at=at, seen_version=seen_version, effect=show)


@transaction.atomic
def note_finding(
    workshop: Workshop,
    *,
    by: User | Actor,
    at: datetime,
    problems: str = "",
    aspect: str = Aspect.OTHER,
    check: WorkshopCheck | None = None,
    files: Sequence["UploadedFile[Any]"] = (),
) -> Finding:
    """Record something wrong with a workshop, found in `check` or otherwise (article 9(三)).

    :raises StepRefused: when the workshop is not recognised, nothing is said, or a file cannot be taken in.
    """
    _check_source(check, workshop)
    case = open_case(
        Finding,
        region=workshop.county,
        holder=workshop.holder,
        at=at,
        title=f"{workshop.name}：{Aspect(aspect).label}"[:120],
        workshop=workshop,
        check_case=check,
        aspect=aspect,
    )
    inputs = StepInput(
        given={"problems": problems},
        texts={"problems": problems} if problems.strip() else {},
        documents=_store(case, files, section=FOUND, by=by, at=at),
        facts={"workshop": workshop.number, "check": check.number if check else None, "aspect": str(aspect)},
    )
    take_step(case, "note_finding", by=by, at=at, inputs=inputs)
    return case


def _check_source(check: WorkshopCheck | None, workshop: Workshop) -> None:
    if check is None:
        return
    if check.workshop_id != workshop.pk:
        raise StepRefused("这次检查不是对该工坊的检查", clauses.INVESTIGATION)
    if check.state == CheckState.CALLED_OFF:
        raise StepRefused("这次检查已取消", clauses.INVESTIGATION)


def _store(
    case: Case, files: Sequence["UploadedFile[Any]"], *, section: str, by: User | Actor, at: datetime
) -> list[EvidenceFile]:
    """Keep files where everybody sees them who sees the case.

    :raises StepRefused: when one of them cannot be taken in.
    """
    uploader = by if isinstance(by, User) else None
    try:
        return [uploads.store(case=case, section=section, upload=file, by=uploader, at=at) for file in files]
    except uploads.UploadRefused as refusal:
        raise StepRefused(refusal.reason, clauses.INVESTIGATION) from refusal


def order_rectification(
    case: Finding,
    *,
    by: User,
    at: datetime,
    problems: str = "",
    deadline: date | None = None,
    suspends: bool = False,
    seen_version: int | None = None,
) -> Record:
    """Order that something be put right by the end of `deadline`, suspending the recognition meanwhile if so said.

    :raises StepRefused: when the deadline is not ahead, or something is missing.
    """
    facts = {"deadline": deadline.isoformat() if deadline else None, "suspends": suspends}
    inputs = StepInput(
        given={"problems": problems, "deadline": deadline},
        texts={"problems": problems} if problems.strip() else {},
        facts=facts,
        last_day=deadline,
        seen_version=seen_version,
    )

    def suspend() -> None:
        if suspends:
            _suspend(case, at=at)

    return take_step(case, "order_rectification", by=by, at=at, inputs=inputs, effect=suspend)


def _suspend(case: Finding, *, at: datetime) -> None:
    """Suspend the recognition, unless it is suspended already: then this is one more reason for it to stay so."""
    Finding.objects.filter(pk=case.pk).update(is_suspending=True)
    case.is_suspending = True
    register.suspend(case.workshop, at=at, clause=clauses.INVESTIGATION, note=case.number)


@transaction.atomic
def report_rectified(
    case: Finding,
    *,
    by: User,
    at: datetime,
    reply: str = "",
    files: Sequence["UploadedFile[Any]"] = (),
    received_on: date | None = None,
    entry_reason: str = "",
    seen_version: int | None = None,
) -> Record:
    """Report what was done, with photographs; in time until the end of the last day.

    `received_on` is the stamp of a report on paper, which the county enters for a workshop without an account.

    :raises StepRefused: after the deadline, without a word, or when a file cannot be taken in.
    """
    if received_on is not None and case.holder_id is not None:
        raise WrongActor("收到日期由受理机关填写", clauses.INVESTIGATION)
    inputs = StepInput(
        given={"reply": reply, "received_on": received_on, "entry_reason": entry_reason},
        documents=_store(case, files, section=REPLY, by=by, at=at),
        facts={"received_on": received_on.isoformat()} if received_on else {},
        seen_version=seen_version,
    )
    return take_step(case, "report_rectified", by=by, at=at, inputs=inputs)


def close_finding(
    case: Finding, *, by: User, at: datetime, reasons: str = "", seen_version: int | None = None
) -> Record:
    """Close what is in order; a recognition that was suspended for it alone holds again."""
    inputs = StepInput(given={"reasons": reasons}, seen_version=seen_version)
    return take_step(case, "close_finding", by=by, at=at, inputs=inputs, effect=lambda: _end(case, at=at))


def _end(case: Finding, *, at: datetime) -> None:
    register.end_suspension(case.workshop, at=at, clause=clauses.INVESTIGATION, note=case.number)


fail_finding = step("fail_finding")
drop_finding = step("drop_finding")


def end_with_recognition(workshop: Workshop, *, at: datetime) -> None:
    """Call off the checks and close the findings of a workshop that is no longer recognised."""
    if workshop.holds_recognition:
        return
    planned = WorkshopCheck.objects.filter(workshop=workshop, state=CheckState.PLANNED)
    for check in planned.select_related("region"):
        perform(check, "drop_check", by=Actor.SYSTEM, at=at)
    rows = Finding.objects.filter(workshop=workshop, state__in=queries.OPEN_FINDINGS)
    for finding in rows.select_related("region"):
        perform(finding, "drop_finding", by=Actor.SYSTEM, at=at)


def hand_over(workshop: Workshop, *, at: datetime) -> None:
    """Let the account that acts for a workshop now answer for its findings and see the checks it is told of."""
    found = Finding.objects.filter(workshop=workshop, state__in=queries.OPEN_FINDINGS)
    checks = WorkshopCheck.objects.filter(workshop=workshop, state=CheckState.PLANNED, holder__isnull=False)
    cases.hand_over(found, workshop.holder, at=at)
    cases.hand_over(checks, workshop.holder, at=at)
