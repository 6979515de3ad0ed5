"""Reading plans, checks and findings."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gongfang.cases import limits
from gongfang.cases.models import RunningLimit
from gongfang.regulation import draw as rules
from gongfang.regulation.inspection import CheckState, FindingState
from gongfang.revocations.models import Revocation
from gongfang.workshops.models import Workshop

from .models import Campaign, Finding, WorkshopCheck

RECTIFICATION = "rectification"
OPEN_FINDINGS = (FindingState.NOTED, FindingState.RECTIFYING, FindingState.RECTIFIED, FindingState.FAILED)


def facts_of_campaign(case: Any) -> Mapping[str, Any]:
    """Return what a plan says of itself, and how many of its checks are still to be made."""
    row = Campaign.objects.get(pk=case.pk)
    names = ("starts_on", "ends_on", "population", "draw_size", "draw_at")
    still = WorkshopCheck.objects.filter(plan=row, state=CheckState.PLANNED).count() if row.state else 0
    return {**{name: getattr(row, name) for name in names}, "open_checks": still}


def facts_of_check(case: Any) -> Mapping[str, bool]:
    """Return whether the workshop is still recognised."""
    return {"is_still_recognised": Workshop.objects.get(checks=case.pk).holds_recognition}


def facts_of_finding(case: Any) -> Mapping[str, Any]:
    """Return whether the workshop is still recognised, when its period ends, and what runs against it."""
    workshop = Workshop.objects.get(findings=case.pk)
    return {
        "is_still_recognised": workshop.holds_recognition,
        "rectification_ends_at": limits.latest_end(case.pk, RECTIFICATION),
        "has_running_revocation": running_revocation(workshop.pk) is not None,
    }


def campaigns() -> QuerySet[Campaign]:
    """Return every plan with how many checks it has and how many of them have been made."""
    return Campaign.objects.annotate(
        check_count=Count("checks"),
        done_count=Count("checks", filter=Q(checks__state=CheckState.DONE)),
    )


def checks(*, campaign: str = "", state: str = "") -> QuerySet[WorkshopCheck]:
    """Return the checks of one plan or of all, in one state or in any, and whether findings came of each."""
    rows = WorkshopCheck.objects.select_related("workshop", "plan", "region")
    if campaign:
        rows = rows.filter(plan__number=campaign)
    if state:
        rows = rows.filter(state=state)
    return rows.annotate(has_findings=Exists(Finding.objects.filter(check_case=OuterRef("pk"))))


def findings(*, state: str = "") -> QuerySet[Finding]:
    """Return the findings in one state or in any, with what a list shows of them."""
    rows = Finding.objects.select_related("workshop", "check_case", "region")
    return rows.filter(state=state) if state else rows


def document_of(campaign: Campaign, public_value: str) -> dict[str, Any]:
    """Return everything by which anybody recomputes the draw of a plan, its references being register numbers."""
    return rules.draw_document(
        draw_id=campaign.number,
        frozen={"": campaign.frozen},
        size=campaign.draw_size,
        public_value=public_value,
        public_source=campaign.public_source,
        commitments=[campaign.commitment],
        reveals=[campaign.nonce],
    )


def announcement_of(campaign: Campaign) -> dict[str, Any]:
    """Return what is published between the announcement and the draw: everything but the nonce."""
    return {
        "algorithm": rules.ALGORITHM,
        "draw_id": campaign.number,
        "frozen": {"": campaign.frozen},
        "root": campaign.list_root,
        "commitments": [campaign.commitment],
        "size": campaign.draw_size,
        "draw_at": campaign.draw_at.isoformat() if campaign.draw_at else None,
        "public_source": campaign.public_source,
    }


def is_held(workshop: Workshop) -> bool:
    """Return whether a finding keeps the recognition of a workshop suspended."""
    return Finding.objects.filter(workshop=workshop, is_suspending=True, state__in=OPEN_FINDINGS).exists()


def running_revocation(workshop_id: int) -> Revocation | None:
    """Return the revocation that is under way against a workshop, if one is."""
    return Revocation.objects.filter(workshop=workshop_id, is_open=True).first()


def deadlines(found: Sequence[Finding]) -> dict[int, datetime]:
    """Return by when each finding under rectification is to be put right."""
    rows = RunningLimit.objects.filter(
        case_id__in=[finding.pk for finding in found], name=RECTIFICATION, closed_at=None
    )
    return dict(rows.values_list("case_id", "ends_at"))
