"""The catalogue as a measure of support: what was published, and what was ordered (article 8(五))."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongfang.regulation import clauses
from gongfang.regulation.product import ON_SHOW
from gongfang.support import registry
from gongfang.support.registry import Given, Measure

from . import queries
from .models import Enquiry


def register() -> None:
    """Register products and orders among what workshops have been given."""
    registry.measure(
        Measure(
            name="catalogue",
            label=gettext_lazy("列入产品目录"),
            clause=clauses.CATALOGUE,
            rows=queries.ever_published,
            describe=_product,
            dated="published_on",
        )
    )
    registry.measure(
        Measure(
            name="orders",
            label=gettext_lazy("企业对接成交"),
            clause=clauses.CATALOGUE,
            rows=queries.orders,
            describe=_order,
            dated="ordered_on",
        )
    )


def _product(row: Any) -> Given:
    counts = {"asked": row.asked_count, "ordered": row.ordered_count}
    return Given(
        on=row.published_on,
        text=row.title,
        result=_("询价 %(asked)s 件，成交 %(ordered)s 件") % counts if row.asked_count else "",
        until=None if row.state in ON_SHOW or row.shown_id else row.ended_on,
        url=row.get_absolute_url(),
    )


def _order(row: Enquiry) -> Given:
    assert row.ordered_on is not None  # an order has its day
    result = {"quantity": row.ordered_quantity, "amount": f"{row.amount:,.2f}"}
    return Given(
        on=row.ordered_on,
        text=row.title,
        result=_("成交 %(quantity)s 件，%(amount)s 元") % result,
        url=row.get_absolute_url(),
    )
