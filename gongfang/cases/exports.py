"""What the lists of work hand out as spreadsheets: the columns that they show."""

from django.utils.translation import gettext_lazy as _

from gongfang.web.exporting import Column, End, Sheet

from .worklist import Item


def _steps(item: Item) -> str:
    return "、".join(step.label for step in item.steps)


def _is_overdue(item: Item) -> bool:
    return item.due is not None and item.due.is_overdue


INBOX = Sheet(
    name=_("待办"),
    rows="items",
    columns=(
        Column(_("编号"), "case.number"),
        Column(_("案件"), "case.title", 30),
        Column(_("类别"), "kind_label"),
        Column(_("事项"), _steps, 30),
        Column(_("等待"), "waits_for", 24),
        Column(_("县（市）"), "case.region.name"),
        Column(_("状态"), "state_label"),
        End(_("期限届满"), "due.ends_at", 20),
        Column(_("已超期"), _is_overdue),
    ),
)
