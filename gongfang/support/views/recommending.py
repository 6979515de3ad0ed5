"""Calls of a higher level, their candidates and what became of them (article 8(一))."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongfang.accounts.models import User
from gongfang.cases.pages import done, get_case, now, signed_in
from gongfang.cases.permissions import seen_by
from gongfang.regulation import clauses
from gongfang.regulation.procedure import StepRefused
from gongfang.regulation.support import RecommendationState
from gongfang.web.export_views import exported
from gongfang.web.paging import links, page_of

from .. import exports, permissions, queries
from .. import recommending as services
from ..forms import AnswerForm, CandidateFilter, ChooseForm, RecommendationForm
from ..models import Candidate
from ..sections import row_of
from .paging import PAGE, form_page, giving, require

_CLAUSE = {"clause": clauses.RECOMMENDATION}


@exported(exports.RECOMMENDATIONS)
@login_required
@require_safe
def recommendations(request: HttpRequest) -> HttpResponse:
    """List the calls, the newest first."""
    user = signed_in(request)
    require(permissions.may_see_recommendations(user))
    page = page_of(
        queries.recommendations(), order=queries.NEWEST_FIRST, cursor=request.GET.get("after"), size=PAGE
    )
    context = {
        "rows": [row_of(each) for each in page.items],
        "may_give": permissions.may_give(user),
        **_CLAUSE,
        **links(page),
    }
    return TemplateResponse(request, "support/recommendations.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def open_recommendation(request: HttpRequest) -> HttpResponse:
    """Open a call."""
    user = giving(request)
    form = RecommendationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        call = done(form, services.open_recommendation, by=user, at=now(), **form.cleaned_data)
        if call:
            messages.success(request, _("已列出全部有效认定的工坊，请比较后遴选。"))
            return redirect("support:candidates", call.number)
    return form_page(
        request,
        form,
        heading=_("开始推荐"),
        back=reverse("support:recommendations"),
        clause=clauses.RECOMMENDATION,
        button=_("列出参加比较的工坊"),
        hint=_("全部有效认定的工坊随即列出，附评估、就业、培训、销售等事实。"),
    )


@exported(exports.CANDIDATES)
@login_required
@require_safe
def candidates(request: HttpRequest, number: str) -> HttpResponse:
    """List the workshops considered with the facts that rank them, sorted and narrowed."""
    call, user = get_case(request, number, kind="recommendation"), signed_in(request)
    form = CandidateFilter(request.GET, offers_counties=True)
    chosen = form.chosen()
    rows = queries.candidates(call, county=chosen.get("county", ""), chosen="only" in chosen)
    page = page_of(rows, order=form.order(), cursor=request.GET.get("after"), size=PAGE)
    context = {
        "call": call,
        "form": form,
        "is_narrowed": bool(chosen),
        "rows": page.items,
        "chosen_count": call.candidates.filter(is_chosen=True).count(),
        "may_refresh": permissions.may_give(user) and call.state == RecommendationState.CHOOSING,
        **_CLAUSE,
        **links(page, **chosen),
    }
    return TemplateResponse(request, "support/candidates.html", context)


@login_required
@require_POST
def refresh(request: HttpRequest, number: str) -> HttpResponse:
    """Take the facts anew."""
    call = get_case(request, number, kind="recommendation")
    user = giving(request)
    try:
        services.refresh_facts(call, by=user, at=now())
        messages.success(request, _("已按现在的情况更新。"))
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("support:candidates", call.number)


def _candidate(request: HttpRequest, pk: int) -> Candidate:
    rows = Candidate.objects.select_related("call", "workshop__county", "workshop__holder", "chosen_by")
    return get_object_or_404(rows.filter(call__in=_seen(signed_in(request))), pk=pk)


def _seen(user: User) -> Any:
    return queries.recommendations().filter(seen_by(user, "recommendation")).values("pk")


@login_required
@require_http_methods(["GET", "POST"])
def candidate(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one candidate's facts; choose it with reasons, or record the answer of the higher level."""
    found, user = _candidate(request, pk), signed_in(request)
    may_give = permissions.may_give(user)
    form = _form(request, found) if may_give else None
    if request.method == "POST":
        require(may_give)
        if form is None:
            messages.error(request, _("推荐已经办结或者取消，不能再改。"))
        elif form.is_valid() and _is_done(form, found, user):
            messages.success(request, _("已保存。"))
            return redirect(f"{reverse('support:candidates', args=[found.call.number])}?only=on")
    context = {
        "candidate": found,
        "call": found.call,
        "items": found.workshop.relied_on.all(),
        "form": form,
        "is_choosing": found.call.state == RecommendationState.CHOOSING,
        **_CLAUSE,
    }
    return render(request, "support/candidate.html", context)


def _form(request: HttpRequest, found: Candidate) -> Form | None:
    """Return the form that fits how far the call is, None where there is nothing left to do."""
    data = request.POST if request.method == "POST" else None
    if found.call.state == RecommendationState.CHOOSING:
        return ChooseForm(data, initial={"reasons": found.reasons})
    if found.call.state == RecommendationState.HANDED_IN and found.recommended_on:
        said = {name: getattr(found, name) for name in ("answer", "answered_on", "answer_document")}
        return AnswerForm(data, initial=said)
    return None


def _is_done(form: Form, found: Candidate, user: User) -> Any:
    service = services.choose if isinstance(form, ChooseForm) else services.record_answer
    return done(form, service, found, by=user, at=now(), **form.cleaned_data)


@login_required
@require_POST
def unchoose(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a choice back."""
    found = _candidate(request, pk)
    user = giving(request)
    try:
        services.unchoose(found, by=user, at=now())
        messages.success(request, _("已取消推荐。"))
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("support:candidates", found.call.number)
