"""What the lists of revocations hand out as spreadsheets: the columns that they show."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from gongfang.web.exporting import Column, End, Sheet


def _grounds(row: Any) -> str:
    return "、".join(clause.cite for clause in row["revocation"].ground_clauses)


REVOCATIONS = Sheet(
    name=_("撤销命名"),
    columns=(
        Column(_("编号"), "revocation.number"),
        Column(_("工坊"), "revocation.workshop.name", 30),
        Column(_("名录编号"), "revocation.workshop.number"),
        Column(_("县（市）"), "revocation.workshop.county.name"),
        Column(_("情形"), _grounds, 40),
        Column(_("状态"), "label"),
        Column(_("待收回牌匾"), "has_plaque_out"),
        End(_("期限届满"), "ends_at", 20),
    ),
)
