"""Pages of fairs and placements."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongfang.accounts.models import User
from gongfang.cases.pages import done, let_in, now
from gongfang.cases.presentation import state_label, tone_of
from gongfang.regulation import clauses
from gongfang.regulation.procedure import StepRefused
from gongfang.web.export_views import exported
from gongfang.web.paging import links, page_of

from . import exports, permissions, queries, services
from .forms import FairForm, PlacementFilter, PlacementForm
from .models import Placement

AT_ONCE = 100
"""How many workshops are offered for an invitation, and invited at once."""


@exported(exports.FAIRS)
@login_required
@require_safe
def fairs(request: HttpRequest) -> HttpResponse:
    """List the fairs, the next first: a workshop's account those it was invited to."""
    user = let_in(request, permissions.may_look)
    page = page_of(queries.fairs(user), order=queries.NEWEST_FIRST, cursor=request.GET.get("after"), size=30)
    context = {"fairs": page.items, "may_plan": permissions.may_plan(user), "clause": clauses.CATALOGUE}
    return TemplateResponse(request, "fairs/fairs.html", context | links(page))


@login_required
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Record a fair."""
    user = let_in(request, permissions.may_plan)
    form = FairForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fair = done(form, services.plan_fair, by=user, at=now(), **form.cleaned_data)
        if fair is not None:
            messages.success(request, _("已登记展会，请邀请工坊。"))
            return redirect(fair)
    return render(request, "fairs/plan.html", {"form": form, "clause": clauses.CATALOGUE})


@login_required
@require_safe
def fair(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a fair: who was invited, who comes with what, and what came of it."""
    user = let_in(request, permissions.may_look)
    found = get_object_or_404(queries.fairs(user), pk=pk)
    may_plan = permissions.may_plan(user)
    rows = [
        {"case": each, "label": state_label(each), "tone": tone_of(each.state), "products": _products(each)}
        for each in queries.stands_of(found, user)
    ]
    context = {
        "fair": found,
        "rows": rows,
        "sums": queries.sums_of(found) if user.role != "applicant" else None,
        "invitable": queries.invitable(found)[:AT_ONCE] if may_plan else [],
        "may_plan": may_plan,
        "clause": clauses.CATALOGUE,
    }
    return render(request, "fairs/fair.html", context)


def _products(stand: Any) -> str:
    return queries.names_of(stand.products.all())


@login_required
@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite the chosen workshops."""
    user, at = let_in(request, permissions.may_plan), now()
    found = get_object_or_404(queries.fairs(user), pk=pk)
    numbers = [each for each in request.POST.getlist("workshop")[:AT_ONCE] if "\0" not in each]
    chosen = queries.invitable(found).filter(number__in=numbers)
    count = sum(_is_invited(request, found, workshop, user, at) for workshop in chosen)
    if count:
        messages.success(request, _("已邀请 %(count)s 家工坊。") % {"count": count})
    elif not numbers:
        messages.error(request, _("请先选择要邀请的工坊。"))
    return redirect(found)


def _is_invited(request: HttpRequest, fair: Any, workshop: Any, user: User, at: Any) -> bool:
    try:
        services.invite(fair, workshop, by=user, at=at)
    except StepRefused as refused:
        messages.error(request, str(refused))
        return False
    return True


@exported(exports.PLACEMENTS)
@login_required
@require_safe
def placements(request: HttpRequest) -> HttpResponse:
    """List where catalogue products are on sale or on show."""
    user = let_in(request, permissions.may_look)
    form = PlacementFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    kind, is_running = chosen.get("kind", ""), bool(chosen.get("running"))
    rows = queries.placements(user, kind=kind, is_running=is_running)
    page = page_of(rows, order=queries.LAST_PLACED_FIRST, cursor=request.GET.get("after"), size=30)
    context = {
        "form": form,
        "rows": [{"placement": each, "product": queries.names_of([each.product])} for each in page.items],
        "may_place": permissions.may_place(user),
        "clause": clauses.PLACEMENT,
        **links(page, kind=kind, running="on" if is_running else ""),
    }
    return TemplateResponse(request, "fairs/placements.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def place(request: HttpRequest) -> HttpResponse:
    """Record a placement."""
    user = let_in(request, permissions.may_place)
    form = PlacementForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        placed = done(form, services.place, by=user, at=now(), **form.cleaned_data)
        if placed is not None:
            messages.success(request, _("已登记。"))
            return redirect("fairs:placements")
    return render(request, "fairs/place.html", {"form": form, "clause": clauses.PLACEMENT})


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a product is no longer there."""
    user = let_in(request, permissions.may_place)
    found: Placement | None = queries.placements(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    services.withdraw_placement(found, by=user, at=now())
    messages.success(request, _("已登记撤出。"))
    return redirect("fairs:placements")
