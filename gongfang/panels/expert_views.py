"""What an expert does: declare, score, deliberate and sign. He sees his own part and nobody else's."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongfang.accounts.models import Role, User
from gongfang.applications.models import Application
from gongfang.cases.facts import available_to
from gongfang.cases.pages import get_case, now, signed_in
from gongfang.regulation import clauses
from gongfang.regulation.panel_steps import State
from gongfang.regulation.procedure import Actor, StepRefused

from . import facts, queries, services, workplace
from .forms import DeclareForm, SheetForm, SignForm
from .models import Entry, Panel


def _panel_of_expert(request: HttpRequest, number: str) -> tuple[Panel, User]:
    """Return the panel and the expert who looks at it.

    :raises Http404: to whom the panel does not exist.
    :raises PermissionDenied: to those who see it without being its experts.
    """
    panel, user = get_case(request, number, kind="panel"), signed_in(request)
    if user.role != Role.EXPERT:
        raise PermissionDenied
    return panel, user


def _is_taken(form: Form, service: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
    """Take the step; a refusal becomes the form's error, with its citation."""
    try:
        service(*args, at=now(), **kwargs)
    except StepRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@login_required
@require_safe
def workspace(request: HttpRequest) -> HttpResponse:
    """Show an expert the panels that seat him and what waits for him on each."""
    user = signed_in(request)
    if user.role != Role.EXPERT:
        raise PermissionDenied
    return render(request, "panels/workspace.html", {"panels": workplace.panels_of(user)})


@login_required
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, number: str) -> HttpResponse:
    """Show an expert his applications on one panel, and take his declarations of interest (R7)."""
    panel, user = _panel_of_expert(request, number)
    applications = Application.objects.filter(pk__in=workplace.seated_applications(panel, user))
    form = DeclareForm(request.POST or None, applications=applications)
    if (
        request.method == "POST"
        and form.is_valid()
        and _is_taken(form, services.declare, panel, by=user, **form.cleaned_data)
    ):
        messages.success(request, _("声明已记录。"))
        return redirect("panels:workspace")
    rows = workplace.rows_of(panel, user)
    context = {
        "panel": panel,
        "form": form,
        "rows": rows,
        "may_clear": any(row.step == "declare" for row in rows),
        "may_recuse": panel.state != State.CONCLUDED and any(row.step != "left" for row in rows),
        "clause": clauses.REVIEW,
    }
    return render(request, "panels/review.html", context | _signing(panel, user))


def _signing(panel: Panel, user: User) -> dict[str, Any]:
    """Return whether the minutes wait for the expert's signature."""
    known = facts.known_of(user, panel)
    steps = available_to(panel, actor=Actor.EXPERT, at=now(), given=known)
    return {"may_sign": any(each.step.action == "sign_minutes" and each.is_open for each in steps)}


@login_required
@require_http_methods(["GET", "POST"])
def score(request: HttpRequest, number: str, application: str) -> HttpResponse:
    """Fill in a scoring sheet and hand it in, sealed (R8)."""
    panel, user = _panel_of_expert(request, number)
    entry = _own_entry(panel, application, user)
    sheet = queries.sheet_of(entry, user)
    initial = {**sheet.items, "comment": sheet.comment} if sheet else {}
    form = SheetForm(request.POST or None, edition=panel.edition, initial=initial)
    if (
        request.method == "POST"
        and form.is_valid()
        and _is_taken(
            form,
            services.score,
            panel,
            by=user,
            application=entry.application,
            items=form.cleaned_data["items"],
            comment=form.cleaned_data["comment"],
        )
    ):
        messages.success(request, _("评分已提交并密封。"))
        return redirect("panels:review", panel.number)
    context = {"panel": panel, "entry": entry, "form": form, "sheet": sheet, "clause": clauses.REVIEW}
    context["refusal"] = workplace.refusal_of_score(panel, entry, user, at=now())
    return render(request, "panels/score.html", context)


@login_required
@require_POST
def save_sheet(request: HttpRequest, number: str, application: str) -> HttpResponse:
    """Keep a sheet as it is being filled in; answers 204 when it is durable."""
    panel, user = _panel_of_expert(request, number)
    entry = _own_entry(panel, application, user)
    form = SheetForm(request.POST, edition=panel.edition, is_draft=True)
    form.is_valid()  # what is in range is kept, whatever else is wrong
    items, comment = form.cleaned_data.get("items", {}), form.cleaned_data.get("comment", "")
    try:
        services.save_sheet(panel, by=user, at=now(), application=entry.application, items=items, comment=comment)
    except StepRefused:
        return HttpResponse(status=409)
    return HttpResponse(status=204)


def _own_entry(panel: Panel, application: str, user: User) -> Entry:
    entry = workplace.entry_of(panel, application, user)
    if entry is None:
        raise Http404
    return entry


@login_required
@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, number: str) -> HttpResponse:
    """Vote on each application one has scored, and sign the minutes (R8)."""
    panel, user = _panel_of_expert(request, number)
    form = SignForm(request.POST or None, applications=workplace.scored_applications(panel, user))
    if (
        request.method == "POST"
        and form.is_valid()
        and _is_taken(form, services.sign_minutes, panel, by=user, votes=form.votes())
    ):
        messages.success(request, _("已签署合议记录。"))
        return redirect("panels:workspace")
    context = {"panel": panel, "form": form, "clause": clauses.REVIEW} | _signing(panel, user)
    return render(request, "panels/sign.html", context)
