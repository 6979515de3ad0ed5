"""Reading revocations."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from gongfang.cases import limits
from gongfang.records.queries import files_of
from gongfang.regulation.procedure import NEW
from gongfang.regulation.revocation import State
from gongfang.workshops.models import PlaqueStatus, Workshop

from .models import Appeal, Revocation

EVIDENCE = "revocation_evidence"
"""The section under which the files are kept that prove what is held against a workshop."""
_APPEALABLE = (State.SERVED, State.APPEALED)


def open_revocation_of(workshop: Workshop) -> Revocation | None:
    """Return the revocation that is under way against `workshop`, if one is."""
    return Revocation.objects.filter(workshop=workshop, is_open=True).first()


def facts_of_revocation(case: Any) -> Mapping[str, Any]:
    """Return what a revocation holds, how it was served and appealed, and how its workshop stands."""
    row = Revocation.objects.select_related("workshop", "accusation").get(pk=case.pk)
    others = Revocation.objects.filter(workshop_id=row.workshop_id, is_open=True).exclude(pk=row.pk)
    return {
        "grounds": tuple(row.grounds),
        "states_facts": bool(row.accusation.facts.strip()),
        "evidence_count": files_of(case, section=EVIDENCE).count(),
        "is_recognised": row.workshop.holds_recognition,
        "has_other_open": case.state == NEW and others.exists(),
        "proposed_on": row.proposed_on,
        "consents_to_electronic": row.workshop.electronic_service_agreed_at is not None,
        "is_notice_offered": row.notice_offered_at is not None,
        "has_plaque_out": active_plaques(row.workshop).exists(),
        **_appeal_facts(case),
    }


def _appeal_facts(case: Any) -> dict[str, Any]:
    if case.state not in _APPEALABLE:
        return {}
    period = limits.latest(case, "appeal")
    appeal = Appeal.objects.filter(revocation_id=case.pk).first()
    return {
        "appeal_ends_at": period.ends_at if period else None,
        "appeal_elements": frozenset(appeal.elements if appeal else ()),
        "received_on": appeal.received_on if appeal else None,
        "entry_reason": appeal.entry_reason if appeal else "",
    }


def active_plaques(workshop: Workshop) -> QuerySet[Any]:
    """Return the plaque that hangs by right, or still has to be taken back: at most one."""
    return workshop.plaques.filter(status=PlaqueStatus.ACTIVE)
