"""Handing out an archive, and checking one."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongfang.accounts import permissions
from gongfang.cases.pages import get_case, now, signed_in
from gongfang.regulation.procedure import StepRefused

from . import services
from .checking import NotAnArchive, check
from .forms import ArchiveForm, CheckForm
from .permissions import has_ended, may_archive


@login_required
@require_http_methods(["GET", "POST"])
def archive(request: HttpRequest, number: str) -> HttpResponse | FileResponse:
    """Make the archive of a case and send it."""
    case, user = get_case(request, number), signed_in(request)
    if not may_archive(user):
        raise PermissionDenied
    form = ArchiveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            file = services.archive(case=case, by=user, at=now(), **form.cleaned_data)
        except StepRefused as refused:
            form.add_error(None, str(refused))
        else:
            return FileResponse(file, as_attachment=True, filename=f"{case.number}.zip")
    context = {"case": case, "form": form, "has_ended": has_ended(case)}
    return render(request, "archives/archive.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Check an archive that somebody holds; nothing of it is kept."""
    user = signed_in(request)
    if not (permissions.is_official(user) or permissions.is_auditor(user)):
        raise PermissionDenied
    form = CheckForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            context["verdict"] = check(form.cleaned_data["file"])
        except NotAnArchive as error:
            form.add_error("file", _("不能核验：%(why)s") % {"why": error})
    return render(request, "archives/verify.html", context)
