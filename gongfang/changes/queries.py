"""Reading requests, what the guards know of them, and what the register said on a day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet

from gongfang.accounts.encryption import blind_indexes
from gongfang.accounts.models import User
from gongfang.applications.models import Application, Person, PersonRole
from gongfang.cases.permissions import seen_by
from gongfang.regulation.procedure import NEW
from gongfang.regulation.registration_change import REGISTRATION_CHANGE
from gongfang.regulation.revocation import State as Inquiry
from gongfang.revocations.queries import open_revocation_of
from gongfang.workshops.models import Workshop
from gongfang.workshops.queries import banned_until

from .models import Change, ChangedField, Field, Responsible

KIND = REGISTRATION_CHANGE.kind
PERSON = "person.id_number"
"""The purpose under which the identity numbers of responsible persons are indexed."""
NEWEST_FIRST = ("-id",)


def registered(workshop: Workshop) -> dict[str, Any]:
    """Return what the register says of a workshop, by what a request can change, as `ChangedField` keeps it."""
    operator = workshop.operator
    return {
        Field.NAME.value: workshop.name,
        Field.OPERATOR.value: {
            "name": operator.name,
            "kind": operator.kind,
            "credit_code": operator.credit_code,
        },
        Field.PLACE.value: {"town": workshop.town, "address": workshop.address},
        Field.MAIN_BUSINESS.value: workshop.main_business,
        Field.ITEMS.value: [
            {"name": item.name, "category": item.category, "level": item.level}
            for item in workshop.relied_on.all()
        ],
    }


def registered_on(workshop: Workshop, on: date) -> dict[str, Any]:
    """Return what the register said at the end of the day `on`: of each field, what its next change replaced."""
    said = registered(workshop)
    later = _applied(workshop).filter(applied_on__gt=on).order_by("-applied_on", "-id")
    return said | {row.field: row.old for row in later if row.field in said}


def _applied(workshop: Workshop) -> QuerySet[ChangedField]:
    rows = ChangedField.objects.filter(change__workshop=workshop, applied_on__isnull=False)
    return rows.select_related("change")


def former(workshop: Workshop) -> QuerySet[ChangedField]:
    """Return what has been replaced in a workshop's entry, the latest first."""
    return _applied(workshop).order_by("-applied_on", "-id")


def changes_of(workshop: Workshop, user: User) -> QuerySet[Change]:
    """Return the requests of a workshop that `user` may see, the newest first."""
    return listed_for(user).filter(workshop=workshop).order_by(*NEWEST_FIRST)


def listed_for(user: User, *, state: str = "") -> QuerySet[Change]:
    """Return the requests `user` may see, of one state or of all, with what a list shows."""
    rows = Change.objects.filter(seen_by(user, KIND)).select_related("workshop", "region")
    rows = rows.prefetch_related("changed")
    return rows.filter(state=state) if state else rows


def responsible_before(change: Change) -> Person | Responsible | None:
    """Return who was responsible before a request: by an earlier change, else by the application."""
    earlier = Responsible.objects.filter(
        change__workshop_id=change.workshop_id, change__state="confirmed", change_id__lt=change.pk
    )
    found = earlier.order_by("-change_id").first()
    return found or _responsible_of_application(change.workshop)


def _responsible_of_application(workshop: Workshop) -> Person | None:
    if not workshop.application_number:
        return None
    application = Application.objects.filter(number=workshop.application_number).first()
    people = Person.objects.filter(application=application, role=PersonRole.RESPONSIBLE)
    return people.first() if application else None


def facts_of_change(case: Any) -> Mapping[str, Any]:
    """Return what the guards know of a request and of its workshop now."""
    change = Change.objects.select_related("workshop__operator").get(pk=case.pk)
    changed = {row.field: row.new for row in change.changed.all()}
    others = Change.objects.filter(workshop_id=change.workshop_id, is_open=True)
    return {
        "changes": frozenset(changed),
        "is_recognised": change.workshop.holds_recognition,
        "has_other_open": others.exclude(pk=change.pk).exists(),
        "is_revocation_open": _is_revocation_open(change),
        "banned_until": _successor_banned_until(change, changed),
    }


def _is_revocation_open(change: Change) -> bool:
    """Return whether a revocation runs; to those who ask, an inquiry that they are not told of is none."""
    found = open_revocation_of(change.workshop)
    return found is not None and (change.state != NEW or found.state != Inquiry.INVESTIGATING)


def _successor_banned_until(change: Change, changed: Mapping[str, Any]) -> date | None:
    """Return until when the new operator or responsible person may hold no recognition, whenever that ends."""
    code = changed.get(Field.OPERATOR, {}).get("credit_code", "")
    is_other_person = Field.RESPONSIBLE in changed
    indexes = blind_indexes(change.responsible.id_number, PERSON) if is_other_person else []
    return banned_until(code, indexes, date.min)
