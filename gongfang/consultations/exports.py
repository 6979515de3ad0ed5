"""What the list of consultations hands out as a spreadsheet: the columns that it shows."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from gongfang.web.exporting import Column, Sheet


def _offices(row: Any) -> str:
    return "、".join(str(office.name) for office in row["case"].offices.all())


MEETINGS = Sheet(
    name=_("会商"),
    columns=(
        Column(_("编号"), "case.number"),
        Column(_("会商名称"), "case.title", 30),
        Column(_("会商日期"), "case.held_on"),
        Column(_("参加部门"), _offices, 60),
        Column(_("状态"), "label"),
    ),
)
