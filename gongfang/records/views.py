"""Files as they are handed out, the access log, and the check of the chain."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from gongfang.accounts.models import User
from gongfang.web.export_views import exported
from gongfang.web.paging import links, page_of

from . import exports
from .images import NoPicture, shown_copy
from .labels import action_label, actions_offered
from .models import AccessEntry, EvidenceFile
from .permissions import may_open, reads_access_log
from .services import log_access
from .verification import verify

SEALED = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""Headers of every file: whatever is in it, the browser runs none of it and keeps none of it."""


@require_safe
def file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Hand out a file as an attachment; with `?inline`, a picture as a copy made anew. 404 to others."""
    stored = EvidenceFile.objects.filter(pk=pk).first()
    if stored is None or not may_open(request.user, stored):
        raise Http404
    if "inline" in request.GET:
        return _inline(request, stored)
    if stored.access == EvidenceFile.Access.HANDLERS:
        log_access(by=_person(request), action="open_file", subject=f"file:{stored.pk}", at=timezone.now())
    return _attachment(stored)


def _inline(request: HttpRequest, stored: EvidenceFile) -> HttpResponse:
    try:
        picture = shown_copy(stored, size=request.GET["inline"])
    except NoPicture:
        raise Http404 from None
    return HttpResponse(picture, content_type="image/jpeg", headers=SEALED)


def _attachment(stored: EvidenceFile) -> FileResponse:
    try:
        handle = stored.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        handle, as_attachment=True, filename=stored.title, content_type=stored.content_type, headers=SEALED
    )
    response["Content-Length"] = stored.size
    return response


def _person(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _auditing(request: HttpRequest) -> User:
    """Return the person, who must be one of those who read the log.

    :raises PermissionDenied: for everybody else.
    """
    user = request.user
    if not isinstance(user, User) or not reads_access_log(user):
        raise PermissionDenied
    return user


@exported(exports.ACCESS_LOG)
@login_required
@require_safe
def access_log(request: HttpRequest) -> HttpResponse:
    """List who looked at personal data and what administrators did, the latest first."""
    _auditing(request)
    action = request.GET.get("action", "").replace("\0", "")  # PostgreSQL refuses the character
    entries = AccessEntry.objects.select_related("user__office")
    entries = entries.filter(action=action) if action else entries
    page = page_of(entries, order=("-id",), cursor=request.GET.get("after"), size=50)
    context = {
        "entries": [{"entry": entry, "label": action_label(entry.action)} for entry in page.items],
        "action": action,
        "actions": actions_offered(),
        **links(page, action=action),
    }
    return TemplateResponse(request, "records/access_log.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check_chain(request: HttpRequest) -> HttpResponse:
    """Recompute the chain of records when asked to, and say which record is wrong."""
    user = _auditing(request)
    context: dict[str, Any] = {"verdict": None}
    if request.method == "POST":
        at = timezone.now()
        context = {"verdict": verify(with_files="files" in request.POST), "at": at}
        log_access(by=user, action="verify_chain", subject="chain", at=at)
    return render(request, "records/check_chain.html", context)
