"""Rounds: opened and closed by the prefecture, listed for officials."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongfang.accounts.models import User
from gongfang.cases.pages import now, signed_in
from gongfang.regulation.procedure import StepRefused
from gongfang.web.export_views import exported
from gongfang.web.paging import page_of

from .. import exports
from .. import rounds as services
from ..forms import CloseRoundForm, RoundForm
from ..models import Round
from ..permissions import may_list, may_open_rounds

NEWEST_FIRST = ("-opens_at", "-id")


def _reader(request: HttpRequest) -> User:
    user = signed_in(request)
    if not may_list(user):
        raise PermissionDenied
    return user


def _opener(request: HttpRequest) -> User:
    user = signed_in(request)
    if not may_open_rounds(user):
        raise PermissionDenied
    return user


@exported(exports.ROUNDS)
@login_required
@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """List the rounds, the newest first."""
    user, at = _reader(request), now()
    page = page_of(Round.objects.all(), order=NEWEST_FIRST, cursor=request.GET.get("after"), size=30)
    context = {
        "rows": [
            {"round": each, "is_open": each.is_open(at), "is_ahead": at < each.opens_at} for each in page.items
        ],
        "may_open": may_open_rounds(user),
        "previous": f"?after={page.previous}" if page.previous else "",
        "next": f"?after={page.next}" if page.next else "",
    }
    return TemplateResponse(request, "applications/rounds.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def open_round(request: HttpRequest) -> HttpResponse:
    """Call for applications."""
    user = _opener(request)
    form = RoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            opened = services.open_round(by=user, at=now(), **form.cleaned_data)
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("批次已开启，申报公告已公布。"))
            return redirect(opened)
    return render(request, "applications/open_round.html", {"form": form})


@login_required
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a round, with the form that ends it early for those who may."""
    user = _reader(request)
    return _detail(request, user, get_object_or_404(Round, pk=pk), CloseRoundForm())


@login_required
@require_http_methods(["POST"])
def close_round(request: HttpRequest, pk: int) -> HttpResponse:
    """End a round before its time."""
    user, shown = _opener(request), get_object_or_404(Round, pk=pk)
    form = CloseRoundForm(request.POST)
    if form.is_valid():
        try:
            services.close_round(shown, by=user, at=now(), **form.cleaned_data)
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("批次已提前截止。"))
            return redirect(shown)
    return _detail(request, user, shown, form)


def _detail(request: HttpRequest, user: User, shown: Round, form: CloseRoundForm) -> HttpResponse:
    at = now()
    context = {
        "round": shown,
        "form": form,
        "is_open": shown.is_open(at),
        "may_close": may_open_rounds(user) and at < shown.ends_at,
    }
    return render(request, "applications/round.html", context)
