"""The filing, step by step: saved as one types, its rows and files one by one."""

from datetime import datetime
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongfang.cases.pages import get_case, now, signed_in
from gongfang.records.models import EvidenceFile
from gongfang.records.uploads import UploadRefused
from gongfang.regulation.procedure import StepRefused

from .. import filing, rows, wizard
from ..draft_forms import FORMS, DraftForm
from ..materials import BY_NAME, SLOT_BY_NAME, FileSlot, MaterialSet, missing_by_step
from ..models import Application
from ..permissions import may_edit

SAVED = "gongfang:saved"
"""Tells the page that something was saved, so that the side panel follows."""


def editable(request: HttpRequest, number: str) -> Application:
    """Return a filing that this person may change now.

    :raises Http404: when it does not exist for this person.
    :raises PermissionDenied: when it is not, or no longer, theirs to change.
    """
    application: Application = get_case(request, number, kind="application")
    if not may_edit(signed_in(request), application):
        raise PermissionDenied
    return application


@login_required
@require_GET
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Go on where the filing is incomplete."""
    application = editable(request, number)
    missing = missing_by_step(application.pk)
    first = next((name for name in FORMS if missing[name]), "workshop")
    return redirect(wizard.step_url(application, first))


@login_required
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Show a step of the filing; saving it by its button leads to the next."""
    application = editable(request, number)
    form_class, current = _step_named(step)
    if request.method == "GET":
        seen = {"revision": filing.revision_of(application, step), "window": token_urlsafe(9)}
        form = form_class(instance=application, initial=seen)
        return _page(request, application, current, form)
    form = form_class(request.POST, instance=application)
    if form.is_valid() and _is_saved(request, application, current, form):
        return redirect(wizard.neighbours(application, step)["next"])
    return _page(request, application, current, form)


def _step_named(name: str) -> tuple[type[DraftForm], MaterialSet]:
    if name not in FORMS:
        raise Http404
    return FORMS[name], BY_NAME[name]


def _is_saved(request: HttpRequest, application: Application, current: MaterialSet, form: DraftForm) -> bool:
    try:
        _save(request, application, current, form, leaves=True)
    except filing.Overtaken:
        form.add_error(None, _("这一步已在另一个窗口保存过。请核对下面的内容；再次保存将以本页为准。"))
        given = request.POST.copy()
        given["revision"] = str(filing.revision_of(Application.objects.get(pk=application.pk), current.name))
        form.data = given
        return False
    return True


def _save(
    request: HttpRequest, application: Application, current: MaterialSet, form: DraftForm, *, leaves: bool = False
) -> int:
    return filing.save_step(
        application,
        step=current.name,
        by=signed_in(request),
        changes=form.well_formed(),
        seen_revision=form.cleaned_data.get("revision") or 0,
        window=form.cleaned_data.get("window", ""),
        leaves=leaves,
    )


def _page(request: HttpRequest, application: Application, current: MaterialSet, form: DraftForm) -> HttpResponse:
    at = now()
    context = wizard.page_context(application, current, at=at) | {
        "form": form,
        "warnings": form.warnings(),
        "lists": wizard.lists_of(application, current.name, at=at),
        "slots": wizard.slots_of(application, current.name),
    }
    return render(request, "applications/step.html", context)


@login_required
@require_POST
def autosave(request: HttpRequest, number: str, step: str) -> JsonResponse:
    """Save what is well-formed, and say what is not; 409 when another window has saved this step."""
    application = editable(request, number)
    form_class, current = _step_named(step)
    form = form_class(request.POST, instance=application)
    form.is_valid()
    try:
        revision = _save(request, application, current, form)
    except filing.Overtaken:
        return JsonResponse({}, status=409)
    return JsonResponse({"revision": revision, "problems": form.problems(), "warnings": form.warnings()})


@login_required
@require_GET
def precheck(request: HttpRequest, number: str) -> HttpResponse:
    """Show the side panel anew."""
    context = wizard.side_context(editable(request, number), at=now())
    return render(request, "applications/_side.html", context)


