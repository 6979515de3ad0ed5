"""Exports of lists: each is written down; and what the access log itself hands out."""

from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import User
from gongfang.web.exporting import Column, Sheet

from .services import log_access


def record(request: HttpRequest, name: str, rows: int, at: datetime) -> None:
    """Write down that a person exported the list `name`; by what it was narrowed may name people, and is not."""
    user = request.user
    assert isinstance(user, User)  # every list that is exported asks who is looking
    log_access(
        by=user,
        action="export",
        subject=f"list:{name}",
        reason=_now("%(number)s 行") % {"number": rows},
        at=at,
    )


ACCESS_LOG = Sheet(
    name=_("查看与管理日志"),
    rows="entries",
    columns=(
        Column(_("时间"), "entry.at", 20),
        Column(_("人员"), "entry.user.display_name"),
        Column(_("单位"), "entry.user.office.name", 30),
        Column(_("代号"), "entry.user.username"),
        Column(_("事项"), "label", 20),
        Column(_("对象"), "entry.subject", 40),
        Column(_("理由"), "entry.reason", 30),
    ),
)
