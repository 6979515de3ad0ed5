"""Opening and closing rounds: acts of the prefecture's culture office, entered in the access log."""

from datetime import datetime

from django.db import transaction

from gongfang.accounts.models import User
from gongfang.records.services import log_access
from gongfang.regulation import clauses
from gongfang.regulation.procedure import StepRefused, WrongActor
from gongfang.regulation.time_limits import beijing_date

from .models import Round
from .permissions import may_open_rounds


@transaction.atomic
def open_round(
    *, by: User, at: datetime, name: str, opens_at: datetime, closes_at: datetime, call_text: str
) -> Round:
    """Call for applications: the call is published at once, filings are taken from `opens_at` to `closes_at`.

    :raises StepRefused: when `by` may not, the period is over or upside down, or the name is taken.
    """
    _check_actor(by)
    if closes_at <= opens_at or closes_at <= at:
        raise StepRefused("申报截止时间应晚于开始时间和现在", clauses.APPLICATION)
    if Round.objects.filter(name=name).exists():
        raise StepRefused(f"已有名为“{name}”的批次", clauses.APPLICATION)
    opened = Round.objects.create(
        name=name,
        year=beijing_date(opens_at).year,
        opens_at=opens_at,
        closes_at=closes_at,
        call_text=call_text,
        opened_by=by,
        opened_at=at,
    )
    log_access(by=by, action="open_round", subject=f"round:{opened.pk}", at=at)
    return opened


@transaction.atomic
def close_round(round: Round, *, by: User, at: datetime, reason: str) -> Round:
    """End a round before its time, for a reason that is published.

    :raises StepRefused: when `by` may not, it has ended, or no reason is given.
    """
    _check_actor(by)
    row = Round.objects.select_for_update(of=("self",)).get(pk=round.pk)
    if at >= row.ends_at:
        raise StepRefused("本批次已经截止", clauses.APPLICATION)
    if not reason.strip():
        raise StepRefused("提前截止须写明原因", clauses.APPLICATION)
    row.closed_at, row.closed_by, row.closing_reason = at, by, reason
    row.save(update_fields=["closed_at", "closed_by", "closing_reason"])
    log_access(by=by, action="close_round", subject=f"round:{row.pk}", at=at)
    return row


def _check_actor(by: User) -> None:
    if not may_open_rounds(by):
        raise WrongActor("申报批次由地区文化和旅游部门负责人开启和截止", clauses.APPLICATION)
