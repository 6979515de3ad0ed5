"""How the register changes: recognition, plaque, status, and what the public reads about a workshop."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from gongfang.accounts.models import Division, User
from gongfang.cases.models import CaseNumber
from gongfang.regulation import clauses
from gongfang.regulation.clauses import Clause
from gongfang.regulation.procedure import StepRefused
from gongfang.regulation.time_limits import beijing_date

from . import registry, searching
from .models import (
    EventKind,
    HeritageItem,
    Operator,
    Plaque,
    PlaqueStatus,
    Workshop,
    WorkshopEvent,
    WorkshopItem,
    WorkshopStatus,
)

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


@dataclass(frozen=True, kw_only=True)
class ReliedItem:
    """What a workshop relies on (article 3(一)); without a level it is a traditional craft that no list names."""

    name: str
    category: str
    level: str = ""
    item: HeritageItem | None = None


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
    person's identity number. `recognised_on` is the date of the document.
    """
    known = Workshop.objects.filter(application_number=application_number).first() if application_number else None
    if known is not None:
        return known
    workshop = Workshop(
        application_number=application_number,
        county=county,
        name=name,
        operator=_operator(operator_name, operator_kind, credit_code),
        responsible_id_index=responsible_id_index,
        holder=holder,
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
    _enter(workshop, items, at=at)
    _note(workshop, EventKind.RECOGNISED, clauses.AWARD, on=recognised_on, at=at, document_number=document_number)
    return workshop


@transaction.atomic
def enter_county_workshop(
    *,
    county: Division,
    name: str,
    operator_name: str,
    operator_kind: str,
    credit_code: str,
    items: Sequence[ReliedItem],
    category: str,
    on: date,
    at: datetime,
    document_number: str = "",
    town: str = "",
    address: str = "",
    main_business: str = "",
) -> Workshop:
    """Enter a workshop that its county has recognised (article 3(二)), on the day of the county's document."""
    workshop = Workshop(
        county=county,
        name=name,
        operator=_operator(operator_name, operator_kind, credit_code),
        category=category,
        status=WorkshopStatus.COUNTY,
        town=town,
        address=address,
        main_business=main_business,
    )
    _enter(workshop, items, at=at)
    _note(workshop, EventKind.ENTERED, clauses.SCOPE_COUNTY, on=on, at=at, document_number=document_number)
    return workshop


def _operator(name: str, kind: str, credit_code: str) -> Operator:
    """Return the operator with this credit code, under its newest name; without a code, a new one."""
    if not credit_code:
        return Operator.objects.create(name=name, kind=kind)
    values = {"name": name, "kind": kind}
    operator, _created = Operator.objects.update_or_create(credit_code=credit_code, defaults=values)
    return operator


def _enter(workshop: Workshop, items: Sequence[ReliedItem], *, at: datetime) -> None:
    workshop.number = _next_number(beijing_date(at).year)
    workshop.name_sort_key = searching.sort_key(workshop.name)
    different = {(relied.name, relied.level): relied for relied in items}
    workshop.search = _search_text(workshop, [name for name, _level in different])
    workshop.save()
    WorkshopItem.objects.bulk_create(
        WorkshopItem(
            workshop=workshop, item=relied.item, name=relied.name, category=relied.category, level=relied.level
        )
        for relied in different.values()
    )


def _next_number(year: int) -> str:
    CaseNumber.objects.get_or_create(kind="workshop", year=year)
    row = CaseNumber.objects.select_for_update().get(kind="workshop", year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return f"GF{year}-{row.last:04d}"


def _search_text(workshop: Workshop, item_names: Sequence[str]) -> str:
    """Return what the directory's search looks into: public words only."""
    return searching.search_text(
        [
            workshop.name,
            workshop.operator.name,
            workshop.county.name,
            workshop.town,
            workshop.address,
            workshop.main_business,
            workshop.number,
            *item_names,
        ]
    )


def _note(
    workshop: Workshop,
    kind: str,
    clause: Clause,
    *,
    on: date,
    at: datetime,
    document_number: str = "",
    note: str = "",
) -> None:
    WorkshopEvent.objects.create(
        workshop=workshop,
        kind=kind,
        on=on,
        at=at,
        clause_id=clause.id,
        document_number=document_number,
        note=note,
    )


@transaction.atomic
def award_plaque(*, workshop: Workshop, number: str, awarded_on: date, at: datetime) -> Plaque:
    """Give a recognised workshop its plaque (article 6(四)).

    :raises StepRefused: when the workshop is not recognised, has a plaque, or the number is taken.
    """
    row = Workshop.objects.select_for_update().get(pk=workshop.pk)
    _check_award(row, number, awarded_on)
    plaque = Plaque.objects.create(workshop=row, number=number, awarded_on=awarded_on)
    _note(row, EventKind.AWARDED, clauses.AWARD, on=awarded_on, at=at, note=number)
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

    It is restored once the last reason for its suspension is gone: until then nothing changes.

    :raises StepRefused: when the present status does not lead to `status`.
    """
    row = Workshop.objects.select_for_update().get(pk=workshop.pk)
    change = CHANGES.get((WorkshopStatus(row.status), WorkshopStatus(status)))
    if change is None:
        label = WorkshopStatus(status).label
        raise StepRefused(f"当前为“{row.get_status_display()}”，不能改为“{label}”", clause or clauses.REVOCATION)
    kind, usual_clause = change
    if kind == EventKind.RESTORED and registry.is_kept_suspended(row):
        return row
    row.status = status
    row.revoked_on = on if status == WorkshopStatus.REVOKED else None
    row.save(update_fields=["status", "revoked_on"])
    _note(row, kind, clause or usual_clause, on=on, at=at, document_number=document_number, note=note)
    workshop.status, workshop.revoked_on = row.status, row.revoked_on
    registry.status_changed(row, at=at)
    return row


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
    _note(row.workshop, kind, clauses.EVALUATION, on=on, at=at, note=reason or row.number)
    return row
