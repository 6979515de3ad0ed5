"""The two papers of a revocation: the notice that is served, and the decision."""

from datetime import datetime
from typing import Any

from gongfang.accounts.models import Department, Division, Office
from gongfang.cases import limits, presentation
from gongfang.notices.queries import last_contact
from gongfang.regulation import clauses
from gongfang.regulation.revocation import RECONSIDERATION_DAYS
from gongfang.regulation.time_limits import limits as limits_of_edition

from .models import Appeal, Revocation
from .sections import grounds_of


def notice_context(case: Revocation, *, at: datetime) -> dict[str, Any]:
    """Return what the notice says: grounds, facts, and how, until when and where to appeal (article 10)."""
    periods = limits_of_edition(case.edition)
    running = limits.latest(case, "appeal")
    return {
        **_common(case),
        "facts": case.accusation.facts,
        "appeal_limit": periods["appeal"],
        "review_limit": periods["appeal_review"],
        "clock": presentation.clock(running, case, at=at) if running else None,
        "contact": last_contact(),
    }


def decision_context(case: Revocation) -> dict[str, Any]:
    """Return what the decision says: its grounds, what came of an appeal, and which remedy is left."""
    record = case.records.filter(action="revoke").prefetch_related("statements").last()
    words = {statement.name: statement.text for statement in record.statements.all()} if record else {}
    return {
        **_common(case),
        "has_appeal": Appeal.objects.filter(revocation_id=case.pk).exists(),
        "findings": words.get("findings", ""),
        "reply": words.get("reply", ""),
        "announcement": case.announcement,
        "reconsideration_days": RECONSIDERATION_DAYS,
    }


def _common(case: Revocation) -> dict[str, Any]:
    return {
        "case": case,
        "workshop": case.workshop,
        "grounds": grounds_of(case),
        "clause": clauses.REVOCATION,
        "offices": _offices(),
    }


def _offices() -> list[str]:
    """Return the offices of the prefecture that decide together, the lead first."""
    found = Office.objects.filter(division__level=Division.Level.PREFECTURE)
    order = list(Department.values)
    return [office.name for office in sorted(found, key=lambda each: order.index(each.department))]
