"""What the lists of the register hand out as spreadsheets: the columns that they show."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from gongfang.web.exporting import Column, Sheet


def _items(row: Any) -> str:
    return "、".join(str(item.name) for item in row["items"])


REGISTER = Sheet(
    name=_("工坊名录"),
    columns=(
        Column(_("名录编号"), "workshop.number"),
        Column(_("工坊"), "workshop.name", 30),
        Column(_("经营主体"), "workshop.operator.name", 30),
        Column(_("县（市）"), "workshop.county.name"),
        Column(_("依托项目"), _items, 40),
        Column(_("认定文号"), "workshop.document_number", 24),
        Column(_("认定日期"), "workshop.recognised_on"),
        Column(_("状态"), "workshop.get_status_display"),
    ),
)
