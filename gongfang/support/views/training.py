"""The year's plan, courses, enrolment and attendance, and help with a craft (article 8(二))."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongfang.accounts.models import User
from gongfang.accounts.permissions import is_applicant
from gongfang.cases.pages import done, get_case, now, signed_in
from gongfang.cases.permissions import seen_by
from gongfang.regulation import clauses
from gongfang.regulation.procedure import StepRefused
from gongfang.regulation.support import COURSE, HELP, CourseState
from gongfang.web.export_views import exported
from gongfang.web.paging import links, page_of
from gongfang.workshops.models import Workshop, WorkshopStatus
from gongfang.workshops.permissions import visible_to

from .. import exports, helping, permissions, queries, training
from ..forms import AttendanceForm, CourseFilter, CourseForm, EnrolForm, HelpForm, PlanForm
from ..models import Enrolment, EnrolmentState, TrainingPlan
from ..sections import row_of
from .paging import PAGE, form_page, giving, overseeing, require, workshop_of

_CLAUSE = {"clause": clauses.STUDY}
_LATEST_FIRST = ("-starts_on", "id")


@exported(exports.COURSES)
@login_required
@require_safe
def courses(request: HttpRequest) -> HttpResponse:
    """List the courses of a year with its plan."""
    user = signed_in(request)
    require(permissions.may_see_courses(user))
    years = list(TrainingPlan.objects.values_list("year", flat=True))
    form = CourseFilter(request.GET, years=years, states={key: _(each) for key, each in COURSE.states.items()})
    chosen = form.chosen()
    rows = queries.courses().filter(seen_by(user, "course"))
    named = {"plan__year": chosen.get("year"), "state": chosen.get("state")}
    rows = rows.filter(**{name: value for name, value in named.items() if value})
    page = page_of(rows, order=_LATEST_FIRST, cursor=request.GET.get("after"), size=PAGE)
    context = {
        "form": form,
        "is_narrowed": bool(chosen),
        "plan": _plan(chosen.get("year"), years),
        "rows": [row_of(each) for each in page.items],
        "may_give": permissions.may_give(user),
        **_CLAUSE,
        **links(page, **chosen),
    }
    return TemplateResponse(request, "support/courses.html", context)


def _plan(year: Any, years: list[int]) -> TrainingPlan | None:
    """Return the plan of the year asked for, else the newest."""
    wanted = year or (years[0] if years else None)
    return TrainingPlan.objects.filter(year=wanted).first() if wanted else None


@login_required
@require_http_methods(["GET", "POST"])
def save_plan(request: HttpRequest) -> HttpResponse:
    """Write the plan of a year, or change one that is there."""
    user, at = giving(request), now()
    asked = request.GET.get("year", "")
    plan = TrainingPlan.objects.filter(year=int(asked)).first() if asked.isdecimal() and len(asked) == 4 else None
    names = ("year", "title", "document_number", "text")
    initial = {name: getattr(plan, name) for name in names} if plan else {"year": at.year}
    form = PlanForm(request.POST or None, initial=initial)
    is_valid = request.method == "POST" and form.is_valid()
    if is_valid and done(form, training.save_plan, by=user, at=at, **form.cleaned_data):
        messages.success(request, _("年度计划已保存。"))
        return redirect("support:courses")
    heading, back = _("编写年度计划"), reverse("support:courses")
    return form_page(request, form, heading=heading, back=back, clause=clauses.STUDY)


@login_required
@require_http_methods(["GET", "POST"])
def open_course(request: HttpRequest) -> HttpResponse:
    """Open a course for enrolment."""
    user = giving(request)
    form = CourseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        course = done(form, training.open_course, by=user, at=now(), course=form.course())
        if course:
            messages.success(request, _("已开放报名，并通知各工坊。"))
            return redirect(course)
    return form_page(
        request,
        form,
        heading=_("开设课程"),
        back=reverse("support:courses"),
        clause=clauses.STUDY,
        button=_("开放报名"),
        hint=_("开放以后，认定有效的工坊随即收到通知；还没有年度计划的，请先编写。"),
    )


@login_required
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest, number: str) -> HttpResponse:
    """Enrol somebody of a workshop, from a phone or by an office."""
    course, user, at = get_case(request, number, kind="course"), signed_in(request), now()
    able = _able(user)
    form = EnrolForm(request.POST or None, workshops=able, initial={"workshop": request.GET.get("workshop", "")})
    if request.method == "POST" and form.is_valid():
        found = done(form, training.enrol, course, by=user, at=at, **form.cleaned_data)
        if found:
            messages.success(request, _said(found))
            return redirect("support:mine") if is_applicant(user) else redirect(course)
    context = {
        "course": queries.courses().get(pk=course.pk),
        "form": form,
        "is_open": course.state == CourseState.ENROLLING,
        "has_workshop": able.exists(),
        **_CLAUSE,
    }
    return render(request, "support/enrol.html", context)


def _said(enrolment: Enrolment) -> str:
    if enrolment.state == EnrolmentState.ENROLLED:
        return _("报名成功。")
    return _("名额已满，已列入候补；有名额时依次递补并通知您。")


def _able(user: User) -> QuerySet[Workshop]:
    """Return the workshops in good standing for which `user` enrols.

    :raises PermissionDenied: for those who enrol for none.
    """
    is_culture = user.office is not None and user.office.department == "culture"
    require(is_applicant(user) or is_culture)
    return visible_to(user).filter(status=WorkshopStatus.RECOGNISED)


@login_required
@require_POST
def withdraw_enrolment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Withdraw an enrolment before the course begins."""
    user = signed_in(request)
    rows = Enrolment.objects.select_related("course", "workshop")
    found = get_object_or_404(rows.filter(workshop__in=visible_to(user).values("pk")), pk=pk)
    require(permissions.may_enrol(user, found.workshop))
    try:
        training.withdraw_enrolment(found, by=user, at=now())
        messages.success(request, _("已退出报名。"))
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("support:mine") if is_applicant(user) else redirect(found.course)


