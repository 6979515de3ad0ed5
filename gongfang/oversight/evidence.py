"""What filings, the log of activities and inspections tell of a workshop, beside its evaluation (article 9(四)).

Filings and evaluations know nothing of each other; this app stands above both.
"""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from gongfang.applications.models import RosterKind
from gongfang.evaluations.registry import Evidence, Period, evidence_from
from gongfang.filings import queries as filings
from gongfang.filings.models import ActivityKind, AnnualFiling
from gongfang.workshops.models import Workshop

from .models import Finding
from .queries import OPEN_FINDINGS

_TRANSMISSION = (ActivityKind.TRAINING, ActivityKind.WELFARE, ActivityKind.EXHIBITION, ActivityKind.SCHOOL)
_EMPLOYED = (RosterKind.POVERTY, RosterKind.MONITORED)


def register() -> None:
    """Show it in the dimensions it bears on."""
    evidence_from("transmission", activities)
    evidence_from("employment", employment)
    evidence_from("funds", subsidies)
    evidence_from("quality", findings)


def activities(workshop: Workshop, period: Period) -> Iterator[Evidence]:
    """Yield how often each kind of activity was held in the period, as the log says."""
    counts = filings.activity_counts(workshop, since=period.since, until=period.until)
    for kind in _TRANSMISSION:
        if counts[kind]:
            yield Evidence(
                label=kind.label, value=_("%(number)s 次") % {"number": counts[kind]}, note=_("活动记录")
            )


def employment(workshop: Workshop, period: Period) -> Iterator[Evidence]:
    """Yield how many people of the kinds that article 9(四) names the last confirmed filing names."""
    filing = filings.latest_accepted(workshop)
    if filing is None:
        return
    counts = filings.employed_of(filing)
    for kind in _EMPLOYED:
        yield Evidence(
            label=kind.label, value=_("%(number)s 人") % {"number": counts[kind]}, note=_filed_for(filing)
        )


def subsidies(workshop: Workshop, period: Period) -> Iterator[Evidence]:
    """Yield the subsidies that the last confirmed filing accounts for."""
    filing = filings.latest_accepted(workshop)
    if filing is None:
        return
    note = _filed_for(filing)
    yield Evidence(label=_("收到财政补助"), value=_amount(filing.subsidies_received), note=note)
    yield Evidence(label=_("已使用财政补助"), value=_amount(filing.subsidies_spent), note=note)
    if filing.unaccounted:
        amount = _amount(filing.unaccounted)
        yield Evidence(label=_("尚未说明使用"), value=amount, note=note, needs_a_look=True)


def findings(workshop: Workshop, period: Period) -> Iterator[Evidence]:
    """Yield what inspections found in the period, and what of it has not been settled."""
    rows = Finding.objects.filter(workshop=workshop, opened_at__date__range=(period.since, period.until))
    for finding in rows.order_by("pk"):
        yield Evidence(
            label=_("检查问题"),
            value=finding.get_aspect_display(),
            note=finding.number,
            url=finding.get_absolute_url(),
            needs_a_look=finding.state in OPEN_FINDINGS,
        )


def _filed_for(filing: AnnualFiling) -> str:
    return _("%(year)s 年度") % {"year": filing.year}


def _amount(amount: Decimal | None) -> str:
    return _("%(amount)s 万元") % {"amount": f"{amount or Decimal(0):.2f}"}
