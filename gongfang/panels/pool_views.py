"""Pages of the expert pool, kept by the prefecture's culture department."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongfang.cases.pages import now, signed_in
from gongfang.records.file_kinds import check_content, kind_named
from gongfang.records.refusals import UploadRefused
from gongfang.records.services import log_access
from gongfang.regulation import clauses
from gongfang.web.export_views import exported
from gongfang.web.paging import page_of

from . import exports, pool, presentation, queries
from .models import Expert, Pool, Relation
from .permissions import keeps_the_pool, reads_the_pool
from .pool_forms import ExpertForm, ImportForm, RelationFormSet

View = Callable[..., HttpResponse]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def keepers_only(view: View) -> View:
    """Refuse a page to everybody but the keepers of the pool."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not keeps_the_pool(signed_in(request)):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@exported(exports.EXPERTS)
@login_required
@require_safe
def experts(request: HttpRequest) -> HttpResponse:
    """List the experts by name."""
    user = signed_in(request)
    if not reads_the_pool(user):
        raise PermissionDenied
    search = request.GET.get("q", "").replace("\0", "").strip()  # PostgreSQL refuses the character
    asked = request.GET.get("pool", "")
    chosen = asked if asked in Pool.values else ""
    found = queries.experts(search=search, pool=chosen)
    page = page_of(found, order=("name", "id"), cursor=request.GET.get("after"), size=50)
    context = {
        "rows": [{"expert": expert, "phone": presentation.masked_phone(expert)} for expert in page.items],
        "pools": Pool.choices,
        "search": search,
        "chosen": chosen,
        "may_keep": keeps_the_pool(user),
        "clause": clauses.REVIEW,
        "previous": _cursor(request, page.previous),
        "next": _cursor(request, page.next),
    }
    return TemplateResponse(request, "panels/experts.html", context)


def _cursor(request: HttpRequest, cursor: str) -> str:
    if not cursor:
        return ""
    query = request.GET.copy()
    query["after"] = cursor
    return f"?{query.urlencode()}"


@keepers_only
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, key: UUID | None = None) -> HttpResponse:
    """Add an expert or change one. Saved personal data is masked: it is uncovered by a POST that is recorded."""
    expert = get_object_or_404(Expert, pk=key) if key else Expert()
    form = ExpertForm(request.POST or None, instance=expert)
    relations = RelationFormSet(request.POST or None, instance=expert)
    if request.method == "POST" and form.is_valid() and relations.is_valid():
        form.save()
        relations.save()
        log_access(by=signed_in(request), action="change", subject=f"expert:{expert.pk}", at=now())
        messages.success(request, _("专家信息已保存。"))
        return redirect("panels:experts")
    context = {"form": form, "relations": relations, "expert": expert if key else None}
    return render(request, "panels/expert.html", context)


@keepers_only
@require_POST
def reveal_phone(request: HttpRequest, key: UUID) -> HttpResponse:
    """Answer with an expert's telephone number, and record the look."""
    expert = get_object_or_404(Expert, pk=key)
    log_access(by=signed_in(request), action="reveal", subject=f"expert:{key}:phone", at=now())
    return render(request, "panels/_masked_value.html", {"value": expert.phone})


@keepers_only
@require_POST
def reveal_relation(request: HttpRequest, key: UUID) -> HttpResponse:
    """Answer with a party that an expert may not review, and record the look."""
    relation = get_object_or_404(Relation, pk=key)
    log_access(by=signed_in(request), action="reveal", subject=f"relation:{key}:value", at=now())
    return render(request, "panels/_masked_value.html", {"value": relation.value})


@keepers_only
@require_http_methods(["GET", "POST"])
def import_experts(request: HttpRequest) -> HttpResponse:
    """Import experts from a workbook: all of it, or none and each wrong row with its reason."""
    form = ImportForm(request.POST or None, request.FILES or None)
    result = None
    if request.method == "POST" and form.is_valid():
        result = _imported(request, form)
        if result is not None and not result.wrong:
            counts = {"added": result.added, "updated": result.updated}
            messages.success(request, _("已导入：新增 %(added)s 名，更新 %(updated)s 名。") % counts)
            return redirect("panels:experts")
    return render(request, "panels/expert_import.html", {"form": form, "result": result, "columns": pool.COLUMNS})


def _imported(request: HttpRequest, form: ImportForm) -> pool.Imported | None:
    upload: UploadedFile[bytes] = form.cleaned_data["file"]
    try:
        kind = kind_named(upload.name or "", declared=upload.content_type or "")
        check_content(upload.file, kind)  # type: ignore[arg-type]
        upload.file.seek(0)  # type: ignore[union-attr]
        return pool.import_experts(upload.file, by=signed_in(request), at=now())  # type: ignore[arg-type]
    except (UploadRefused, pool.ImportRefused) as refusal:
        form.add_error("file", str(refusal))
        return None


@keepers_only
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """Hand out the workbook to fill in."""
    answer = HttpResponse(pool.template(), content_type=XLSX)
    answer["Content-Disposition"] = "attachment; filename=experts.xlsx"
    return answer
