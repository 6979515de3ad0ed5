"""Pages of matching: the runs, their figures, and the page on which a county explains what differs."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongfang.applications.models import RosterKind
from gongfang.cases.pages import done, get_case_for, let_in, now, signed_in
from gongfang.cases.permissions import seen_by
from gongfang.regulation import clauses
from gongfang.regulation.exchange import MISMATCH, MismatchState
from gongfang.regulation.procedure import StepRefused
from gongfang.web.export_views import exported
from gongfang.web.paging import links, page_of

from . import exports, permissions, queries
from . import matching as services
from .forms import SettleForm
from .models import Mismatch
from .sections import named, row_of
from .services import settle_mismatch

_BY_WORKSHOP = ("workshop_id", "kind")


@exported(exports.MATCHINGS)
@login_required
@require_safe
def matchings(request: HttpRequest) -> HttpResponse:
    """List the runs, the last first, with what is still to be explained."""
    user = let_in(request, permissions.may_read)
    rows = queries.matchings_of(user.office)
    page = page_of(rows, order=queries.LATEST_RUN_FIRST, cursor=request.GET.get("after"), size=queries.PAGE)
    open_cases = Mismatch.objects.filter(seen_by(user, MISMATCH.kind), is_open=True)
    context = {
        "rows": page.items,
        "open_cases": [
            row_of(case) for case in open_cases.select_related("region").order_by("-pk")[: queries.PAGE]
        ],
        "as_of": queries.registered_as_of(None),
        "may_match": permissions.may_match(user),
        "clause": clauses.SHARING,
        **links(page),
    }
    return TemplateResponse(request, "exchange/matchings.html", context)


@login_required
@require_POST
def run(request: HttpRequest) -> HttpResponse:
    """Match the rosters now."""
    user = let_in(request, permissions.may_match)
    try:
        found = services.match_rosters(by=user, at=now())
    except StepRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("exchange:matchings")
    messages.success(request, _("比对完成：%(people)s 人。") % {"people": found.people})
    return redirect(found)


@login_required
@require_safe
def matching(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the figures of a run: by county, and workshop by workshop."""
    user = let_in(request, permissions.may_read)
    found = get_object_or_404(queries.matchings_of(user.office), pk=pk)
    rows = queries.results_by_workshop(found)
    page = page_of(rows, order=_BY_WORKSHOP, cursor=request.GET.get("after"), size=queries.PAGE)
    context = {
        "matching": found,
        "rows": page.items,
        "counties": [_county(row) for row in queries.results_by_county(found)],
        "clause": clauses.SHARING,
        **links(page),
    }
    return render(request, "exchange/matching.html", context)


def _county(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"kind_label": RosterKind(row["kind"]).label}


@login_required
@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, number: str) -> HttpResponse:
    """Let the county say what became of everybody on the list."""
    case, user = get_case_for(request, number, "settle_mismatch", kind=MISMATCH.kind), signed_in(request)
    if case.state not in (MismatchState.CHECKING, MismatchState.ASKED):
        raise PermissionDenied
    lines = list(queries.open_lines(case))
    form = SettleForm(request.POST or None, lines=lines, initial={"seen_version": case.version})
    if request.method == "POST" and form.is_valid():
        said = {"explained": form.explained(), "findings": form.cleaned_data["findings"]}
        version = form.cleaned_data["seen_version"]
        if done(form, settle_mismatch, case, by=user, at=now(), seen_version=version, **said) is not None:
            messages.success(request, _("已核对清楚。"))
            return redirect(case)
    context = {"case": case, "form": form, "rows": _fields(form, lines), "clause": clauses.SHARING}
    return render(request, "exchange/settle.html", context)


def _fields(form: SettleForm, lines: list[Any]) -> list[dict[str, Any]]:
    return [
        {**row, "field": form[f"line_{row['line'].pk}"], "note": form[f"note_{row['line'].pk}"]}
        for row in named(lines)
    ]
