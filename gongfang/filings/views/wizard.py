"""The filing, part by part: saved as one types, its people and files one by one."""

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

from gongfang.applications.filing import Overtaken, revision_of
from gongfang.applications.materials import FileSlot, MaterialSet
from gongfang.applications.views.wizard import SAVED
from gongfang.cases.pages import get_case, now, signed_in
from gongfang.records.models import EvidenceFile
from gongfang.records.uploads import UploadRefused
from gongfang.regulation.procedure import StepRefused

from .. import keeping, queries, wizard
from ..draft_forms import FORMS, FilingForm
from ..models import AnnualFiling, Worker
from ..parts import BY_NAME, SLOT_BY_NAME, missing_by_part
from ..permissions import may_edit, may_log


def editable(request: HttpRequest, number: str) -> AnnualFiling:
    """Return a filing that this person may change now.

    :raises Http404: when it does not exist for this person.
    :raises PermissionDenied: when it is not, or no longer, theirs to change.
    """
    filing: AnnualFiling = get_case(request, number, kind=queries.KIND)
    if not may_edit(signed_in(request), filing):
        raise PermissionDenied
    return filing


@login_required
@require_GET
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Go on where the filing is incomplete."""
    filing = editable(request, number)
    missing = missing_by_part(filing.pk)
    first = next((name for name in FORMS if missing[name]), "registration")
    return redirect(wizard.part_url(filing, first))


@login_required
@require_http_methods(["GET", "POST"])
def part(request: HttpRequest, number: str, part: str) -> HttpResponse:
    """Show a part of the filing; saving it by its button leads to the next."""
    filing = editable(request, number)
    form_class, current = _part_named(part)
    if request.method == "GET":
        seen = {"revision": revision_of(filing, part), "window": token_urlsafe(9)}
        return _page(request, filing, current, form_class(instance=filing, initial=seen))
    form = form_class(request.POST, instance=filing)
    if form.is_valid() and _is_saved(request, filing, current, form):
        return redirect(wizard.neighbours(filing, part)["next"])
    return _page(request, filing, current, form)


def _part_named(name: str) -> tuple[type[FilingForm], MaterialSet]:
    if name not in FORMS:
        raise Http404
    return FORMS[name], BY_NAME[name]


def _is_saved(request: HttpRequest, filing: AnnualFiling, current: MaterialSet, form: FilingForm) -> bool:
    try:
        _save(request, filing, current, form, leaves=True)
    except Overtaken:
        form.add_error(None, _("这一步已在另一个窗口保存过。请核对下面的内容；再次保存将以本页为准。"))
        given = request.POST.copy()
        given["revision"] = str(revision_of(AnnualFiling.objects.get(pk=filing.pk), current.name))
        form.data = given
        return False
    return True


def _save(
    request: HttpRequest, filing: AnnualFiling, current: MaterialSet, form: FilingForm, *, leaves: bool = False
) -> int:
    return keeping.save_part(
        filing,
        part=current.name,
        by=signed_in(request),
        changes=form.well_formed(),
        seen_revision=form.cleaned_data.get("revision") or 0,
        window=form.cleaned_data.get("window", ""),
        leaves=leaves,
    )


def _page(request: HttpRequest, filing: AnnualFiling, current: MaterialSet, form: FilingForm) -> HttpResponse:
    at = now()
    context = wizard.page_context(filing, current, at=at) | {
        "form": form,
        "warnings": form.warnings(),
        "lists": _lists(filing, current.name, at),
        "slots": wizard.slots_of(filing, current.name),
        **_log(request, filing, current.name),
    }
    return render(request, "filings/part.html", context)


def _lists(filing: AnnualFiling, part: str, at: datetime) -> list[Any]:
    return [wizard.roster_of(filing, form=wizard.worker_form(filing, at=at))] if part == "people" else []


def _log(request: HttpRequest, filing: AnnualFiling, part: str) -> dict[str, Any]:
    if part != "activities":
        return {}
    activities = queries.activities_for(filing).prefetch_related("files__file")
    return {"activities": activities, "may_log": may_log(signed_in(request), filing.workshop), "has_log": True}


@login_required
@require_POST
def autosave(request: HttpRequest, number: str, part: str) -> JsonResponse:
    """Save what is well-formed, and say what is not; 409 when another window has saved this part."""
    filing = editable(request, number)
    form_class, current = _part_named(part)
    form = form_class(request.POST, instance=filing)
    form.is_valid()
    try:
        revision = _save(request, filing, current, form)
    except Overtaken:
        return JsonResponse({}, status=409)
    return JsonResponse({"revision": revision, "problems": form.problems(), "warnings": form.warnings()})


@login_required
@require_GET
def missing(request: HttpRequest, number: str) -> HttpResponse:
    """Show the side panel anew."""
    return render(request, "filings/_side.html", wizard.side_context(editable(request, number)))


@login_required
@require_POST
def add_row(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Add somebody to the roster."""
    filing, at = editable(request, number), now()
    _check_kind(kind)
    form = wizard.worker_form(filing, at=at, data=request.POST)
    if not form.is_valid():
        return _list(request, filing, form)
    try:
        keeping.add_worker(filing, form.save(commit=False), by=signed_in(request), at=at)
    except StepRefused as refusal:
        form.add_error(None, refusal.reason)
        return _list(request, filing, form)
    return _list_saved(request, filing, at=at)