@login_required
@require_http_methods(["GET", "POST"])
def attendance(request: HttpRequest, number: str) -> HttpResponse:
    """Note who came, and with what result."""
    course = get_case(request, number, kind="course")
    user = giving(request)
    rows = course.enrolments.filter(state__in=training.MARKABLE).select_related("workshop__county")
    form = AttendanceForm(request.POST or None, enrolments=list(rows))
    is_valid = request.method == "POST" and form.is_valid()
    if is_valid and done(form, training.mark_attendance, course, form.marks(), by=user, at=now()):
        messages.success(request, _("出席情况已保存。"))
        return redirect(course)
    return render(request, "support/attendance.html", {"course": course, "form": form, **_CLAUSE})


@login_required
@require_http_methods(["GET", "POST"])
def ask_help(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for help with a craft."""
    workshop, user = workshop_of(request, number), signed_in(request)
    require(permissions.may_ask(user, workshop))
    form = HelpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        case = done(form, helping.ask_help, workshop, by=user, at=now(), **form.cleaned_data)
        if case:
            messages.success(request, _("已提交，答复后会通知您。"))
            return redirect(case)
    return form_page(
        request,
        form,
        heading=_("提出技艺难题"),
        subtitle=workshop.name,
        back=workshop.get_absolute_url(),
        clause=clauses.STUDY,
        button=_("提交"),
    )


@exported(exports.HELP_REQUESTS)
@login_required
@require_safe
def help_requests(request: HttpRequest) -> HttpResponse:
    """List what workshops asked help with."""
    user = overseeing(request)
    asked = request.GET.get("state", "")
    state = asked if asked in HELP.states else ""
    rows = queries.help_requests(state=state).filter(seen_by(user, "help"))
    page = page_of(rows, order=queries.NEWEST_FIRST, cursor=request.GET.get("after"), size=PAGE)
    context = {
        "state": state,
        "states": [(value, _(label)) for value, label in HELP.states.items()],
        "rows": [row_of(each) for each in page.items],
        **_CLAUSE,
        **links(page, state=state),
    }
    return TemplateResponse(request, "support/help_requests.html", context)
