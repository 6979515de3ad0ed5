"""The offices' list, opening a revocation, its notice and decision, appealing, and agreeing to be served."""

from typing import Any
from uuid import UUID

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
from gongfang.cases import limits, presentation
from gongfang.cases.pages import get_case, get_case_for, now, signed_in
from gongfang.cases.views import taken
from gongfang.records.services import log_access
from gongfang.regulation import clauses
from gongfang.regulation import edition as editions
from gongfang.regulation.procedure import StepRefused
from gongfang.regulation.revocation import STATE_LABELS, State
from gongfang.regulation.time_limits import beijing_date
from gongfang.regulation.time_limits import limits as limits_of_edition
from gongfang.web.export_views import exported
from gongfang.web.paging import links, page_of
from gongfang.workshops.models import Workshop
from gongfang.workshops.permissions import visible_to as workshops_seen_by
from gongfang.workshops.queries import BY_NAME, narrowed

from . import exports, papers, permissions, queries, services, serving
from .forms import AppealForm, ListFilter, OpeningForm, PaperAppealForm
from .models import Appeal, Revocation


@exported(exports.REVOCATIONS)
@login_required
@require_safe
def revocations(request: HttpRequest) -> HttpResponse:
    """List the revocations, narrowed by state or to those whose plaque is still out."""
    user, at = signed_in(request), now()
    if not permissions.may_list(user):
        raise PermissionDenied
    form = ListFilter(request.GET)
    chosen = form.chosen()
    rows = queries.listed_for(user, **chosen)
    page = page_of(rows, order=queries.NEWEST_FIRST, cursor=request.GET.get("after"), size=30)
    ends, hanging = queries.ends_of(page.items), queries.hanging_plaques(page.items)
    context = {
        "form": form,
        "page": page,
        "rows": [_row(case, ends.get(case.pk), case.workshop_id in hanging, at) for case in page.items],
        "may_open": permissions.may_open(user),
    }
    return TemplateResponse(request, "revocations/list.html", context)


def _row(case: Revocation, ends_at: Any, has_plaque: bool, at: Any) -> dict[str, Any]:
    return {
        "revocation": case,
        "label": _(STATE_LABELS[State(case.state)]),
        "tone": presentation.tone_of(case.state),
        "ends_at": ends_at,
        "is_overdue": ends_at is not None and at >= ends_at,
        "has_plaque_out": has_plaque and case.state == State.REVOKED,
    }


