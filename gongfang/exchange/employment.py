"""Recording support policies and skill trainings, and which workshop had which (article 11(二))."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Model

from gongfang.accounts.models import User
from gongfang.records.services import log_access
from gongfang.regulation import clauses
from gongfang.regulation.procedure import StepRefused, WrongActor
from gongfang.regulation.time_limits import beijing_date
from gongfang.support.standing import require_good_standing
from gongfang.workshops.models import Workshop

from .models import PolicyGrant, SkillTraining, SupportPolicy, TrainingShare

Row = TypeVar("Row", bound=Model)


def record_policy(*, by: User, at: datetime, **fields: Any) -> SupportPolicy:
    """Record a support policy of the office of `by`.

    :raises StepRefused: when its period runs backwards, or it is recorded already.
    """
    _check_period(fields["starts_on"], fields["ends_on"])
    policy = SupportPolicy(office=_office(by), recorded_by=by, recorded_at=at, **fields)
    return _recorded(policy, "record_policy", "这项政策已经登记", by=by, at=at)


def grant_policy(
    policy: SupportPolicy,
    *,
    workshop: Workshop,
    by: User,
    at: datetime,
    on: date,
    what: str,
    people: int | None = None,
    amount: Decimal | None = None,
) -> PolicyGrant:
    """Record what a workshop has had under a policy (articles 8(四) and 11(二)).

    :raises StepRefused: when the workshop is not in good standing, or the day is outside the policy's period.
    """
    require_good_standing(workshop, clauses.EMPLOYMENT_POLICY)
    if on > beijing_date(at):
        raise StepRefused("落实日期不能晚于今天", clauses.EMPLOYMENT_POLICY)
    if on < policy.starts_on or (policy.ends_on is not None and on > policy.ends_on):
        raise StepRefused("落实日期不在政策执行期间内", clauses.EMPLOYMENT_POLICY)
    _office(by)
    said = {"on": on, "what": what, "people": people, "amount": amount}
    grant = PolicyGrant(policy=policy, workshop=workshop, recorded_by=by, recorded_at=at, **said)
    return _recorded(grant, "grant_policy", "这项落实情况已经登记", by=by, at=at)


def record_training(*, by: User, at: datetime, **fields: Any) -> SkillTraining:
    """Record a skill training of the office of `by`.

    :raises StepRefused: when its days run backwards, or it is recorded already.
    """
    _check_period(fields["starts_on"], fields["ends_on"])
    training = SkillTraining(office=_office(by), recorded_by=by, recorded_at=at, **fields)
    return _recorded(training, "record_training", "这期培训已经登记", by=by, at=at)


def share_training(
    training: SkillTraining, *, workshop: Workshop, by: User, at: datetime, participants: int, certified: int = 0
) -> TrainingShare:
    """Record how many people of a workshop took part (articles 8(二) and 11(二)).

    :raises StepRefused: when the workshop is not in good standing, or more got a certificate than took part.
    """
    require_good_standing(workshop, clauses.EMPLOYMENT_POLICY)
    if not 0 <= certified <= participants or not participants:
        raise StepRefused("取得证书的人数不能超过参训人数", clauses.EMPLOYMENT_POLICY)
    _office(by)
    said = {"participants": participants, "certified": certified}
    share = TrainingShare(training=training, workshop=workshop, recorded_by=by, recorded_at=at, **said)
    return _recorded(share, "share_training", "该工坊的参训情况已经登记", by=by, at=at)


def _office(by: User) -> Any:
    if by.office is None or by.office.department != "hrss":
        raise WrongActor("由人力资源和社会保障部门登记", clauses.EMPLOYMENT_POLICY)
    return by.office


def _check_period(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise StepRefused("结束日期不能早于开始日期", clauses.EMPLOYMENT_POLICY)


def _recorded(row: Row, action: str, known: str, *, by: User, at: datetime) -> Row:
    """Save a new row and log it.

    :raises StepRefused: saying `known` when the database has it already.
    """
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise StepRefused(known, clauses.EMPLOYMENT_POLICY) from error
    log_access(by=by, action=action, subject=f"{action}:{row.pk}", at=at)
    return row
