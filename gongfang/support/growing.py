"""Growing successors, studios, transmission places and brands (articles 8(三) and 8(四))."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from gongfang.accounts.models import User
from gongfang.regulation import clauses
from gongfang.regulation.clauses import Clause
from gongfang.regulation.procedure import StepRefused, WrongActor
from gongfang.regulation.time_limits import beijing_date
from gongfang.workshops.models import Workshop

from . import permissions
from .models import BrandMeasure, GrownKind, Succession, SuccessionActivity, SuccessionState
from .standing import require_good_standing


@transaction.atomic
def propose_succession(
    workshop: Workshop,
    *,
    by: User,
    at: datetime,
    kind: str,
    title: str,
    level: str,
    proposed_on: date,
    person: str = "",
    place: str = "",
    document_number: str = "",
) -> Succession:
    """Record that a leader is grown into an inheritor, or a studio or transmission place is being set up.

    :raises StepRefused: when the workshop is not in good standing, the day is ahead, or a leader has no name.
    """
    _check_giver(by, clauses.SUCCESSORS)
    require_good_standing(workshop, clauses.SUCCESSORS)
    _check_day(proposed_on, at, clauses.SUCCESSORS)
    if kind == GrownKind.INHERITOR and not person.strip():
        raise StepRefused("请填写带头人姓名", clauses.SUCCESSORS)
    return Succession.objects.create(
        workshop=workshop,
        kind=kind,
        title=title.strip(),
        level=level,
        person=person.strip(),
        place=place.strip(),
        proposed_on=proposed_on,
        document_number=document_number.strip(),
        recorded_by=by,
        recorded_at=at,
    )


def _check_giver(by: User, clause: Clause) -> None:
    if not permissions.may_give(by):
        raise WrongActor("由地区文化和旅游部门办理", clause)


def _check_day(day: date, at: datetime, clause: Clause) -> None:
    if day > beijing_date(at):
        raise StepRefused("日期不得晚于今天", clause)


def _locked(succession: Succession) -> Succession:
    return Succession.objects.select_for_update(of=("self",)).select_related("workshop").get(pk=succession.pk)


@transaction.atomic
def decide_succession(
    succession: Succession,
    *,
    by: User,
    at: datetime,
    is_granted: bool,
    decided_on: date,
    decision_number: str = "",
) -> Succession:
    """Record how it came out: granted, or not.

    :raises StepRefused: when it was decided before, the workshop is not in good standing, or the day is not
        between the proposal and today.
    """
    _check_giver(by, clauses.SUCCESSORS)
    row = _locked(succession)
    if row.state != SuccessionState.PROPOSED:
        raise StepRefused(f"当前为“{row.get_state_display()}”，不能再登记结果", clauses.SUCCESSORS)
    require_good_standing(row.workshop, clauses.SUCCESSORS)
    _check_day(decided_on, at, clauses.SUCCESSORS)
    if decided_on < row.proposed_on:
        raise StepRefused("认定（建成）日期不得早于推荐（立项）日期", clauses.SUCCESSORS)
    row.state = SuccessionState.GRANTED if is_granted else SuccessionState.NOT_GRANTED
    row.decided_on, row.decision_number = decided_on, decision_number.strip()
    row.save(update_fields=["state", "decided_on", "decision_number"])
    return row


@transaction.atomic
def end_succession(succession: Succession, *, by: User, at: datetime, reasons: str) -> Succession:
    """End what goes on, with the reason.

    :raises StepRefused: when it has ended, or without a reason.
    """
    _check_giver(by, clauses.SUCCESSORS)
    row = _locked(succession)
    if not row.is_open:
        raise StepRefused(f"当前为“{row.get_state_display()}”，不能终止", clauses.SUCCESSORS)
    if not reasons.strip():
        raise StepRefused("请写明终止原因", clauses.SUCCESSORS)
    return stop(row, on=beijing_date(at), why=reasons.strip())


def stop(row: Succession, *, on: date, why: str) -> Succession:
    """Write the end of a succession that goes on."""
    row.state, row.ended_on, row.ended_why = SuccessionState.ENDED, on, why[:200]
    row.save(update_fields=["state", "ended_on", "ended_why"])
    return row


@transaction.atomic
def add_activity(
    succession: Succession,
    *,
    by: User,
    at: datetime,
    kind: str,
    held_on: date,
    title: str,
    participants: int | None = None,
) -> SuccessionActivity:
    """Note what was done: study, demonstration or publicity.

    :raises StepRefused: when it has ended, the workshop is not in good standing, or the day is ahead.
    """
    row = _locked(succession)
    if not permissions.may_enrol(by, row.workshop):
        raise WrongActor("由工坊自己或者文化和旅游部门登记", clauses.SUCCESSORS)
    if not row.is_open:
        raise StepRefused(f"当前为“{row.get_state_display()}”，不能登记活动", clauses.SUCCESSORS)
    require_good_standing(row.workshop, clauses.SUCCESSORS)
    _check_day(held_on, at, clauses.SUCCESSORS)
    return SuccessionActivity.objects.create(
        succession=row,
        kind=kind,
        held_on=held_on,
        title=title.strip(),
        participants=participants,
        added_by=by,
        added_at=at,
    )


@transaction.atomic
def record_brand(
    workshop: Workshop,
    *,
    by: User,
    at: datetime,
    kind: str,
    title: str,
    given_on: date,
    until: date | None = None,
    **said: Any,
) -> BrandMeasure:
    """Record a measure for a workshop's brand or people; `said` are its document number and result.

    :raises StepRefused: when the workshop is not in good standing, or the days are not in order.
    """
    _check_giver(by, clauses.BRAND)
    require_good_standing(workshop, clauses.BRAND)
    _check_day(given_on, at, clauses.BRAND)
    if until is not None and until < given_on:
        raise StepRefused("有效期不得早于开始日期", clauses.BRAND)
    given = {"kind": kind, "title": title.strip(), "given_on": given_on, "until": until}
    return BrandMeasure.objects.create(workshop=workshop, recorded_by=by, recorded_at=at, **given, **said)


@transaction.atomic
def remove_brand(brand: BrandMeasure, *, by: User, at: datetime) -> None:
    """Take out a measure that was recorded by mistake."""
    _check_giver(by, clauses.BRAND)
    brand.delete()
