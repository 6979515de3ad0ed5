"""The notices, loading one, and counting a deadline."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongfang.accounts.models import User
from gongfang.regulation.time_limits import beijing_date

from . import effects, services
from .deadlines import edition_for, limit_of
from .forms import DeadlineForm, NoticeForm
from .models import CalendarNotice, Scope
from .notice_text import rules_of
from .permissions import may_load, reads_calendar
from .queries import calendar_with, notices_with_counts, working_calendar

View = Callable[..., HttpResponse]


def _for(may: Callable[[Any], bool]) -> Callable[[View], View]:
    """Return a decorator that lets in the signed-in people for whom `may` holds."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
            if not may(request.user):
                raise PermissionDenied
            return view(request, *args, **options)

        return login_required(guarded)

    return decorate


@_for(reads_calendar)
@require_safe
def years(request: HttpRequest) -> HttpResponse:
    """List the years and the notices in force for each."""
    this_year = beijing_date(timezone.now()).year
    context = {"years": _years(this_year), "may_load": may_load(request.user)}
    return render(request, "calendars/years.html", context)


def _years(this_year: int) -> list[dict[str, Any]]:
    """Return each year with the latest notice of each scope; a year without both is provisional (R21)."""
    latest: dict[tuple[int, str], CalendarNotice] = {}
    for notice in notices_with_counts().order_by("version"):
        latest[notice.year, notice.scope] = notice
    known = sorted({year for year, _scope in latest} | {this_year, this_year + 1}, reverse=True)
    return [
        {
            "year": year,
            "notices": [(scope.label, latest.get((year, scope.value))) for scope in Scope],
            "is_known": any((year, scope.value) in latest for scope in Scope),
            "is_provisional": any((year, scope.value) not in latest for scope in Scope),
        }
        for year in known
    ]


@_for(reads_calendar)
@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    """Show the notices of a year with their days, superseded versions too."""
    notices = notices_with_counts().filter(year=year).order_by("scope", "-version").prefetch_related("days")
    if not notices:
        raise Http404
    return render(request, "calendars/year.html", {"year": year, "notices": notices})


@_for(may_load)
@require_http_methods(["GET", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    """Take a year's notice: show first which running time limits would move, load it when confirmed."""
    form = NoticeForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        if "confirm" in request.POST and _is_loaded(request, form, at):
            return redirect("calendars:years")
        context |= _preview(form, at)
    return render(request, "calendars/load.html", context)


def _preview(form: NoticeForm, at: datetime) -> dict[str, Any]:
    cleaned = form.cleaned_data
    rules = rules_of(cleaned["days"], scope=cleaned["scope"], citation=cleaned["document_number"])
    moved = effects.preview(calendar_with(cleaned["scope"], cleaned["year"], rules), at=at)
    days = sorted(cleaned["days"])
    return {
        "days": days,
        "moving": [move for move in moved if not move.is_past],
        "staying": [move for move in moved if move.is_past],
        "scope_label": Scope(cleaned["scope"]).label,
        "supersedes": CalendarNotice.objects.filter(scope=cleaned["scope"], year=cleaned["year"]).exists(),
        # An uploaded table cannot be sent back to the browser: the days go round as text.
        "rest_lines": "\n".join(f"{day.day} {day.name}" for day in days if day.is_rest),
        "work_lines": "\n".join(f"{day.day} {day.name}" for day in days if not day.is_rest),
    }


def _is_loaded(request: HttpRequest, form: NoticeForm, at: datetime) -> bool:
    assert isinstance(request.user, User)
    cleaned = form.cleaned_data
    try:
        notice, moved = services.load_notice(
            scope=cleaned["scope"],
            year=cleaned["year"],
            document_number=cleaned["document_number"],
            source=cleaned["source"],
            days=cleaned["days"],
            by=request.user,
            at=at,
        )
    except IntegrityError:
        form.add_error(None, _("刚有人录入了同一年度的通知，请核对后再确认"))
        return False
    words = {"year": notice.year, "version": notice.version, "moved": moved}
    messages.success(
        request, _("已录入 %(year)s 年通知（第 %(version)s 版），重新计算了 %(moved)s 项期限。") % words
    )
    return True


@_for(reads_calendar)
@require_safe
def deadline(request: HttpRequest) -> HttpResponse:
    """Count a time limit from a start, and show how every day was counted."""
    today = beijing_date(timezone.now())
    edition = edition_for(today)
    form = DeadlineForm(request.GET or None, edition=edition, initial={"start": today})
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        start = form.cleaned_data["start"]
        explained = limit_of(form.asked_limit(), edition_for(start)).explain(start, working_calendar())
        context |= {"explained": explained, "account": explained.as_dict()}
    return render(request, "calendars/deadline.html", context)
