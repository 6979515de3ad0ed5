"""Pages of support policies and skill trainings (article 11(二))."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongfang.accounts.models import User
from gongfang.cases.pages import done, let_in, now, signed_in
from gongfang.regulation import clauses
from gongfang.regulation.time_limits import beijing_date
from gongfang.web.export_views import exported
from gongfang.web.paging import links, page_of
from gongfang.workshops.models import Workshop, WorkshopStatus
from gongfang.workshops.permissions import visible_to as workshops_visible_to

from . import employment as services
from . import exports, permissions, queries
from .forms import GrantForm, PolicyForm, ShareForm, TrainingForm
from .models import PolicyGrant, SkillTraining, SupportPolicy, TrainingShare

_LATEST_FIRST = ("-starts_on", "-id")


def _clause() -> dict[str, Any]:
    return {"clause": clauses.EMPLOYMENT_POLICY}


@exported(exports.POLICIES)
@login_required
@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    """List the support policies, by default those in effect; applicants see what they may ask for."""
    user = signed_in(request)
    if not _may_look(user):
        raise PermissionDenied
    is_all = "all" in request.GET
    rows = queries.policies(on=None if is_all else beijing_date(now()))
    page = page_of(rows, order=_LATEST_FIRST, cursor=request.GET.get("after"), size=queries.PAGE)
    context = {
        "rows": page.items,
        "is_all": is_all,
        "is_office": permissions.may_read(user),
        "may_record": permissions.may_record_employment(user),
        **_clause(),
        **links(page, all="1" if is_all else ""),
    }
    return TemplateResponse(request, "exchange/policies.html", context)


def _may_look(user: User) -> bool:
    return permissions.may_read(user) or user.role == "applicant"


@login_required
@require_http_methods(["GET", "POST"])
def record_policy(request: HttpRequest) -> HttpResponse:
    """Record a policy."""
    return _record(
        request, PolicyForm, services.record_policy, title=_("登记扶持政策"), of="policy", back="policies"
    )


@login_required
@require_http_methods(["GET", "POST"])
def policy(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a policy and who had what of it; human resources records more."""
    user = signed_in(request)
    if not _may_look(user):
        raise PermissionDenied
    row = get_object_or_404(SupportPolicy.objects.select_related("office"), pk=pk)
    form = _of_workshop(request, user, GrantForm)
    if _is_recorded(request, user, form, services.grant_policy, row):
        return redirect("exchange:policy", row.pk)
    grants = PolicyGrant.objects.filter(policy=row, workshop__in=workshops_visible_to(user))
    context = {
        "policy": row,
        "form": form if permissions.may_record_employment(user) else None,
        **_clause(),
        **_shown(request, grants.select_related("workshop"), ("-on", "-id")),
    }
    return render(request, "exchange/policy.html", context)


def _record(request: HttpRequest, form_type: Any, service: Any, *, title: str, of: str, back: str) -> HttpResponse:
    """Let human resources record something, and go on to its page."""
    user = let_in(request, permissions.may_record_employment)
    form = form_type(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = done(form, service, by=user, at=now(), **form.cleaned_data)
        if row is not None:
            return redirect(f"exchange:{of}", row.pk)
    context = {"form": form, "title": title, "back": f"exchange:{back}", **_clause()}
    return render(request, "exchange/record.html", context)


def _of_workshop(request: HttpRequest, user: User, form: Any) -> Any:
    """Return a form that offers the workshops in good standing of this office."""
    workshops = Workshop.objects.filter(
        pk__in=workshops_visible_to(user).values("pk"), status=WorkshopStatus.RECOGNISED
    )
    return form(request.POST or None, workshops=workshops.order_by("name_sort_key", "id"))


def _is_recorded(request: HttpRequest, user: User, form: Any, service: Any, row: Any) -> bool:
    if request.method != "POST":
        return False
    if not permissions.may_record_employment(user):
        raise PermissionDenied
    if not form.is_valid() or done(form, service, row, by=user, at=now(), **form.cleaned_data) is None:
        return False
    messages.success(request, _("已登记。"))
    return True


def _shown(request: HttpRequest, rows: QuerySet[Any], order: tuple[str, ...]) -> dict[str, Any]:
    page = page_of(rows, order=order, cursor=request.GET.get("after"), size=queries.PAGE)
    return {"rows": page.items, **links(page)}


@exported(exports.TRAININGS)
@login_required
@require_safe
def trainings(request: HttpRequest) -> HttpResponse:
    """List the skill trainings, the last first, with how many people took part."""
    user = let_in(request, permissions.may_read)
    rows = SkillTraining.objects.select_related("office").annotate(
        workshop_count=Count("shares"), people=Sum("shares__participants")
    )
    context = {
        "may_record": permissions.may_record_employment(user),
        **_clause(),
        **_shown(request, rows, _LATEST_FIRST),
    }
    return TemplateResponse(request, "exchange/trainings.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def record_training(request: HttpRequest) -> HttpResponse:
    """Record a training."""
    return _record(
        request, TrainingForm, services.record_training, title=_("登记技能培训"), of="training", back="trainings"
    )


@login_required
@require_http_methods(["GET", "POST"])
def training(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a training and which workshops took part; human resources records more."""
    user = signed_in(request)
    if not _may_look(user):
        raise PermissionDenied
    row = get_object_or_404(SkillTraining.objects.select_related("office"), pk=pk)
    form = _of_workshop(request, user, ShareForm)
    if _is_recorded(request, user, form, services.share_training, row):
        return redirect("exchange:training", row.pk)
    shares = TrainingShare.objects.filter(training=row, workshop__in=workshops_visible_to(user))
    context = {
        "training": row,
        "form": form if permissions.may_record_employment(user) else None,
        **_clause(),
        **_shown(request, shares.select_related("workshop"), ("-id",)),
    }
    return render(request, "exchange/training.html", context)
