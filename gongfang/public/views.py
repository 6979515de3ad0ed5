"""The home page, the calls for applications and the public notices."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongfang.accounts.permissions import is_applicant
from gongfang.applications.models import Application, Round
from gongfang.cases import limits, presentation
from gongfang.cases.pages import now
from gongfang.notices import queries as notice_queries
from gongfang.notices.models import NoticeEntry
from gongfang.regulation import clauses
from gongfang.regulation.recognition import STATE_LABELS, State
from gongfang.regulation.time_limits import limits as limits_of_edition
from gongfang.web.paging import page_of

from . import queries
from .caching import NEWS, kept_for

_ON_HOME = 4
_STILL_RUNNING = (State.PUBLIC_NOTICE, State.CONFIRMING)


@require_safe
@kept_for(NEWS)
def home(request: HttpRequest) -> HttpResponse:
    """Show what is open now, the latest workshops and the figures, with the instant they were taken."""
    at = now()
    context = {
        "at": at,
        "may_apply": _may_apply(request),
        "figures": queries.figures(at=at),
        "running": queries.notice_rows(notice_queries.running(at=at)[:_ON_HOME], at=at),
        "calls": queries.calls(at=at),
        "latest": queries.latest_workshops(_ON_HOME),
        "products": queries.latest_products(_ON_HOME),
    }
    return render(request, "public/home.html", context)


def _may_apply(request: HttpRequest) -> bool:
    """Return whether to offer a filing: to applicants, and to whoever has not signed in."""
    return not request.user.is_authenticated or is_applicant(request.user)


@require_safe
@kept_for(NEWS)
def calls(request: HttpRequest) -> HttpResponse:
    """List the calls for applications, the latest first."""
    at = now()
    page = page_of(Round.objects.all(), order=queries.NEWEST_FIRST, cursor=request.GET.get("after"), size=20)
    context = {"page": page, "calls": [queries.call(each, at=at) for each in page.items]}
    return render(request, "public/calls.html", context)


@require_safe
@kept_for(NEWS)
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one call: how long it runs, what to hand in, and where to begin."""
    found = queries.call(get_object_or_404(Round, pk=pk), at=now())
    context = {
        "call": found,
        "round": found.round,
        "materials": clauses.MATERIALS,
        "may_file": found.state == "open" and _may_apply(request),
    }
    return render(request, "public/call.html", context)


@require_safe
@kept_for(NEWS)
def notices(request: HttpRequest) -> HttpResponse:
    """List the notices that run, and those that have ended."""
    at = now()
    page = page_of(queries.ended_notices(at=at), order=("-id",), cursor=request.GET.get("after"), size=20)
    running = notice_queries.running(at=at)[:50] if not request.GET.get("after") else []
    context = {
        "running": queries.notice_rows(running, at=at),
        "archive": queries.notice_rows(page.items, at=at),
        "page": page,
        "clause": clauses.PUBLIC_NOTICE,
    }
    return render(request, "public/notices.html", context)


@require_safe
@kept_for(NEWS)
def notice(request: HttpRequest, number: str) -> HttpResponse:
    """Show one notice: its period, how it was counted, whom it lists."""
    at, found = now(), notice_queries.published().filter(number=number).first()
    if found is None:
        raise Http404
    entries = list(notice_queries.entries_of(found))
    return render(request, "public/notice.html", _notice_context(found, entries, at))


def _notice_context(found: Any, entries: list[NoticeEntry], at: datetime) -> dict[str, Any]:
    first = entries[0].application
    period = limits.latest(first, notice_queries.PERIOD)
    return {
        "notice": found,
        "rows": [_row(entry, found, at) for entry in entries],
        "limit": limits_of_edition(first.edition)[notice_queries.PERIOD],
        "clock": presentation.clock(period, first, at=at) if period else None,
        "has_moved": found.standing_last_day != found.last_day,
        "clause": clauses.PUBLIC_NOTICE,
    }


def _row(entry: NoticeEntry, notice: Any, at: datetime) -> dict[str, Any]:
    """Return an entry with what has come of it; objections are taken while its notice runs."""
    application: Application = entry.application
    state = State(application.state)
    return {
        "entry": entry,
        "outcome": "" if state in _STILL_RUNNING else _(STATE_LABELS[state]),
        "tone": presentation.tone_of(state),
        "takes_objections": state == State.PUBLIC_NOTICE and at < notice.standing_ends_at,
    }
