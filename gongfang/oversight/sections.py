"""What the pages of plans, checks, findings and workshops show, and to whom."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from gongfang.accounts.models import Division, User
from gongfang.accounts.permissions import is_auditor, is_official
from gongfang.cases.permissions import visible_to
from gongfang.cases.presentation import state_label, tone_of
from gongfang.records.queries import files_of
from gongfang.regulation import clauses
from gongfang.regulation.inspection import CheckState, FindingState
from gongfang.regulation.monitoring import RULES
from gongfang.workshops.models import Workshop

from . import permissions, queries, services
from .models import Campaign, Finding, WorkshopCheck

SHOWN = 10
"""How many checks and findings a page shows; the lists have the rest."""


def row_of(case: Any) -> dict[str, Any]:
    """Return a case with its state as pages show it."""
    return {"case": case, "label": state_label(case), "tone": tone_of(case.state)}


def of_campaign(case: Campaign, user: User) -> Mapping[str, Any]:
    """Return how a plan selects, how far its checks are, and for a draw what was published."""
    checks = WorkshopCheck.objects.filter(plan=case)
    states = list(checks.values_list("state", flat=True))
    labels = {rule.code: _(rule.label) for rule in RULES}
    names = dict(Division.objects.filter(code__in=case.counties).values_list("code", "name"))
    return {
        "campaign": case,
        "counties": [names.get(code, code) for code in case.counties],
        "risks": [labels.get(code, code) for code in case.risks],
        "total": len(states),
        "done": states.count(CheckState.DONE),
        "open": states.count(CheckState.PLANNED),
        "skipped": _skipped(case),
    }


def _skipped(case: Campaign) -> list[int]:
    """Return the ranks that the draw passed over, because those workshops were recognised no longer."""
    ranks = {rank for rank in WorkshopCheck.objects.filter(plan=case).values_list("rank", flat=True) if rank}
    return [rank for rank in range(1, max(ranks, default=0)) if rank not in ranks]


def of_check(case: WorkshopCheck, user: User) -> Mapping[str, Any]:
    """Return whose turn it is, in which plan, and what was found."""
    may_note = permissions.may_plan(user) and case.state != CheckState.CALLED_OFF
    return {
        "check": case,
        "campaign": case.plan if permissions.may_see_campaigns(user) else None,
        "findings": [row_of(each) for each in Finding.objects.filter(check_case=case).order_by("pk")],
        "may_note": may_note and case.workshop.holds_recognition,
    }


def of_finding(case: Finding, user: User) -> Mapping[str, Any]:
    """Return what a finding is about, its photographs, and for a failed one the way to a revocation."""
    files = list(files_of(case).order_by("uploaded_at"))
    return {
        "finding": case,
        "found": [file for file in files if file.section == services.FOUND],
        "replied": [file for file in files if file.section == services.REPLY],
        "is_failed": case.state == FindingState.FAILED,
        "revocation_url": _revocation_url(case, user),
        "ground": clauses.NOT_RECTIFIED,
    }


def _revocation_url(case: Finding, user: User) -> str:
    """Return where a revocation on this ground is opened; empty where it is not for this person, or one runs."""
    is_due = case.state == FindingState.FAILED and permissions.may_plan(user) and case.workshop.holds_recognition
    if not is_due or queries.running_revocation(case.workshop_id) is not None:
        return ""
    address = reverse("revocations:open", args=[case.workshop.number])
    return f"{address}?{urlencode({'ground': clauses.NOT_RECTIFIED.id})}"


def of_workshop(workshop: Workshop, user: User) -> Mapping[str, Any] | None:
    """Return the checks and findings of a workshop that `user` sees; nothing where there are none to see."""
    checks = WorkshopCheck.objects.filter(workshop=workshop, pk__in=visible_to(user, "check")).order_by("-pk")
    found = Finding.objects.filter(workshop=workshop, pk__in=visible_to(user, "finding")).order_by("-pk")
    may_plan = permissions.may_plan(user) and workshop.holds_recognition
    rows = {"checks": _rows(checks[:SHOWN]), "findings": _rows(found[:SHOWN])}
    if not any(rows.values()) and not may_plan and not is_official(user) and not is_auditor(user):
        return None
    return {"workshop": workshop, "may_plan": may_plan, **rows}


def _rows(cases: Iterable[Any]) -> list[dict[str, Any]]:
    return [row_of(case) for case in cases]