@login_required
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Find the workshop over which a revocation is to be opened."""
    user = _opener(request)
    search = "".join(filter(str.isprintable, request.GET.get("q", "")[:60])).strip()
    rows = narrowed(queries.can_be_opened_on(workshops_seen_by(user)), search=search)
    page = page_of(rows, order=BY_NAME, cursor=request.GET.get("after"), size=30)
    context = {"search": search, "page": page, **links(page, q=search)}
    return render(request, "revocations/choose.html", context)


def _opener(request: HttpRequest) -> User:
    user = signed_in(request)
    if not permissions.may_open(user):
        raise PermissionDenied
    return user


@login_required
@require_http_methods(["GET", "POST"])
def open_revocation(request: HttpRequest, number: str) -> HttpResponse:
    """Open a revocation over one workshop."""
    workshop = get_object_or_404(workshops_seen_by(request.user), number=number)
    user = _opener(request)
    named = {"grounds": request.GET.getlist("ground")}
    form = OpeningForm(request.POST or None, request.FILES or None, initial=named)
    if request.method == "POST" and form.is_valid():
        case = _opened(form, workshop, user)
        if case is not None:
            messages.success(
                request, _("已启动，编号 %(number)s。工坊在送达告知书之前看不到本件。") % {"number": case.number}
            )
            return redirect(case)
    periods = limits_of_edition(editions.in_force(beijing_date(now())))
    context = {
        "form": form,
        "workshop": workshop,
        "clause": clauses.REVOCATION,
        "appeal_limit": periods["appeal"],
        "review_limit": periods["appeal_review"],
    }
    return render(request, "revocations/open.html", context)


def _opened(form: OpeningForm, workshop: Workshop, user: User) -> Revocation | None:
    try:
        return services.open_revocation(workshop, by=user, at=now(), **form.cleaned_data)
    except StepRefused as refusal:
        form.add_error(None, str(refusal))
        return None


@login_required
@require_safe
def notice(request: HttpRequest, number: str) -> HttpResponse:
    """Show the notice as it is printed and served."""
    case = get_case(request, number, kind="revocation")
    if not permissions.may_print_notice(signed_in(request), case):
        raise PermissionDenied
    return render(request, "revocations/notice.html", papers.notice_context(case, at=now()))


@login_required
@require_safe
def decision(request: HttpRequest, number: str) -> HttpResponse:
    """Show the decision as it is printed and sent."""
    case = get_case(request, number, kind="revocation")
    if case.state != State.REVOKED:
        raise Http404
    return render(request, "revocations/decision.html", papers.decision_context(case))


@login_required
@require_http_methods(["GET", "POST"])
def acknowledge(request: HttpRequest, number: str) -> HttpResponse:
    """Say that opening the notice is receiving it; then open it."""
    case = get_case_for(request, number, "acknowledge_notice", kind="revocation")
    refusal: StepRefused | None = None
    if request.method == "POST":
        try:
            serving.acknowledge_notice(case, by=signed_in(request), at=now())
        except StepRefused as refused:
            refusal = refused
        else:
            return redirect("revocations:notice", case.number)
    context = {"case": case, "refusal": refusal, "clause": clauses.REVOCATION, "at": now()}
    return render(request, "revocations/acknowledge.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def appeal(request: HttpRequest, number: str) -> HttpResponse:
    """Appeal, or enter an appeal that came on paper."""
    case, user = get_case_for(request, number, "appeal", kind="revocation"), signed_in(request)
    form_class = PaperAppealForm if permissions.may_open(user) else AppealForm
    bound = (request.POST, request.FILES) if request.method == "POST" else ()
    form = form_class(*bound, required=case.edition.appeal_required)
    if request.method == "POST" and form.is_valid() and taken(form, case=case, action="appeal", by=user):
        messages.success(request, _("申诉已收到，复核期从收到次日起算。"))
        return redirect(case)
    return render(request, "revocations/appeal.html", _appeal_context(case, form))


def _appeal_context(case: Revocation, form: AppealForm) -> dict[str, Any]:
    at, running = now(), limits.latest(case, "appeal")
    return {
        "case": case,
        "form": form,
        "is_paper": isinstance(form, PaperAppealForm),
        "clock": presentation.clock(running, case, at=at) if running else None,
        "is_over": running is not None and at >= running.ends_at,
        "is_open": case.state == State.SERVED,
        "clause": clauses.REVOCATION,
    }


@login_required
@require_POST
def consent(request: HttpRequest, number: str) -> HttpResponse:
    """Agree to be served electronically, or withdraw it."""
    workshop = get_object_or_404(workshops_seen_by(request.user), number=number)
    is_given = request.POST.get("is_given") == "yes"
    try:
        serving.set_service_consent(workshop, by=signed_in(request), at=now(), is_given=is_given)
    except serving.NotTheHolder:
        raise PermissionDenied from None
    messages.success(request, _("已同意电子送达。") if is_given else _("已撤回电子送达的同意。"))
    return redirect(workshop)


@login_required
@never_cache
@require_POST
def reveal(request: HttpRequest, appeal: UUID, field: str) -> HttpResponse:
    """Show one masked value of an appeal to somebody who decides on it, and record the look."""
    user = signed_in(request)
    row = get_object_or_404(Appeal.objects.select_related("revocation"), pk=appeal)
    case = get_case(request, row.revocation.number, kind="revocation")
    if not permissions.handles(user):
        raise PermissionDenied
    log_access(by=user, action="reveal", subject=f"appeal:{row.pk}:{field}:{case.number}", at=now())
    return render(request, "notices/revealed.html", {"value": getattr(row, field)})
