"""The pages on which a filing is filled in: saved as one types, its rows and files one by one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongfang.cases.pages import get_case, now, signed_in
from gongfang.records.models import EvidenceFile
from gongfang.records.uploads import UploadRefused
from gongfang.regulation.procedure import StepRefused

from ..draft_forms import DraftForm
from ..keeping import FilingHome, Overtaken, revision_of
from ..materials import FileSlot, MaterialSet
from ..rows import RowKind, ShownList
from ..wizard import ShownSlot, row_form

SAVED = "gongfang:saved"
"""Tells the page that something was saved, so that the side panel follows."""
reads = method_decorator([login_required, require_GET])
writes = method_decorator([login_required, require_POST])
reads_and_writes = method_decorator([login_required, require_http_methods(["GET", "POST"])])


@dataclass(frozen=True, kw_only=True)
class FilingPages:
    """The pages of one kind of filing: what it consists of, and how its app shows it.

    `page(request, filing, set, at)` and `side(filing, at)` return what stands around the form, and beside it.
    """

    kind: str
    home: FilingHome
    forms: Mapping[str, type[DraftForm]]
    sets: Mapping[str, MaterialSet]
    lists: Mapping[str, RowKind]
    slots: Mapping[str, FileSlot]
    missing: Callable[[int], dict[str, tuple[str, ...]]]
    url: Callable[[Any, str], str]
    page: Callable[[HttpRequest, Any, MaterialSet, datetime], dict[str, Any]]
    side: Callable[[Any, datetime], dict[str, Any]]
    shown: Callable[..., ShownList]
    slots_of: Callable[[Any, str], list[ShownSlot]]
    page_template: str
    side_template: str

    def editable(self, request: HttpRequest, number: str) -> Any:
        """Return a filing that this person may change now.

        :raises Http404: when it does not exist for this person.
        :raises PermissionDenied: when it is not, or no longer, theirs to change.
        """
        filing = get_case(request, number, kind=self.kind)
        if not self.home.may_edit(signed_in(request), filing):
            raise PermissionDenied
        return filing

    @reads
    def edit(self, request: HttpRequest, number: str) -> HttpResponse:
        """Go on where the filing is incomplete."""
        filing = self.editable(request, number)
        missing = self.missing(filing.pk)
        first = next((name for name in self.forms if missing[name]), next(iter(self.forms)))
        return redirect(self.url(filing, first))

    @reads_and_writes
    def step(self, request: HttpRequest, number: str, step: str) -> HttpResponse:
        """Show a step of the filing; saving it by its button leads to the next."""
        filing = self.editable(request, number)
        form_class, current = self._step_named(step)
        if request.method == "GET":
            seen = {"revision": revision_of(filing, step), "window": token_urlsafe(9)}
            return self._page(request, filing, current, form_class(instance=filing, initial=seen))
        form = form_class(request.POST, instance=filing)
        if form.is_valid() and self._is_saved(request, filing, current, form):
            names = list(self.sets)
            return redirect(self.url(filing, names[names.index(step) + 1]))
        return self._page(request, filing, current, form)

    def _step_named(self, name: str) -> tuple[type[DraftForm], MaterialSet]:
        if name not in self.forms:
            raise Http404
        return self.forms[name], self.sets[name]

    def _is_saved(self, request: HttpRequest, filing: Any, current: MaterialSet, form: DraftForm) -> bool:
        try:
            self._save(request, filing, current, form, leaves=True)
        except Overtaken:
            form.add_error(None, _("这一步已在另一个窗口保存过。请核对下面的内容；再次保存将以本页为准。"))
            given = request.POST.copy()
            saved = self.home.model._default_manager.get(pk=filing.pk)
            given["revision"] = str(revision_of(saved, current.name))
            form.data = given
            return False
        return True

    def _save(
        self,
        request: HttpRequest,
        filing: Any,
        current: MaterialSet,
        form: DraftForm,
        *,
        leaves: bool = False,
    ) -> int:
        return self.home.save_step(
            filing,
            step=current.name,
            by=signed_in(request),
            changes=form.well_formed(),
            seen_revision=form.cleaned_data.get("revision") or 0,
            window=form.cleaned_data.get("window", ""),
            leaves=leaves,
        )

    def _page(self, request: HttpRequest, filing: Any, current: MaterialSet, form: DraftForm) -> HttpResponse:
        at = now()
        lists = [kind for kind in self.lists.values() if kind.step == current.name]
        context = self.page(request, filing, current, at) | {
            "form": form,
            "warnings": form.warnings(),
            "lists": [self.shown(filing, kind, form=row_form(filing, kind, at=at)) for kind in lists],
            "slots": self.slots_of(filing, current.name),
        }
        return render(request, self.page_template, context)

    @writes
    def autosave(self, request: HttpRequest, number: str, step: str) -> JsonResponse:
        """Save what is well-formed, and say what is not; 409 when another window has saved this step."""
        filing = self.editable(request, number)
        form_class, current = self._step_named(step)
        form = form_class(request.POST, instance=filing)
        form.is_valid()
        try:
            revision = self._save(request, filing, current, form)
        except Overtaken:
            return JsonResponse({}, status=409)
        return JsonResponse({"revision": revision, "problems": form.problems(), "warnings": form.warnings()})

    @reads
    def beside(self, request: HttpRequest, number: str) -> HttpResponse:
        """Show the side panel anew."""
        return render(request, self.side_template, self.side(self.editable(request, number), now()))

    @writes
    def add_row(self, request: HttpRequest, number: str, kind: str) -> HttpResponse:
        """Add a row to a list of the filing."""
        filing, row_kind, at = self.editable(request, number), self._list_named(kind), now()
        form = row_form(filing, row_kind, at=at, data=request.POST)
        if not form.is_valid():
            return self._list(request, filing, row_kind, form)
        try:
            self.home.add_row(filing, form.save(commit=False), by=signed_in(request), at=at)
        except StepRefused as refusal:
            form.add_error(None, refusal.reason)
            return self._list(request, filing, row_kind, form)
        return self._list_saved(request, filing, row_kind, at=at)

    def _list_named(self, name: str) -> RowKind:
        if name not in self.lists:
            raise Http404
        return self.lists[name]

    def _list(self, request: HttpRequest, filing: Any, kind: RowKind, form: Any) -> HttpResponse:
        """Show a list whose form has errors: the list alone to htmx, else a page for the row."""
        if request.htmx:  # type: ignore[attr-defined]
            shown = self.shown(filing, kind, form=form, is_open=True)
            return render(request, "applications/_list.html", {"application": filing, "list": shown})
        return self._row_page(request, filing, kind, form)

    def _row_page(self, request: HttpRequest, filing: Any, kind: RowKind, form: Any) -> HttpResponse:
        context = {
            "application": filing,
            "kind": kind,
            "form": form,
            "action": request.path,
            "back": self.url(filing, kind.step),
        }
        return render(request, "applications/row.html", context)

    def _list_saved(self, request: HttpRequest, filing: Any, kind: RowKind, *, at: datetime) -> HttpResponse:
        if not request.htmx:  # type: ignore[attr-defined]
            return redirect(self.url(filing, kind.step) + f"#list-{kind.name}")
        shown = self.shown(filing, kind, form=row_form(filing, kind, at=at))
        response = render(request, "applications/_list.html", {"application": filing, "list": shown})
        response["HX-Trigger"] = SAVED
        return response

    @reads_and_writes
    def change_row(self, request: HttpRequest, number: str, kind: str, pk: UUID) -> HttpResponse:
        """Change one row on a page of its own."""
        filing, row_kind, at = self.editable(request, number), self._list_named(kind), now()
        row = self._row(filing, row_kind, pk)
        bound = {"data": request.POST} if request.method == "POST" else {}
        form = row_form(filing, row_kind, at=at, instance=row, **bound)
        if request.method == "POST" and form.is_valid() and self._is_changed(request, filing, form):
            return redirect(self.url(filing, row_kind.step) + f"#list-{row_kind.name}")
        return self._row_page(request, filing, row_kind, form)

    def _row(self, filing: Any, kind: RowKind, pk: UUID) -> Any:
        return get_object_or_404(kind.model, pk=pk, **{self.home.owner: filing})

    def _is_changed(self, request: HttpRequest, filing: Any, form: Any) -> bool:
        try:
            self.home.change_row(filing, form.save(commit=False), by=signed_in(request))
        except StepRefused as refusal:
            form.add_error(None, refusal.reason)
            return False
        return True

    @writes
    def remove_row(self, request: HttpRequest, number: str, kind: str, pk: UUID) -> HttpResponse:
        """Remove one row."""
        filing, row_kind = self.editable(request, number), self._list_named(kind)
        self.home.remove_row(filing, self._row(filing, row_kind, pk), by=signed_in(request))
        return self._list_saved(request, filing, row_kind, at=now())

    @writes
    def add_file(self, request: HttpRequest, number: str, slot: str) -> HttpResponse:
        """Take in one or more files for a kind of evidence; what is refused is named, the others stay."""
        filing = self.editable(request, number)
        if slot not in self.slots:
            raise Http404
        problems = self._store_all(request, filing, self.slots[slot])
        return self._files(request, filing, self.slots[slot].step, problems)

    def _store_all(self, request: HttpRequest, filing: Any, slot: FileSlot) -> list[str]:
        uploaded = request.FILES.getlist("file")
        problems = [] if uploaded else [_("请先选择文件")]
        for upload in uploaded:
            try:
                self.home.add_file(filing, slot=slot, upload=upload, by=signed_in(request), at=now())
            except UploadRefused as refusal:
                problems.append(f"{upload.name}：{refusal.reason}")
        return problems

    def _files(self, request: HttpRequest, filing: Any, step: str, problems: list[str]) -> HttpResponse:
        if not request.htmx:  # type: ignore[attr-defined]
            for problem in problems:
                messages.error(request, problem)
            return redirect(self.url(filing, step) + "#files")
        context = {"application": filing, "slots": self.slots_of(filing, step), "problems": problems}
        response = render(request, "applications/_files.html", context)
        response["HX-Trigger"] = SAVED
        return response

    @writes
    def remove_file(self, request: HttpRequest, number: str, pk: UUID) -> HttpResponse:
        """Remove a file that was not handed in."""
        filing = self.editable(request, number)
        file = get_object_or_404(EvidenceFile, pk=pk, case_id=filing.pk, section__in=self.slots)
        problems = []
        try:
            self.home.remove_file(filing, file, by=signed_in(request))
        except StepRefused as refusal:
            problems.append(refusal.reason)
        return self._files(request, filing, self.slots[file.section].step, problems)
