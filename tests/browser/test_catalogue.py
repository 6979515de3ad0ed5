"""A product from a workshop's phone to the portal, to an enquiry answered, to an order."""

import pytest

from gongfang.catalogue.models import Enquiry, Product
from tests.browser.axe import barriers
from tests.browser.clock import Clock
from tests.browser.pages import PHONE, Site, Visitor
from tests.catalogue import cast
from tests.factories import beijing

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
WORDS = "可以按尺寸做，每条 300 元，六十条两个月。"


def assert_good_on_a_phone(visitor: Visitor) -> None:
    visitor.page.wait_for_load_state()
    assert visitor.fits()
    assert barriers(visitor.page) == []


def test_a_product_is_entered_published_asked_about_and_ordered(site: Site, clock: Clock) -> None:
    clock.move_to(beijing("2027-03-01 10:00"))
    target, lead = cast.workshop(), site.signed_in(cast.lead())
    phone, buyer = site.signed_in(target.holder, PHONE), site.visitor(PHONE)  # type: ignore[arg-type]
    number = _entered(phone)
    lead.take_step(number, "发布产品")
    code = _asked(buyer)
    enquiry = Enquiry.objects.get()
    lead.take_step(enquiry.number, "转给工坊")
    phone.take_step(enquiry.number, "答复询价", reply=WORDS)
    buyer.open("catalogue:follow")
    buyer.fill(number=enquiry.number, code=code)
    buyer.press("查询")
    buyer.sees("已答复", WORDS)
    assert_good_on_a_phone(buyer)
    order = {"amount": "18000", "quantity": "60", "ordered_on": "2027-03-01"}
    phone.take_step(enquiry.number, "登记成交", **order)
    phone.sees("已成交", "18000.00 元，60 件")
    lead.open("catalogue:enquiries")
    lead.sees("18000")


def _entered(phone: Visitor) -> str:
    """Enter a product with two photographs on a phone: what is typed is kept without a button."""
    phone.open("catalogue:products")
    phone.follow("添加产品")
    phone.fill(name="羊角纹花毡")
    phone.press("下一步：照片和介绍")
    photo = {"mimeType": "image/jpeg", "buffer": cast.picture((640, 480)).read()}
    phone.fill(photos=[photo | {"name": f"{place}.jpg"} for place in "一二"])
    phone.press("添加照片")
    phone.sees("照片已加入", "封面")
    phone.fill(
        "#product-form", materials="本地绵羊毛", price_from="280", price_to="420", story="三位绣娘手工擀制。"
    )
    phone.sees("已保存为草稿")
    phone.page.reload()
    phone.sees("三位绣娘", "供货方式")
    assert_good_on_a_phone(phone)
    phone.fill("#product-form", availability="in_stock")
    phone.press("提交审核")
    phone.sees("已提交", "待审核")
    return Product.objects.get().number


def _asked(buyer: Visitor) -> str:
    """Find the product on a phone, ask about it, and return the code of the receipt."""
    buyer.open("catalogue:index")
    buyer.fill(q="羊角")
    buyer.press("查找")
    buyer.page.wait_for_url("**q=*")
    assert_good_on_a_phone(buyer)
    buyer.follow("羊角纹花毡")
    buyer.sees("280–420", "牌匾有效")
    assert_good_on_a_phone(buyer)
    buyer.follow("向工坊询价")
    buyer.fill(message="能不能按我们的尺寸做六十条？", quantity="60", name="王女士", contact="13999880033")
    buyer.press("提交询价")
    buyer.sees("没有您的同意")
    buyer.fill(consent=True)
    buyer.press("提交询价")
    buyer.sees("询价回执")
    return buyer.page.locator(".receipt-code").inner_text()
