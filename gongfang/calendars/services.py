"""Loading a year's notice."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from gongfang.accounts.models import User
from gongfang.records.services import log_access

from . import effects
from .models import CalendarDay, CalendarNotice
from .notice_text import NamedDay
from .permissions import may_load
from .queries import working_calendar


@transaction.atomic
def load_notice(
    *,
    scope: str,
    year: int,
    document_number: str,
    source: str,
    days: Sequence[NamedDay],
    by: User,
    at: datetime,
) -> tuple[CalendarNotice, int]:
    """Load a notice as the next version for its scope and year, and move the running time limits to it.

    Returns the notice and how many limits moved; ends that have passed never move (R21).

    :raises PermissionDenied: for everybody but the head of the prefecture's culture office.
    """
    if not may_load(by):
        raise PermissionDenied
    earlier = CalendarNotice.objects.filter(scope=scope, year=year).aggregate(last=Max("version"))["last"] or 0
    notice = CalendarNotice.objects.create(
        scope=scope,
        year=year,
        version=earlier + 1,
        document_number=document_number,
        source=source,
        loaded_by=by,
        loaded_at=at,
    )
    CalendarDay.objects.bulk_create(
        CalendarDay(notice=notice, day=day.day, is_rest=day.is_rest, name=day.name) for day in days
    )
    moved = effects.apply(working_calendar(), at=at)
    subject = f"notice:{scope}:{year}:{notice.version}"
    log_access(by=by, action="load_calendar", subject=subject, reason=document_number, at=at)
    return notice, moved
