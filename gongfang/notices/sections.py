"""What the pages of cases show of notices and objections, and to whom."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongfang.accounts.identifiers import is_mobile_phone, mask_name, mask_phone
from gongfang.accounts.models import User
from gongfang.cases import limits
from gongfang.cases.presentation import tone_of
from gongfang.records.queries import files_of
from gongfang.regulation.objection import ELEMENT_LABELS, STATE_LABELS, State

from . import permissions
from .models import Objection, Objector
from .queries import PERIOD, entry_on_notice

_TOLD_TO_ALL = (State.VERIFYING, State.UPHELD, State.DISMISSED)
_HIDDEN = "***"


def notice_of_application(case: Any, user: User) -> Mapping[str, Any] | None:
    """Return the notice an application stands on and the objections to it; nothing before the notice."""
    entry = entry_on_notice(case.number)
    if entry is None:
        return None
    return {
        "entry": entry,
        "notice": entry.notice,
        "period": limits.latest(case, PERIOD),
        "objections": _objections(case, user),
        "sees_objections": permissions.may_see_objections(user),
        "may_enter_paper": permissions.may_publish(user),
    }


def _objections(case: Any, user: User) -> list[dict[str, Any]]:
    """Return each objection: to its handlers by number, to all others that it is there and what came of it."""
    rows = Objection.objects.filter(against_id=case.pk).order_by("pk")
    if not permissions.may_see_objections(user):
        rows = rows.filter(state__in=_TOLD_TO_ALL)
    return [
        {"objection": row, "label": _(STATE_LABELS[State(row.state)]), "tone": tone_of(row.state)} for row in rows
    ]


def grounds_of_objection(case: Any, user: User) -> Mapping[str, Any]:
    """Return what an objection says; who raised it is masked, and what it says is for its handlers."""
    handles = permissions.handles_objections(user)
    return {
        "objection": case,
        "against": case.against,
        "notice": case.notice,
        "objector": _masked(case.objector, handles=handles),
        "grounds": case.grounds if handles else None,
        "files": list(files_of(case, section="objection")) if handles else [],
        "lacking": [
            _(ELEMENT_LABELS[name]) for name in case.edition.objection_required if name not in case.elements
        ],
    }


def _masked(objector: Objector, *, handles: bool) -> list[dict[str, str]]:
    masks = {"real_name": mask_name, "contact": mask_contact}
    fields = []
    for name, mask in masks.items():
        value = getattr(objector, name)
        shown = mask(value) if handles else _HIDDEN
        url = reverse("notices:reveal", args=[objector.pk, name]) if handles and value else ""
        fields.append({"label": _(ELEMENT_LABELS[name]), "value": shown if value else "", "url": url})
    return fields


def mask_contact(value: str) -> str:
    """Return a contact of which a handler recognises the kind, and no more."""
    if is_mobile_phone(value):
        return mask_phone(value)
    name, at_sign, domain = value.partition("@")
    return f"{mask_name(name)}@{domain}" if at_sign else mask_name(value)
