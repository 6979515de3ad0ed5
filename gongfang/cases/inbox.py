"""待办: where everybody lands after signing in: officials stay, the others go on to their own start page."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongfang.accounts.models import Role, User
from gongfang.notifications.queries import unread_of
from gongfang.web.export_views import exported
from gongfang.web.paging import links, page_of

from . import exports, worklist
from .pages import now, signed_in
from .registry import kinds

MINE, OTHERS = "mine", "others"
PAGE_SIZE = 30
START_PAGES = {
    Role.APPLICANT: "applications:mine",
    Role.EXPERT: "panels:workspace",
    Role.AUDITOR: "applications:index",
    Role.AUDIT_ADMIN: "records:access_log",
    Role.SYSTEM_ADMIN: "accounts:people",
    Role.SECURITY_ADMIN: "accounts:people",
}


@exported(exports.INBOX)
@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Show an official what waits for the office; send everybody else to the page they start on."""
    user = signed_in(request)
    if user.office is None:
        return redirect(START_PAGES[Role(user.role)])
    return _of_office(request, user)


def _of_office(request: HttpRequest, user: User) -> HttpResponse:
    assert user.office is not None
    office, at = user.office, now()
    tab = OTHERS if request.GET.get("tab") == OTHERS else MINE
    kind = _kind(request)
    of_others = tab == OTHERS
    tasks = worklist.tasks_of_others(user, kind=kind) if of_others else worklist.tasks_of(office, kind=kind)
    page = page_of(tasks, order=("due_at", "id"), cursor=request.GET.get("after"), size=PAGE_SIZE)
    items = worklist.items_of_tasks(page.items, office=office, at=at, of_others=of_others)
    context = {
        "office": office,
        "items": items,
        "is_signing": user.role == Role.HEAD,
        "of_others": of_others,
        "tabs": _tabs(tab, kind),
        "filters": _filters(tab, kind),
        "overdue": 0 if of_others else worklist.count_overdue(office, at=at),
        "unread": unread_of(user),
        **links(page, tab=tab, kind=kind),
    }
    return TemplateResponse(request, "cases/inbox.html", context)


def _kind(request: HttpRequest) -> str:
    """Return the kind of case asked for, empty for all; an unknown one shows all."""
    asked = request.GET.get("kind", "")
    return asked if asked in {kind.procedure.kind for kind in kinds()} else ""


def _tabs(current: str, kind: str) -> list[dict[str, Any]]:
    labels = {MINE: _("待我单位办理"), OTHERS: _("等待他人")}
    return [
        {"label": label, "url": _url(tab=tab, kind=kind), "is_current": tab == current}
        for tab, label in labels.items()
    ]


def _filters(tab: str, current: str) -> list[dict[str, Any]]:
    labels = {"": _("全部")} | {kind.procedure.kind: _(kind.procedure.label) for kind in kinds()}
    return [
        {"label": label, "url": _url(tab=tab, kind=name), "is_current": name == current}
        for name, label in labels.items()
    ]


def _url(**parameters: str) -> str:
    return "?" + urlencode({name: value for name, value in parameters.items() if value})
