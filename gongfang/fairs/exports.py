"""What the lists of fairs and placements hand out as spreadsheets: the columns that they show."""

from django.utils.translation import gettext_lazy as _

from gongfang.web.exporting import Column, Sheet

FAIRS = Sheet(
    name=_("展会"),
    rows="fairs",
    columns=(
        Column(_("名称"), "name", 30),
        Column(_("类型"), "get_kind_display"),
        Column(_("地点"), "place", 24),
        Column(_("开始日期"), "starts_on"),
        Column(_("结束日期"), "ends_on"),
        Column(_("已邀请"), "invited"),
        Column(_("参展"), "taken"),
        Column(_("展位"), "stands"),
    ),
)

PLACEMENTS = Sheet(
    name=_("进商场景区街区"),
    columns=(
        Column(_("产品"), "product", 30),
        Column(_("工坊"), "placement.workshop.name", 30),
        Column(_("场所名称"), "placement.venue", 30),
        Column(_("场所类型"), "placement.get_kind_display"),
        Column(_("县（市）"), "placement.county.name"),
        Column(_("进驻日期"), "placement.since"),
        Column(_("撤出日期"), "placement.until"),
    ),
)
