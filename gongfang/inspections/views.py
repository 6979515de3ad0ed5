"""Pages of visits: what is to be planned and visited, the plan, the report on the spot, its printed form."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongfang.cases.pages import get_case, now, signed_in
from gongfang.cases.services import StepConflict
from gongfang.records.uploads import UploadRefused
from gongfang.regulation.procedure import StepRefused
from gongfang.web.export_views import exported
from gongfang.web.paging import page_of
from gongfang.workshops.photos import public_picture

from . import exports, queries, services
from .forms import PhotoForm, PlanForm, ReportForm, SignForm, initial_report
from .models import ReportDraft, Visit, VisitPhoto
from .permissions import READERS, inspector_of, may_plan, may_read, may_write, visible_cases, visits_of
from .presentation import report_context, seats_of
from .visited import all_visited, visited_kind

WAITING_SHOWN = 20
PREVIEW_SIDE = 800


@exported(exports.VISITS)
@login_required
@require_safe
def visits(request: HttpRequest) -> HttpResponse:
    """List the cases that wait for a visit, and the visits this person may read about."""
    user = signed_in(request)
    if user.role not in READERS:
        raise PermissionDenied
    waiting = queries.waiting_cases(visible_cases(user))[:WAITING_SHOWN] if may_plan(user) else []
    page = page_of(visits_of(user), order=("-planned_on", "-id"), cursor=request.GET.get("after"), size=30)
    context = {
        "waiting": waiting,
        "rows": [
            {"visit": visit, "seats": seats_of(visit), "is_own": _is_own(user, visit)} for visit in page.items
        ],
        "previous": f"?after={page.previous}" if page.previous else "",
        "next": f"?after={page.next}" if page.next else "",
    }
    return TemplateResponse(request, "inspections/visits.html", context)


def _is_own(user: Any, visit: Visit) -> bool:
    return inspector_of(user, visit) is not None


@login_required
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, number: str) -> HttpResponse:
    """Plan the visit of a case, or change the plan."""
    case, user = get_case(request, number), signed_in(request)
    if case.kind not in {each.kind for each in all_visited()}:
        raise Http404
    if not may_plan(user):
        raise PermissionDenied
    visit = queries.current_visit(case.pk)
    form = PlanForm(request.POST or None, case=case, initial=_planned(visit, case))
    if request.method == "POST" and form.is_valid() and _planned_visit(form, case, user):
        messages.success(request, _("核查已安排，并已通知核查人员。"))
        return redirect(case)
    return render(
        request,
        "inspections/plan.html",
        {"case": case, "visit": visit, "label": _(visited_kind(case).label), "form": form},
    )


def _planned(visit: Visit | None, case: Any) -> dict[str, Any]:
    if visit is None:
        return {"place": visited_kind(case).place_of(case)}
    people = [inspector.user_id for inspector in visit.inspectors.all()]
    return {"planned_on": visit.planned_on, "place": visit.place, "note": visit.note, "inspectors": people}


def _planned_visit(form: PlanForm, case: Any, user: Any) -> bool:
    return _is_done(form, services.plan_visit, case, by=user, at=now(), **form.cleaned_data)


def _is_done(form: Form, service: Any, *args: Any, **kwargs: Any) -> bool:
    """Call `service`; what it refuses becomes the form's error, with its citation."""
    try:
        service(*args, **kwargs)
    except StepRefused as refusal:
        form.add_error(None, str(refusal))
    except UploadRefused as refusal:
        form.add_error("file", refusal.reason)
    return form.is_valid()


def _visit(request: HttpRequest, pk: int) -> Visit:
    """Return the visit with what its page shows; 404 to those who do not see the case, 403 to the applicant."""
    rows = Visit.objects.select_related("case__region", "saved_by")
    visit = get_object_or_404(rows.filter(case__in=visible_cases(signed_in(request))), pk=pk)
    if not may_read(request.user):
        raise PermissionDenied
    return visit


def _visit_to_write(request: HttpRequest, pk: int) -> Visit:
    visit = _visit(request, pk)
    if not may_write(request.user, visit):
        raise PermissionDenied
    return visit


@login_required
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the report to readers; let the prefecture's inspectors fill it in."""
    visit = _visit(request, pk)
    if request.method == "POST":
        return _save(request, _visit_to_write(request, pk))
    draft = ReportDraft.objects.filter(visit=visit, user=signed_in(request)).first()
    initial = initial_report(visit) | (draft.data if draft else {})
    return _report_page(request, visit, form=_report_form(visit, initial=initial), draft=draft)


