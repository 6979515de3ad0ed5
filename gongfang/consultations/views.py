"""Pages of consultations."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongfang.cases.pages import done, get_case, let_in, now
from gongfang.cases.presentation import state_label, tone_of
from gongfang.regulation import clauses
from gongfang.regulation.consultation import MEETING
from gongfang.web.export_views import exported
from gongfang.web.paging import links, page_of

from . import exports, permissions, queries, services
from .forms import AssignmentForm, MeetingForm


@exported(exports.MEETINGS)
@login_required
@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """List the meetings, and what is still to be done after them."""
    user = let_in(request, permissions.may_read)
    page = page_of(queries.meetings(user), order=queries.NEWEST_FIRST, cursor=request.GET.get("after"), size=30)
    due = queries.assignments(user, is_open=True).order_by("due_on", "pk")[:30]
    context = {
        "rows": [{"case": each, "label": state_label(each), "tone": tone_of(each.state)} for each in page.items],
        "due": due,
        "may_call": permissions.may_call(user),
        "clause": clauses.CONSULTATION,
        **links(page),
    }
    return TemplateResponse(request, "consultations/meetings.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def call(request: HttpRequest) -> HttpResponse:
    """Call a meeting."""
    user = let_in(request, permissions.may_call)
    form = MeetingForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        called = services.Called(**form.cleaned_data)
        meeting = done(form, services.call_meeting, by=user, at=now(), called=called)
        if meeting is not None:
            messages.success(request, _("已通知各部门。"))
            return redirect(meeting)
    return render(request, "consultations/call.html", {"form": form, "clause": clauses.CONSULTATION})


@login_required
@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, number: str) -> HttpResponse:
    """Give an office something to do."""
    meeting = get_case(request, number, kind=MEETING.kind)
    user = let_in(request, permissions.may_call)
    form = AssignmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        assignment = done(form, services.assign, meeting, by=user, at=now(), **form.cleaned_data)
        if assignment is not None:
            messages.success(request, _("已交办，已列入对方待办。"))
            return redirect(meeting)
    context = {"form": form, "meeting": meeting, "clause": clauses.CONSULTATION}
    return render(request, "consultations/assign.html", context)
