"""Pages of requests: asking, giving up, the list of the offices, what held on a day, the account that acts."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongfang.cases.pages import now, signed_in
from gongfang.cases.permissions import visible_to as visible_cases
from gongfang.records.services import log_access
from gongfang.records.uploads import UploadRefused
from gongfang.regulation import clauses
from gongfang.regulation.procedure import StepRefused
from gongfang.regulation.registration_change import REGISTRATION_CHANGE
from gongfang.regulation.time_limits import beijing_date
from gongfang.web.export_views import exported
from gongfang.web.paging import links, page_of
from gongfang.workshops.models import OF_COUNTY, Workshop
from gongfang.workshops.permissions import visible_to
from gongfang.workshops.services import assign_holder

from . import exports, permissions, presentation, queries, sections, services
from .forms import AssignForm, RequestForm, SurrenderForm, items_formset, items_of
from .models import Change, Responsible


@exported(exports.CHANGES)
@login_required
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """List the requests an office may see, the newest first."""
    user = signed_in(request)
    if not permissions.may_list(user):
        raise PermissionDenied
    asked = request.GET.get("state", "")
    state = asked if asked in REGISTRATION_CHANGE.states else ""
    rows = queries.listed_for(user, state=state)
    page = page_of(rows, order=queries.NEWEST_FIRST, cursor=request.GET.get("after"), size=30)
    context = {
        "rows": [sections.row_of(change) for change in page.items],
        "state": state,
        "states": [(value, _(label)) for value, label in REGISTRATION_CHANGE.states.items()],
        **links(page, state=state),
    }
    return TemplateResponse(request, "changes/list.html", context)


def _workshop(request: HttpRequest, number: str) -> Workshop:
    """Return a workshop of the prefecture's register: 404 to those who do not see it."""
    return get_object_or_404(visible_to(request.user).exclude(status__in=OF_COUNTY), number=number)


def _workshop_to_act_for(request: HttpRequest, number: str) -> Workshop:
    workshop = _workshop(request, number)
    if not permissions.acts_for(request.user, workshop):
        raise PermissionDenied
    return workshop


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def request_change(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for a change: the entry as it stands is filled in, and what is written otherwise is asked for."""
    workshop = _workshop_to_act_for(request, number)
    is_sent = request.method == "POST"
    form = RequestForm(request.POST if is_sent else None, request.FILES if is_sent else None, workshop=workshop)
    items = items_formset(workshop, request.POST if is_sent else None)
    if is_sent and form.is_valid() and items.is_valid():
        change = _asked(request, form, workshop, items=items_of(items))
        if change is not None:
            return redirect(change)
    context = {"workshop": workshop, "form": form, "items": items, "clause": clauses.ANNUAL_REGISTRATION}
    return render(request, "changes/request.html", context)


def _asked(request: HttpRequest, form: Any, workshop: Workshop, **more: Any) -> Change | None:
    try:
        change = services.request_change(workshop, by=signed_in(request), at=now(), **form.wanted, **more)
    except UploadRefused as refusal:
        form.add_error("files", str(refusal))
    except StepRefused as refusal:
        form.add_error(None, str(refusal))
    else:
        messages.success(request, _("已提交，等待县（市）文化和旅游部门核实。"))
        return change
    return None


@login_required
@require_http_methods(["GET", "POST"])
def surrender(request: HttpRequest, number: str) -> HttpResponse:
    """Ask to give the recognition up."""
    workshop = _workshop_to_act_for(request, number)
    form = SurrenderForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        change = _asked(request, form, workshop)
        if change is not None:
            return redirect(change)
    context = {"workshop": workshop, "form": form, "clause": clauses.ANNUAL_REGISTRATION}
    return render(request, "changes/surrender.html", context)


@login_required
@require_safe
def history(request: HttpRequest, number: str) -> HttpResponse:
    """Show what the register said of a workshop on a day, by default today, and when it was changed."""
    workshop = _workshop(request, number)
    on = _day(request.GET.get("on", "")) or beijing_date(now())
    context = {
        "workshop": workshop,
        "on": on,
        "entry": presentation.entry(queries.registered_on(workshop, on)),
        "is_before": workshop.recognised_on is not None and on < workshop.recognised_on,
    }
    return render(request, "changes/history.html", context)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, number: str) -> HttpResponse:
    """Say which account acts for a workshop. Its login is looked up and kept nowhere."""
    workshop = _workshop(request, number)
    if not permissions.may_assign(request.user):
        raise PermissionDenied
    form = AssignForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _is_assigned(request, form, workshop):
        messages.success(request, _("已指定。对方登录后可在“我的工坊”中办理。"))
        return redirect(workshop)
    return render(request, "changes/assign.html", {"workshop": workshop, "form": form})


def _is_assigned(request: HttpRequest, form: Form, workshop: Workshop) -> bool:
    given = form.cleaned_data
    try:
        assign_holder(
            workshop=workshop, holder=given["login"], reason=given["reason"], by=signed_in(request), at=now()
        )
    except StepRefused as refusal:
        form.add_error(None, str(refusal))
    return form.is_valid()


@login_required
@never_cache
@require_POST
def reveal(request: HttpRequest, pk: UUID, field: str) -> HttpResponse:
    """Show one masked value of a new responsible person, and record the look."""
    user = signed_in(request)
    row = get_object_or_404(Responsible.objects.select_related("change"), pk=pk)
    if not visible_cases(user, queries.KIND).filter(pk=row.change_id).exists():
        raise Http404
    if not permissions.may_reveal(user, row.change):
        raise PermissionDenied
    log_access(by=user, action="reveal", subject=f"responsible:{row.pk}:{field}", at=now())
    return render(request, "changes/_revealed.html", {"value": getattr(row, field)})
