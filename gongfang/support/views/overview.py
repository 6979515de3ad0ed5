"""Who got what, and who got nothing; and what a workshop can ask for (article 8)."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from gongfang.accounts.models import User
from gongfang.accounts.permissions import is_applicant
from gongfang.cases.pages import now, signed_in
from gongfang.regulation import clauses
from gongfang.regulation.support import HelpState
from gongfang.regulation.time_limits import beijing_date
from gongfang.web.export_views import exported
from gongfang.web.paging import links, page_of
from gongfang.workshops.models import HOLDING, Workshop
from gongfang.workshops.permissions import visible_to
from gongfang.workshops.queries import BY_NAME

from .. import exports, permissions, queries
from ..forms import OverviewFilter
from ..models import Enrolment, HelpRequest
from ..registry import given_to, had, measures
from ..sections import by_limb, enrolment_row
from .paging import PAGE, overseeing, require

OWN_PAGE = 10
LATEST = 3
"""How many of the supports of a workshop a line of the overview shows."""


@exported(exports.OVERVIEW)
@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show what each recognised workshop of this office has had, and which have had nothing yet."""
    user = overseeing(request)
    offers_counties = permissions.may_see_recommendations(user)
    form = OverviewFilter(request.GET, offers_counties=offers_counties, today=beijing_date(now()))
    chosen: dict[str, Any] = form.chosen()
    rows = visible_to(user).filter(status__in=HOLDING)
    if county := chosen.get("county"):
        rows = rows.filter(county=county)
    tallies = _tallies(rows, chosen)
    page = page_of(_narrowed(rows, chosen), order=BY_NAME, cursor=request.GET.get("after"), size=PAGE)
    context = {
        "form": form,
        "is_narrowed": bool(chosen),
        "tallies": tallies,
        "rows": _rows(page.items, chosen),
        "year": chosen.get("year"),
        "clause": clauses.SUPPORT,
        **links(page, **chosen),
    }
    return TemplateResponse(request, "support/overview.html", context)


def _narrowed(rows: QuerySet[Workshop], chosen: dict[str, Any]) -> QuerySet[Workshop]:
    """Return those that have had, or not had, the kind of support asked for in the year asked for.

    A year alone leaves nobody out: the figures are those of the year.
    """
    wanted = chosen.get("had") or ("something" if chosen.get("measure") else "")
    if not wanted:
        return rows
    condition = had([chosen["measure"]] if chosen.get("measure") else (), year=chosen.get("year"))
    return rows.filter(condition) if wanted == "something" else rows.exclude(condition)


def _tallies(rows: QuerySet[Workshop], chosen: dict[str, Any]) -> list[dict[str, Any]]:
    """Return how many workshops have had each kind of support, and how many nothing: one query a kind."""
    year = chosen.get("year")
    kept = {name: str(chosen[name]) for name in ("county", "year") if name in chosen}
    here = rows.order_by().values("pk")
    found: list[dict[str, Any]] = []
    for each in measures():
        number = each.rows_in(year).filter(workshop_id__in=here).values("workshop_id").distinct().count()
        query = urlencode(kept | {"measure": each.name})
        found.append({"label": each.label, "number": number, "url": f"?{query}"})
    query = urlencode(kept | {"had": "nothing"})
    number = rows.exclude(had(year=year)).count()
    return [*found, {"number": number, "url": f"?{query}", "is_nothing": True}]


def _rows(workshops: list[Workshop], chosen: dict[str, Any]) -> list[dict[str, Any]]:
    given, year = given_to([workshop.pk for workshop in workshops]), chosen.get("year")
    found = []
    for workshop in workshops:
        pairs = [pair for pair in given[workshop.pk] if year is None or pair[1].on.year == year]
        counted = Counter(measure.name for measure, _ in pairs)
        kinds = [(each, counted[each.name]) for each in measures() if counted[each.name]]
        found.append({"workshop": workshop, "kinds": kinds, "latest": pairs[:LATEST], "number": len(pairs)})
    return found


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show an applicant what its workshops can ask for, what is under way, and what they have had."""
    user, at = signed_in(request), now()
    require(is_applicant(user))
    rows = visible_to(user).filter(recognised_on__isnull=False)
    page = page_of(rows, order=BY_NAME, cursor=request.GET.get("after"), size=OWN_PAGE)
    given = given_to([workshop.pk for workshop in page.items])
    enrolments = list(queries.enrolments_of(page.items))
    asked = list(queries.help_requests(state=HelpState.ASKED).filter(workshop__in=page.items).order_by("pk"))
    context = {
        "courses": queries.open_courses(at=at)[:20] if page.items else [],
        "rows": [_own_row(workshop, given[workshop.pk], enrolments, asked, user) for workshop in page.items],
        "can_enrol": any(workshop.is_in_force for workshop in page.items),
        "clause": clauses.SUPPORT,
        **links(page),
    }
    return render(request, "support/mine.html", context)


def _own_row(
    workshop: Workshop, given: Any, enrolments: list[Enrolment], asked: list[HelpRequest], user: User
) -> dict[str, Any]:
    """Return one of an applicant's workshops with what it has had and what is under way."""
    own = [each for each in enrolments if each.workshop_id == workshop.pk]
    return {
        "workshop": workshop,
        "enrolments": [enrolment_row(each, user) for each in own],
        "asked": [each for each in asked if each.workshop_id == workshop.pk],
        "limbs": by_limb(given),
        "is_suspended": workshop.holds_recognition and not workshop.is_in_force,
        "has_ended": not workshop.holds_recognition,
    }
