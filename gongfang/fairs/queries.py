"""Reading fairs, stands and placements."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from gongfang.accounts.models import User
from gongfang.accounts.permissions import is_applicant
from gongfang.cases.permissions import seen_by
from gongfang.catalogue.models import Product
from gongfang.regulation.fair import STAND, State
from gongfang.workshops.models import Workshop, WorkshopStatus

from .models import Fair, Placement, Stand

NEWEST_FIRST = ("-starts_on", "-id")
"""The order of fairs, for `web.paging.page_of`."""
LAST_PLACED_FIRST = ("-since", "-id")
"""The order of placements."""


def facts_of_stand(case: Any) -> Mapping[str, Any]:
    """Return how the recognition stands and when the fair is."""
    row = Stand.objects.select_related("workshop", "fair").get(pk=case.pk)
    return {
        "is_in_good_standing": row.workshop.is_in_force,
        "is_still_recognised": row.workshop.holds_recognition,
        "starts_on": row.fair.starts_on,
        "ends_on": row.fair.ends_on,
    }


def fairs(user: User) -> QuerySet[Fair]:
    """Return the fairs that `user` knows of: a workshop's account those it was invited to."""
    rows = Fair.objects.annotate(
        invited=Count("stands_given", distinct=True),
        taken=Count("stands_given", filter=Q(stands_given__state__in=TAKEN), distinct=True),
    )
    return rows.filter(stands_given__holder=user) if is_applicant(user) else rows


TAKEN = (State.ACCEPTED, State.REPORTED)
"""The states of a stand that somebody has or had."""


def stands_of(fair: Fair, user: User) -> QuerySet[Stand]:
    """Return the stands of a fair that `user` sees, by workshop."""
    rows = Stand.objects.filter(seen_by(user, STAND.kind), fair=fair).exclude(state="")
    return rows.select_related("workshop__county").prefetch_related("products__shown").order_by("workshop__number")


def sums_of(fair: Fair) -> Mapping[str, Any]:
    """Return what the workshops of a fair have reported, in yuan."""
    return Stand.objects.filter(fair=fair).aggregate(sales=Sum("sales"), orders=Sum("orders"))


def invitable(fair: Fair) -> QuerySet[Workshop]:
    """Return the workshops in good standing with a product on show that were not invited yet (article 8(五))."""
    shown = Product.objects.filter(shown__isnull=False)
    rows = Workshop.objects.filter(status=WorkshopStatus.RECOGNISED, products__in=shown).exclude(stands__fair=fair)
    return rows.select_related("county").distinct().order_by("number")


def products_of(workshop: Workshop) -> QuerySet[Product]:
    """Return the products of a workshop that are on show."""
    return Product.objects.filter(workshop=workshop, shown__isnull=False).select_related("shown").order_by("pk")


def placements(user: User, *, kind: str = "", is_running: bool = False) -> QuerySet[Placement]:
    """Return the placements that `user` sees: an office those of its county, a workshop's account its own."""
    rows = Placement.objects.select_related("workshop", "product__shown", "county")
    if is_applicant(user):
        rows = rows.filter(workshop__holder=user)
    elif user.office is not None and user.office.level == "county":
        rows = rows.filter(workshop__county=user.office.division_id)
    if kind:
        rows = rows.filter(kind=kind)
    return rows.filter(until=None) if is_running else rows


def given_stands() -> QuerySet[Stand]:
    """Return the stands that workshops have or had: what counts as support."""
    return Stand.objects.filter(state__in=TAKEN).select_related("fair")


def names_of(products: Iterable[Product]) -> str:
    """Return what products are called on show."""
    return "、".join(product.shown.name for product in products if product.shown is not None)
