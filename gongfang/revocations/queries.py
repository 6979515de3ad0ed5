"""Reading revocations."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongfang.accounts.models import User
from gongfang.cases import limits
from gongfang.cases.models import RunningLimit
from gongfang.cases.permissions import seen_by
from gongfang.records.queries import files_of
from gongfang.regulation.procedure import NEW
from gongfang.regulation.revocation import State
from gongfang.workshops.models import HOLDING, Plaque, PlaqueStatus, Workshop

from .models import Announcement, Appeal, Revocation

EVIDENCE = "revocation_evidence"
"""The section under which the files are kept that prove what is held against a workshop."""
PROOF = "notice_proof"
"""The section of the proof that the notice was received."""
APPEAL = "appeal"
"""The section of the files that come with an appeal."""
NEWEST_FIRST = ("-id",)
_APPEALABLE = (State.SERVED, State.APPEALED)


def open_revocation_of(workshop: Workshop) -> Revocation | None:
    """Return the revocation that is under way against `workshop`, if one is."""
    return Revocation.objects.filter(workshop=workshop, is_open=True).first()


def is_held(workshop: Workshop) -> bool:
    """Return whether a revocation keeps the recognition of `workshop` suspended for as long as it runs (R14)."""
    return Revocation.objects.filter(workshop=workshop, is_open=True, is_suspending=True).exists()


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
        "decided_on": row.decided_on,
        "has_plaque_out": active_plaques(row.workshop).exists(),
        **_appeal_facts(case),
    }


def _appeal_facts(case: Any) -> dict[str, Any]:
    if case.state not in _APPEALABLE:
        return {}
    appeal = Appeal.objects.filter(revocation_id=case.pk).first()
    return {
        "appeal_ends_at": limits.latest_end(case.pk, "appeal"),
        "appeal_elements": frozenset(appeal.elements if appeal else ()),
        "received_on": appeal.received_on if appeal else None,
        "entry_reason": appeal.entry_reason if appeal else "",
    }


def active_plaques(workshop: Workshop) -> QuerySet[Any]:
    """Return the plaque that hangs by right, or still has to be taken back: at most one."""
    return workshop.plaques.filter(status=PlaqueStatus.ACTIVE)


def listed_for(user: User, *, state: str = "", plaque: str = "") -> QuerySet[Revocation]:
    """Return the revocations `user` may see; `plaque` "out" narrows to those whose plaque still hangs."""
    rows = Revocation.objects.filter(seen_by(user, "revocation")).select_related("workshop__county")
    if state:
        rows = rows.filter(state=state)
    if plaque:
        hanging = Plaque.objects.filter(workshop=OuterRef("workshop_id"), status=PlaqueStatus.ACTIVE)
        rows = rows.filter(Exists(hanging), state=State.REVOKED)
    return rows


def ends_of(found: Sequence[Revocation]) -> dict[int, datetime]:
    """Return by when each is to be appealed, or the appeal to be reviewed."""
    rows = RunningLimit.objects.filter(case_id__in=[case.pk for case in found], closed_at=None)
    return dict(rows.values_list("case_id", "ends_at"))


def hanging_plaques(found: Sequence[Revocation]) -> set[int]:
    """Return the keys of the workshops among `found` whose plaque hangs, or still has to be taken back."""
    keys = [case.workshop_id for case in found]
    active = Plaque.objects.filter(workshop_id__in=keys, status=PlaqueStatus.ACTIVE)
    return set(active.values_list("workshop_id", flat=True))


def revocations_of(workshop: Workshop, user: User) -> QuerySet[Revocation]:
    """Return the revocations of a workshop that `user` may see, the newest first."""
    return Revocation.objects.filter(seen_by(user, "revocation"), workshop=workshop).order_by("-pk")


def can_be_opened_on(rows: QuerySet[Workshop]) -> QuerySet[Workshop]:
    """Return those of `rows` that hold a recognition over which no revocation runs."""
    running = Revocation.objects.filter(workshop=OuterRef("pk"), is_open=True)
    return rows.filter(~Exists(running), status__in=HOLDING)


def announcements() -> QuerySet[Announcement]:
    """Return what was announced, for the portal."""
    return Announcement.objects.select_related("revocation__workshop")


def was_considered(workshop: Workshop, ground: str, *, since: datetime) -> bool:
    """Return whether a revocation that runs, or ended after `since`, rests on `ground` among others."""
    rows = Revocation.objects.filter(Q(is_open=True) | Q(state_since__gte=since), workshop=workshop)
    return any(ground in grounds for grounds in rows.values_list("grounds", flat=True))


def told_of(workshop: Workshop) -> QuerySet[Revocation]:
    """Return the revocations that a workshop knows of: an inquiry it does not, nor a proposal before its notice.

    What the law proposes by itself is known at once, because the suspension is (R14).
    """
    known = Q(state__in=(State.SERVED, State.APPEALED, State.OVERTURNED, State.REVOKED))
    proposed = Q(state=State.PROPOSED) & (Q(is_automatic=True) | Q(notice_offered_at__isnull=False))
    return Revocation.objects.filter(known | proposed, workshop=workshop)
