"""The page of a case and the page of a step, for every kind."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongfang.accounts.models import User
from gongfang.records.refusals import UploadRefused
from gongfang.regulation.procedure import NEW, Step, StepRefused

from . import drafts, presentation, services
from .forms import form_for
from .models import DraftFile
from .pages import get_case, get_case_for, now, row_for, signed_in
from .permissions import signs, visible_to
from .registry import Kind, kind_of
from .waiting import waits_of

NOT_TYPED = frozenset({"csrfmiddlewaretoken", "seen_version", "kept_file"})
"""What a form sends that nobody has filled in."""


@login_required
@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show a case: what may be done next, its clocks, its parts and its history."""
    case, user, at = get_case(request, number), signed_in(request), now()
    context = {
        "case": case,
        "state_label": presentation.state_label(case),
        "state_tone": presentation.tone_of(case.state),
        "actions": presentation.actions_for(user, case, at=at),
        "clocks": presentation.clocks_of(case, at=at),
        "waits": waits_of(case, user, at=at),
        "seats": presentation.seats_of(case),
        "entries": presentation.timeline_of(case, user),
        "sections": _sections(kind_of(case.kind), case, user),
        "drafts": drafts.shown_to(user, case),
    }
    return render(request, "cases/detail.html", context)


def _sections(kind: Kind, case: Any, user: User) -> list[dict[str, Any]]:
    found = []
    for part in kind.sections:
        context = part.context(case, user)
        if context is not None:
            found.append({"name": part.name, "label": part.label, "template": part.template, "context": context})
    return found


@login_required
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """Take a step, or prepare it for the head's signature."""
    case, user = get_case_for(request, number, action), signed_in(request)
    row = _row(user, case, action)
    form = _form(request, user, case, row)
    if request.method == "POST" and form.is_valid():
        if _is_done(request, user, case, row, form):
            return redirect(case)
        if _has_left(user, case):
            return redirect("cases:inbox")
    return render(request, "cases/step.html", _step_context(case, row, form, user))


def _row(user: User, case: Any, action: str) -> Step:
    """Return the row of a step that this page takes: one that opens a case is not taken on one that is there."""
    row = row_for(user, case, action)
    if row is None or action in kind_of(case.kind).pages or (NEW in row.sources and case.state != NEW):
        raise PermissionDenied
    return row


def _form(request: HttpRequest, user: User, case: Any, row: Step) -> Form:
    form_class = form_for(row, kind_of(case.kind).forms)
    extra = {"case": case} if getattr(form_class, "takes_case", False) else {}
    if request.method == "POST":
        return _bound(request, form_class, extra, kept=drafts.files_for(user, case, row.action))
    initial = {"seen_version": case.version} | drafts.initial_for(user, case, row.action)
    return form_class(initial=initial, **extra)


def _bound(
    request: HttpRequest, form_class: type[Form], extra: dict[str, Any], *, kept: dict[str, DraftFile]
) -> Form:
    """Return the form with what was sent; a file of the draft counts only for who has seen that very file."""
    seen = request.POST.getlist("kept_file")
    initial = {name: file for name, file in kept.items() if str(file.pk) in seen}
    form = form_class(request.POST, request.FILES, initial=initial, **extra)
    for name in kept.keys() - initial.keys() & form.fields.keys():
        form.fields[name].error_messages["required"] = _("拟稿中的文件已经更换，请重新打开本页核对。")
    return form


def _is_done(request: HttpRequest, user: User, case: Any, row: Step, form: Form) -> bool:
    if row.is_binding and not signs(user):
        return _is_prepared(request, user, case, row, form)
    if not taken(form, case=case, action=row.action, by=user):
        return False
    messages.success(request, _("已办理：%(step)s") % {"step": _(row.label)})
    return True


def _is_prepared(request: HttpRequest, user: User, case: Any, row: Step, form: Form) -> bool:
    chosen = {name: value for name, value in form.cleaned_data.items() if isinstance(value, UploadedFile)}
    data = _typed(request.POST)
    try:
        drafts.prepare(case=case, action=row.action, by=user, data=data, files=chosen, at=now())
    except UploadRefused as refusal:
        form.add_error(None, refusal.reason)
        return False
    messages.success(request, _("已拟稿，待本部门负责人签发。"))
    return True


def _typed(data: QueryDict) -> dict[str, Any]:
    return {name: data.get(name) for name in data if name not in NOT_TYPED}


def taken(form: Form, *, case: Any, action: str, by: User) -> bool:
    """Take the step with what the form holds; a refusal becomes the form's error, with its citation."""
    try:
        services.perform(case, action, by=by, at=now(), **drafts.as_given(form.cleaned_data))
    except StepRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _has_left(user: User, case: Any) -> bool:
    return not visible_to(user).filter(pk=case.pk).exists()


def _step_context(case: Any, row: Step, form: Form, user: User) -> dict[str, Any]:
    kind = kind_of(case.kind)
    target = row.target if isinstance(row.target, str) else ""
    return {
        "case": case,
        "step": row,
        "label": _(row.label),
        "form": form,
        "kept_files": [file for file in form.initial.values() if isinstance(file, DraftFile)],
        "target_label": _(kind.procedure.states[target]) if target else "",
        "effect": kind.effects.get(row.action, ""),
        "is_draft": row.is_binding and not signs(user),
        "state_label": presentation.state_label(case),
        "state_tone": presentation.tone_of(case.state),
        "is_adverse": "reasons" in row.needs,
    }
