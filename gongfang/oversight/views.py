"""Pages of daily supervision: monitoring, plans of inspections, checks, findings."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongfang.accounts.models import User
from gongfang.cases.pages import done, get_case, now, signed_in
from gongfang.cases.permissions import seen_by
from gongfang.regulation import clauses
from gongfang.regulation.inspection import CHECK, FINDING
from gongfang.regulation.monitoring import RULES
from gongfang.web.export_views import exported
from gongfang.web.paging import page_of
from gongfang.workshops.models import HOLDING, Workshop
from gongfang.workshops.permissions import visible_to as workshops_visible_to
from gongfang.workshops.queries import BY_NAME

from . import exports, permissions, planning, queries, services, signs
from .forms import CampaignForm, CheckForm, FindingForm, MonitoringFilter, StateFilter
from .models import WorkshopCheck
from .presentation import watched_row
from .sections import row_of

PAGE = 30
PREVIEW = 100
_NEWEST_FIRST = ("-id",)


@exported(exports.MONITORING)
@login_required
@require_safe
def monitoring(request: HttpRequest) -> HttpResponse:
    """Show the recognised workshops of this office with what is known of each and what it points to (9(二))."""
    user, at = signed_in(request), now()
    if not permissions.may_monitor(user):
        raise PermissionDenied
    form = MonitoringFilter(request.GET, offers_counties=permissions.may_see_campaigns(user))
    chosen = form.chosen()
    rows = workshops_visible_to(user).filter(status__in=HOLDING)
    if county := chosen.get("county"):
        rows = rows.filter(county=county)
    watched = {each.pk: each for each in signs.watch(rows, at=at)}
    counted = Counter(code for each in watched.values() for code in each.codes)
    if flag := chosen.get("flag"):
        rows = rows.filter(pk__in=[each.pk for each in watched.values() if flag in each.codes])
    page = page_of(rows, order=BY_NAME, cursor=request.GET.get("after"), size=PAGE)
    context = {
        "form": form,
        "is_narrowed": bool(chosen),
        "chosen_flag": chosen.get("flag", ""),
        "total": len(watched),
        "tallies": [_tally(rule, counted[rule.code], chosen) for rule in RULES],
        "rows": [watched_row(workshop, watched[workshop.pk]) for workshop in page.items],
        "clause": clauses.SHARING,
        **_pages(page, chosen),
    }
    return TemplateResponse(request, "oversight/monitoring.html", context)


def _tally(rule: Any, number: int, chosen: dict[str, str]) -> dict[str, Any]:
    query = urlencode({**chosen, "flag": rule.code})
    return {"code": rule.code, "label": _(rule.label), "number": number, "url": f"?{query}"}


def _pages(page: Any, chosen: dict[str, str]) -> dict[str, str]:
    def url(cursor: str) -> str:
        return "?" + urlencode({**chosen, "after": cursor}) if cursor else ""

    return {"previous": url(page.previous), "next": url(page.next)}


@exported(exports.CAMPAIGNS)
@login_required
@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """List the plans of inspections, the newest first."""
    user = signed_in(request)
    if not permissions.may_see_campaigns(user):
        raise PermissionDenied
    page = page_of(queries.campaigns(), order=_NEWEST_FIRST, cursor=request.GET.get("after"), size=PAGE)
    context = {
        "rows": [row_of(campaign) for campaign in page.items],
        "may_plan": permissions.may_plan(user),
        **_pages(page, {}),
    }
    return TemplateResponse(request, "oversight/campaigns.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def plan_campaign(request: HttpRequest) -> HttpResponse:
    """Make a plan; `preview` shows first whom it would select."""
    user, at = signed_in(request), now()
    if not permissions.may_plan(user):
        raise PermissionDenied
    form = CampaignForm(request.POST or None)
    context: dict[str, Any] = {"form": form, "clause": clauses.INVESTIGATION, "has_preview": False}
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            found = planning.selected(form.choice(), at=at)
            context |= {"has_preview": True, "found": found[:PREVIEW], "number": len(found)}
        elif (campaign := done(form, planning.plan_campaign, by=user, at=at, **form.given())) is not None:
            messages.success(request, _("已制定检查计划 %(number)s。") % {"number": campaign.number})
            return redirect(campaign)
    return render(request, "oversight/plan_campaign.html", context)


@login_required
@require_safe
def draw_document(request: HttpRequest, number: str) -> HttpResponse:
    """Return what was published of a draw as JSON, for `gongfang draw verify`."""
    campaign = get_case(request, number, kind="campaign")
    if not campaign.draw_size:
        raise Http404
    drawn = queries.document_of(campaign, campaign.public_value) if campaign.is_drawn else None
    options = {"ensure_ascii": False, "indent": 2, "sort_keys": True}
    response = JsonResponse(drawn or queries.announcement_of(campaign), json_dumps_params=options)
    response["Content-Disposition"] = f'attachment; filename="draw-{campaign.number}.json"'
    return response


@exported(exports.CHECKS)
@login_required
@require_safe
def checks(request: HttpRequest) -> HttpResponse:
    """List the checks this office sees, of one plan or of all."""
    user = _monitoring(request)
    form = StateFilter(request.GET, states=dict(CHECK.states))
    chosen = form.chosen()
    rows = queries.checks(**chosen).filter(seen_by(user, "check"))
    page = page_of(rows, order=_NEWEST_FIRST, cursor=request.GET.get("after"), size=PAGE)
    context = {"form": form, "rows": [row_of(each) for each in page.items], **_pages(page, chosen)}
    return TemplateResponse(request, "oversight/checks.html", context)


@exported(exports.FINDINGS)
@login_required
@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    """List what was found wrong and how far it has been put right."""
    user, at = _monitoring(request), now()
    form = StateFilter(request.GET, states=dict(FINDING.states))
    state = form.chosen().get("state", "")
    rows = queries.findings(state=state).filter(seen_by(user, "finding"))
    page = page_of(rows, order=_NEWEST_FIRST, cursor=request.GET.get("after"), size=PAGE)
    ends = queries.deadlines(page.items)
    context = {
        "form": form,
        "rows": [
            row_of(each) | {"ends_at": ends.get(each.pk), "is_overdue": each.pk in ends and at >= ends[each.pk]}
            for each in page.items
        ],
        **_pages(page, {"state": state} if state else {}),
    }
    return TemplateResponse(request, "oversight/findings.html", context)


def _monitoring(request: HttpRequest) -> User:
    user = signed_in(request)
    if not permissions.may_monitor(user):
        raise PermissionDenied
    return user


@login_required
@require_http_methods(["GET", "POST"])
def plan_check(request: HttpRequest, number: str) -> HttpResponse:
    """Open the check of one workshop outside any plan."""
    workshop, user = _workshop_to_check(request, number), signed_in(request)
    form = CheckForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        case = done(form, planning.plan_check, workshop, by=user, at=now(), **form.cleaned_data)
        if case is not None:
            messages.success(request, _("已安排检查，请确定日期和人员。"))
            return redirect(case)
    return render(request, "oversight/plan_check.html", {"form": form, "workshop": workshop, **_clause()})


def _workshop_to_check(request: HttpRequest, number: str) -> Workshop:
    user = signed_in(request)
    workshop = get_object_or_404(workshops_visible_to(user), number=number)
    if not permissions.may_plan(user):
        raise PermissionDenied
    return workshop


def _clause() -> dict[str, Any]:
    return {"clause": clauses.INVESTIGATION}


@login_required
@require_http_methods(["GET", "POST"])
def note_finding(request: HttpRequest, number: str) -> HttpResponse:
    """Record something wrong with a workshop, found outside any check."""
    return _note(request, _workshop_to_check(request, number))


@login_required
@require_http_methods(["GET", "POST"])
def note_finding_of_check(request: HttpRequest, number: str) -> HttpResponse:
    """Record something wrong that a check has found."""
    check = get_case(request, number, kind="check")
    if not permissions.may_plan(signed_in(request)):
        raise PermissionDenied
    return _note(request, check.workshop, check)


def _note(request: HttpRequest, workshop: Workshop, check: WorkshopCheck | None = None) -> HttpResponse:
    user = signed_in(request)
    form = FindingForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        case = done(form, services.note_finding, workshop, by=user, at=now(), check=check, **form.cleaned_data)
        if case is not None:
            messages.success(request, _("已记录问题 %(number)s。") % {"number": case.number})
            return redirect(case)
    context = {"form": form, "workshop": workshop, "check": check, **_clause()}
    return render(request, "oversight/note_finding.html", context)
