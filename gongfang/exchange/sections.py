"""What the pages of questions, subsidies, library entries and workshops show, and to whom."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from gongfang.accounts.identifiers import mask_name
from gongfang.accounts.models import User
from gongfang.accounts.permissions import actor_of, is_auditor, is_official
from gongfang.applications.models import RosterKind
from gongfang.cases.permissions import visible_to
from gongfang.cases.presentation import state_label, tone_of
from gongfang.records.models import EvidenceFile
from gongfang.regulation import clauses
from gongfang.workshops.models import Workshop

from . import permissions, queries, rosters
from .models import (
    Issue,
    LibraryEntry,
    Mismatch,
    MismatchLine,
    PolicyGrant,
    Spending,
    SpendingState,
    Subsidy,
    TrainingShare,
)

SHOWN = 10
"""How many cases a workshop's page shows; the lists have the rest."""


def row_of(case: Any) -> dict[str, Any]:
    """Return a case with its state as pages show it."""
    return {"case": case, "label": state_label(case), "tone": tone_of(case.state)}


def of_mismatch(case: Mismatch, user: User) -> Mapping[str, Any]:
    """Return how many people are to be explained, and to those who may know whom it is about, masked."""
    lines = list(MismatchLine.objects.filter(mismatch=case))
    counted = {issue: sum(line.issue == issue for line in lines) for issue in Issue}
    return {
        "mismatch": case,
        "counts": [(issue.label, number) for issue, number in counted.items() if number],
        "lines": named(lines) if permissions.may_see_lines(user, case) else [],
        "has_hidden_lines": not permissions.may_see_lines(user, case),
        "clause": clauses.SHARING,
    }


def named(lines: list[MismatchLine]) -> list[dict[str, Any]]:
    """Return lines with the masked name that the workshop's own roster gives, however many, in two queries."""
    rows: dict[Any, Any] = {}
    for source in sorted({line.source for line in lines}):
        rows |= rosters.rows_of(source, {line.entry for line in lines if line.source == source})
    return [_named(line, rows.get(line.entry)) for line in lines]


def _named(line: MismatchLine, row: Any) -> dict[str, Any]:
    kind = RosterKind(row.kind).label if row is not None else ""
    return {"line": line, "name": mask_name(row.name) if row is not None else "", "kind": kind}


def of_subsidy(case: Subsidy, user: User) -> Mapping[str, Any]:
    """Return what was given and what it was spent on, with the vouchers."""
    spendings = list(Spending.objects.filter(subsidy=case))
    vouchers: dict[str, list[EvidenceFile]] = defaultdict(list)
    for file in EvidenceFile.objects.filter(case_id=case.pk):
        vouchers[file.section].append(file)
    is_grantor = is_official(user) and user.office_id == case.office_id
    return {
        "subsidy": case,
        "spendings": [
            {
                "spending": each,
                "files": vouchers[each.section],
                "is_rejected": each.state == SpendingState.REJECTED,
                "may_reject": is_grantor and each.state == SpendingState.REPORTED and case.state == "running",
            }
            for each in spendings
        ],
        "percent": int(case.spent * 100 / case.amount),
        "clause": clauses.EVALUATION,
    }


def of_library_entry(case: LibraryEntry, user: User) -> Mapping[str, Any]:
    """Return which workshop is offered and what the library says of it."""
    return {"entry": case, "clause": clauses.PROJECT_LIBRARY}


def of_workshop(workshop: Workshop, user: User) -> Mapping[str, Any] | None:
    """Return figures of the last matching, subsidies, library and human resources; nothing where there is none."""
    seen = {kind: visible_to(user, kind).values("pk") for kind in ("subsidy", "mismatch", "library_entry")}
    subsidies = Subsidy.objects.filter(workshop=workshop, pk__in=seen["subsidy"]).order_by("-pk")
    mismatches = Mismatch.objects.filter(workshop=workshop, pk__in=seen["mismatch"]).order_by("-pk")
    library = LibraryEntry.objects.filter(workshop=workshop, pk__in=seen["library_entry"]).order_by("-pk")
    results = list(queries.latest_results([workshop.pk]).order_by("kind"))
    rows = {
        "subsidies": [row_of(each) for each in subsidies[:SHOWN]],
        "mismatches": [row_of(each) for each in mismatches[:SHOWN]],
        "library": [row_of(each) for each in library[:3]],
        "results": results,
        "grants": list(PolicyGrant.objects.filter(workshop=workshop).select_related("policy")[:SHOWN]),
        "shares": list(TrainingShare.objects.filter(workshop=workshop).select_related("training")[:SHOWN]),
    }
    may_grant = permissions.may_grant(user) and workshop.is_in_force
    if not any(rows.values()) and not may_grant and not is_auditor(user):
        return None
    return {"workshop": workshop, "may_grant": may_grant, "is_office": actor_of(user) != "applicant", **rows}
