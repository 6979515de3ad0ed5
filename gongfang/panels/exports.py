"""What the lists of panels and experts hand out as spreadsheets: the columns that they show."""

from django.utils.translation import gettext_lazy as _

from gongfang.web.exporting import Column, Sheet

PANELS = Sheet(
    name=_("专家评审"),
    columns=(
        Column(_("编号"), "panel.number"),
        Column(_("专家组"), "panel.title", 30),
        Column(_("申报件数"), "panel.applications"),
        Column(_("每件专家人数"), "panel.size"),
        Column(_("抽取时间"), "panel.draw_at", 20),
        Column(_("状态"), "state_label"),
    ),
)

EXPERTS = Sheet(
    name=_("评审专家库"),
    columns=(
        Column(_("姓名"), "expert.name"),
        Column(_("单位"), "expert.employer", 30),
        Column(_("专家库"), "expert.get_pool_display"),
        Column(_("专业领域"), "expert.speciality", 30),
        Column(_("职称"), "expert.title"),
        Column(_("从业年数"), "expert.relevant_years"),
        Column(_("联系电话"), "phone"),
        Column(_("可抽取"), "expert.is_active"),
    ),
)
