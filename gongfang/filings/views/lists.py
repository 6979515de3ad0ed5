"""Lists of filings: what a workshop owes and has filed, and what the offices watch over."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongfang.cases import presentation
from gongfang.cases.pages import now, signed_in
from gongfang.cases.worklist import dues_of
from gongfang.regulation import clauses
from gongfang.regulation.annual_filing import STATE_LABELS
from gongfang.web.export_views import exported
from gongfang.web.paging import page_of

from .. import exports, queries
from ..forms import FilingFilter
from ..models import AnnualFiling
from ..permissions import may_edit, may_have_own, may_list

SIZE = 30


@exported(exports.FILINGS)
@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the filings this office may see, narrowed, with how many there are in each state."""
    user, at = signed_in(request), now()
    if not may_list(user):
        raise PermissionDenied
    is_county = user.office is not None and user.office.level == "county"
    form = FilingFilter(request.GET, years=queries.years(), is_county=is_county)
    chosen = form.chosen()
    of_all_states = {name: value for name, value in chosen.items() if name != "state"}
    rows = queries.listed_for(user)
    page = page_of(
        queries.narrowed(rows, **chosen), order=queries.NEWEST_FIRST, cursor=request.GET.get("after"), size=SIZE
    )
    context = {
        "form": form,
        "is_narrowed": bool(chosen),
        "counts": _counts(queries.counts_by_state(queries.narrowed(rows, **of_all_states)), chosen),
        "rows": _rows(queries.as_filings(page.items), at),
        "previous": _url(chosen, page.previous) if page.previous else "",
        "next": _url(chosen, page.next) if page.next else "",
        "clause": clauses.ANNUAL_FILING,
    }
    return TemplateResponse(request, "filings/index.html", context)


def _counts(counted: dict[str, int], chosen: dict[str, Any]) -> list[dict[str, Any]]:
    """Return how many filings are in each state, each count a link that narrows the list to it."""
    others = {name: value for name, value in chosen.items() if name != "state"}
    found = [
        {"label": _("全部"), "number": sum(counted.values()), "url": _url(others), "is_current": others == chosen}
    ]
    for state, label in STATE_LABELS.items():
        if counted.get(state):
            narrowed = {**others, "state": state}
            url, is_current = _url(narrowed), chosen.get("state") == state
            found.append({"label": _(label), "number": counted[state], "url": url, "is_current": is_current})
    return found


def _rows(filings: Sequence[AnnualFiling], at: datetime) -> list[dict[str, Any]]:
    dues = dues_of(filings, at)
    return [
        {
            "filing": filing,
            "label": presentation.state_label(filing),
            "tone": presentation.tone_of(filing.state),
            "due": dues.get(filing.pk),
        }
        for filing in filings
    ]


def _url(chosen: dict[str, Any], cursor: str = "") -> str:
    given = {**chosen, **({"after": cursor} if cursor else {})}
    return "?" + urlencode(given)


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show applicants what they owe, until when, and what they have filed."""
    user, at = signed_in(request), now()
    if not may_have_own(user):
        raise PermissionDenied
    page = page_of(queries.held_by(user), order=queries.NEWEST_FIRST, cursor=request.GET.get("after"), size=SIZE)
    rows = [row | {"may_edit": may_edit(user, row["filing"])} for row in _rows(page.items, at)]
    context = {
        "rows": rows,
        "previous": _url({}, page.previous) if page.previous else "",
        "next": _url({}, page.next) if page.next else "",
        "clause": clauses.ANNUAL_REGISTRATION,
    }
    return render(request, "filings/mine.html", context)
