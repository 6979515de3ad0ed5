"""The draws of expert panels: what was published before and after, and the means to recompute it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongfang.cases.presentation import tone_of
from gongfang.panels import queries as panel_queries
from gongfang.panels.models import Panel
from gongfang.panels.presentation import phase_of
from gongfang.regulation import clauses
from gongfang.web.paging import page_of

from .caching import NEWS, kept_for


@require_safe
@kept_for(NEWS)
def draws(request: HttpRequest) -> HttpResponse:
    """List the draws, announced and carried out, the latest first."""
    announced = panel_queries.panels().exclude(state="")
    page = page_of(announced, order=("-id",), cursor=request.GET.get("after"), size=20)
    context = {"page": page, "rows": [_row(panel) for panel in page.items], "clause": clauses.REVIEW}
    return render(request, "public/draws.html", context)


def _row(panel: Panel) -> dict[str, Any]:
    return {"panel": panel, "label": phase_of(panel), "tone": tone_of(panel.state)}


@require_safe
@kept_for(NEWS)
def draw(request: HttpRequest, number: str) -> HttpResponse:
    """Show one draw: its inputs, the algorithm in words, and a check in the reader's own browser."""
    panel = _panel(number)
    context = {
        **_row(panel),
        "published": _published(panel),
        "is_drawn": _is_drawn(panel),
        "clause": clauses.REVIEW,
    }
    return render(request, "public/draw.html", context)


@require_safe
@kept_for(NEWS)
def document(request: HttpRequest, number: str) -> HttpResponse:
    """Return what was published of a draw as JSON; `gongfang draw verify` and the page both read it."""
    panel = _panel(number)
    options = {"ensure_ascii": False, "indent": 2, "sort_keys": True}
    response = JsonResponse(_published(panel), json_dumps_params=options)
    response["Content-Disposition"] = f'attachment; filename="draw-{panel.number}.json"'
    return response


def _panel(number: str) -> Panel:
    panel = panel_queries.panels().exclude(state="").filter(number=number).first()
    if panel is None:
        raise Http404
    return panel


def _is_drawn(panel: Panel) -> bool:
    return bool(panel.seed)


def _published(panel: Panel) -> dict[str, Any]:
    """Return the whole draw once it was carried out, before that what was committed to."""
    if _is_drawn(panel):
        return panel_queries.document_of(panel, panel.public_value)
    return panel_queries.announcement_of(panel)
