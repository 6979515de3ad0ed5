"""Pages of the register: figures, uploads with their progress, what is wrong in them, confirming them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongfang.accounts.models import User
from gongfang.cases.pages import done, let_in, now, signed_in
from gongfang.records.csv_files import as_csv
from gongfang.records.sheets import XLSX, SheetRefused
from gongfang.regulation import clauses
from gongfang.regulation.procedure import StepRefused
from gongfang.regulation.time_limits import beijing_date
from gongfang.web.paging import links, page_of

from . import applying, at_once, importing, permissions, queries, register_sheet
from .forms import RegisterForm
from .models import ImportState, PersonCategory, RegisterImport

SHOWN = 100
"""How many problems a page shows; the file has the rest."""
MANY_LEFT = 5
"""Where more than one in so many would leave, the list may be cut off: the page says so."""


@login_required
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Show how many people are registered, county by county, and how the uploads went."""
    user = let_in(request, permissions.may_read)
    rows = queries.registered_by_county(beijing_date(now()), queries.counties_of(user.office))
    context = {
        "rows": rows,
        "totals": {name: sum(row[name] for row in rows) for name in PersonCategory.values},
        "as_of": queries.registered_as_of(user.office),
        "may_upload": permissions.may_upload(user),
        "clause": clauses.PROJECT_LIBRARY,
        **_imports(request, user),
    }
    return render(request, "exchange/register.html", context)


def _imports(request: HttpRequest, user: User) -> dict[str, Any]:
    if not permissions.may_see_imports(user):
        return {"has_imports": False}
    order = queries.LATEST_UPLOAD_FIRST
    rows = queries.imports_of(user.office)
    page = page_of(rows, order=order, cursor=request.GET.get("after"), size=queries.PAGE)
    return {"has_imports": True, "imports": page.items, **links(page)}


@login_required
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """Hand out the empty template."""
    let_in(request, permissions.may_upload)
    headers = {"Content-Disposition": "attachment; filename=register-template.xlsx"}
    return HttpResponse(register_sheet.template(), content_type=XLSX, headers=headers)


@login_required
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take a register in; it is read as soon as it is kept."""
    user, at = let_in(request, permissions.may_upload), now()
    form = RegisterForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        said = {"as_of": given["as_of"], "is_complete": given["is_complete"]}
        source = done(
            form,
            importing.upload_register,
            upload=given["file"],
            by=user,
            at=at,
            refusals=(StepRefused, SheetRefused),
            **said,
        )
        if source is not None:
            at_once.begin(at)
            return redirect(source)
    return render(request, "exchange/upload.html", {"form": form, "clause": clauses.PROJECT_LIBRARY})


def _import(request: HttpRequest, pk: UUID) -> RegisterImport:
    """Return an upload that this person sees: 404 to others who have such pages, 403 to everybody else."""
    user = let_in(request, permissions.may_see_imports)
    return get_object_or_404(queries.imports_of(user.office), pk=pk)


@login_required
@never_cache
@require_safe
def import_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show how far an upload is, what is wrong in it, and what it would change."""
    source = _import(request, pk)
    return render(request, "exchange/import.html", {**_shown(request, source), "clause": clauses.PROJECT_LIBRARY})


def _shown(request: HttpRequest, source: RegisterImport) -> dict[str, Any]:
    before = source.kept + source.changed + source.left
    is_own = signed_in(request).office_id == source.office_id
    return {
        "source": source,
        "problems": list(source.problems.all()[:SHOWN]),
        "may_confirm": is_own and source.state == ImportState.READ,
        "is_applied": source.state == ImportState.APPLIED,
        "is_refused": source.state == ImportState.REFUSED,
        "has_figures": source.state in (ImportState.READ, ImportState.APPLIED),
        "many_left": source.left * MANY_LEFT > before > 0,
    }


@login_required
@never_cache
@require_safe
def progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Return the part of the page that tells how far it is; it asks again until the upload is read."""
    return render(request, "exchange/_progress.html", _shown(request, _import(request, pk)))


@login_required
@require_safe
def problems(request: HttpRequest, pk: UUID) -> StreamingHttpResponse:
    """Hand out what is wrong, row by row. It repeats no value of the list."""
    source = _import(request, pk)
    rows = importing.numbered_problems(source)
    return as_csv(f"problems-{source.as_of}.csv", [_("行"), _("列"), _("问题")], rows)


@login_required
@require_POST
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Bring what was read into the register, or forget it."""
    source, user, at = _import(request, pk), signed_in(request), now()
    if not permissions.may_upload(user) or user.office_id != source.office_id:
        raise PermissionDenied
    act = applying.drop_register if "drop" in request.POST else applying.apply_register
    try:
        act(source, by=user, at=at)
    except SheetRefused as refusal:
        messages.error(request, str(refusal))
        return redirect(source)
    dropped = _("已放弃这份名单，登记库没有变化。")
    messages.success(request, dropped if "drop" in request.POST else _("登记库已更新。"))
    return redirect(source)
