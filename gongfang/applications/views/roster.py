"""The roster from a file: template, upload with what is wrong row by row, preview, confirmation."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongfang.cases.pages import now, signed_in
from gongfang.records.sheets import XLSX
from gongfang.regulation.procedure import StepRefused

from .. import roster, roster_sheet
from ..forms import RosterUploadForm
from ..roster import RosterHome
from .filling import FilingPages, reads_and_writes, writes
from .wizard import PAGES


@login_required
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """Hand out the empty template."""
    headers = {"Content-Disposition": "attachment; filename*=UTF-8''roster-template.xlsx"}
    return HttpResponse(roster_sheet.template(), content_type=XLSX, headers=headers)


@dataclass(frozen=True, kw_only=True)
class RosterPages:
    """The pages that bring a roster into a filing of `app`, which has its roster at `step`."""

    app: str
    step: str
    pages: FilingPages
    home: RosterHome

    @reads_and_writes
    @method_decorator(never_cache)
    def upload(self, request: HttpRequest, number: str) -> HttpResponse:
        """Read a roster file; show what is wrong with it, or what it would bring in."""
        filing = self.pages.editable(request, number)
        form = RosterUploadForm(request.POST or None, request.FILES or None)
        refusal = None
        if request.method == "POST" and form.is_valid():
            refusal = self._refusal(request, filing, form)
            if refusal is None:
                return redirect(f"{self.app}:roster_upload", filing.number)
        staged = None if request.method == "POST" else roster.staged(filing, self.home)
        context = {
            "application": filing,
            "form": form,
            "refusal": refusal,
            "staged": staged,
            "rows": roster.preview(staged) if staged else [],
            "back": self.pages.url(filing, self.step),
            "confirm_url": reverse(f"{self.app}:roster_confirm", args=[filing.number]),
        }
        return render(request, "applications/roster_upload.html", context)

    def _refusal(self, request: HttpRequest, filing: Any, form: RosterUploadForm) -> roster.RosterRefused | None:
        """Keep the roster for confirmation, or return why it cannot be brought in."""
        given, by = form.cleaned_data, signed_in(request)
        try:
            roster.stage(filing, upload=given["file"], replaces=given["replaces"], by=by, at=now(), home=self.home)
        except roster.RosterRefused as error:
            return error
        return None

    @writes
    def confirm(self, request: HttpRequest, number: str) -> HttpResponse:
        """Write the roster that was shown, or forget it."""
        filing = self.pages.editable(request, number)
        if "drop" in request.POST:
            roster.drop(filing, by=signed_in(request), home=self.home)
            messages.info(request, _("已放弃导入，名单没有变化。"))
            return redirect(self.pages.url(filing, self.step))
        try:
            count = roster.confirm(filing, by=signed_in(request), at=now(), home=self.home)
        except StepRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(f"{self.app}:roster_upload", filing.number)
        messages.success(request, _("已导入 %(count)s 人。") % {"count": count})
        return redirect(self.pages.url(filing, self.step))


ROSTERS = RosterPages(app="applications", step="employment", pages=PAGES, home=roster.APPLICATION)
