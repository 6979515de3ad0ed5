"""Pages of documents: of a case, of one document, and the register of an office."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongfang.accounts.models import User
from gongfang.cases.pages import get_case, now, signed_in
from gongfang.records.services import log_access
from gongfang.records.views import SEALED
from gongfang.regulation.procedure import StepRefused
from gongfang.web.export_views import exported
from gongfang.web.paging import page_of

from . import exports, permissions, presentation, queries, rendering, services
from .forms import ContentForm, RegisterFilter
from .kinds import kind_named, kinds
from .models import Document, DocumentVersion

PAGE = 30
FORMATS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@exported(exports.REGISTER)
@login_required
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """List the documents of this office by year: what was issued with its number, or what is being written."""
    user = signed_in(request)
    if not permissions.may_list(user):
        raise PermissionDenied
    form = RegisterFilter(request.GET, user=user, chooses_office=permissions.sees_other_registers(user))
    chosen = form.chosen()
    order = queries.DRAFTS_FIRST if chosen.is_draft else queries.NEWEST_FIRST
    page = page_of(queries.registered(user, chosen), order=order, cursor=request.GET.get("after"), size=PAGE)
    query = {name: value for name in form.fields if (value := request.GET.get(name))}
    context = {
        "form": form,
        "is_draft": chosen.is_draft,
        "rows": [presentation.row_of(document, user) for document in page.items],
        "previous": _url(query, page.previous),
        "next": _url(query, page.next),
    }
    return TemplateResponse(request, "documents/register.html", context)


def _url(query: dict[str, Any], cursor: str) -> str:
    return "?" + urlencode({**query, "after": cursor}) if cursor else ""


@login_required
@require_safe
def of_case(request: HttpRequest, number: str) -> HttpResponse:
    """Show the documents of a case and what this office can make on it now."""
    case, user = get_case(request, number), signed_in(request)
    if not permissions.writes_on(user, case):
        raise PermissionDenied
    context = {
        "case": case,
        "offers": queries.offers(case, user),
        "rows": [presentation.row_of(document, user) for document in queries.of_case(case, user)],
    }
    return render(request, "documents/of_case.html", context)


@login_required
@require_POST
def make(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Draft a document of one kind about what `subject` names."""
    case, user = get_case(request, number), signed_in(request)
    if kind not in {each.name for each in kinds()}:
        raise Http404
    if not permissions.writes_on(user, case):
        raise PermissionDenied
    subject = queries.find_subject(kind_named(kind), case, request.POST.get("subject", ""))
    if subject is None:
        messages.error(request, _("案件状态已经变化，不能再拟制这份文书。"))
        return redirect("documents:of_case", case.number)
    try:
        document = services.prepare(kind, subject=subject, by=user, at=now())
    except StepRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("documents:of_case", case.number)
    return redirect(document)


def _readable(request: HttpRequest, pk: UUID) -> Document:
    """Return a document that exists for this person, who may be anonymous.

    :raises Http404: for everybody else.
    """
    document = queries.documents().filter(pk=pk).first()
    if document is None or not permissions.may_read(request.user, document):
        raise Http404
    return document


def _own(request: HttpRequest, pk: UUID) -> Document:
    """Return a document of this person's office.

    :raises Http404: when it does not exist for this person.
    :raises PermissionDenied: when it is another office's.
    """
    document = _readable(request, pk)
    if not permissions.writes(request.user, document):
        raise PermissionDenied
    return document


