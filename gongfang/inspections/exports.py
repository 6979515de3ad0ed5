"""What the lists of visits hand out as spreadsheets: the columns that they show."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from gongfang.web.exporting import Column, Sheet


def _inspectors(row: Any) -> str:
    return "、".join(seat.inspector.user.display_name for seat in row["seats"])


VISITS = Sheet(
    name=_("实地核查"),
    columns=(
        Column(_("编号"), "visit.case.number"),
        Column(_("案件"), "visit.case.title", 30),
        Column(_("县（市）"), "visit.case.region.name"),
        Column(_("计划日期"), "visit.planned_on"),
        Column(_("地点"), "visit.place", 40),
        Column(_("核查人员"), _inspectors, 40),
        Column(_("状态"), "visit.get_state_display"),
    ),
)
