"""What the register and the application tell of a workshop, beside each dimension of its evaluation.

Numbers only: nobody is named. What was filed since, what was inspected and found, apps above add themselves.
"""

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from gongfang.applications.models import Activity, ActivityKind, Operations, RosterEntry, RosterKind
from gongfang.web import dates
from gongfang.workshops.models import EventKind, Workshop, WorkshopEvent

from .registry import Evidence, Period, evidence_from

_TOLD_ELSEWHERE = (EventKind.ENTERED, EventKind.RECOGNISED, EventKind.AWARDED)
_AGAINST = (EventKind.SUSPENDED, EventKind.PLAQUE_VOID)
_WHOM_ARTICLE_9_NAMES = (RosterKind.POVERTY, RosterKind.MONITORED)


def register() -> None:
    """Show it in the dimensions it bears on."""
    evidence_from("transmission", activities)
    evidence_from("employment", employment)
    evidence_from("funds", subsidies)
    evidence_from("quality", events)


def activities(workshop: Workshop, period: Period) -> Iterator[Evidence]:
    """Yield how many trainings, welfare activities and exhibitions the application named."""
    if not workshop.application_number:
        return
    rows = Activity.objects.filter(application__number=workshop.application_number).order_by()
    for kind, number in sorted(rows.values_list("kind").annotate(number=Count("pk"))):
        value = _("%(number)s 次") % {"number": number}
        yield Evidence(label=ActivityKind(kind).label, value=value, note=_("申报时填报"))


def employment(workshop: Workshop, period: Period) -> Iterator[Evidence]:
    """Yield how many people of the kinds that article 9(四) names were employed at the application."""
    if not workshop.application_number:
        return
    rows = RosterEntry.objects.filter(application__number=workshop.application_number).order_by()
    counted = dict(rows.values_list("kind").annotate(number=Count("pk")))
    for kind in _WHOM_ARTICLE_9_NAMES:
        value = _("%(number)s 人") % {"number": counted.get(kind, 0)}
        yield Evidence(label=kind.label, value=value, note=_("申报时填报"))


def subsidies(workshop: Workshop, period: Period) -> Iterator[Evidence]:
    """Yield the subsidies the application accounts for: received, spent, and what is left of them."""
    if not workshop.application_number:
        return
    rows = Operations.objects.filter(application__number=workshop.application_number)
    sums = rows.aggregate(received=Sum("subsidies_received"), spent=Sum("subsidies_spent"))
    received, spent = sums["received"] or Decimal(0), sums["spent"] or Decimal(0)
    note = _("申报时填报")
    yield Evidence(label=_("收到财政补助"), value=_amount(received), note=note)
    yield Evidence(label=_("已使用财政补助"), value=_amount(spent), note=note)
    if received != spent:
        yield Evidence(label=_("尚未说明使用"), value=_amount(received - spent), note=note, needs_a_look=True)


def _amount(value: Decimal) -> str:
    return _("%(amount)s 万元") % {"amount": f"{value:.2f}"}


def events(workshop: Workshop, period: Period) -> Iterator[Evidence]:
    """Yield what has happened to the recognition and the plaque in the period."""
    rows = WorkshopEvent.objects.filter(workshop=workshop, on__gte=period.since, on__lte=period.until)
    for event in rows.exclude(kind__in=_TOLD_ELSEWHERE):
        yield Evidence(
            label=event.get_kind_display(),
            value=dates.full_date(event.on),
            note=event.note,
            needs_a_look=event.kind in _AGAINST,
        )
