"""Products and enquiries in each of their states, made by the services."""

from datetime import date
from decimal import Decimal
from typing import Any

from gongfang.accounts.models import User
from gongfang.cases.services import perform
from gongfang.catalogue import enquiring, writing
from gongfang.catalogue.enquiring import Receipt, Words
from gongfang.catalogue.models import Demand, Enquiry, Product
from gongfang.workshops import services as register
from gongfang.workshops.models import Workshop
from tests.factories import applicant, beijing, head
from tests.revocations.cast import workshop
from tests.workshops.test_photos import picture, with_notes

WRITTEN = beijing("2027-03-01 10:00")
SHOWN = beijing("2027-03-03 10:00")
ASKED = beijing("2027-03-08 10:00")  # a Monday
ANSWERED = beijing("2027-03-10 10:00")
SAID: dict[str, Any] = {
    "materials": "本地绵羊毛",
    "size": "120×80 厘米",
    "price_from": 280,
    "price_to": 420,
    "availability": "to_order",
    "lead_days": 20,
    "monthly_capacity": 15,
    "unit": "条",
    "story": "三位绣娘擀毡、剪花、缝缀。",
    "care": "阴凉处晾干。",
}
BUYER = Words(
    name="王女士", organisation="某酒店", contact="13999880033", message="客房要六十条，能不能定制尺寸？"
)
REASONS = {"reasons": "照片看不清"}

__all__ = ["picture", "with_notes", "workshop"]


def lead() -> User:
    return head("prefecture.culture")


def entered(target: Workshop | None = None, *, name: str = "羊角纹花毡", by: User | None = None) -> Product:
    """Return a draft that has only its name and craft."""
    target = target or workshop(holder=applicant())
    item = target.relied_on.first()
    assert item is not None
    person = by or target.holder
    assert person is not None
    return writing.enter_product(workshop=target, by=person, at=WRITTEN, name=name, item=item)


def written(target: Workshop | None = None, *, name: str = "羊角纹花毡", **changes: Any) -> Product:
    """Return a draft that lacks nothing."""
    product = entered(target, name=name)
    by = writer(product)
    writing.save_product(product, by=by, at=WRITTEN, changes=SAID | changes)
    writing.add_photo(product, picture=writing.prepared(picture()), by=by, at=WRITTEN)
    return product


def writer(product: Product) -> User:
    assert product.workshop.holder is not None
    return product.workshop.holder


def submitted(target: Workshop | None = None, **changes: Any) -> Product:
    product = written(target, **changes)
    perform(product, "submit_product", by=writer(product), at=WRITTEN)
    return product


def published(target: Workshop | None = None, **changes: Any) -> Product:
    product = submitted(target, **changes)
    perform(product, "publish_product", by=lead(), at=SHOWN)
    return fresh(product)


def revised(target: Workshop | None = None, **changes: Any) -> Product:
    """Return a published product of which a new version was handed in."""
    product = published(target)
    writing.save_product(product, by=writer(product), at=SHOWN, changes=changes or {"name": "双角纹花毡"})
    perform(product, "submit_product", by=writer(product), at=SHOWN)
    return fresh(product)


def fresh(product: Product) -> Product:
    return Product.objects.select_related("workshop__holder", "region", "shown", "working").get(pk=product.pk)


def asked(product: Product | None = None, **changes: Any) -> Receipt:
    """Return the receipt of an enquiry about a published product."""
    products = [product or published()]
    return enquiring.enquire(**{"products": products, "words": BUYER, "quantity": 60, "at": ASKED} | changes)


def forwarded(product: Product | None = None) -> Receipt:
    receipt = asked(product)
    perform(receipt.case, "forward_enquiry", by=lead(), at=ASKED)
    return receipt


def answered(product: Product | None = None) -> Receipt:
    receipt = forwarded(product)
    perform(receipt.case, "answer_enquiry", by=receipt.case.holder, at=ANSWERED, reply="可以，每条 300 元。")
    return receipt


def order(**changes: Any) -> dict[str, Any]:
    usual = {"amount": Decimal("18000.00"), "quantity": 60, "ordered_on": date(2027, 3, 9)}
    return usual | changes


def ordered(product: Product | None = None) -> Enquiry:
    case = answered(product).case
    perform(case, "order_enquiry", by=case.holder, at=ANSWERED, **order())
    return Enquiry.objects.get(pk=case.pk)


def wanted(**changes: Any) -> Receipt:
    """Return the receipt of a demand."""
    return enquiring.send_demand(**{"words": BUYER, "at": ASKED, "category": "crafts", "quantity": 500} | changes)


def matched(*workshops: Workshop) -> Demand:
    case = wanted().case
    assert isinstance(case, Demand)
    perform(case, "match_demand", by=lead(), at=ASKED, workshops=workshops)
    return case


def set_status(target: Workshop, status: str) -> Workshop:
    return register.set_status(workshop=target, status=status, on=ANSWERED.date(), at=ANSWERED)
