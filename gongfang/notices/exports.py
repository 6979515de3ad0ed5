"""What the lists of notices and objections hand out as spreadsheets: the columns that they show."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongfang.regulation.time_limits import beijing_date
from gongfang.web.exporting import Column, End, Sheet


def _received(row: Any) -> date:
    objection = row["objection"]
    return objection.received_on or beijing_date(objection.opened_at)


NOTICES = Sheet(
    name=_("公示"),
    rows="page.items",
    columns=(
        Column(_("编号"), "number"),
        Column(_("公告"), "title", 40),
        Column(_("发布"), "published_at", 20),
        End(_("届满"), "standing_ends_at", 20),
        Column(_("列入"), "entry_count"),
    ),
)

OBJECTIONS = Sheet(
    name=_("异议"),
    columns=(
        Column(_("编号"), "objection.number"),
        Column(_("异议对象"), "objection.against.title", 30),
        Column(_("县（市）"), "objection.against.region.name"),
        Column(_("公告"), "objection.notice.number"),
        Column(_("收到"), _received),
        Column(_("状态"), "label"),
        End(_("核查期限"), "ends_at", 20),
        Column(_("已超期"), "is_overdue"),
    ),
)
