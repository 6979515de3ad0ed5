"""The counties' own registers: entering, correcting and withdrawing an entry (article 3(二))."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from gongfang.accounts.models import Division
from gongfang.regulation import clauses
from gongfang.regulation.procedure import StepRefused
from gongfang.regulation.time_limits import beijing_date

from . import entries, searching
from .entries import ReliedItem
from .models import HOLDING, OF_COUNTY, EventKind, Operator, Workshop, WorkshopStatus

_MARKS = re.compile(r"""[“”"'‘’「」『』《》<>()\[\]【】,，、.。-]""")


def same_name(name: str) -> str:
    """Return a name without what lists write differently: width, case, blanks, quotation marks and brackets."""
    return _MARKS.sub("", searching.normal_form(name))


def entries_of(county: Division) -> QuerySet[Workshop]:
    """Return what stands in a county's register."""
    return Workshop.objects.filter(county=county, status=WorkshopStatus.COUNTY)


def entry_for(*, county: Division, name: str, credit_code: str) -> Workshop | None:
    """Return the entry of the county's register for this operator's code, or this name; None if there is none.

    Two workshops of one operator are told apart by their names.
    """
    found = list(entries_of(county).select_related("operator").order_by("pk"))
    named = [entry for entry in found if same_name(entry.name) == same_name(name)]
    coded = [entry for entry in found if credit_code and entry.operator.credit_code == credit_code]
    both = [entry for entry in named if entry in coded]
    return next(iter([*both, *coded, *named]), None)


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
    """Enter a workshop that its county has recognised (article 3(二)), on the day of the county's document.

    :raises StepRefused: when the county's register has an entry of that name.
    """
    _check_name(county, name)
    workshop = Workshop(
        county=county,
        name=name,
        operator=_operator(operator_name, operator_kind, credit_code),
        category=category,
        status=WorkshopStatus.COUNTY,
        county_document_number=document_number,
        county_recognised_on=on,
        town=town,
        address=address,
        main_business=main_business,
    )
    entries.enter(workshop, items, at=at)
    _note(workshop, EventKind.ENTERED, on=on, at=at)
    _link_recognitions(workshop)
    return workshop


def _check_name(county: Division, name: str, *, other_than: int = 0) -> None:
    names = entries_of(county).exclude(pk=other_than).values_list("name", flat=True)
    if same_name(name) in map(same_name, names):
        raise StepRefused(f"县级名录中已有“{name}”", clauses.SCOPE_COUNTY)


def _operator(name: str, kind: str, credit_code: str) -> Operator:
    """Return the operator with this code as the register names it: a county's list renames nobody."""
    known = Operator.objects.filter(credit_code=credit_code).first() if credit_code else None
    return known or entries.operator_named(name, kind, credit_code)


def _note(workshop: Workshop, kind: str, *, on: date, at: datetime, note: str = "") -> None:
    number = workshop.county_document_number
    entries.note_event(workshop, kind, clauses.SCOPE_COUNTY, on=on, at=at, document_number=number, note=note)


def _link_recognitions(entry: Workshop) -> None:
    """Tell recognitions that came into the register before the county's entry on what they rest."""
    later = Workshop.objects.filter(county=entry.county, status__in=HOLDING, county_entry=None)
    for workshop in later.select_related("operator").filter(recognised_on__gte=entry.county_recognised_on):
        code = workshop.operator.credit_code
        if same_name(workshop.name) == same_name(entry.name) or (code and code == entry.operator.credit_code):
            Workshop.objects.filter(pk=workshop.pk).update(county_entry=entry)


@transaction.atomic
def correct_county_workshop(
    *,
    workshop: Workshop,
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
    """Correct an entry of a county's register; of what was changed its history keeps the name it had.

    :raises StepRefused: when it was withdrawn, or the register has another entry of that name.
    """
    row = _locked(workshop)
    _check_name(row.county, name, other_than=row.pk)
    note = f"原登记名称：{row.name}" if row.name != name else ""
    row.operator = _corrected_operator(row.operator, operator_name, operator_kind, credit_code)
    row.name, row.category, row.town, row.address = name, category, town, address
    row.main_business, row.county_document_number, row.county_recognised_on = main_business, document_number, on
    entries.write(row, items)
    entries.note_event(row, EventKind.CHANGED, clauses.SCOPE_COUNTY, on=beijing_date(at), at=at, note=note)
    return row


def _corrected_operator(operator: Operator, name: str, kind: str, credit_code: str) -> Operator:
    """Return the operator as corrected. One that runs a recognised workshop too changes by request only."""
    if credit_code != operator.credit_code:
        return _operator(name, kind, credit_code)
    if not operator.workshops.exclude(status__in=OF_COUNTY).exists():
        operator.name, operator.kind = name, kind
        operator.save(update_fields=["name", "kind"])
    return operator


def _locked(workshop: Workshop) -> Workshop:
    rows = Workshop.objects.select_for_update(of=("self",)).select_related("county", "operator")
    row = rows.get(pk=workshop.pk)
    if row.status != WorkshopStatus.COUNTY:
        raise StepRefused(f"当前为“{row.get_status_display()}”，不是在册的县级工坊", clauses.SCOPE_COUNTY)
    return row


@transaction.atomic
def withdraw_county_workshop(*, workshop: Workshop, reasons: str, on: date, at: datetime) -> Workshop:
    """Take an entry out of a county's register for the reasons given; a recognition that rests on it stays.

    :raises StepRefused: when it was withdrawn before, or without reasons.
    """
    row = _locked(workshop)
    if not reasons.strip():
        raise StepRefused("撤回县级登记须写明原因", clauses.SCOPE_COUNTY)
    row.status = WorkshopStatus.WITHDRAWN
    row.save(update_fields=["status"])
    _note(row, EventKind.WITHDRAWN, on=on, at=at, note=reasons.strip()[:300])
    return row
