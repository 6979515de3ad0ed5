"""Pages of subsidies: the list, granting one, giving a report back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongfang.accounts.models import Division
from gongfang.cases.pages import done, get_case_for, let_in, now, signed_in
from gongfang.cases.permissions import seen_by
from gongfang.regulation import clauses
from gongfang.regulation.exchange import SUBSIDY
from gongfang.regulation.time_limits import beijing_date
from gongfang.web.export_views import exported
from gongfang.web.paging import links, page_of
from gongfang.workshops.permissions import visible_to as workshops_visible_to

from . import exports, permissions, queries
from . import subsidies as services
from .forms import RejectForm, SubsidyFilter, SubsidyForm
from .models import Spending, SpendingState
from .sections import row_of


@exported(exports.SUBSIDIES)
@login_required
@require_safe
def subsidies(request: HttpRequest) -> HttpResponse:
    """List the subsidies this office sees, the last first, with what is given, spent and not accounted for."""
    user, today = let_in(request, permissions.may_read), beijing_date(now())
    is_county = user.office is not None and user.office.level == Division.Level.COUNTY
    form = SubsidyFilter(request.GET, offers_counties=not is_county)
    chosen = form.chosen()
    rows = queries.subsidies(
        state=chosen.get("state", ""),
        county=chosen.get("county", ""),
        is_overdue_on=today if chosen.get("overdue") else None,
    ).filter(seen_by(user, SUBSIDY.kind))
    page = page_of(rows, order=queries.NEWEST_FIRST, cursor=request.GET.get("after"), size=queries.PAGE)
    context = {
        "form": form,
        "is_narrowed": bool(chosen),
        "sums": queries.sums_of(rows),
        "rows": [row_of(each) | {"is_overdue": each.unspent and each.account_by < today} for each in page.items],
        "clause": clauses.SHARING,
        **links(page, **{name: "on" if name == "overdue" else value for name, value in chosen.items()}),
    }
    return TemplateResponse(request, "exchange/subsidies.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def grant(request: HttpRequest, number: str) -> HttpResponse:
    """Record a subsidy that a workshop has been given."""
    user = signed_in(request)
    workshop = get_object_or_404(workshops_visible_to(user), number=number)
    if not permissions.may_grant(user):
        raise PermissionDenied
    form = SubsidyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        case = done(form, services.grant_subsidy, workshop, by=user, at=now(), **form.cleaned_data)
        if case is not None:
            messages.success(request, _("已登记补助 %(number)s。") % {"number": case.number})
            return redirect(case)
    return render(request, "exchange/grant.html", {"form": form, "workshop": workshop, "clause": clauses.SHARING})


@login_required
@require_http_methods(["GET", "POST"])
def reject(request: HttpRequest, number: str, pk: UUID) -> HttpResponse:
    """Give one report back, with reasons."""
    case = get_case_for(request, number, "reject_spending", kind=SUBSIDY.kind)
    user = signed_in(request)
    rows = Spending.objects.filter(subsidy=case, state=SpendingState.REPORTED)
    spending = get_object_or_404(rows, pk=pk)
    if user.office_id != case.office_id:
        raise PermissionDenied
    form = RejectForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {"spending": spending, **form.cleaned_data}
        if done(form, services.reject_spending, case, by=user, at=now(), **given) is not None:
            messages.success(request, _("已退回，工坊会收到理由。"))
            return redirect(case)
    context = {"form": form, "case": case, "spending": spending, "clause": clauses.EVALUATION}
    return render(request, "exchange/reject.html", context)
