"""What the guards of the annual filing know of one (articles 7(四) and 9(一))."""

from collections.abc import Mapping
from typing import Any

from gongfang.regulation.annual_filing import State
from gongfang.regulation.procedure import NEW

from .models import AnnualFiling
from .parts import missing_parts
from .queries import ends_of

_FILED_FROM = (State.OWED, State.RETURNED, State.MISSED)


def filing_facts(case: Any) -> Mapping[str, Any]:
    """Return what a filing and its workshop tell the guards; of what is filed or ended only how it stands."""
    filing = AnnualFiling.objects.select_related("workshop").get(pk=case.pk)
    known = {
        "year": filing.year,
        "recognised_on": filing.workshop.recognised_on,
        "is_still_recognised": filing.workshop.holds_recognition,
    }
    if case.state == NEW or case.state not in _FILED_FROM:
        return known
    return known | _facts_of_filing(filing)


def _facts_of_filing(filing: AnnualFiling) -> dict[str, Any]:
    ends = ends_of(filing)
    return {
        "missing_sections": missing_parts(filing.pk),
        "is_truth_declared": filing.truth_declared_at is not None,
        "due_ends_at": ends.get("annual_filing"),
        "correction_ends_at": ends.get("filing_correction"),
        "received_on": filing.received_on,
        "entry_reason": filing.entry_reason,
    }
