"""Reading for the portal: calls, notices with the days they have left, the latest workshops, a few figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from gongfang.applications.models import Round
from gongfang.calendars.queries import working_calendar
from gongfang.catalogue import queries as catalogue
from gongfang.catalogue.models import Product
from gongfang.notices import queries as notices
from gongfang.regulation.time_limits import beijing_date
from gongfang.workshops import queries as register
from gongfang.workshops.models import Workshop, WorkshopItem

NEWEST_FIRST = ("-opens_at", "-id")


@dataclass(frozen=True)
class NoticeRow:
    """A notice of `notices.queries.published` in a list; `days_left` counts working days after today."""

    notice: Any
    days_left: int
    is_over: bool


def notice_rows(found: Iterable[Any], *, at: datetime) -> list[NoticeRow]:
    """Return notices with the working days they have left."""
    today, calendar = beijing_date(at), working_calendar()
    return [_row(notice, calendar.working_days_between(today, notice.standing_last_day), at) for notice in found]


def _row(notice: Any, days_left: int, at: datetime) -> NoticeRow:
    return NoticeRow(notice, max(days_left, 0), at >= notice.standing_ends_at)


def ended_notices(*, at: datetime) -> QuerySet[Any]:
    """Return the notices whose period has ended: the archive."""
    return notices.published().filter(standing_ends_at__lte=at)


@dataclass(frozen=True)
class Call:
    """A call for applications, and how it stands: `coming`, `open` or `closed`."""

    round: Round
    state: str


def call(round: Round, *, at: datetime) -> Call:
    """Return how a round stands at `at`."""
    if at < round.opens_at:
        return Call(round, "coming")
    return Call(round, "open" if round.is_open(at) else "closed")


def calls(*, at: datetime) -> list[Call]:
    """Return the calls that are open or still to come, the next to close first."""
    found = Round.objects.filter(closes_at__gt=at, closed_at=None).order_by("closes_at", "pk")
    return [call(each, at=at) for each in found[:5]]


def latest_workshops(number: int) -> list[Workshop]:
    """Return the workshops recognised last."""
    return list(register.directory().order_by("-recognised_on", "-pk")[:number])


def latest_products(number: int) -> list[Product]:
    """Return the products published last."""
    return list(catalogue.public_products().order_by(*catalogue.SORTS["new"])[:number])


def figures(*, at: datetime) -> dict[str, int]:
    """Return what the register counts at `at`: workshops, counties, items relied on, notices running."""
    listed = Q(status__in=register.LISTED)
    counted = Workshop.objects.filter(listed).aggregate(
        workshops=Count("pk"), counties=Count("county", distinct=True)
    )
    items = WorkshopItem.objects.filter(workshop__status__in=register.LISTED)
    return {
        **counted,
        "items": items.values("name").distinct().count(),
        "running": notices.running(at=at).count(),
    }
