"""Reading the catalogue, what the guards know of products and enquiries, and what came of them."""

import hmac
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from gongfang.notices.receipts import receipt_digest
from gongfang.regulation.enquiry import OPEN, OPEN_DEMAND
from gongfang.regulation.enquiry import State as EnquiryState
from gongfang.workshops.models import Workshop, WorkshopStatus
from gongfang.workshops.searching import normal_form

from .models import Availability, Buyer, Demand, Enquiry, Outcome, Product, ProductPhoto, ProductVersion

NEWEST_FIRST = ("-id",)
SORTS: Mapping[str, tuple[str, str]] = {
    "new": ("-shown_at", "-id"),
    "cheap": ("shown__price_from", "id"),
    "dear": ("-shown__price_from", "-id"),
}
PRICE_BANDS: Mapping[str, tuple[int, int | None]] = {
    "to100": (0, 100),
    "to500": (100, 500),
    "to2000": (500, 2000),
    "over2000": (2000, None),
}
"""Price bands in yuan: from, and to; the last has no end."""
RELATED = 4


def public_products() -> QuerySet[Product]:
    """Return the products that the public sees now, each with `shown` (its version and photos) and its workshop.

    A workshop whose recognition is suspended has none for as long as it is.
    """
    rows = Product.objects.filter(shown__isnull=False, workshop__status=WorkshopStatus.RECOGNISED)
    return rows.select_related("shown", "workshop__county").prefetch_related("shown__photos")


def searched(
    rows: QuerySet[Product],
    *,
    q: str = "",
    county: str = "",
    category: str = "",
    craft: str = "",
    price: str = "",
    supply: str = "",
    custom: bool = False,
) -> QuerySet[Product]:
    """Return those of the public products that fit every filter given."""
    exact = {
        "workshop__county": county,
        "shown__category": category,
        "shown__craft": craft,
        "shown__availability": supply,
    }
    rows = rows.filter(_matching(q), _in_band(price), **{name: value for name, value in exact.items() if value})
    return rows.filter(shown__is_customisable=True) if custom else rows


def _matching(query: str) -> Q:
    """Return the condition that product or workshop hold every word of `query`."""
    condition = Q()
    for word in map(normal_form, query.split()):
        condition &= Q(shown__search__contains=word) | Q(workshop__search__contains=word)
    return condition


def _in_band(name: str) -> Q:
    """Return the condition that something of a product's price range lies in the band."""
    if name not in PRICE_BANDS:
        return Q()
    lowest, highest = PRICE_BANDS[name]
    condition = Q(shown__price_to__gte=lowest)
    return condition if highest is None else condition & Q(shown__price_from__lt=highest)


def crafts() -> list[str]:
    """Return the crafts that public products rest on, those with the most products first."""
    rows = public_products().order_by().values("shown__craft").annotate(number=Count("pk"))
    return [row["shown__craft"] for row in rows.order_by("-number", "shown__craft")[:60]]


def public_product(public_id: str) -> Product | None:
    """Return a product of the public catalogue, with its workshop's plaques."""
    return public_products().prefetch_related("workshop__plaques").filter(public_id=public_id).first()


def related(product: Product) -> list[Product]:
    """Return a few other products: of the same craft first, then of the same workshop."""
    assert product.shown is not None
    likeness = Q(shown__craft=product.shown.craft) | Q(workshop=product.workshop_id)
    found = public_products().filter(likeness).exclude(pk=product.pk).order_by("-shown_at", "-id")
    rows = list(found[: RELATED * 3])
    rows.sort(key=lambda each: each.workshop_id == product.workshop_id)
    return rows[:RELATED]


def of_workshop(workshop: Workshop) -> QuerySet[Product]:
    """Return the public products of one workshop, the latest first."""
    return public_products().filter(workshop=workshop).order_by("-shown_at", "-id")


def photo_for(pk: Any) -> ProductPhoto | None:
    """Return a photograph with what decides who may see it."""
    return ProductPhoto.objects.select_related("version__product__workshop").filter(pk=pk).first()


def is_public(photo: ProductPhoto) -> bool:
    """Return whether a photograph belongs to the version of a product that the public sees."""
    product = photo.version.product
    return product.shown_id == photo.version_id and product.workshop.is_in_force


def products() -> QuerySet[Product]:
    """Return every product with what lists and pages show of it."""
    rows = Product.objects.select_related("workshop__county", "region", "shown", "working")
    photos = Prefetch("photos", ProductPhoto.objects.order_by("position"))
    versions = Prefetch("versions", ProductVersion.objects.order_by("-number").prefetch_related(photos))
    return rows.prefetch_related(versions)


def enquiries() -> QuerySet[Enquiry]:
    """Return every enquiry with what a list shows of it."""
    return Enquiry.objects.select_related("workshop", "region", "of_demand").prefetch_related("products__shown")


def demands() -> QuerySet[Demand]:
    """Return every demand with how many workshops it was brought to, and how many ordered from."""
    ordered = Count("enquiries", filter=Q(enquiries__state=EnquiryState.ORDERED))
    return Demand.objects.annotate(matched_count=Count("enquiries"), ordered_count=ordered)


