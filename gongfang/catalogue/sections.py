"""What the pages of products, enquiries, demands and workshops show, and to whom."""

from collections.abc import Mapping
from typing import Any

from gongfang.accounts.models import User
from gongfang.cases.permissions import visible_to
from gongfang.regulation import clauses
from gongfang.regulation.enquiry import OPEN
from gongfang.regulation.product import ON_SHOW
from gongfang.workshops.models import Workshop

from . import permissions, presentation, queries
from .models import Demand, Enquiry, Product

SHOWN = 8
"""How many products a workshop's page shows; the list has the rest."""


def of_product(case: Product, user: User) -> Mapping[str, Any]:
    """Return what a product says, what has changed in it, and the way to write it or to see it."""
    product = Product.objects.select_related("workshop", "shown", "working").get(pk=case.pk)
    version = product.newest
    is_public = product.shown_id is not None and product.workshop.is_in_force
    return {
        "product": product,
        "version": version,
        "photos": version.photos.all(),
        "changes": presentation.changes_of(product),
        "missing": queries.missing(product.working) if permissions.may_write(user, product) else (),
        "may_write": permissions.may_write(user, product),
        "is_public": is_public,
        "is_hidden": product.state in ON_SHOW and not is_public,
        "enquiries": product.enquiries.count(),
    }


def of_enquiry(case: Enquiry, user: User) -> Mapping[str, Any]:
    """Return what is asked, by whom, and what came of it."""
    demand = case.of_demand if case.of_demand_id and permissions.may_see_demands(user) else None
    return {
        "enquiry": case,
        "demand": demand,
        "buyer": presentation.buyer_for(case, user),
        "products": case.products.select_related("shown", "workshop"),
        "awaits_answer": case.state == "forwarded",
    }


def of_demand(case: Demand, user: User) -> Mapping[str, Any]:
    """Return what is wanted, by whom, and the workshops it was brought to with their results."""
    rows = queries.enquiries().filter(of_demand=case).order_by("pk")
    return {
        "demand": case,
        "buyer": presentation.buyer_for(case, user),
        "rows": [presentation.row_of(each) for each in rows],
    }


def of_workshop(workshop: Workshop, user: User) -> Mapping[str, Any] | None:
    """Return the products of a workshop that `user` sees and the enquiries that wait; nothing without any."""
    rows = queries.products().filter(workshop=workshop, pk__in=visible_to(user, "product")).order_by("-id")
    products = presentation.rows_of_products(rows[:SHOWN], user)
    may_enter = workshop.is_in_force and permissions.writes_for(user, workshop)
    waiting = Enquiry.objects.filter(workshop=workshop, state__in=OPEN, pk__in=visible_to(user, "enquiry"))
    if not products and not may_enter:
        return None
    return {
        "workshop": workshop,
        "rows": products,
        "may_enter": may_enter,
        "waiting": waiting.count(),
        "clause": clauses.CATALOGUE,
    }
