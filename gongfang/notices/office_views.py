"""The offices' pages: the list of notices and objections, publishing, entering a paper, who objected."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongfang.accounts.models import User
from gongfang.cases.pages import now, signed_in
from gongfang.cases.presentation import tone_of
from gongfang.records.services import log_access
from gongfang.records.uploads import UploadRefused
from gongfang.regulation import clauses
from gongfang.regulation.objection import STATE_LABELS
from gongfang.regulation.procedure import StepRefused
from gongfang.web.export_views import exported
from gongfang.web.paging import page_of

from . import exports, permissions, queries, receipts, services
from .forms import PaperForm, PublishForm
from .models import NoticeEntry, Objection, Objector

_NEWEST_FIRST = ("-id",)


@exported(exports.NOTICES)
@login_required
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """List the notices, and what waits to be put on one."""
    user, at = signed_in(request), now()
    if not permissions.may_see_notices(user):
        raise PermissionDenied
    page = page_of(queries.published(), order=_NEWEST_FIRST, cursor=request.GET.get("after"))
    may_publish = permissions.may_publish(user)
    context = {
        "page": page,
        "at": at,
        "may_publish": may_publish,
        "ready": queries.ready_for_notice()[:50] if may_publish else [],
        "sees_objections": permissions.may_see_objections(user),
    }
    return TemplateResponse(request, "notices/office_notices.html", context)


@exported(exports.OBJECTIONS)
@login_required
@require_safe
def objections(request: HttpRequest) -> HttpResponse:
    """List the objections; who raised them is on their own pages only."""
    user, at = signed_in(request), now()
    if not permissions.may_see_objections(user):
        raise PermissionDenied
    state = request.GET.get("state", "")
    rows = queries.objections(state=state if state in STATE_LABELS else "")
    page = page_of(rows, order=_NEWEST_FIRST, cursor=request.GET.get("after"))
    context = {
        "page": page,
        "rows": _rows(page.items, at),
        "state": state,
        "states": [(value, _(label)) for value, label in STATE_LABELS.items()],
    }
    return TemplateResponse(request, "notices/office_objections.html", context)


def _rows(objections: list[Objection], at: datetime) -> list[dict[str, Any]]:
    ends = queries.review_ends(objections)
    return [
        {
            "objection": objection,
            "label": _(STATE_LABELS[objection.state]),
            "tone": tone_of(objection.state),
            "ends_at": ends.get(objection.pk),
            "is_overdue": objection.pk in ends and at >= ends[objection.pk],
        }
        for objection in objections
    ]


@login_required
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, number: str = "") -> HttpResponse:
    """Publish one notice for the proposed applications chosen; `number` preselects one."""
    user = signed_in(request)
    if not permissions.may_publish(user):
        raise PermissionDenied
    ready = queries.ready_for_notice()
    form = PublishForm(request.POST or None, ready=ready, initial=_initial(ready, number))
    if request.method == "POST" and form.is_valid() and _is_published(request, form, user):
        return redirect("notices:office")
    context = {
        "form": form,
        "preview": queries.period_if_published(now()),
        "has_ready": ready.exists(),
        "clause": clauses.PUBLIC_NOTICE,
    }
    return render(request, "notices/publish.html", context)


def _initial(ready: Any, number: str) -> dict[str, Any]:
    chosen = ready.filter(number=number) if number else ready
    if number and not chosen:
        raise Http404
    title = _("塔城地区非遗工坊拟认定名单公示")
    return queries.last_contact() | {"applications": [case.pk for case in chosen], "title": title}


def _is_published(request: HttpRequest, form: PublishForm, user: User) -> bool:
    given = form.cleaned_data
    chosen = [queries.as_application(case) for case in given["applications"]]
    try:
        notice = services.publish(
            applications=chosen, by=user, at=now(), title=given["title"], text=given["text"], contact=form.contact
        )
    except StepRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("已发布公示 %(number)s，门户上已可查看。") % {"number": notice.number})
    return True


@login_required
@require_http_methods(["GET", "POST"])
def paper(request: HttpRequest, number: str) -> HttpResponse:
    """Enter an objection that came on paper."""
    user = signed_in(request)
    if not permissions.may_publish(user):
        raise PermissionDenied
    entry = queries.entry_on_notice(number)
    if entry is None:
        raise Http404
    form = PaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        receipt = _entered(form, entry, user)
        if receipt is not None:
            receipts.carry(request.session, receipt.objection.number, receipt.code)
            return redirect("notices:receipt")
    return render(request, "notices/paper.html", {"form": form, "entry": entry, "clause": clauses.PUBLIC_NOTICE})


def _entered(form: PaperForm, entry: NoticeEntry, user: User) -> services.Receipt | None:
    try:
        return services.object_to(entry.application, by=user, at=now(), **form.cleaned_data)
    except UploadRefused as refusal:
        form.add_error("files", str(refusal))
    except StepRefused as refusal:
        form.add_error(None, str(refusal))
    return None


@login_required
@never_cache
@require_POST
def reveal(request: HttpRequest, objector: str, field: str) -> HttpResponse:
    """Show one masked value of an objector to somebody who handles the objection, and record the look."""
    user = signed_in(request)
    if not permissions.may_see_objections(user):
        raise Http404
    if not permissions.handles_objections(user):
        raise PermissionDenied
    row = get_object_or_404(Objector, pk=objector)
    log_access(by=user, action="reveal", subject=f"objector:{row.pk}:{field}", at=now())
    return render(request, "notices/revealed.html", {"value": getattr(row, field)})
