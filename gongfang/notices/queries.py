"""Reading notices and objections."""

import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from gongfang.accounts.models import Department, Division, Office
from gongfang.applications.models import Application
from gongfang.calendars.queries import working_calendar
from gongfang.cases import limits
from gongfang.cases.models import Case, RunningLimit
from gongfang.regulation import edition as editions
from gongfang.regulation.objection import State
from gongfang.regulation.procedure import NEW
from gongfang.regulation.recognition import State as ApplicationState
from gongfang.regulation.time_limits import Explanation, beijing_date
from gongfang.regulation.time_limits import limits as limits_of_edition

from .models import Notice, NoticeEntry, Objection
from .receipts import receipt_digest

PERIOD = "public_notice"
_ON_NOTICE = (ApplicationState.PUBLIC_NOTICE, ApplicationState.CONFIRMING)


def published() -> QuerySet[Any]:
    """Return every notice with the end of its period that is in force and the number of its entries.

    The end printed on a notice moves when a year's calendar is loaded (reading R21): the limits know.
    """
    periods = RunningLimit.objects.filter(
        name=PERIOD, case__application__notice_entry__notice=OuterRef("pk")
    ).order_by("-ends_at")
    entries = NoticeEntry.objects.filter(notice=OuterRef("pk")).order_by()
    return Notice.objects.annotate(
        standing_ends_at=Subquery(periods.values("ends_at")[:1]),
        standing_last_day=Subquery(periods.values("last_day")[:1]),
        is_provisional=Subquery(periods.values("is_provisional")[:1]),
        standing_count=Subquery(periods.values("counted")[:1]),
        entry_count=Subquery(entries.values("notice").annotate(number=Count("pk")).values("number")),
    )


def running(*, at: datetime) -> QuerySet[Any]:
    """Return the notices whose period has not ended, the next to end first."""
    return published().filter(standing_ends_at__gt=at).order_by("standing_ends_at", "pk")


def entries_of(notice: Notice) -> QuerySet[NoticeEntry]:
    """Return what a notice lists, with the state each application has come to."""
    return NoticeEntry.objects.filter(notice=notice).select_related("application")


def entry_on_notice(application_number: str) -> NoticeEntry | None:
    """Return the entry of an application that was put on notice."""
    found = NoticeEntry.objects.filter(application__number=application_number)
    return found.select_related("notice", "application__region").first()


def last_contact() -> dict[str, str]:
    """Return where the last notice said objections are handed in; before the first, the office's name."""
    fields = ("contact_office", "contact_address", "contact_phone", "contact_email")
    last = Notice.objects.order_by("-pk").values(*fields).first()
    if last is not None:
        return {name.removeprefix("contact_"): last[name] for name in fields}
    office = Office.objects.filter(
        division__level=Division.Level.PREFECTURE, department=Department.CULTURE
    ).first()
    return {"office": office.name if office else ""}


def due_to_close(at: datetime) -> QuerySet[Case]:
    """Return the applications whose notice has ended with every objection answered and none upheld."""
    ended = RunningLimit.objects.filter(name=PERIOD, closed_at=None, ends_at__lte=at)
    cases = Case.objects.filter(
        kind="application", state=ApplicationState.PUBLIC_NOTICE, pk__in=ended.values("case")
    )
    standing = Objection.objects.filter(state__in=[State.VERIFYING, State.UPHELD])
    return cases.exclude(pk__in=standing.values("against_id"))


def facts_of_application(case: Any) -> Mapping[str, Any]:
    """Return what the notice knows of an application: its end, and the objections that stand (R12)."""
    if case.state not in _ON_NOTICE:
        return {}
    counted = Objection.objects.filter(against_id=case.pk).aggregate(
        open_objections=Count("pk", filter=Q(state=State.VERIFYING)),
        upheld_objections=Count("pk", filter=Q(state=State.UPHELD)),
    )
    return {"notice_ends_at": limits.latest_end(case.pk, PERIOD), **counted}


def facts_of_objection(case: Any) -> Mapping[str, Any]:
    """Return what an objection holds and the notice it answers (readings R10, R11).

    The stamp of a paper one counts for its receipt only: a completion is received when it comes.
    """
    objection = Objection.objects.select_related("notice").get(pk=case.pk)
    return {
        "elements": frozenset(objection.elements),
        "received_on": objection.received_on if case.state == NEW else None,
        "entry_reason": objection.entry_reason,
        "notice_starts_on": objection.notice.starts_on,
        "notice_ends_at": limits.latest_end(objection.against_id, PERIOD),
    }


def by_receipt(number: str, code: str) -> Objection | None:
    """Return the objection whose receipt shows this number and this code."""
    objection = Objection.objects.filter(number=number.strip().upper()).select_related("notice", "against").first()
    if objection is None or not hmac.compare_digest(objection.receipt_digest, receipt_digest(code)):
        return None
    return objection


def objections(*, state: str = "") -> QuerySet[Objection]:
    """Return the objections of one state or of all, with what an office's list shows of them."""
    found = Objection.objects.select_related("against__region", "notice")
    return found.filter(state=state) if state else found


def ready_for_notice() -> QuerySet[Case]:
    """Return the applications that are proposed and wait for a notice."""
    found = Case.objects.filter(kind="application", state=ApplicationState.PROPOSED)
    return found.select_related("region").order_by("region_id", "number")


def as_application(case: Case) -> Application:
    """Return the application of a case that is one."""
    return Application.objects.select_related("region").get(pk=case.pk)


def review_ends(found: Sequence[Objection]) -> dict[int, datetime]:
    """Return by when each objection under verification is to be answered."""
    rows = RunningLimit.objects.filter(
        case_id__in=[objection.pk for objection in found], name="objection_review", closed_at=None
    )
    return dict(rows.values_list("case_id", "ends_at"))


def period_if_published(at: datetime) -> Explanation:
    """Return the period a notice would have if it were published at `at`, under the edition now in force."""
    today = beijing_date(at)
    return limits_of_edition(editions.in_force(today))[PERIOD].explain(today, working_calendar())
