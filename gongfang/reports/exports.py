"""What the lists behind the figures show, on the page and as spreadsheets."""

from django.utils.translation import gettext_lazy as _

from gongfang.web.exporting import Column, End, Sheet

WORKSHOPS = Sheet(
    name=_("工坊明细"),
    columns=(
        Column(_("工坊"), "title", 30),
        Column(_("名录编号"), "number"),
        Column(_("县（市）"), "county"),
        Column(_("类别"), "category"),
        Column(_("状态"), "status"),
        Column(_("就业人数"), "people"),
        Column(_("产值（万元）"), "output_value"),
        Column(_("线上销售（万元）"), "sales_online", 20),
        Column(_("线下销售（万元）"), "sales_offline", 20),
        Column(_("数据来源"), "source", 24),
    ),
)
ACTIVITIES = Sheet(
    name=_("活动明细"),
    columns=(
        Column(_("内容"), "title", 40),
        Column(_("类型"), "kind"),
        Column(_("日期"), "held_on"),
        Column(_("工坊"), "workshop", 30),
        Column(_("县（市）"), "county"),
        Column(_("参加人数"), "participants"),
    ),
)
LIMITS = Sheet(
    name=_("期限明细"),
    columns=(
        Column(_("案件"), "title", 30),
        Column(_("编号"), "number"),
        Column(_("县（市）"), "county"),
        Column(_("期限"), "limit", 20),
        Column(_("起算"), "started_at", 20),
        End(_("届满"), "ends_at", 20),
        Column(_("办结"), "closed_at", 20),
        Column(_("超期"), "is_late"),
    ),
)
STEPS = Sheet(
    name=_("办理步骤明细"),
    columns=(
        Column(_("案件"), "title", 30),
        Column(_("编号"), "number"),
        Column(_("县（市）"), "county"),
        Column(_("部门"), "office", 30),
        Column(_("步骤"), "step", 20),
        Column(_("进入该状态"), "came_at", 20),
        Column(_("办出"), "at", 20),
        Column(_("用时（天）"), "days"),
        Column(_("超期"), "is_late"),
    ),
)
OVERDUE = Sheet(
    name=_("超期事项"),
    columns=(
        Column(_("案件"), "title", 30),
        Column(_("编号"), "number"),
        Column(_("县（市）"), "county"),
        Column(_("部门"), "office", 30),
        Column(_("事项"), "what", 20),
        End(_("届满"), "due_at", 20),
    ),
)
BULLETINS = Sheet(
    name=_("统计通报"),
    columns=(
        Column(_("通报"), "bulletin.title", 50),
        Column(_("编号"), "bulletin.number"),
        Column(_("统计期"), "bulletin.period_label", 20),
        Column(_("文号"), "bulletin.document_number", 24),
        Column(_("签发"), "bulletin.issued_at", 20),
        Column(_("状态"), "label"),
    ),
)
