"""Pages of a county's own register: the list, one entry, and a list from a file (article 3(二))."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongfang.accounts.identifiers import credit_code_problem
from gongfang.cases.pages import now, signed_in
from gongfang.records import sheets
from gongfang.records.sheets import XLSX, SheetRefused
from gongfang.regulation import clauses
from gongfang.regulation.procedure import StepRefused
from gongfang.web.export_views import exported
from gongfang.web.paging import links, page_of
from gongfang.workshops.models import Category, OperatorKind, Workshop, WorkshopStatus
from gongfang.workshops.permissions import visible_to
from gongfang.workshops.queries import BY_NAME, narrowed

from . import county as services
from . import county_sheet, exports, permissions
from .forms import EntryForm, UploadForm, WithdrawForm, items_formset, items_of
from .models import CountyUpload

View = Callable[..., HttpResponse]
SHOWN = 300
"""How many rows of a list that waits are shown; the others are counted."""


def keepers_only(view: View) -> View:
    """Refuse a page to everybody but those who keep a county's register."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not permissions.keeps_county_register(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@exported(exports.COUNTY_REGISTER)
@keepers_only
@require_safe
def county(request: HttpRequest) -> HttpResponse:
    """List the entries of the county's register, by the pinyin of their names."""
    user = signed_in(request)
    search = request.GET.get("search", "").replace("\0", "")[:60]  # PostgreSQL refuses the character
    rows = narrowed(permissions.county_register_of(user), search=search).prefetch_related("recognitions")
    page = page_of(rows, order=BY_NAME, cursor=request.GET.get("after"), size=30)
    context = {
        "rows": [_row(entry) for entry in page.items],
        "search": search,
        "waiting": services.staged_by(user),
        **links(page, search=search),
        "clause": clauses.SCOPE_COUNTY,
    }
    return TemplateResponse(request, "changes/county.html", context)


def _row(entry: Workshop) -> dict[str, Any]:
    return {
        "entry": entry,
        "is_in_force": entry.status == WorkshopStatus.COUNTY,
        "recognitions": list(entry.recognitions.all()),
    }


@keepers_only
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Enter one workshop."""
    form = EntryForm(request.POST or None)
    items = items_formset(None, request.POST or None)
    if request.method == "POST" and _is_saved(request, form, items, None):
        return redirect("changes:county")
    return _entry_page(request, form, items, None)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Correct one entry."""
    entry = _entry(request, number)
    form = EntryForm(request.POST or None, initial=EntryForm.said_by(entry))
    items = items_formset(entry, request.POST or None)
    if request.method == "POST" and _is_saved(request, form, items, entry):
        return redirect("changes:county")
    return _entry_page(request, form, items, entry)


def _entry(request: HttpRequest, number: str) -> Workshop:
    """Return an entry to change: 404 to those who do not see it, 403 to those who only look."""
    entry = get_object_or_404(visible_to(request.user).filter(status=WorkshopStatus.COUNTY), number=number)
    if not permissions.keeps_county_register(request.user):
        raise PermissionDenied
    return entry


def _entry_page(request: HttpRequest, form: EntryForm, items: Any, entry: Workshop | None) -> HttpResponse:
    context = {"form": form, "items": items, "entry": entry, "clause": clauses.SCOPE_COUNTY}
    return render(request, "changes/entry.html", context)


def _is_saved(request: HttpRequest, form: EntryForm, items: Any, entry: Workshop | None) -> bool:
    if not (form.is_valid() and items.is_valid()):
        return False
    given: dict[str, Any] = {
        "by": signed_in(request),
        "at": now(),
        "items": items_of(items),
        **form.fields_of_entry,
    }
    try:
        saved = services.correct(workshop=entry, **given) if entry else services.enter(**given)
    except StepRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("已保存：%(name)s。") % {"name": saved.name})
    return True


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take one entry out of the register, for a reason."""
    entry = _entry(request, number)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _is_withdrawn(request, form, entry):
        return redirect("changes:county")
    context = {
        "form": form,
        "entry": entry,
        "recognitions": entry.recognitions.all(),
        "clause": clauses.SCOPE_COUNTY,
    }
    return render(request, "changes/withdraw.html", context)


def _is_withdrawn(request: HttpRequest, form: WithdrawForm, entry: Workshop) -> bool:
    try:
        services.withdraw(workshop=entry, by=signed_in(request), at=now(), **form.cleaned_data)
    except StepRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("已撤回：%(name)s。") % {"name": entry.name})
    return True


@keepers_only
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """Hand out the empty template."""
    headers = {"Content-Disposition": "attachment; filename=county-workshops-template.xlsx"}
    return HttpResponse(sheets.template(county_sheet.LAYOUT), content_type=XLSX, headers=headers)


@keepers_only
@never_cache
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Read a list; show what is wrong with it row by row, or what it would bring in."""
    form = UploadForm(request.POST or None, request.FILES or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        refusal = _refusal(request, form)
        if refusal is None:
            return redirect("changes:import")
    return _import_page(request, form, refusal)


def _refusal(request: HttpRequest, form: UploadForm) -> SheetRefused | None:
    given = form.cleaned_data
    try:
        services.stage(
            upload=given["file"],
            by=signed_in(request),
            at=now(),
            document_number=given["document_number"],
            on=given["on"],
        )
    except SheetRefused as error:
        return error
    return None


def _import_page(request: HttpRequest, form: UploadForm, refusal: SheetRefused | None) -> HttpResponse:
    waiting = services.staged_by(signed_in(request))
    context = {
        "form": form,
        "refusal": refusal,
        "waiting": waiting,
        "rows": _preview(waiting) if waiting else [],
        "count": len(waiting.rows) if waiting else 0,
        "clause": clauses.SCOPE_COUNTY,
    }
    return render(request, "changes/import.html", context)


def _preview(waiting: CountyUpload) -> list[dict[str, Any]]:
    return [
        {
            **row,
            "kind": OperatorKind(row["operator_kind"]).label,
            "category": Category(row["category"]).label,
            "warning": credit_code_problem(row["credit_code"]) if row["credit_code"] else None,
        }
        for row in waiting.rows[:SHOWN]
    ]


@keepers_only
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Write the list that was shown, or forget it."""
    user = signed_in(request)
    if "drop" in request.POST:
        services.drop(by=user)
        messages.info(request, _("已放弃导入，名录没有变化。"))
        return redirect("changes:county")
    try:
        count = services.confirm(by=user, at=now())
    except SheetRefused as refusal:
        return _import_page(request, UploadForm(), refusal)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("changes:import")
    messages.success(request, _("已登记 %(count)s 家县级工坊。") % {"count": count})
    return redirect("changes:county")
