"""What an applicant may ask of the panel that reviews its application (R7)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongfang.accounts.models import User
from gongfang.cases import limits
from gongfang.cases.pages import get_case, now, signed_in
from gongfang.cases.presentation import clock
from gongfang.regulation import clauses
from gongfang.regulation.procedure import StepRefused

from . import queries, services
from .forms import RecusalForm
from .models import Entry, Expert
from .permissions import speaks_for


def _own(request: HttpRequest, application: str) -> tuple[Entry, User]:
    """Return where the applicant's own application stands before its panel.

    :raises Http404: when the application does not exist for this person, or no panel has been drawn.
    :raises PermissionDenied: to those who see it without speaking for it.
    """
    case, user = get_case(request, application, kind="application"), signed_in(request)
    if not speaks_for(user, case):
        raise PermissionDenied
    entry = queries.entry_of(case)
    if entry is None or entry.panel.drawn_at is None:
        raise Http404
    return entry, user


@login_required
@require_http_methods(["GET", "POST"])
def request_recusal(request: HttpRequest, application: str) -> HttpResponse:
    """Ask in writing that an expert not review one's application."""
    entry, user = _own(request, application)
    seated = entry.seats.filter(left_at=None).values("candidate__expert_id")
    form = RecusalForm(request.POST or None, experts=Expert.objects.filter(pk__in=seated))
    if request.method == "POST" and form.is_valid() and _is_requested(form, entry, user):
        messages.success(request, _("回避申请已提交，地区文化和旅游部门将书面说明理由作出决定。"))
        return redirect(entry.application)
    limit, at = limits.latest(entry.panel, "recusal_request"), now()
    context: dict[str, Any] = {
        "entry": entry,
        "form": form,
        "clock": clock(limit, entry.panel, at=at) if limit and at < limit.ends_at else None,
        "clause": clauses.REVIEW,
    }
    return render(request, "panels/request_recusal.html", context)


def _is_requested(form: RecusalForm, entry: Entry, user: User) -> bool:
    try:
        services.request_recusal(
            entry.panel, by=user, at=now(), application=entry.application, **form.cleaned_data
        )
    except StepRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@login_required
@require_POST
def waive_recusal(request: HttpRequest, application: str) -> HttpResponse:
    """Say that one asks for no recusal."""
    entry, user = _own(request, application)
    try:
        services.waive_recusal(entry.panel, by=user, at=now(), application=entry.application)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已记录：贵单位对评审专家无回避申请。"))
    return redirect(entry.application)
