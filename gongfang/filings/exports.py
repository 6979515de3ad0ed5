"""What the lists of filings hand out as spreadsheets: the columns that they show."""

from django.utils.translation import gettext_lazy as _

from gongfang.web.exporting import Column, End, Sheet

FILINGS = Sheet(
    name=_("年度报备"),
    columns=(
        Column(_("编号"), "filing.number"),
        Column(_("工坊"), "filing.workshop.name", 30),
        Column(_("县（市）"), "filing.region.name"),
        Column(_("年度"), "filing.year"),
        Column(_("状态"), "label"),
        End(_("期限届满"), "due.ends_at", 20),
        Column(_("提交"), "filing.filed_at", 20),
        Column(_("纸质材料收到日期"), "filing.received_on"),
    ),
)
