"""The roster from a file: upload with what is wrong row by row, preview, confirmation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gongfang.applications import roster
from gongfang.applications.forms import RosterUploadForm
from gongfang.cases.pages import now, signed_in
from gongfang.regulation.procedure import StepRefused

from .. import wizard
from ..keeping import ROSTERS
from ..models import AnnualFiling
from .wizard import editable


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def upload(request: HttpRequest, number: str) -> HttpResponse:
    """Read a roster file; show what is wrong with it, or what it would bring in."""
    filing = editable(request, number)
    form = RosterUploadForm(request.POST or None, request.FILES or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        refusal = _refusal(request, filing, form)
        if refusal is None:
            return redirect("filings:roster_upload", filing.number)
    staged = None if request.method == "POST" else roster.staged(filing, ROSTERS)
    context = {
        "application": filing,
        "form": form,
        "refusal": refusal,
        "staged": staged,
        "rows": roster.preview(staged) if staged else [],
        "back": wizard.part_url(filing, "people"),
        "confirm_url": reverse("filings:roster_confirm", args=[filing.number]),
    }
    return render(request, "applications/roster_upload.html", context)


def _refusal(request: HttpRequest, filing: AnnualFiling, form: RosterUploadForm) -> roster.RosterRefused | None:
    """Keep the roster for confirmation, or return why it cannot be brought in."""
    given, by = form.cleaned_data, signed_in(request)
    try:
        roster.stage(filing, upload=given["file"], replaces=given["replaces"], by=by, at=now(), home=ROSTERS)
    except roster.RosterRefused as error:
        return error
    return None


@login_required
@require_POST
def confirm(request: HttpRequest, number: str) -> HttpResponse:
    """Write the roster that was shown, or forget it."""
    filing = editable(request, number)
    if "drop" in request.POST:
        roster.drop(filing, by=signed_in(request), home=ROSTERS)
        messages.info(request, _("已放弃导入，名单没有变化。"))
        return redirect(wizard.part_url(filing, "people"))
    try:
        count = roster.confirm(filing, by=signed_in(request), at=now(), home=ROSTERS)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("filings:roster_upload", filing.number)
    messages.success(request, _("已导入 %(count)s 人。") % {"count": count})
    return redirect(wizard.part_url(filing, "people"))
