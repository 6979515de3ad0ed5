"""What the lists of requests and county registers hand out as spreadsheets: the columns that they show."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from gongfang.web.exporting import Column, Sheet


def _items(row: Any) -> str:
    return "、".join(item.name for item in row["entry"].relied_on.all())


def _recognitions(row: Any) -> str:
    return "、".join(workshop.number for workshop in row["recognitions"])


CHANGES = Sheet(
    name=_("登记变更"),
    columns=(
        Column(_("编号"), "change.number"),
        Column(_("工坊"), "change.workshop.name", 30),
        Column(_("名录编号"), "change.workshop.number"),
        Column(_("县（市）"), "change.region.name"),
        Column(_("变更事项"), "what", 40),
        Column(_("申请"), "change.opened_at", 20),
        Column(_("状态"), "label"),
    ),
)

COUNTY_REGISTER = Sheet(
    name=_("县级名录"),
    columns=(
        Column(_("编号"), "entry.number"),
        Column(_("工坊"), "entry.name", 30),
        Column(_("经营主体"), "entry.operator.name", 30),
        Column(_("依托项目"), _items, 40),
        Column(_("县级认定文号"), "entry.county_document_number", 24),
        Column(_("县级认定日期"), "entry.county_recognised_on"),
        Column(_("地区级"), _recognitions, 20),
        Column(_("状态"), "entry.get_status_display"),
    ),
)