@require_safe
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one document: what it says, its number and digests, its versions, and what can be done with it."""
    document, user = _readable(request, pk), request.user
    version = queries.latest(document)
    is_own = permissions.writes(user, document)
    context = {
        "document": document,
        "row": presentation.row_of(document, user),
        "kind": kind_named(document.kind),
        "version": version,
        "versions": list(document.versions.select_related("saved_by")) if is_own else [],
        "cases": list(queries.cases_shown(document, user)) if isinstance(user, User) else [],
        "files": presentation.digests_of(document),
        "lacking": presentation.lacking() if document.pdf_id is None else [],
        "may_edit": permissions.may_edit(user, document),
        "may_issue": permissions.may_issue(user, document),
        "is_replaced": presentation.is_replaced(document),
        "layout": "layouts/workspace.html" if user.is_authenticated else "layouts/portal.html",
        **_paper(document, version),
    }
    return render(request, "documents/detail.html", context)


def _paper(document: Document, version: DocumentVersion) -> dict[str, Any]:
    return rendering.page_context(rendering.sheet_shown(document, queries.content_of(version)))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change the words of a draft; each save is a version."""
    document, user = _own(request, pk), signed_in(request)
    if document.is_issued:
        raise PermissionDenied
    version = queries.latest(document)
    content = queries.content_of(version)
    given = request.POST if request.method == "POST" else None
    form = ContentForm(given, content=content, initial={"seen_version": version.number})
    if request.method == "POST" and form.is_valid() and _is_revised(form, document, user):
        messages.success(request, _("已保存为新的一稿。"))
        return redirect(document)
    context = {"document": document, "form": form, "version": version, "kind": kind_named(document.kind)}
    return render(request, "documents/edit.html", context)


def _is_revised(form: ContentForm, document: Document, user: User) -> bool:
    given = form.cleaned_data
    try:
        services.revise(
            document,
            by=user,
            at=now(),
            title=given["title"],
            texts=form.texts(),
            seen_version=given["seen_version"],
        )
    except StepRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@login_required
@require_POST
def rewrite(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write a draft anew from the facts as they stand now."""
    document, user = _own(request, pk), signed_in(request)
    _try(request, lambda: services.rewrite(document, by=user, at=now()), _("已按现有数据重新生成一稿。"))
    return redirect(document)


@login_required
@require_POST
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Delete a draft."""
    document, user = _own(request, pk), signed_in(request)
    case = document.cases.order_by("pk").first()
    if not _try(request, lambda: services.discard(document, by=user), _("已删除拟稿。")):
        return redirect(document)
    return redirect("documents:of_case", case.number) if case else redirect("documents:register")


@login_required
@require_POST
def issue(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Number, file and record a document; the head of the office signs."""
    document, user = _own(request, pk), signed_in(request)
    if not permissions.may_issue(user, document) and not document.is_issued:
        raise PermissionDenied
    seen = request.POST.get("seen_version", "")
    version = int(seen) if seen.isascii() and seen.isdigit() else 0
    _try(
        request,
        lambda: services.issue(document, by=user, at=now(), seen_version=version),
        _("已编号、制发并记入记录链。"),
    )
    return redirect(document)


def _try(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    try:
        act()
    except StepRefused as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, done)
    return True


@require_safe
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the sheet alone, as it is printed; `?version=` shows an earlier one to the office that writes it."""
    document = _readable(request, pk)
    version = _version(request, document)
    context = {"document": document, "version": version, **_paper(document, version)}
    return render(request, "documents/preview.html", context)


def _version(request: HttpRequest, document: Document) -> DocumentVersion:
    wanted = request.GET.get("version", "")
    if not wanted or not permissions.writes(request.user, document):
        return queries.latest(document)
    found = document.versions.filter(number=wanted).first() if wanted.isascii() and wanted.isdigit() else None
    if found is None:
        raise Http404
    return found


@require_safe
def docx(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand out a document for Word: the issued file, or the draft as it stands."""
    return _download(request, pk, "docx", rendering.docx)


@require_safe
def pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand out a document as PDF; where this machine makes none, say what it lacks."""
    document = _readable(request, pk)
    if document.pdf_id is None and rendering.missing():
        lacking = "；".join(presentation.lacking())
        messages.error(request, _("本机暂不能生成 PDF，缺少：%(lacking)s。") % {"lacking": lacking})
        return redirect(document)
    return _download(request, pk, "pdf", rendering.pdf)


def _download(
    request: HttpRequest, pk: UUID, extension: str, make: Callable[[rendering.Sheet], bytes]
) -> HttpResponse:
    document = _readable(request, pk)
    stored = getattr(document, extension)
    if stored is not None:
        with stored.file.open("rb") as handle:
            data, name = handle.read(), stored.title
    else:
        data = make(_paper(document, queries.latest(document))["sheet"])
        name = f"{document.number or _('草稿')} {document.title}.{extension}"
    if kind_named(document.kind).names_people and document.is_issued:
        user = signed_in(request)
        log_access(by=user, action="open_file", subject=f"document:{document.pk}", at=now())
    response = HttpResponse(data, content_type=FORMATS[extension], headers=SEALED)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
