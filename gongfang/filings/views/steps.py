"""The page on which a filing is handed in, by the workshop or by the county for one on paper."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongfang.cases.facts import facts_of
from gongfang.cases.forms import StepForm
from gongfang.cases.pages import get_case_for, now, signed_in
from gongfang.cases.views import taken
from gongfang.regulation.annual_filing import ANNUAL_FILING
from gongfang.regulation.procedure import Actor, StepRefused, available_actions
from gongfang.regulation.time_limits import beijing_date

from .. import queries, wizard
from ..forms import FileForm, FilePaperForm
from ..models import AnnualFiling
from ..parts import BY_NAME
from ..permissions import enters_for, may_edit


@login_required
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, number: str) -> HttpResponse:
    """Hand in the filing."""
    filing: AnnualFiling = get_case_for(request, number, "file", kind=queries.KIND)
    user, at = signed_in(request), now()
    if filing.holder_id != user.pk and not enters_for(user, filing):
        raise PermissionDenied
    initial = {"seen_version": filing.version, "received_on": filing.received_on or beijing_date(at)}
    form_class: type[StepForm] = FilePaperForm if filing.is_on_paper else FileForm
    form = form_class(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and taken(form, case=filing, action="file", by=user):
        messages.success(request, _("已提交。确认结果会通知您。"))
        return redirect(filing)
    return render(request, "filings/file.html", _context(filing, form, may_edit(user, filing), at))


def _context(filing: AnnualFiling, form: StepForm, may_edit: bool, at: datetime) -> dict[str, Any]:
    return wizard.page_context(filing, BY_NAME["declaration"], at=at) | {
        "form": form,
        "refusal": _refusal(filing, at),
        "may_edit": may_edit,
        "slots": wizard.slots_of(filing, "declaration"),
    }


def _refusal(filing: AnnualFiling, at: datetime) -> StepRefused | None:
    """Return why the step would be refused even with what is declared and dated on this very page."""
    facts: Any = facts_of(filing, actor=Actor.APPLICANT, at=at)
    stamped = {"due_ends_at": None, "correction_ends_at": None, "received_on": beijing_date(at)}
    facts = replace(facts, is_truth_declared=True, **(stamped if filing.is_on_paper else {}))
    found = (each for each in available_actions(ANNUAL_FILING, facts) if each.step.action == "file")
    return next((each.refusal for each in found), None)
