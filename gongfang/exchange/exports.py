"""What the lists of exchange hand out as spreadsheets: the columns that they show, and nobody's name."""

from django.utils.translation import gettext_lazy as _

from gongfang.web.exporting import Column, Sheet

MATCHINGS = Sheet(
    name=_("名单比对"),
    columns=(
        Column(_("比对时间"), "run_at"),
        Column(_("比对部门"), "office.name", 30),
        Column(_("登记库截至"), "register_as_of"),
        Column(_("名单人数"), "people"),
        Column(_("已确认"), "confirmed"),
        Column(_("未找到"), "not_found"),
        Column(_("已退出"), "left"),
        Column(_("重复"), "doubled"),
    ),
)

SUBSIDIES = Sheet(
    name=_("财政补助"),
    columns=(
        Column(_("编号"), "case.number"),
        Column(_("工坊"), "case.workshop.name", 30),
        Column(_("用途"), "case.purpose", 30),
        Column(_("拨付部门"), "case.office.name", 30),
        Column(_("文号"), "case.document_number", 24),
        Column(_("金额（元）"), "case.amount"),
        Column(_("未报账（元）"), "case.unspent"),
        Column(_("报账期限"), "case.account_by"),
        Column(_("状态"), "label"),
    ),
)

POLICIES = Sheet(
    name=_("扶持政策"),
    columns=(
        Column(_("政策名称"), "title", 30),
        Column(_("文号"), "document_number", 24),
        Column(_("适用对象"), "beneficiaries", 40),
        Column(_("开始日期"), "starts_on"),
        Column(_("结束日期"), "ends_on"),
    ),
)

TRAININGS = Sheet(
    name=_("技能培训"),
    columns=(
        Column(_("培训名称"), "title", 30),
        Column(_("职业（工种）"), "occupation"),
        Column(_("组织部门"), "office.name", 30),
        Column(_("开始日期"), "starts_on"),
        Column(_("结束日期"), "ends_on"),
        Column(_("学时"), "hours"),
        Column(_("工坊"), "workshop_count"),
        Column(_("参训人数"), "people"),
    ),
)
