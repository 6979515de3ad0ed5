"""The messages of the signed-in person and of the office they serve in."""

from django.contrib import messages as flash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongfang.accounts.models import User
from gongfang.web.paging import page_of

from . import services
from .queries import inbox_of


def _reader(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # login_required has let nobody else through
    return request.user


@login_required
@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """List the messages, the latest first."""
    page = page_of(inbox_of(_reader(request)), order=("-id",), cursor=request.GET.get("after"), size=30)
    context = {
        "messages_page": page,
        "previous": f"?after={page.previous}" if page.previous else "",
        "next": f"?after={page.next}" if page.next else "",
    }
    return render(request, "notifications/messages.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one message; the button marks it as read. 404 for a message to somebody else."""
    found = get_object_or_404(inbox_of(_reader(request)), pk=pk)
    if request.method == "POST":
        services.mark_read(inbox_of(_reader(request)).filter(pk=pk), at=timezone.now())
        return redirect("notifications:messages")
    return render(request, "notifications/message.html", {"message": found})


@login_required
@require_POST
def mark_all_read(request: HttpRequest) -> HttpResponse:
    """Mark every message as read."""
    services.mark_read(inbox_of(_reader(request)), at=timezone.now())
    flash.success(request, _("已全部标为已读。"))
    return redirect("notifications:messages")
