"""What the guards of recognition know of a filing (article 6(一))."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from gongfang.cases import limits
from gongfang.regulation.recognition import State
from gongfang.regulation.recognition_guards import RecognitionFacts
from gongfang.regulation.time_limits import BEIJING, beijing_date
from gongfang.workshops import queries as workshops

from .materials import missing_materials
from .models import Application
from .queries import responsible_id_indexes


@dataclass(frozen=True, kw_only=True)
class ApplicationFacts(RecognitionFacts):
    """The picture of an application, judged on the day it was filed: that of receipt for paper (reading R11).

    `round_period` is the first instant of the round and the first too late.
    """

    round_period: tuple[datetime, datetime] | None = None
    received_on: date | None = None

    def __post_init__(self) -> None:
        filed_on = self.received_on or beijing_date(self.at)
        if self.banned_until is not None and filed_on >= self.banned_until:
            object.__setattr__(self, "banned_until", None)
        object.__setattr__(self, "is_round_open", self.is_round_open or self._is_within_round())

    def _is_within_round(self) -> bool:
        if self.round_period is None:
            return False
        opens_at, ends_at = self.round_period
        if self.received_on is None:
            return opens_at <= self.at < ends_at
        midnight = datetime.combine(self.received_on, time(), BEIJING)
        return midnight < ends_at and midnight + timedelta(days=1) > opens_at


def filing_facts(case: Any) -> Mapping[str, Any]:
    """Return what the filing of a case tells the guards; of a case beyond its filing nothing, without a query."""
    filing = Application.objects.filter(pk=case.pk)
    if case.state == State.DRAFT:
        return _draft_facts(filing.select_related("round").get())
    if case.state == State.SUBMITTED:
        return {"corrections_asked": _corrections_asked(case)}
    if case.state == State.CORRECTING:
        running = limits.running(case, "correction")
        return {
            "is_on_paper": case.holder_id is None,
            "correction_asked_on": running.trigger if running else None,
            "correction_ends_at": running.ends_at if running else None,
        }
    return {}


def _corrections_asked(case: Any) -> int:
    """Return how often corrections were asked for; a step has read it with the lock (`Kind.locked`)."""
    if hasattr(case, "corrections_asked"):
        return int(case.corrections_asked)
    return Application.objects.values_list("corrections_asked", flat=True).get(pk=case.pk)


def _draft_facts(filing: Application) -> dict[str, Any]:
    indexes = responsible_id_indexes(filing.pk)
    return {
        "is_truth_declared": filing.truth_declared_at is not None,
        "missing_materials": missing_materials(filing.pk),
        "round_period": (filing.round.opens_at, filing.round.ends_at) if filing.round else None,
        "received_on": filing.received_on,
        "banned_until": workshops.banned_until(filing.credit_code, indexes, date.min),
    }