def _report_form(visit: Visit, *args: Any, **kwargs: Any) -> ReportForm:
    return ReportForm(*args, visited=visited_kind(visit.case), **kwargs)


def _save(request: HttpRequest, visit: Visit) -> HttpResponse:
    form = _report_form(visit, request.POST)
    if form.is_valid():
        try:
            seen = form.cleaned_data["seen_revision"]
            services.save_report(visit, by=signed_in(request), at=now(), seen_revision=seen, report=form.report())
        except StepConflict as conflict:
            form = _at_present_revision(request, visit)
            form.add_error(None, f"{conflict} {_('您的填写仍在下方，再次保存将以您的内容为准。')}")
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("报告已保存。"))
            return redirect(visit)
    return _report_page(request, visit, form=form)


def _at_present_revision(request: HttpRequest, visit: Visit) -> ReportForm:
    """Return what was typed as a form made from the present revision: saving it again is a decision."""
    data = request.POST.copy()
    data["seen_revision"] = str(Visit.objects.values_list("revision", flat=True).get(pk=visit.pk))
    form = _report_form(visit, data)
    form.is_valid()
    return form


def _report_page(request: HttpRequest, visit: Visit, **more: Any) -> HttpResponse:
    context = report_context(visit, signed_in(request)) | {"photo_form": PhotoForm(auto_id="photo_%s")} | more
    template = "inspections/report.html" if context["may_write"] else "inspections/report_read.html"
    return render(request, template, context)


@login_required
@require_POST
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what is being typed: 204 when it is durable, 409 when the report can no longer be written."""
    visit = _visit_to_write(request, pk)
    data = {
        name: request.POST.get(name, "").replace("\0", "")
        for name in _report_form(visit).fields
        if name in request.POST
    }
    try:
        services.save_draft(visit, by=signed_in(request), at=now(), data=data)
    except StepRefused:
        return HttpResponse(status=409)
    return HttpResponse(status=204)


@login_required
@require_POST
def add_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a photograph from the camera."""
    visit, user = _visit(request, pk), signed_in(request)
    if inspector_of(user, visit) is None:
        raise PermissionDenied
    form = PhotoForm(request.POST, request.FILES, auto_id="photo_%s")
    if form.is_valid() and _photo_added(form, visit, user):
        messages.success(request, _("照片已加入报告。"))
        return redirect(f"{visit.get_absolute_url()}#photos")
    return _report_page(request, visit, form=_report_form(visit, initial=initial_report(visit)), photo_form=form)


def _photo_added(form: PhotoForm, visit: Visit, user: Any) -> bool:
    given = form.cleaned_data
    return _is_done(
        form,
        services.add_photo,
        visit,
        by=user,
        at=now(),
        upload=given["file"],
        caption=given["caption"],
        position=form.position(),
    )


@login_required
@require_safe
@cache_control(private=True, max_age=86400)
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a small copy of a photograph: a phone on the spot should not fetch what another has just sent."""
    photo = get_object_or_404(VisitPhoto.objects.select_related("file"), pk=pk)
    _visit(request, photo.visit_id)
    with photo.file.file.open("rb") as file:
        return HttpResponse(public_picture(file, longest_side=PREVIEW_SIDE).content, content_type="image/jpeg")


@login_required
@require_POST
def remove_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a photograph out of the report."""
    photo = get_object_or_404(VisitPhoto.objects.select_related("visit"), pk=pk)
    visit = _visit_to_write(request, photo.visit_id)
    try:
        services.remove_photo(photo, by=signed_in(request), at=now())
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{visit.get_absolute_url()}#photos")


@login_required
@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign the report as it was on the screen."""
    visit, user = _visit(request, pk), signed_in(request)
    if inspector_of(user, visit) is None:
        raise PermissionDenied
    form = SignForm(request.POST)
    if not form.is_valid():
        return redirect(visit)
    try:
        services.sign_report(visit, by=user, at=now(), seen_revision=form.cleaned_data["seen_revision"])
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已签字。报告内容如再有改动，须重新签字。"))
    return redirect(visit)


@login_required
@require_safe
def print_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the report as it is printed and filed."""
    visit = _visit(request, pk)
    return render(request, "inspections/report_read.html", report_context(visit, signed_in(request)))
