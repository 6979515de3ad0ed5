"""The steps of a product: handing in, publishing, returning, taking off, and what ends it (article 8(五))."""

from collections.abc import Callable
from datetime import datetime

from gongfang.accounts.models import User
from gongfang.cases import services as cases
from gongfang.cases.models import Case
from gongfang.cases.services import StepInput, perform, step, take_step
from gongfang.records.models import Record
from gongfang.regulation.enquiry import OPEN
from gongfang.regulation.enquiry import State as EnquiryState
from gongfang.regulation.procedure import Actor
from gongfang.regulation.product import PRODUCT, State
from gongfang.regulation.time_limits import beijing_date
from gongfang.workshops.models import Workshop

from .models import Enquiry, Product
from .writing import search_text

return_product = step("return_product")


def submit_product(product: Product, *, by: User, at: datetime, seen_version: int | None = None) -> Record:
    """Hand in a product, or what has changed in a published one.

    :raises StepRefused: when something is missing, nothing has changed, or the workshop is not in good standing.
    """
    version = Product.objects.select_related("working").get(pk=product.pk).working
    facts = {"version": version.number if version else None}
    return take_step(
        product, "submit_product", by=by, at=at, inputs=StepInput(facts=facts, seen_version=seen_version)
    )


def publish_product(product: Product, *, by: User, at: datetime, seen_version: int | None = None) -> Record:
    """Show the version that was handed in to the public, in place of the one before.

    :raises StepRefused: when the workshop is not in good standing any more.
    """
    row = Product.objects.select_related("working", "workshop__county").get(pk=product.pk)

    def show() -> None:
        version = row.working
        assert version is not None  # handed in with it
        version.search = search_text(version)
        version.save(update_fields=["search"])
        row.shown, row.working, row.shown_at = version, None, at
        row.published_on = row.published_on or beijing_date(at)
        row.save(update_fields=["shown", "working", "shown_at", "published_on"])
        product.title = version.name
        Case.objects.filter(pk=row.pk).update(title=version.name)

    facts = {"version": row.working.number if row.working else None}
    inputs = StepInput(facts=facts, seen_version=seen_version)
    return take_step(product, "publish_product", by=by, at=at, inputs=inputs, effect=show)


def _hiding(action: str) -> Callable[..., Record]:
    def service(
        product: Product, *, by: User | Actor, at: datetime, reasons: str = "", seen_version: int | None = None
    ) -> Record:
        """Take a product out of the public catalogue; what it said is kept."""
        inputs = StepInput(given={"reasons": reasons}, seen_version=seen_version)
        return take_step(product, action, by=by, at=at, inputs=inputs, effect=lambda: _hide(product))

    service.__name__ = action
    return service


take_off_product = _hiding("take_off_product")
withdraw_product = _hiding("withdraw_product")
lapse_product = _hiding("lapse_product")


def _hide(product: Product) -> None:
    row = Product.objects.select_related("shown", "working").get(pk=product.pk)
    row.working, row.shown, row.shown_at = row.working or row.shown, None, None
    row.save(update_fields=["working", "shown", "shown_at"])


def end_with_recognition(workshop: Workshop, *, at: datetime) -> None:
    """End the products and the open enquiries of a workshop that is no longer recognised."""
    if workshop.holds_recognition:
        return
    filed = Product.objects.filter(workshop=workshop).exclude(state__in=[State.DRAFT, *PRODUCT.ends])
    for product in filed.select_related("region"):
        perform(product, "lapse_product", by=Actor.SYSTEM, at=at)
    for enquiry in Enquiry.objects.filter(workshop=workshop, state__in=OPEN).select_related("region"):
        perform(enquiry, "lapse_enquiry", by=Actor.SYSTEM, at=at)


def hand_over(workshop: Workshop, *, at: datetime) -> None:
    """Let the account that acts for a workshop now go on with its products and the enquiries that came to it."""
    products = Product.objects.filter(workshop=workshop).exclude(state__in=PRODUCT.ends)
    passed = Enquiry.objects.filter(workshop=workshop, state__in=[EnquiryState.FORWARDED, EnquiryState.ANSWERED])
    cases.hand_over(products, workshop.holder, at=at)
    cases.hand_over(passed, workshop.holder, at=at)
