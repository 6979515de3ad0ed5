"""Subsidies: granting, reporting what they were spent on with vouchers, closing the account (9(四) and 10(五))."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from gongfang.accounts.models import User
from gongfang.cases.services import StepInput, open_case, take_step
from gongfang.records import uploads
from gongfang.records.models import EvidenceFile, Record
from gongfang.regulation import clauses
from gongfang.regulation.procedure import StepRefused, WrongActor
from gongfang.workshops.models import Workshop

from .models import Spending, SpendingState, Subsidy


@transaction.atomic
def grant_subsidy(
    workshop: Workshop,
    *,
    by: User,
    at: datetime,
    amount: Decimal,
    purpose: str,
    document_number: str,
    granted_on: date,
    account_by: date,
) -> Subsidy:
    """Record a subsidy of `amount` yuan that is to be accounted for by the end of a day (articles 9(二), 9(四)).

    :raises StepRefused: when the workshop is not in good standing, or the amount or a day makes no sense.
    """
    if by.office is None:
        raise WrongActor("补助由拨付部门登记", clauses.SHARING)
    _check(amount, document_number, granted_on, account_by)
    case = open_case(
        Subsidy,
        region=workshop.county,
        holder=workshop.holder,
        at=at,
        title=f"{workshop.name}：{purpose}"[:120],
        workshop=workshop,
        office=by.office,
        amount=amount,
        unspent=amount,
        purpose=purpose,
        document_number=document_number,
        granted_on=granted_on,
        account_by=account_by,
    )
    inputs = StepInput(
        given={"purpose": purpose, "document_number": document_number},
        facts={"workshop": workshop.number, "amount": str(amount), "document_number": document_number},
        last_day=account_by,
    )
    take_step(case, "grant_subsidy", by=by, at=at, inputs=inputs)
    return case


def _check(amount: Decimal, document_number: str, granted_on: date, account_by: date) -> None:
    """Refuse what the database would refuse before a guard could say why."""
    if amount <= 0:
        raise StepRefused("补助金额应大于 0", clauses.SHARING)
    if not document_number.strip():
        raise StepRefused("请填写文号", clauses.SHARING)
    if account_by <= granted_on:
        raise StepRefused("报账期限应晚于拨付日期", clauses.SHARING)


@transaction.atomic
def report_spending(
    case: Subsidy,
    *,
    by: User,
    at: datetime,
    amount: Decimal | None = None,
    spent_on: date | None = None,
    spent_for: str = "",
    vouchers: Sequence["UploadedFile[Any]"] = (),
    seen_version: int | None = None,
) -> Record:
    """Report what a part of a subsidy was spent on, with its vouchers (article 9(四)).

    :raises StepRefused: when more is reported than is left, something is missing, or a file cannot be taken in.
    """
    row = Subsidy.objects.select_for_update().get(pk=case.pk)
    day = spent_on or row.granted_on  # the table refuses a report without a day
    said = {"amount": amount or Decimal(0), "spent_on": day, "spent_for": spent_for}
    spending = Spending(subsidy=row, reported_by=by, reported_at=at, **said)
    files = _kept(row, spending, vouchers, by=by, at=at)
    given = {"amount": amount, "spent_on": spent_on, "spent_for": spent_for, "vouchers": files}

    def write() -> None:
        spending.save(force_insert=True)
        _book(case, row.unspent - spending.amount)

    facts = {"amount": str(amount), "spent_on": spent_on.isoformat() if spent_on else None}
    inputs = StepInput(
        given=given, texts=_words(spent_for), documents=files, facts=facts, seen_version=seen_version
    )
    return take_step(case, "report_spending", by=by, at=at, inputs=inputs, effect=write)


def _words(spent_for: str) -> dict[str, str]:
    return {"spent_for": spent_for} if spent_for.strip() else {}


def _kept(
    case: Subsidy, spending: Spending, vouchers: Sequence["UploadedFile[Any]"], *, by: User, at: datetime
) -> list[EvidenceFile]:
    try:
        return [
            uploads.store(
                case=case,
                section=spending.section,
                upload=each,
                by=by,
                at=at,
                access=EvidenceFile.Access.HANDLERS,
            )
            for each in vouchers
        ]
    except uploads.UploadRefused as refusal:
        raise StepRefused(refusal.reason, clauses.EVALUATION) from refusal


def _book(case: Subsidy, unspent: Decimal) -> None:
    case.unspent = unspent
    Subsidy.objects.filter(pk=case.pk).update(unspent=unspent)


def reject_spending(
    case: Subsidy,
    *,
    by: User,
    at: datetime,
    spending: Spending,
    reasons: str = "",
    seen_version: int | None = None,
) -> Record:
    """Give a report back whose vouchers do not hold: its amount is to be accounted for again.

    :raises StepRefused: when another office has granted the subsidy, or the report was given back already.
    """
    row = Spending.objects.get(pk=spending.pk, subsidy=case)
    if row.state == SpendingState.REJECTED:
        raise StepRefused("这笔凭证已经退回", clauses.EVALUATION)

    def write() -> None:
        Spending.objects.filter(pk=row.pk).update(state=SpendingState.REJECTED)
        _book(case, Subsidy.objects.get(pk=case.pk).unspent + row.amount)

    facts = {"amount": str(row.amount), "spent_on": row.spent_on.isoformat()}
    inputs = StepInput(given={"reasons": reasons}, facts=facts, seen_version=seen_version)
    return take_step(case, "reject_spending", by=by, at=at, inputs=inputs, effect=write)


@transaction.atomic
def close_subsidy(
    case: Subsidy, *, by: User, at: datetime, repaid: Decimal | None = None, seen_version: int | None = None
) -> Record:
    """Close the account; `repaid` is what the workshop has paid back.

    :raises StepRefused: when money is missing, or more would be repaid than is left.
    """
    back = repaid or Decimal(0)
    row = Subsidy.objects.select_for_update().get(pk=case.pk)
    if not 0 <= back <= row.unspent:
        raise StepRefused(f"退回金额不超过未报账的 {row.unspent:.2f} 元", clauses.EVALUATION)
    if back:
        case.unspent, case.repaid = row.unspent - back, row.repaid + back
        case.save(update_fields=["unspent", "repaid"])
    inputs = StepInput(facts={"repaid": str(back)}, seen_version=seen_version)
    return take_step(case, "close_subsidy", by=by, at=at, inputs=inputs)