@login_required
@require_POST
def add_row(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Add a row to a list of the filing."""
    application, row_kind, at = editable(request, number), _kind_named(kind), now()
    form = wizard.row_form(application, row_kind, at=at, data=request.POST)
    if not form.is_valid():
        return _list(request, application, row_kind, at=at, form=form)
    try:
        filing.add_row(application, form.save(commit=False), by=signed_in(request), at=at)
    except StepRefused as refusal:
        form.add_error(None, refusal.reason)
        return _list(request, application, row_kind, at=at, form=form)
    return _list_saved(request, application, row_kind, at=at)


def _kind_named(name: str) -> rows.RowKind:
    if name not in rows.KINDS:
        raise Http404
    return rows.KINDS[name]


def _list(
    request: HttpRequest, application: Application, kind: rows.RowKind, *, at: datetime, form: Any
) -> HttpResponse:
    """Show a list whose form has errors: the list alone to htmx, else a page for the row."""
    if request.htmx:  # type: ignore[attr-defined]
        shown = rows.shown(application, kind, form=form, is_open=True)
        return render(request, "applications/_list.html", {"application": application, "list": shown})
    return _row_page(request, application, kind, form)


def _row_page(request: HttpRequest, application: Application, kind: rows.RowKind, form: Any) -> HttpResponse:
    context = {
        "application": application,
        "kind": kind,
        "form": form,
        "action": request.path,
        "back": wizard.step_url(application, kind.step),
    }
    return render(request, "applications/row.html", context)


def _list_saved(
    request: HttpRequest, application: Application, kind: rows.RowKind, *, at: datetime
) -> HttpResponse:
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(wizard.step_url(application, kind.step) + f"#list-{kind.name}")
    shown = rows.shown(application, kind, form=wizard.row_form(application, kind, at=at))
    response = render(request, "applications/_list.html", {"application": application, "list": shown})
    response["HX-Trigger"] = SAVED
    return response


@login_required
@require_http_methods(["GET", "POST"])
def change_row(request: HttpRequest, number: str, kind: str, pk: UUID) -> HttpResponse:
    """Change one row on a page of its own."""
    application, row_kind, at = editable(request, number), _kind_named(kind), now()
    row = get_object_or_404(row_kind.model, pk=pk, application=application)
    bound = {"data": request.POST} if request.method == "POST" else {}
    form = wizard.row_form(application, row_kind, at=at, instance=row, **bound)
    if request.method == "POST" and form.is_valid() and _is_changed(request, application, form):
        return redirect(wizard.step_url(application, row_kind.step) + f"#list-{row_kind.name}")
    return _row_page(request, application, row_kind, form)


def _is_changed(request: HttpRequest, application: Application, form: Any) -> bool:
    try:
        filing.change_row(application, form.save(commit=False), by=signed_in(request))
    except StepRefused as refusal:
        form.add_error(None, refusal.reason)
        return False
    return True


@login_required
@require_POST
def remove_row(request: HttpRequest, number: str, kind: str, pk: UUID) -> HttpResponse:
    """Remove one row."""
    application, row_kind = editable(request, number), _kind_named(kind)
    row = get_object_or_404(row_kind.model, pk=pk, application=application)
    filing.remove_row(application, row, by=signed_in(request))
    return _list_saved(request, application, row_kind, at=now())


@login_required
@require_POST
def add_file(request: HttpRequest, number: str, slot: str) -> HttpResponse:
    """Take in one or more files for a kind of evidence; what is refused is named, the others stay."""
    application = editable(request, number)
    if slot not in SLOT_BY_NAME:
        raise Http404
    problems = _store_all(request, application, SLOT_BY_NAME[slot])
    return _files(request, application, SLOT_BY_NAME[slot].step, problems)


def _store_all(request: HttpRequest, application: Application, slot: FileSlot) -> list[str]:
    uploaded = request.FILES.getlist("file")
    problems = [] if uploaded else [_("请先选择文件")]
    for upload in uploaded:
        try:
            filing.add_file(application, slot=slot, upload=upload, by=signed_in(request), at=now())
        except UploadRefused as refusal:
            problems.append(f"{upload.name}：{refusal.reason}")
    return problems


def _files(request: HttpRequest, application: Application, step: str, problems: list[str]) -> HttpResponse:
    if not request.htmx:  # type: ignore[attr-defined]
        for problem in problems:
            messages.error(request, problem)
        return redirect(wizard.step_url(application, step) + "#files")
    context = {"application": application, "slots": wizard.slots_of(application, step), "problems": problems}
    response = render(request, "applications/_files.html", context)
    response["HX-Trigger"] = SAVED
    return response


@login_required
@require_POST
def remove_file(request: HttpRequest, number: str, pk: UUID) -> HttpResponse:
    """Remove a file that has not been submitted."""
    application = editable(request, number)
    file = get_object_or_404(EvidenceFile, pk=pk, case_id=application.pk, section__in=SLOT_BY_NAME)
    problems = []
    try:
        filing.remove_file(application, file, by=signed_in(request))
    except StepRefused as refusal:
        problems.append(refusal.reason)
    return _files(request, application, SLOT_BY_NAME[file.section].step, problems)
