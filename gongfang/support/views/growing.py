"""Successors, studios, transmission places and brands (articles 8(三) and 8(四))."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongfang.cases.pages import done, now, signed_in
from gongfang.regulation import clauses
from gongfang.web.export_views import exported
from gongfang.web.paging import links, page_of
from gongfang.workshops.permissions import visible_to

from .. import exports, growing, permissions, queries
from ..forms import (
    BrandFilter,
    BrandForm,
    DecideForm,
    EndForm,
    SuccessionActivityForm,
    SuccessionFilter,
    SuccessionForm,
)
from ..models import BrandMeasure, Succession
from .paging import PAGE, form_page, giving, overseeing, require, workshop_of

_LATEST_FIRST = ("-proposed_on", "id")


@exported(exports.SUCCESSIONS)
@login_required
@require_safe
def successions(request: HttpRequest) -> HttpResponse:
    """List successors, studios and transmission places."""
    user = overseeing(request)
    form = SuccessionFilter(request.GET, offers_counties=permissions.may_see_recommendations(user))
    chosen = form.chosen()
    rows = queries.successions(**chosen).filter(workshop__in=visible_to(user).order_by().values("pk"))
    page = page_of(rows, order=_LATEST_FIRST, cursor=request.GET.get("after"), size=PAGE)
    context = {"form": form, "is_narrowed": bool(chosen), "rows": page.items, "clause": clauses.SUCCESSORS}
    return TemplateResponse(request, "support/successions.html", context | links(page, **chosen))


@login_required
@require_http_methods(["GET", "POST"])
def propose_succession(request: HttpRequest, number: str) -> HttpResponse:
    """Record that a leader, a studio or a transmission place is to be grown."""
    workshop = workshop_of(request, number)
    user = giving(request)
    form = SuccessionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = done(form, growing.propose_succession, workshop, by=user, at=now(), **form.cleaned_data)
        if found:
            messages.success(request, _("已登记。"))
            return redirect(found)
    return form_page(
        request,
        form,
        heading=_("登记带头人培养或传习场所"),
        subtitle=workshop.name,
        back=workshop.get_absolute_url(),
        clause=clauses.SUCCESSORS,
    )


def _succession(request: HttpRequest, pk: UUID) -> Succession:
    rows = Succession.objects.select_related("workshop__county", "recorded_by")
    seen = visible_to(signed_in(request)).order_by().values("pk")
    return get_object_or_404(rows.filter(workshop__in=seen), pk=pk)


@login_required
@require_safe
def succession(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one with its documents and activities."""
    found, user = _succession(request, pk), signed_in(request)
    is_active = found.is_open and found.workshop.is_in_force
    context = {
        "succession": found,
        "person": found.person if permissions.reads_participants(user, found.workshop) else "",
        "activities": found.activities.all()[:100],
        "is_frozen": found.is_open and not found.workshop.is_in_force,
        "may_decide": permissions.may_give(user) and is_active and found.state == "proposed",
        "may_end": permissions.may_give(user) and found.is_open,
        "may_add": permissions.may_enrol(user, found.workshop) and is_active,
        "clause": clauses.SUCCESSORS,
    }
    return render(request, "support/succession.html", context)


def _is_done(request: HttpRequest, form: Form, service: Any, about: Any) -> bool:
    """Do what was sent and say so; a refusal stays with the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    if not done(form, service, about, by=signed_in(request), at=now(), **form.cleaned_data):
        return False
    messages.success(request, _("已登记。"))
    return True


def _on_succession(
    request: HttpRequest, found: Succession, form: Form, service: Any, heading: Any
) -> HttpResponse:
    if _is_done(request, form, service, found):
        return redirect(found)
    back = found.get_absolute_url()
    return form_page(request, form, heading=heading, subtitle=found.title, back=back, clause=clauses.SUCCESSORS)


@login_required
@require_http_methods(["GET", "POST"])
def decide_succession(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record how it came out."""
    found = _succession(request, pk)
    giving(request)
    form = DecideForm(request.POST or None)
    return _on_succession(request, found, form, growing.decide_succession, gettext_lazy("登记结果"))


@login_required
@require_http_methods(["GET", "POST"])
def end_succession(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End what goes on."""
    found = _succession(request, pk)
    giving(request)
    form = EndForm(request.POST or None)
    return _on_succession(request, found, form, growing.end_succession, gettext_lazy("终止"))


@login_required
@require_http_methods(["GET", "POST"])
def add_activity(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note an activity."""
    found = _succession(request, pk)
    require(permissions.may_enrol(signed_in(request), found.workshop))
    form = SuccessionActivityForm(request.POST or None)
    return _on_succession(request, found, form, growing.add_activity, gettext_lazy("登记活动"))


@exported(exports.BRANDS)
@login_required
@require_safe
def brands(request: HttpRequest) -> HttpResponse:
    """List the measures for brands and for the people behind them."""
    user = overseeing(request)
    form = BrandFilter(request.GET, offers_counties=permissions.may_see_recommendations(user))
    chosen = form.chosen()
    rows = queries.brands(**chosen).filter(workshop__in=visible_to(user).order_by().values("pk"))
    page = page_of(rows, order=("-given_on", "-id"), cursor=request.GET.get("after"), size=PAGE)
    context = {
        "form": form,
        "is_narrowed": bool(chosen),
        "rows": page.items,
        "may_give": permissions.may_give(user),
        "clause": clauses.BRAND,
    }
    return TemplateResponse(request, "support/brands.html", context | links(page, **chosen))


@login_required
@require_http_methods(["GET", "POST"])
def record_brand(request: HttpRequest, number: str) -> HttpResponse:
    """Record a measure for the brand of a workshop."""
    workshop = workshop_of(request, number)
    giving(request)
    form = BrandForm(request.POST or None)
    if _is_done(request, form, growing.record_brand, workshop):
        return redirect(workshop)
    heading, back = _("登记品牌和就业质量措施"), workshop.get_absolute_url()
    return form_page(request, form, heading=heading, subtitle=workshop.name, back=back, clause=clauses.BRAND)


@login_required
@require_POST
def remove_brand(request: HttpRequest, pk: int) -> HttpResponse:
    """Take out a measure recorded by mistake."""
    seen = visible_to(signed_in(request)).order_by().values("pk")
    found = get_object_or_404(BrandMeasure.objects.filter(workshop__in=seen), pk=pk)
    growing.remove_brand(found, by=giving(request), at=now())
    messages.success(request, _("已删除。"))
    return redirect("support:brands")
