"""What everybody may know of the figures: coarse, without what could point to a few people (article 11(一))."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from gongfang.applications.models import RosterKind
from gongfang.cases.pages import now
from gongfang.regulation import clauses
from gongfang.regulation.time_limits import beijing_date
from gongfang.workshops.models import Category

from . import figures
from .disclosure import FEWEST, published, published_total
from .figures import Scope, total
from .snapshot import counties_of

KEPT = 300
"""Seconds for which a browser may keep the page."""


@require_safe
@cache_control(private=True, max_age=KEPT)
def public(request: HttpRequest) -> HttpResponse:
    """Show how many workshops there are, by county and category, and how many people they employ."""
    at = now()
    context = open_figures(Scope(beijing_date(at))) | {
        "at": at,
        "fewest": FEWEST,
        "clause": clauses.STATISTICS,
    }
    return render(request, "reports/public.html", context)


def open_figures(scope: Scope) -> dict[str, Any]:
    """Return the figures that are public; None for those that are withheld."""
    counties, held = counties_of(scope), figures.by_county(scope)
    employed, categories = figures.people(scope), figures.by_category(scope)
    by_county = {code: total(employed, code) for code in counties}
    by_kind = {kind: total(employed, None, kind) for kind in RosterKind.values}
    return {
        "workshops": sum(held.values()),
        "people": published_total(by_county),
        "counties": _rows(counties, held, published(by_county)),
        "categories": [
            (Category(name).label, categories[(name,)]) for name in Category.values if (name,) in categories
        ],
        "kinds": [(RosterKind(kind).label, number) for kind, number in published(by_kind).items()],
    }


def _rows(counties: Mapping[str, str], held: figures.Table, people: Mapping[str, int | None]) -> list[Any]:
    return [
        {"code": code, "name": name, "workshops": held.get((code,), 0), "people": people[code]}
        for code, name in counties.items()
    ]
