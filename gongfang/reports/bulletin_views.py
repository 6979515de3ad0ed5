"""Pages of bulletins: the archive by period, drawing one up, correcting its text."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongfang.cases.pages import get_case_for, now, signed_in
from gongfang.cases.presentation import state_label, tone_of
from gongfang.cases.views import taken
from gongfang.regulation import clauses
from gongfang.regulation.bulletin import BULLETIN
from gongfang.regulation.procedure import StepRefused
from gongfang.regulation.time_limits import beijing_date
from gongfang.web.export_views import exported
from gongfang.web.paging import links, page_of

from . import exports, queries, services
from .forms import BulletinsFilter, DrawUpForm, TextForm
from .models import Bulletin
from .permissions import may_draw_up, sees_all_counties

PAGE = 30


@exported(exports.BULLETINS)
@login_required
@require_safe
def bulletins(request: HttpRequest) -> HttpResponse:
    """List the bulletins of the prefecture by period, the newest first."""
    user = signed_in(request)
    if not sees_all_counties(user):
        raise PermissionDenied
    form = BulletinsFilter(request.GET)
    chosen = form.chosen()
    page = page_of(
        queries.listed_for(user, **chosen), order=queries.NEWEST_FIRST, cursor=request.GET.get("after"), size=PAGE
    )
    context = {
        "form": form,
        "is_narrowed": bool(chosen),
        "rows": [_row(each) for each in page.items],
        "may_draw_up": may_draw_up(user),
        "clause": clauses.STATISTICS,
        **links(page, **chosen),
    }
    return TemplateResponse(request, "reports/bulletins.html", context)


def _row(bulletin: Bulletin) -> dict[str, Any]:
    return {
        "bulletin": bulletin,
        "label": state_label(bulletin),
        "tone": tone_of(bulletin.state),
        "readers": [reading.office for reading in bulletin.readings.all()],
    }


@login_required
@require_http_methods(["GET", "POST"])
def draw_up(request: HttpRequest) -> HttpResponse:
    """Draw up the bulletin of a period."""
    user, at = signed_in(request), now()
    if not may_draw_up(user):
        raise PermissionDenied
    form = DrawUpForm(request.POST if request.method == "POST" else None, today=beijing_date(at))
    if request.method == "POST" and form.is_valid():
        try:
            bulletin = services.draw_up_bulletin(by=user, at=at, **form.given())
        except StepRefused as refusal:
            form.add_error("period", str(refusal))
        else:
            messages.success(request, _("已编制 %(number)s，请核对文稿。") % {"number": bulletin.number})
            return redirect(bulletin)
    return render(request, "reports/draw_up.html", {"form": form, "clause": clauses.STATISTICS})


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Correct the text of a draft."""
    bulletin = get_case_for(request, number, "edit_bulletin", kind=BULLETIN.kind)
    initial = {"text": bulletin.text, "seen_version": bulletin.version}
    form = TextForm(request.POST if request.method == "POST" else None, initial=initial)
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and taken(form, case=bulletin, action="edit_bulletin", by=signed_in(request)):
        messages.success(request, _("文稿已保存。"))
        return redirect(bulletin)
    return render(request, "reports/edit.html", {"form": form, "bulletin": bulletin})
