"""What the page of a stand shows."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from gongfang.accounts.models import User
from gongfang.regulation import clauses
from gongfang.support.registry import Given

from . import queries
from .models import Placement, Stand


def of_stand(case: Stand, user: User) -> Mapping[str, Any]:
    """Return the fair, the products that go there, and what came of it."""
    products = case.products.select_related("shown")
    return {"stand": case, "fair": case.fair, "products": queries.names_of(products), "clause": clauses.CATALOGUE}


def given_stand(stand: Stand) -> Given:
    """Describe a stand among the support a workshop has had."""
    result = "" if stand.sales is None else f"{stand.sales + (stand.orders or 0):.2f} 元"
    fair = stand.fair
    return Given(
        on=fair.starts_on, until=fair.ends_on, text=fair.name, result=result, url=stand.get_absolute_url()
    )


def given_placement(placement: Placement) -> Given:
    """Describe a placement among the support a workshop has had."""
    text = f"{placement.venue}（{placement.get_kind_display()}）：{queries.names_of([placement.product])}"
    return Given(on=placement.since, until=placement.until, text=text, url=reverse("fairs:placements"))
