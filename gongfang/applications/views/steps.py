"""The pages that end a filing: submitting it, handing in corrections, entering one from paper."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongfang.cases.facts import facts_of
from gongfang.cases.forms import StepForm
from gongfang.cases.pages import get_case_for, now, signed_in
from gongfang.cases.permissions import actors_for
from gongfang.cases.views import taken
from gongfang.regulation.procedure import StepRefused, available_actions
from gongfang.regulation.recognition import RECOGNITION

from .. import wizard
from ..forms import DeclarationForm, PaperCorrectionForm, PaperForm
from ..materials import BY_NAME
from ..models import Application
from ..permissions import may_edit


@login_required
@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, number: str) -> HttpResponse:
    """Submit the filing."""
    return _finish(request, number, "submit", DeclarationForm)


@login_required
@require_http_methods(["GET", "POST"])
def resubmit(request: HttpRequest, number: str) -> HttpResponse:
    """Hand in the corrections; those on paper by the county that received them."""
    return _finish(request, number, "resubmit", DeclarationForm, on_paper=PaperCorrectionForm)


@login_required
@require_http_methods(["GET", "POST"])
def enter_paper(request: HttpRequest, number: str) -> HttpResponse:
    """Enter a filing that was handed in on paper."""
    return _finish(request, number, "enter_paper", PaperForm)


def _finish(
    request: HttpRequest,
    number: str,
    action: str,
    form_class: type[StepForm],
    *,
    on_paper: type[StepForm] | None = None,
) -> HttpResponse:
    application: Application = get_case_for(request, number, action, kind="application")
    chosen = on_paper if on_paper and application.is_on_paper else form_class
    initial: dict[str, Any] = {"seen_version": application.version}
    if action == "enter_paper":
        initial["received_on"] = application.received_on
    form = chosen(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _is_taken(request, application, action, form):
        return redirect(application)
    return render(request, "applications/finish.html", _context(request, application, action, form))


def _is_taken(request: HttpRequest, application: Application, action: str, form: StepForm) -> bool:
    if not taken(form, case=application, action=action, by=signed_in(request)):
        return False
    messages.success(request, _("已提交。办理进展会通知您。"))
    return True


def _context(request: HttpRequest, application: Application, action: str, form: StepForm) -> dict[str, Any]:
    at = now()
    return wizard.page_context(application, BY_NAME["declaration"], at=at) | {
        "form": form,
        "action": action,
        "refusal": _refusal(request, application, action),
        "may_edit": may_edit(signed_in(request), application),
        "slots": wizard.slots_of(application, "declaration"),
    }


def _refusal(request: HttpRequest, application: Application, action: str) -> StepRefused | None:
    """Return why the step would be refused even with the declaration, which is made on this very page."""
    for actor in actors_for(signed_in(request), application):
        facts: Any = replace(facts_of(application, actor=actor, at=now()), is_truth_declared=True)  # type: ignore[call-arg]
        for available in available_actions(RECOGNITION, facts):
            if available.step.action == action:
                return available.refusal
    return None
