"""What the pages of cases and workshops show of revocations, and to whom."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongfang.accounts.identifiers import mask_name
from gongfang.accounts.models import User
from gongfang.cases.presentation import tone_of
from gongfang.notices.sections import mask_contact
from gongfang.records.queries import files_of
from gongfang.regulation.objection import ELEMENT_LABELS
from gongfang.regulation.revocation import STATE_LABELS, State
from gongfang.workshops.models import Workshop

from . import permissions, queries
from .models import Appeal, Revocation


def accusation_of(case: Revocation, user: User) -> Mapping[str, Any]:
    """Return what is held against the workshop and how it was told; the evidence is for the departments."""
    may_read = permissions.reads_accusation(user, case)
    handles = permissions.handles(user)
    return {
        "revocation": case,
        "workshop": case.workshop,
        "may_read": may_read,
        "grounds": grounds_of(case) if may_read or case.is_automatic else [],
        "facts": case.accusation.facts if may_read else "",
        "files": list(files_of(case, section=queries.EVIDENCE)) if handles else [],
        "proofs": list(files_of(case, section=queries.PROOF)) if handles else [],
        "has_notice": permissions.may_print_notice(user, case),
        "has_decision": case.state == State.REVOKED,
        "plaques": queries.active_plaques(case.workshop) if case.state == State.REVOKED else [],
    }


def grounds_of(case: Any) -> list[dict[str, Any]]:
    """Return the grounds of a revocation or an announcement with their short labels."""
    return [{"clause": clause, "label": _(clause.label)} for clause in case.ground_clauses]


def appeal_of(case: Revocation, user: User) -> Mapping[str, Any] | None:
    """Return the appeal: its words to those who decide on it and to the workshop, names masked to the former."""
    row = Appeal.objects.filter(revocation_id=case.pk).first()
    if row is None:
        return None
    reads = permissions.reads_appeal(user, case)
    return {
        "appeal": row,
        "reads": reads,
        "fields": _fields(row, user, case) if reads else [],
        "files": list(files_of(case, section=queries.APPEAL)) if permissions.handles(user) else [],
    }


def _fields(row: Appeal, user: User, case: Revocation) -> list[dict[str, str]]:
    if case.holder_id == user.pk:
        return [{"label": _(ELEMENT_LABELS[name]), "value": getattr(row, name), "url": ""} for name in _NAMED]
    return [
        {
            "label": _(ELEMENT_LABELS[name]),
            "value": mask(getattr(row, name)),
            "url": reverse("revocations:reveal", args=[row.pk, name]),
        }
        for name, mask in _NAMED.items()
    ]


_NAMED = {"real_name": mask_name, "contact": mask_contact}


def revocations_of_workshop(workshop: Workshop, user: User) -> Mapping[str, Any] | None:
    """Return the revocations of a workshop that the reader may know of, and how it is served."""
    if workshop.recognised_on is None:
        return None
    rows = [
        {"revocation": row, "label": _(STATE_LABELS[State(row.state)]), "tone": tone_of(row.state)}
        for row in queries.revocations_of(workshop, user)
    ]
    may_open = permissions.may_open(user) and workshop.holds_recognition
    return {
        "workshop": workshop,
        "rows": rows,
        "may_open": may_open and queries.open_revocation_of(workshop) is None,
        "may_agree": permissions.may_agree_to_service(user, workshop) and workshop.holds_recognition,
        "agreed_at": workshop.electronic_service_agreed_at,
    }
