"""How the register changes: recognition, plaque, status, and what the public reads about a workshop."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from gongfang.accounts.models import Division, Role, User
from gongfang.records.services import log_access
from gongfang.regulation import clauses
from gongfang.regulation.clauses import Clause
from gongfang.regulation.procedure import StepRefused
from gongfang.regulation.time_limits import beijing_date

from . import county_register, registry
from .county_register import enter_county_workshop as enter_county_workshop
from .entries import ReliedItem as ReliedItem
from .entries import enter, note_event, operator_named, refresh, write
from .models import OF_COUNTY, EventKind, Plaque, PlaqueStatus, Workshop, WorkshopStatus

# From which status to which; the event that it is; the clause unless the caller names a ground.
CHANGES = {
    (WorkshopStatus.RECOGNISED, WorkshopStatus.SUSPENDED): (EventKind.SUSPENDED, clauses.ANNUAL_FILING),
    (WorkshopStatus.SUSPENDED, WorkshopStatus.RECOGNISED): (EventKind.RESTORED, clauses.ANNUAL_FILING),
    (WorkshopStatus.RECOGNISED, WorkshopStatus.REVOKED): (EventKind.REVOKED, clauses.REVOCATION),
    (WorkshopStatus.SUSPENDED, WorkshopStatus.REVOKED): (EventKind.REVOKED, clauses.REVOCATION),
    (WorkshopStatus.RECOGNISED, WorkshopStatus.SURRENDERED): (EventKind.SURRENDERED, clauses.ANNUAL_REGISTRATION),
    (WorkshopStatus.SUSPENDED, WorkshopStatus.SURRENDERED): (EventKind.SURRENDERED, clauses.ANNUAL_REGISTRATION),
}
PLAQUE_EVENTS = {
    PlaqueStatus.RECOVERED: EventKind.PLAQUE_RECOVERED,
    PlaqueStatus.VOID: EventKind.PLAQUE_VOID,
}


@transaction.atomic
def recognise(
    *,
    application_number: str,
    county: Division,
    name: str,
    operator_name: str,
    operator_kind: str,
    credit_code: str,
    responsible_id_index: str,
    items: Sequence[ReliedItem],
    category: str,
    document_number: str,
    recognised_on: date,
    batch: str,
    at: datetime,
    holder: User | None = None,
    town: str = "",
    address: str = "",
    founded_on: date | None = None,
    main_business: str = "",
    summary: str = "",
) -> Workshop:
    """Enter a workshop into the register as recognised (article 6(四)); once for each application.

    `credit_code` is in its normal form or empty. `responsible_id_index` is the keyed index of the responsible
    person's identity number. `recognised_on` is the date of the document. It rests on the entry of the county's
    own register that fits, if there is one (article 3(二)).
    """
    known = Workshop.objects.filter(application_number=application_number).first() if application_number else None
    if known is not None:
        return known
    workshop = Workshop(
        application_number=application_number,
        county=county,
        name=name,
        operator=operator_named(operator_name, operator_kind, credit_code),
        responsible_id_index=responsible_id_index,
        holder=holder,
        county_entry=county_register.entry_for(county=county, name=name, credit_code=credit_code),
        category=category,
        status=WorkshopStatus.RECOGNISED,
        document_number=document_number,
        recognised_on=recognised_on,
        batch=batch,
        town=town,
        address=address,
        founded_on=founded_on,
        main_business=main_business,
        summary=summary,
    )
    enter(workshop, items, at=at)
    note_event(
        workshop, EventKind.RECOGNISED, clauses.AWARD, on=recognised_on, at=at, document_number=document_number
    )
    return workshop


@transaction.atomic
def award_plaque(*, workshop: Workshop, number: str, awarded_on: date, at: datetime) -> Plaque:
    """Give a recognised workshop its plaque (article 6(四)).

    :raises StepRefused: when the workshop is not recognised, has a plaque, or the number is taken.
    """
    row = Workshop.objects.select_for_update().get(pk=workshop.pk)
    _check_award(row, number, awarded_on)
    plaque = Plaque.objects.create(workshop=row, number=number, awarded_on=awarded_on)
    note_event(row, EventKind.AWARDED, clauses.AWARD, on=awarded_on, at=at, note=number)
    return plaque


def _check_award(workshop: Workshop, number: str, awarded_on: date) -> None:
    if not workshop.is_in_force or workshop.recognised_on is None:
        raise StepRefused(f"该工坊当前为“{workshop.get_status_display()}”，不能授牌", clauses.AWARD)
    if awarded_on < workshop.recognised_on:
        raise StepRefused(f"授牌日期不得早于认定日期 {workshop.recognised_on}", clauses.AWARD)
    if workshop.plaques.filter(status=PlaqueStatus.ACTIVE).exists():
        raise StepRefused("该工坊已有一块有效牌匾，应先收回或声明作废", clauses.AWARD)
    if Plaque.objects.filter(number=number).exists():
        raise StepRefused(f"牌匾编号 {number} 已经使用", clauses.AWARD)


@transaction.atomic
def set_status(
    *,
    workshop: Workshop,
    status: str,
    on: date,
    at: datetime,
    clause: Clause | None = None,
    document_number: str = "",
    note: str = "",
) -> Workshop:
    """Suspend, restore, revoke or give up a recognition, as decided on the day `on`.

    :raises StepRefused: when the present status does not lead to `status`, or something still keeps it suspended.
    """
    row = Workshop.objects.select_for_update().get(pk=workshop.pk)
    change = CHANGES.get((WorkshopStatus(row.status), WorkshopStatus(status)))
    if change is None:
        label = WorkshopStatus(status).label
        raise StepRefused(f"当前为“{row.get_status_display()}”，不能改为“{label}”", clause or clauses.REVOCATION)
    kind, usual_clause = change
    if kind == EventKind.RESTORED and registry.is_kept_suspended(row):
        raise StepRefused("仍有中止资格的事由，不能恢复", clause or usual_clause)
    row.status = status
    row.revoked_on = on if status == WorkshopStatus.REVOKED else None
    row.save(update_fields=["status", "revoked_on"])
    note_event(row, kind, clause or usual_clause, on=on, at=at, document_number=document_number, note=note)
    workshop.status, workshop.revoked_on = row.status, row.revoked_on
    registry.status_changed(row, at=at)
    return row


@transaction.atomic
def suspend(workshop: Workshop, *, at: datetime, clause: Clause, note: str = "") -> None:
    """Suspend a recognition for a reason that its own app has written before; once suspended, it stays so."""
    row = Workshop.objects.select_for_update().get(pk=workshop.pk)
    if row.status == WorkshopStatus.RECOGNISED:
        _set(workshop, WorkshopStatus.SUSPENDED, at=at, clause=clause, note=note)


@transaction.atomic
def end_suspension(workshop: Workshop, *, at: datetime, clause: Clause, note: str = "") -> None:
    """Let a recognition hold again if no reason for its suspension is left; otherwise do nothing.

    Whoever ends such a reason writes its end first: of two that end at once, the later sees the other's.
    """
    row = Workshop.objects.select_for_update().get(pk=workshop.pk)
    if row.status == WorkshopStatus.SUSPENDED and not registry.is_kept_suspended(row):
        _set(workshop, WorkshopStatus.RECOGNISED, at=at, clause=clause, note=note)


def _set(workshop: Workshop, status: str, *, at: datetime, clause: Clause, note: str) -> None:
    set_status(workshop=workshop, status=status, on=beijing_date(at), at=at, clause=clause, note=note)


@transaction.atomic
def end_plaque(*, plaque: Plaque, status: str, on: date, at: datetime, reason: str = "") -> Plaque:
    """Record that a plaque was taken back, or declared void for the reason given (article 9(四), 10).

    :raises StepRefused: when it has ended already, or is declared void without a reason.
    """
    row = Plaque.objects.select_for_update(of=("self",)).select_related("workshop").get(pk=plaque.pk)
    if row.status != PlaqueStatus.ACTIVE:
        raise StepRefused(f"牌匾 {row.number} {row.get_status_display()}", clauses.EVALUATION)
    if status == PlaqueStatus.VOID and not reason.strip():
        raise StepRefused("声明牌匾作废须写明原因", clauses.EVALUATION)
    row.status, row.ended_on, row.reason = status, on, reason
    row.save(update_fields=["status", "ended_on", "reason"])
    kind = PLAQUE_EVENTS[PlaqueStatus(status)]
    note_event(row.workshop, kind, clauses.EVALUATION, on=on, at=at, note=reason or row.number)
    return row


@dataclass(frozen=True, kw_only=True)
class NewRegistration:
    """What an entry of the register shall say from now on; None leaves it as it stands.

    `operator` is name, kind and credit code (in its normal form or empty), `place` town and address.
    """

    name: str | None = None
    operator: tuple[str, str, str] | None = None
    responsible_id_index: str | None = None
    place: tuple[str, str] | None = None
    main_business: str | None = None
    items: Sequence[ReliedItem] | None = None


@transaction.atomic
def change_registration(
    *, workshop: Workshop, new: NewRegistration, on: date, at: datetime, document_number: str = "", note: str = ""
) -> Workshop:
    """Change what the register says of a recognised workshop, as confirmed on the day `on` (article 7(四)).

    :raises StepRefused: when the prefecture does not recognise it.
    """
    rows = Workshop.objects.select_for_update(of=("self",)).select_related("county", "operator")
    row = rows.get(pk=workshop.pk)
    if not row.holds_recognition:
        refusal = f"该工坊当前为“{row.get_status_display()}”，不能变更登记"
        raise StepRefused(refusal, clauses.ANNUAL_REGISTRATION)
    _take_over(row, new)
    note_event(
        row,
        EventKind.CHANGED,
        clauses.ANNUAL_REGISTRATION,
        on=on,
        at=at,
        document_number=document_number,
        note=note,
    )
    return row


def _take_over(row: Workshop, new: NewRegistration) -> None:
    plain = ("name", "responsible_id_index", "main_business")
    for name in (each for each in plain if getattr(new, each) is not None):
        setattr(row, name, getattr(new, name))
    if new.place is not None:
        row.town, row.address = new.place
    if new.operator is not None:
        row.operator = operator_named(*new.operator)
    if new.items:
        row.category = new.items[0].category
        write(row, new.items)
    else:
        row.save()
        refresh(row)
    if new.operator is not None:
        _refresh_others(row)


def _refresh_others(row: Workshop) -> None:
    """Find the operator's other workshops under its new name too."""
    for other in row.operator.workshops.select_related("county", "operator").exclude(pk=row.pk):
        refresh(other)


@transaction.atomic
def assign_holder(*, workshop: Workshop, holder: User, by: User, at: datetime, reason: str) -> Workshop:
    """Let the account `holder` act for a workshop from now on; the access log says who decided so, and why.

    :raises StepRefused: when the account is no applicant's, or the workshop is of its county only.
    """
    row = Workshop.objects.select_for_update().get(pk=workshop.pk)
    if row.status in OF_COUNTY:
        raise StepRefused("县级名录中的工坊不经账号办理", clauses.ANNUAL_REGISTRATION)
    if holder.role != Role.APPLICANT or not holder.is_active:
        raise StepRefused("只有已启用的申报账号可以代表工坊办理", clauses.ANNUAL_REGISTRATION)
    row.holder = holder
    row.save(update_fields=["holder"])
    log_access(by=by, action="assign_holder", subject=f"workshop:{row.number}", reason=reason[:200], at=at)
    registry.holder_changed(row, at=at)
    return row
