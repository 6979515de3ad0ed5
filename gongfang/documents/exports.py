"""What the register of documents hands out as a spreadsheet: the columns that it shows."""

from django.utils.translation import gettext_lazy as _

from gongfang.web.exporting import Column, Sheet

REGISTER = Sheet(
    name=_("发文登记"),
    columns=(
        Column(_("文书"), "label", 24),
        Column(_("标题"), "document.title", 50),
        Column(_("文号"), "document.number", 30),
        Column(_("制发"), "document.issued_at"),
        Column(_("状态"), "state"),
    ),
)
