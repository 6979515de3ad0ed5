"""What a confirmed request does: the register says the new, history keeps the old, or the recognition ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import translation

from gongfang.regulation import clauses
from gongfang.regulation.procedure import StepRefused
from gongfang.regulation.time_limits import beijing_date
from gongfang.workshops import services as workshops
from gongfang.workshops.models import Plaque, PlaqueStatus, Workshop, WorkshopStatus
from gongfang.workshops.services import NewRegistration, ReliedItem

from .models import Change, ChangedField, Field
from .queries import registered


@dataclass(frozen=True, kw_only=True)
class PlaqueEnd:
    """What became of the plaque of a recognition given up: recovered on a day, or void for a reason."""

    status: str = ""
    on: date | None = None
    reason: str = ""


def apply(change: Change, *, at: datetime, document_number: str, plaque: PlaqueEnd) -> None:
    """Write a confirmed request into the register.

    :raises StepRefused: when the register refuses it, or a plaque is not accounted for.
    """
    workshop = Workshop.objects.select_related("operator").get(pk=change.workshop_id)
    rows = {row.field: row for row in change.changed.all()}
    if Field.SURRENDER in rows:
        _surrender(workshop, at=at, document_number=document_number, plaque=plaque)
    else:
        _change(workshop, change, rows, at=at, document_number=document_number)
    ChangedField.objects.filter(change=change).update(applied_on=beijing_date(at))


def _change(
    workshop: Workshop, change: Change, rows: Mapping[str, ChangedField], *, at: datetime, document_number: str
) -> None:
    said = registered(workshop)
    for name, row in rows.items():
        row.old = said.get(name, "")
    ChangedField.objects.bulk_update(rows.values(), ["old"])
    workshops.change_registration(
        workshop=workshop,
        new=_registration(change, {name: row.new for name, row in rows.items()}),
        on=beijing_date(at),
        at=at,
        document_number=document_number,
        note=_told(rows),
    )


def _registration(change: Change, new: Mapping[str, Any]) -> NewRegistration:
    operator, place, items = new.get(Field.OPERATOR), new.get(Field.PLACE), new.get(Field.ITEMS)
    index = change.responsible.id_index if Field.RESPONSIBLE in new else None
    return NewRegistration(
        name=new.get(Field.NAME),
        operator=(operator["name"], operator["kind"], operator["credit_code"]) if operator else None,
        responsible_id_index=index,
        place=(place["town"], place["address"]) if place else None,
        main_business=new.get(Field.MAIN_BUSINESS),
        items=[ReliedItem(**item) for item in items] if items else None,
    )


def _told(rows: Mapping[str, ChangedField]) -> str:
    """Return what the public history says: what was changed, and the name it had."""
    with translation.override("zh-hans"):  # whatever language the official reads
        labels = "、".join(str(Field(name).label) for name in rows)
    former = f"；原名称：{rows[Field.NAME].old}" if Field.NAME in rows else ""
    return f"{labels}{former}"[:300]


def _surrender(workshop: Workshop, *, at: datetime, document_number: str, plaque: PlaqueEnd) -> None:
    hanging = workshop.plaques.filter(status=PlaqueStatus.ACTIVE).first()
    if hanging is not None:
        _end(hanging, plaque, at=at)
    workshops.set_status(
        workshop=workshop,
        status=WorkshopStatus.SURRENDERED,
        on=beijing_date(at),
        at=at,
        clause=clauses.ANNUAL_REGISTRATION,
        document_number=document_number,
    )


def _end(hanging: Plaque, plaque: PlaqueEnd, *, at: datetime) -> None:
    if plaque.status not in (PlaqueStatus.RECOVERED, PlaqueStatus.VOID):
        raise StepRefused("请登记牌匾已交回，或者声明作废", clauses.ANNUAL_REGISTRATION)
    on = plaque.on or beijing_date(at)
    if not hanging.awarded_on <= on <= beijing_date(at):
        refusal = f"牌匾交回或作废日期应在授牌日期 {hanging.awarded_on} 至今天之间"
        raise StepRefused(refusal, clauses.ANNUAL_REGISTRATION)
    workshops.end_plaque(plaque=hanging, status=plaque.status, on=on, at=at, reason=plaque.reason)
