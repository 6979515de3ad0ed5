"""What the lists of applications and rounds hand out as spreadsheets: the columns that they show."""

from django.utils.translation import gettext_lazy as _

from gongfang.web.exporting import Column, End, Sheet

APPLICATIONS = Sheet(
    name=_("申报案件"),
    columns=(
        Column(_("编号"), "application.number"),
        Column(_("工坊"), "application.title", 30),
        Column(_("经营主体"), "application.operator_name", 30),
        Column(_("县（市）"), "application.region.name"),
        Column(_("批次"), "application.round.name", 20),
        Column(_("状态"), "label"),
        End(_("期限届满"), "due.ends_at", 20),
        Column(_("提交"), "application.filed_at", 20),
    ),
)
ROUNDS = Sheet(
    name=_("申报批次"),
    columns=(
        Column(_("批次"), "round.name", 24),
        Column(_("开始"), "round.opens_at", 20),
        End(_("截止"), "round.ends_at", 20),
        Column(_("是否接收申报"), "is_open"),
    ),
)
