"""The roster from a file: template, upload with what is wrong row by row, preview, confirmation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongfang.cases.pages import now, signed_in
from gongfang.records.sheets import XLSX
from gongfang.regulation.procedure import StepRefused

from .. import roster, roster_sheet, wizard
from ..forms import RosterUploadForm
from ..models import Application
from .wizard import editable


@login_required
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """Hand out the empty template."""
    headers = {"Content-Disposition": "attachment; filename*=UTF-8''roster-template.xlsx"}
    return HttpResponse(roster_sheet.template(), content_type=XLSX, headers=headers)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def upload(request: HttpRequest, number: str) -> HttpResponse:
    """Read a roster file; show what is wrong with it, or what it would bring in."""
    application = editable(request, number)
    form = RosterUploadForm(request.POST or None, request.FILES or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        refusal = _refusal(request, application, form)
        if refusal is None:
            return redirect("applications:roster_upload", application.number)
    staged = None if request.method == "POST" else roster.staged(application)
    context = {
        "application": application,
        "form": form,
        "refusal": refusal,
        "staged": staged,
        "rows": roster.preview(staged) if staged else [],
        "back": wizard.step_url(application, "employment"),
        "confirm_url": reverse("applications:roster_confirm", args=[application.number]),
    }
    return render(request, "applications/roster_upload.html", context)


def _refusal(
    request: HttpRequest, application: Application, form: RosterUploadForm
) -> roster.RosterRefused | None:
    """Keep the roster for confirmation, or return why it cannot be brought in."""
    given = form.cleaned_data
    try:
        roster.stage(
            application, upload=given["file"], replaces=given["replaces"], by=signed_in(request), at=now()
        )
    except roster.RosterRefused as error:
        return error
    return None


@login_required
@require_POST
def confirm(request: HttpRequest, number: str) -> HttpResponse:
    """Write the roster that was shown, or forget it."""
    application = editable(request, number)
    if "drop" in request.POST:
        roster.drop(application, by=signed_in(request))
        messages.info(request, _("已放弃导入，名单没有变化。"))
        return redirect(wizard.step_url(application, "employment"))
    try:
        count = roster.confirm(application, by=signed_in(request), at=now())
    except StepRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("applications:roster_upload", application.number)
    messages.success(request, _("已导入 %(count)s 人。") % {"count": count})
    return redirect(wizard.step_url(application, "employment"))
