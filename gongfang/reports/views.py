"""The dashboard, and the lists behind its figures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from gongfang.accounts.models import Office, User
from gongfang.cases.pages import now, signed_in
from gongfang.regulation import clauses
from gongfang.regulation import edition as editions
from gongfang.regulation.time_limits import beijing_date
from gongfang.web.export_views import exported
from gongfang.web.exporting import Sheet
from gongfang.web.paging import page_of
from gongfang.workshops.queries import BY_NAME

from . import blocks, exports, rows, snapshot, time_blocks, times
from .figures import Scope
from .forms import ActivitiesFilter, LimitsFilter, OverdueFilter, RowsFilter, StepsFilter, WorkshopsFilter
from .permissions import county_of, may_see_figures, sees_all_counties

PAGE = 30


@dataclass(frozen=True)
class Look:
    """Who looks, when, and since when the year's figures count."""

    user: User
    at: datetime

    @property
    def today(self) -> date:
        return beijing_date(self.at)

    @property
    def new_year(self) -> date:
        return date(self.today.year, 1, 1)

    @property
    def since(self) -> datetime:
        return snapshot.midnight(self.new_year)


def _look(request: HttpRequest) -> Look:
    user = signed_in(request)
    if not may_see_figures(user):
        raise PermissionDenied
    return Look(user, now())


@login_required
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show the figures of this office's level, the counties side by side where it sees all."""
    look = _look(request)
    form = RowsFilter(request.GET, own_county=county_of(look.user))
    county = form.chosen().get("county", "")
    found = snapshot.take(Scope(look.today, county), since=look.new_year)
    spent = snapshot.take_times(look.user, since=look.since, at=look.at, county=county)
    edition = editions.in_force(look.today)
    shown = [
        *blocks.of_workshops(found, county=county),
        blocks.of_people(found, county=county),
        blocks.of_business(found, county=county),
        blocks.of_activities(found, county=county),
        time_blocks.of_limits(spent, edition, county=county),
        time_blocks.of_offices(spent, _offices(county), county=county),
    ]
    context = {
        "form": form,
        "sees_all": sees_all_counties(look.user),
        "at": look.at,
        "blocks": shown,
        "charts": {block.name: block.chart for block in shown if block.chart},
        "whole": snapshot.summed(found["counties"]),
        "clause": clauses.STATISTICS,
    }
    return render(request, "reports/dashboard.html", context)


def _offices(county: str) -> list[Office]:
    found = Office.objects.select_related("division").order_by("division__level", "division_id", "id")
    return [each for each in reversed(found) if not county or each.level != "county" or each.division_id == county]


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A list behind a figure: its rows in their order, a line of each, and what it is narrowed to."""

    sheet: Sheet
    form: RowsFilter
    found: QuerySet[Any]
    order: Sequence[str]
    line: Callable[[Any], rows.Row]


def _listing(request: HttpRequest, listing: Listing, at: datetime) -> TemplateResponse:
    page = page_of(listing.found, order=listing.order, cursor=request.GET.get("after"), size=PAGE)
    lines = [listing.line(each) for each in page.items]
    chosen = {name: value for name, value in listing.form.chosen().items() if name in listing.form.fields}

    def url(cursor: str) -> str:
        return "?" + urlencode({**chosen, "after": cursor}) if cursor else ""

    context = {
        "form": listing.form,
        "is_narrowed": bool(chosen),
        "title": listing.sheet.name,
        "at": at,
        "rows": lines,
        "heads": [column.label for column in listing.sheet.columns],
        "table": rows.table_of(listing.sheet, lines),
        "previous": url(page.previous),
        "next": url(page.next),
    }
    return TemplateResponse(request, "reports/rows.html", context)


@exported(exports.WORKSHOPS)
@login_required
@require_safe
def workshops(request: HttpRequest) -> HttpResponse:
    """List the workshops that a figure counts, with the people they employ and what they earn."""
    look = _look(request)
    form = WorkshopsFilter(request.GET, own_county=county_of(look.user))
    chosen = form.chosen()
    scope = Scope(look.today, chosen.pop("county", ""))
    if chosen.pop("year", ""):
        scope = scope.a_year_before
    found = rows.workshops(scope, **chosen)
    listing = Listing(sheet=exports.WORKSHOPS, form=form, found=found, order=BY_NAME, line=rows.of_workshop)
    return _listing(request, listing, look.at)


@exported(exports.ACTIVITIES)
@login_required
@require_safe
def activities(request: HttpRequest) -> HttpResponse:
    """List the activities of the year that a figure counts."""
    look = _look(request)
    form = ActivitiesFilter(request.GET, own_county=county_of(look.user))
    chosen = form.chosen()
    scope = Scope(look.today, chosen.pop("county", ""))
    found = rows.activities(scope, since=look.new_year, **chosen)
    order = ("-held_on", "id")
    listing = Listing(sheet=exports.ACTIVITIES, form=form, found=found, order=order, line=rows.of_activity)
    return _listing(request, listing, look.at)


@exported(exports.LIMITS)
@login_required
@require_safe
def limits(request: HttpRequest) -> HttpResponse:
    """List the limits that a figure counts."""
    look = _look(request)
    edition = editions.in_force(look.today)
    form = LimitsFilter(request.GET, own_county=county_of(look.user), edition=edition)
    chosen = form.chosen()
    seen = times.limits(look.user, county=chosen.pop("county", ""))
    found = rows.limits(seen, since=look.since, at=look.at, **chosen)
    line = partial(rows.of_limit, at=look.at)
    listing = Listing(sheet=exports.LIMITS, form=form, found=found, order=("-ends_at", "-id"), line=line)
    return _listing(request, listing, look.at)


@exported(exports.STEPS)
@login_required
@require_safe
def steps(request: HttpRequest) -> HttpResponse:
    """List the steps of offices that a figure counts, the last one first."""
    look = _look(request)
    offices = _offices(county_of(look.user))
    form = StepsFilter(request.GET, own_county=county_of(look.user), offices=offices)
    chosen = form.chosen()
    taken = times.steps(look.user, since=look.since, until=look.at, county=chosen.pop("county", ""))
    found = rows.steps(taken, **chosen)
    named = {(each.code, each.division_id if each.level == "county" else ""): each for each in offices}
    line = partial(rows.of_step, offices=named)
    listing = Listing(sheet=exports.STEPS, form=form, found=found, order=("-seq",), line=line)
    return _listing(request, listing, look.at)


@exported(exports.OVERDUE)
@login_required
@require_safe
def overdue(request: HttpRequest) -> HttpResponse:
    """List what offices were to do by now, the longest overdue first."""
    look = _look(request)
    form = OverdueFilter(request.GET, own_county=county_of(look.user), offices=_offices(county_of(look.user)))
    chosen = form.chosen()
    found = times.overdue_tasks(look.user, at=look.at, county=chosen.pop("county", ""))
    found = found.filter(**chosen).select_related("case__region", "office__division")
    order = ("due_at", "id")
    listing = Listing(sheet=exports.OVERDUE, form=form, found=found, order=order, line=rows.of_task)
    return _listing(request, listing, look.at)
