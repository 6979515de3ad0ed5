"""A recognised workshop as the monitoring page shows it."""

from typing import Any

from django.utils.translation import gettext as _

from gongfang.regulation.annual_filing import STATE_LABELS
from gongfang.regulation.monitoring import Signs
from gongfang.workshops.models import Workshop, WorkshopStatus

from .signs import Watched

_FILING_TONES = {"accepted": "good", "missed": "bad", "returned": "waiting", "owed": "waiting"}


def watched_row(workshop: Workshop, watched: Watched) -> dict[str, Any]:
    """Return one line of the monitoring page."""
    signs = watched.signs
    return {
        "workshop": workshop,
        "is_suspended": workshop.status == WorkshopStatus.SUSPENDED,
        "signs": signs,
        "flags": watched.flags,
        "filings": [_filing(signs, year) for year in (signs.on.year, signs.on.year - 1)],
        "employed": [{"year": year, "number": signs.employed[year]} for year in sorted(signs.employed)[-2:]],
    }


def _filing(signs: Signs, year: int) -> dict[str, Any]:
    state = signs.filings.get(year, "")
    label = _(STATE_LABELS[state]) if state in STATE_LABELS else ""
    return {"year": year, "label": label, "tone": _FILING_TONES.get(state, "neutral")}
