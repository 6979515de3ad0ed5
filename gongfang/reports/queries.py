"""Reading bulletins."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet

from gongfang.accounts.models import User
from gongfang.cases.permissions import seen_by
from gongfang.regulation.bulletin import BULLETIN

from .models import Bulletin, Period, Reading

NEWEST_FIRST = ("-id",)


def facts_of(case: Any) -> Mapping[str, Any]:
    """Return the period of a bulletin, whether it has another, and who has acknowledged it."""
    row = Bulletin.objects.get(pk=case.pk)
    others = bulletins_of(row.year, row.period).exclude(pk=row.pk)
    read = Reading.objects.filter(bulletin=row).values_list("office__department", flat=True)
    return {"ends_on": row.ends_on, "has_another": others.exists(), "read_by": frozenset(read)}


def bulletins_of(year: int, period: str) -> QuerySet[Bulletin]:
    """Return the bulletin of a period, without those that were dropped."""
    return Bulletin.objects.filter(year=year, period=period, is_current=True)


def listed_for(user: User, *, year: int | None = None, state: str = "") -> QuerySet[Bulletin]:
    """Return the bulletins `user` sees, of a year and in a state where these are given."""
    rows = Bulletin.objects.filter(seen_by(user, BULLETIN.kind)).prefetch_related("readings__office")
    narrowed = {name: value for name, value in (("year", year), ("state", state)) if value}
    return rows.filter(**narrowed)


def years() -> list[int]:
    """Return the years on which there are bulletins, the newest first."""
    return list(Bulletin.objects.order_by("-year").values_list("year", flat=True).distinct())


def ended_periods(today: date, *, back: int = 2) -> list[tuple[int, Period]]:
    """Return the periods that are over by today, the last to end first, of this year and `back` years before."""
    found = [
        (year, period)
        for year in range(today.year, today.year - back - 1, -1)
        for period in Period
        if period.last_day(year) < today
    ]
    return sorted(found, key=lambda each: (each[1].last_day(each[0]), each[1].first_day(each[0])), reverse=True)


def bulletin_paragraphs(bulletin: Bulletin) -> list[str]:
    """Return the text of a bulletin, paragraph by paragraph, for the official document."""
    return [line.strip() for line in bulletin.text.splitlines() if line.strip()]