def _check_kind(kind: str) -> None:
    """Refuse any list but the roster, the one of a filing."""
    if kind != wizard.ROSTER.name:
        raise Http404


def _list(request: HttpRequest, filing: AnnualFiling, form: Any) -> HttpResponse:
    """Show the roster whose form has errors: the list alone to htmx, else a page for the row."""
    if request.htmx:  # type: ignore[attr-defined]
        shown = wizard.roster_of(filing, form=form, is_open=True)
        return render(request, "applications/_list.html", {"application": filing, "list": shown})
    return _row_page(request, filing, form)


def _row_page(request: HttpRequest, filing: AnnualFiling, form: Any) -> HttpResponse:
    context = {
        "application": filing,
        "kind": wizard.ROSTER,
        "form": form,
        "action": request.path,
        "back": wizard.part_url(filing, "people"),
    }
    return render(request, "applications/row.html", context)


def _list_saved(request: HttpRequest, filing: AnnualFiling, *, at: datetime) -> HttpResponse:
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(wizard.part_url(filing, "people") + "#list-roster")
    shown = wizard.roster_of(filing, form=wizard.worker_form(filing, at=at))
    response = render(request, "applications/_list.html", {"application": filing, "list": shown})
    response["HX-Trigger"] = SAVED
    return response


@login_required
@require_http_methods(["GET", "POST"])
def change_row(request: HttpRequest, number: str, kind: str, pk: UUID) -> HttpResponse:
    """Change what is said of somebody, on a page of its own."""
    filing, at = editable(request, number), now()
    _check_kind(kind)
    worker = get_object_or_404(Worker, pk=pk, filing=filing)
    bound = {"data": request.POST} if request.method == "POST" else {}
    form = wizard.worker_form(filing, at=at, instance=worker, **bound)
    if request.method == "POST" and form.is_valid() and _is_changed(request, filing, form):
        return redirect(wizard.part_url(filing, "people") + "#list-roster")
    return _row_page(request, filing, form)


def _is_changed(request: HttpRequest, filing: AnnualFiling, form: Any) -> bool:
    try:
        keeping.change_worker(filing, form.save(commit=False), by=signed_in(request))
    except StepRefused as refusal:
        form.add_error(None, refusal.reason)
        return False
    return True


@login_required
@require_POST
def remove_row(request: HttpRequest, number: str, kind: str, pk: UUID) -> HttpResponse:
    """Take somebody off the roster."""
    filing = editable(request, number)
    _check_kind(kind)
    keeping.remove_worker(filing, get_object_or_404(Worker, pk=pk, filing=filing), by=signed_in(request))
    return _list_saved(request, filing, at=now())


@login_required
@require_POST
def add_file(request: HttpRequest, number: str, slot: str) -> HttpResponse:
    """Take in one or more files for a kind of evidence; what is refused is named, the others stay."""
    filing = editable(request, number)
    if slot not in SLOT_BY_NAME:
        raise Http404
    problems = _store_all(request, filing, SLOT_BY_NAME[slot])
    return _files(request, filing, SLOT_BY_NAME[slot].step, problems)


def _store_all(request: HttpRequest, filing: AnnualFiling, slot: FileSlot) -> list[str]:
    uploaded = request.FILES.getlist("file")
    problems = [] if uploaded else [_("请先选择文件")]
    for upload in uploaded:
        try:
            keeping.add_file(filing, slot=slot, upload=upload, by=signed_in(request), at=now())
        except UploadRefused as refusal:
            problems.append(f"{upload.name}：{refusal.reason}")
    return problems


def _files(request: HttpRequest, filing: AnnualFiling, part: str, problems: list[str]) -> HttpResponse:
    if not request.htmx:  # type: ignore[attr-defined]
        for problem in problems:
            messages.error(request, problem)
        return redirect(wizard.part_url(filing, part) + "#files")
    context = {"application": filing, "slots": wizard.slots_of(filing, part), "problems": problems}
    response = render(request, "applications/_files.html", context)
    response["HX-Trigger"] = SAVED
    return response


@login_required
@require_POST
def remove_file(request: HttpRequest, number: str, pk: UUID) -> HttpResponse:
    """Remove a file that was not handed in."""
    filing = editable(request, number)
    file = get_object_or_404(EvidenceFile, pk=pk, case_id=filing.pk, section__in=SLOT_BY_NAME)
    problems = []
    try:
        keeping.remove_file(filing, file, by=signed_in(request))
    except StepRefused as refusal:
        problems.append(refusal.reason)
    return _files(request, filing, SLOT_BY_NAME[file.section].step, problems)