def missing(version: ProductVersion | None) -> tuple[str, ...]:
    """Return the labels of what a version lacks before a buyer can judge it."""
    if version is None:
        return ()
    wanted = {
        _("产品名称"): version.name,
        _("依托的技艺或项目"): version.craft,
        _("材料"): version.materials,
        _("价格"): version.price_from and version.price_to,
        _("供货方式"): version.availability,
        _("制作天数"): version.lead_days or version.availability != Availability.TO_ORDER,
        _("产品故事"): version.story,
    }
    found = [label for label, value in wanted.items() if not value]
    if not ProductPhoto.objects.filter(version=version).exists():
        found.append(_("至少一张照片"))
    return tuple(found)


def facts_of_product(case: Any) -> Mapping[str, Any]:
    """Return how the workshop stands, and what the version being written lacks."""
    row = Product.objects.select_related("workshop", "working").get(pk=case.pk)
    return {
        "is_in_good_standing": row.workshop.is_in_force,
        "is_recognised": row.workshop.holds_recognition,
        "has_new_version": row.working is not None,
        "missing": missing(row.working),
    }


def facts_of_enquiry(case: Any) -> Mapping[str, Any]:
    """Return how the workshop stands that is asked."""
    workshop = Workshop.objects.get(enquiries=case.pk)
    return {"is_in_good_standing": workshop.is_in_force, "is_recognised": workshop.holds_recognition}


def facts_of_demand(case: Any) -> Mapping[str, Any]:
    """Return how many workshops have no result yet."""
    return {"open_enquiries": Enquiry.objects.filter(of_demand=case.pk, state__in=OPEN).count()}


def buyer_of(case: Any) -> Buyer:
    """Return who asks: of an enquiry under a demand, whoever has the demand."""
    demand = case.of_demand_id if isinstance(case, Enquiry) else None
    return Buyer.objects.get(case=demand or case.pk)


def by_receipt(number: str, code: str) -> Enquiry | Demand | None:
    """Return the enquiry or demand whose receipt shows this number and this code."""
    buyer = Buyer.objects.filter(case__number=number.strip().upper()).first()
    if buyer is None or not hmac.compare_digest(buyer.receipt_digest, receipt_digest(code)):
        return None
    found = Enquiry.objects.select_related("workshop").filter(pk=buyer.case_id).first()
    return found or Demand.objects.get(pk=buyer.case_id)


def workshops_for(demand: Demand) -> QuerySet[Workshop]:
    """Return the workshops that a demand may still be brought to, those that make such things first."""
    asked = Enquiry.objects.filter(of_demand=demand, workshop=OuterRef("pk"))
    shown = Product.objects.filter(workshop=OuterRef("pk"), shown__isnull=False)
    rows = Workshop.objects.filter(~Exists(asked), status=WorkshopStatus.RECOGNISED).select_related("county")
    alike = Exists(shown.filter(shown__category=demand.category))
    rows = rows.annotate(makes_such=alike, has_products=Exists(shown))
    return rows.order_by("-makes_such", "-has_products", "name_sort_key", "id")


def late_answers(on: date) -> QuerySet[Enquiry]:
    """Return the enquiries of whose answer nobody was reminded although the day hoped for has passed."""
    rows = Enquiry.objects.filter(state=EnquiryState.FORWARDED, reminded_at=None, answer_by__lt=on)
    return rows.select_related("workshop", "region", "holder")


def enquiry_statistics(
    *, since: date | None = None, until: date | None = None, workshops: Collection[int] | None = None
) -> dict[str, Any]:
    """Return how many enquiries came in between two days, inclusive, and what came of them.

    `states` and `outcomes` count by name; `ordered` counts orders, `amount` is their value in yuan and `quantity`
    their pieces; `demands` counts demands, `open_demands` those without an end.
    """
    rows = _opened(Enquiry.objects.order_by(), since, until)
    if workshops is not None:
        rows = rows.filter(workshop__in=workshops)
    sums = rows.aggregate(amount=Sum("amount"), quantity=Sum("ordered_quantity"), total=Count("pk"))
    states = dict(rows.values_list("state").annotate(Count("pk")))
    demanded = _opened(Demand.objects.order_by(), since, until)
    return {
        "total": sums["total"],
        "states": states,
        "outcomes": dict(rows.exclude(outcome="").values_list("outcome").annotate(Count("pk"))),
        "ordered": states.get(EnquiryState.ORDERED.value, 0),
        "amount": sums["amount"] or Decimal(0),
        "quantity": sums["quantity"] or 0,
        "late": rows.filter(state=EnquiryState.FORWARDED, reminded_at__isnull=False).count(),
        "demands": demanded.count(),
        "open_demands": demanded.filter(state__in=OPEN_DEMAND).count(),
    }


def _opened(rows: QuerySet[Any], since: date | None, until: date | None) -> QuerySet[Any]:
    if since is not None:
        rows = rows.filter(opened_at__date__gte=since)
    return rows.filter(opened_at__date__lte=until) if until is not None else rows


def orders() -> QuerySet[Enquiry]:
    """Return the enquiries that led to an order, with the workshop that got it."""
    return Enquiry.objects.filter(state=EnquiryState.ORDERED).select_related("workshop")


def ever_published() -> QuerySet[Product]:
    """Return the products that were in the catalogue at some time, each with its enquiries and orders counted."""
    ordered = Q(enquiries__state=EnquiryState.ORDERED)
    real = ~Q(enquiries__outcome=Outcome.SPAM)
    return Product.objects.filter(published_on__isnull=False).annotate(
        asked_count=Count("enquiries", filter=Q(enquiries__isnull=False) & real),
        ordered_count=Count("enquiries", filter=ordered),
        ended_on=F("state_since__date"),
    )
