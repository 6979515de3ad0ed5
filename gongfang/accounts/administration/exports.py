"""What the lists of accounts hand out as spreadsheets: the columns that they show."""

from django.utils.translation import gettext_lazy as _

from gongfang.web.exporting import Column, Sheet

PEOPLE = Sheet(
    name=_("账号管理"),
    rows="people",
    columns=(
        Column(_("姓名"), "display_name"),
        Column(_("角色"), "get_role_display"),
        Column(_("所在单位"), "office.name", 40),
        Column(_("代号"), "username", 20),
        Column(_("启用"), "is_active"),
    ),
)
