"""What the lists of evaluations hand out as spreadsheets: the columns that they show."""

from django.utils.translation import gettext_lazy as _

from gongfang.web.exporting import Column, End, Sheet

EVALUATIONS = Sheet(
    name=_("两年评估"),
    columns=(
        Column(_("编号"), "evaluation.number"),
        Column(_("工坊"), "evaluation.title", 30),
        Column(_("次序"), "evaluation.sequence"),
        Column(_("县（市）"), "evaluation.region.name"),
        Column(_("应评估日期"), "evaluation.due_on"),
        Column(_("状态"), "label"),
        End(_("期限届满"), "due.ends_at", 20),
        Column(_("得分"), "total"),
    ),
)
