"""Lists of applications: the applicant's own, those an office works on; and where a new one begins."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from gongfang.cases import presentation
from gongfang.cases.pages import now, signed_in
from gongfang.cases.todo import todos_of
from gongfang.cases.worklist import dues_of
from gongfang.regulation.procedure import StepRefused
from gongfang.web.export_views import exported
from gongfang.web.paging import page_of

from .. import exports, filing, queries
from ..forms import IndexFilter, StartForm, StartPaperForm
from ..models import Application
from ..permissions import may_apply, may_enter_paper, may_list
from ..waiting import waits_for

SIZE = 30


@exported(exports.APPLICATIONS)
@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the applications this office may see, narrowed, the newest first."""
    user, at = signed_in(request), now()
    if not may_list(user):
        raise PermissionDenied
    is_county = user.office is not None and user.office.level == "county"
    form = IndexFilter(request.GET, is_county=is_county)
    chosen = form.chosen()
    rows = queries.narrowed(queries.listed_for(user), **chosen)
    page = page_of(rows, order=queries.NEWEST_FIRST, cursor=request.GET.get("after"), size=SIZE)
    context = {
        "form": form,
        "is_narrowed": bool(chosen),
        "rows": _rows(queries.as_applications(page.items), at),
        "previous": _url(chosen, page.previous),
        "next": _url(chosen, page.next),
        "may_enter_paper": may_enter_paper(user),
    }
    return TemplateResponse(request, "applications/index.html", context)


def _rows(applications: Sequence[Application], at: datetime) -> list[dict[str, Any]]:
    dues = dues_of(applications, at)
    return [
        {
            "application": application,
            "label": presentation.state_label(application),
            "tone": presentation.tone_of(application.state),
            "due": dues.get(application.pk),
            "waits_for": waits_for(application.state),
        }
        for application in applications
    ]


def _url(chosen: dict[str, Any], cursor: str) -> str:
    return "?" + urlencode({**chosen, "after": cursor}) if cursor else ""


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show applicants what waits for them, their applications with what each waits for, and the open rounds."""
    user, at = signed_in(request), now()
    if not may_apply(user):
        raise PermissionDenied
    page = page_of(queries.held_by(user), order=queries.NEWEST_FIRST, cursor=request.GET.get("after"), size=SIZE)
    context = {
        "rows": _rows(page.items, at),
        "todo": todos_of(user, at=at),
        "rounds": queries.open_rounds(at),
        "previous": _url({}, page.previous),
        "next": _url({}, page.next),
    }
    return render(request, "applications/mine.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Begin a filing in an open round."""
    user, at = signed_in(request), now()
    if not may_apply(user):
        raise PermissionDenied
    form = StartForm(request.POST or None, at=at, initial={"round": request.GET.get("round")})
    if request.method == "POST" and form.is_valid():
        try:
            draft = filing.open_draft(holder=user, at=at, **form.cleaned_data)
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(draft.get_edit_url())
    has_rounds = queries.open_rounds(at).exists()
    return render(request, "applications/start.html", {"form": form, "has_rounds": has_rounds})


@login_required
@require_http_methods(["GET", "POST"])
def start_paper(request: HttpRequest) -> HttpResponse:
    """Begin to enter a filing that was handed in on paper."""
    user, at = signed_in(request), now()
    if not may_enter_paper(user):
        raise PermissionDenied
    form = StartPaperForm(request.POST or None, at=at)
    if request.method == "POST" and form.is_valid():
        try:
            draft = filing.open_paper_draft(by=user, at=at, **form.cleaned_data)
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(draft.get_edit_url())
    has_rounds = form.fields["round"].queryset.exists()  # type: ignore[attr-defined]
    return render(request, "applications/start.html", {"form": form, "has_rounds": has_rounds, "is_paper": True})
