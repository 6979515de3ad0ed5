"""The log of a workshop's activities: kept from a phone through the year."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongfang.accounts.models import User
from gongfang.cases.pages import now, signed_in
from gongfang.records.uploads import UploadRefused
from gongfang.regulation import clauses
from gongfang.regulation.procedure import StepRefused
from gongfang.regulation.time_limits import beijing_date
from gongfang.web.paging import links, page_of
from gongfang.workshops.models import Workshop
from gongfang.workshops.permissions import visible_to

from .. import activities, queries
from ..forms import ActivityForm
from ..models import Activity, ActivityFile
from ..permissions import may_log

SIZE = 30


@login_required
@require_safe
def log(request: HttpRequest, workshop: str) -> HttpResponse:
    """List the activities of a workshop, the latest first."""
    found, user = _workshop(request, workshop), signed_in(request)
    rows = queries.activities_of(found).prefetch_related("files__file")
    page = page_of(rows, order=queries.LATEST_FIRST, cursor=request.GET.get("after"), size=SIZE)
    context = {
        "workshop": found,
        "activities": page.items,
        "may_log": may_log(user, found),
        **links(page),
        "clause": clauses.DUTIES[4],
    }
    return render(request, "filings/log.html", context)


def _workshop(request: HttpRequest, number: str) -> Workshop:
    return get_object_or_404(visible_to(signed_in(request)), number=number)


@login_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, workshop: str) -> HttpResponse:
    """Add an activity to the log, with its photographs."""
    found, user, at = _workshop(request, workshop), signed_in(request), now()
    if not may_log(user, found):
        raise PermissionDenied
    form = ActivityForm(request.POST or None, request.FILES or None, today=beijing_date(at))
    if request.method == "POST" and form.is_valid() and _is_added(form, found, user, at):
        messages.success(request, _("已记入活动记录。"))
        return redirect("filings:activities", found.number)
    return render(request, "filings/activity.html", {"workshop": found, "form": form})


def _is_added(form: ActivityForm, workshop: Workshop, user: User, at: datetime) -> bool:
    activity, files = form.save(commit=False), form.cleaned_data["files"]
    return _is_kept(
        form, lambda: activities.log_activity(activity, workshop=workshop, by=user, at=at, files=files)
    )


def _is_kept(form: ActivityForm, keep: Any) -> bool:
    """Keep it, or note on the form why it cannot be."""
    try:
        keep()
    except UploadRefused as refusal:
        form.add_error("files", str(refusal))
    except StepRefused as refusal:
        form.add_error(None, str(refusal))
    return form.is_valid()


@login_required
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change an activity that no filing has taken up, and add photographs."""
    activity, user, at = _activity_to_keep(request, pk), signed_in(request), now()
    typed = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ActivityForm(*typed, instance=activity, today=beijing_date(at))
    if request.method == "POST" and form.is_valid() and _is_changed(form, user, at):
        messages.success(request, _("活动记录已修改。"))
        return redirect("filings:activities", activity.workshop.number)
    context = {"workshop": activity.workshop, "form": form, "activity": activity}
    return render(request, "filings/activity.html", context)


def _is_changed(form: ActivityForm, user: User, at: datetime) -> bool:
    activity, files = form.save(commit=False), form.cleaned_data["files"]
    return _is_kept(form, lambda: activities.change_activity(activity, by=user, at=at, files=files))


def _activity_to_keep(request: HttpRequest, pk: UUID) -> Activity:
    """Return an activity that this person may change.

    :raises Http404: when its workshop does not exist for this person.
    :raises PermissionDenied: when the log is kept by others, or the activity stands as it was filed.
    """
    user = signed_in(request)
    rows = Activity.objects.select_related("workshop", "filing").prefetch_related("files__file")
    activity = get_object_or_404(rows, pk=pk, workshop__in=visible_to(user))
    if not may_log(user, activity.workshop) or activity.is_locked:
        raise PermissionDenied
    return activity


@login_required
@require_POST
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an activity out of the log."""
    activity = _activity_to_keep(request, pk)
    activities.remove_activity(activity, by=signed_in(request))
    messages.success(request, _("活动记录已删除。"))
    return redirect("filings:activities", activity.workshop.number)


@login_required
@require_POST
def remove_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Remove a photograph of an activity."""
    user = signed_in(request)
    rows = ActivityFile.objects.select_related("file", "activity")
    file = get_object_or_404(rows, pk=pk, activity__workshop__in=visible_to(user))
    activity = _activity_to_keep(request, file.activity_id)
    activities.remove_file(file, by=user)
    return redirect("filings:change_activity", activity.pk)
