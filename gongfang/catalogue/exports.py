"""What the lists of the catalogue hand out as spreadsheets: the columns that they show, and no buyer."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from gongfang.web.exporting import Column, Sheet


def _asked(row: Any) -> str:
    return "、".join(product.title for product in row["products"]) or row["case"].title


PRODUCTS = Sheet(
    name=_("产品目录"),
    columns=(
        Column(_("编号"), "product.number"),
        Column(_("产品"), "version.name", 30),
        Column(_("技艺"), "version.craft", 24),
        Column(_("工坊"), "product.workshop.name", 30),
        Column(_("县（市）"), "product.region.name"),
        Column(_("最低价（元）"), "version.price_from"),
        Column(_("最高价（元）"), "version.price_to"),
        Column(_("状态"), "label"),
    ),
)

ENQUIRIES = Sheet(
    name=_("产品询价"),
    columns=(
        Column(_("编号"), "case.number"),
        Column(_("询问"), _asked, 40),
        Column(_("工坊"), "case.workshop.name", 30),
        Column(_("县（市）"), "case.region.name"),
        Column(_("收到"), "case.opened_at"),
        Column(_("状态"), "label"),
        Column(_("成交金额（元）"), "case.amount"),
        Column(_("成交数量"), "case.ordered_quantity"),
        Column(_("关闭原因"), "case.get_outcome_display"),
    ),
)

DEMANDS = Sheet(
    name=_("采购需求"),
    columns=(
        Column(_("编号"), "case.number"),
        Column(_("类别"), "case.get_category_display"),
        Column(_("数量"), "case.quantity"),
        Column(_("收到"), "case.opened_at"),
        Column(_("对接（家）"), "case.matched_count"),
        Column(_("成交（件）"), "case.ordered_count"),
        Column(_("状态"), "label"),
    ),
)
