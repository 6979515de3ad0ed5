"""The catalogue's pages: what the public browses, the buyer's receipt, the workshop's form, the offices' lists."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gongfang.accounts.models import User
from gongfang.catalogue import queries, writing
from gongfang.catalogue.models import Demand, Enquiry, Product
from gongfang.notices import limiting
from gongfang.records.models import AccessEntry
from tests.factories import head, officer

from . import cast

pytestmark = pytest.mark.django_db
SENT = {
    "name": "王女士",
    "organisation": "某酒店",
    "contact": "13999880033",
    "quantity": "60",
    "message": "能不能定制尺寸？",
    "consent": "on",
}


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(client: Client, name: str, *args: Any, **query: str) -> str:
    response = client.get(reverse(f"catalogue:{name}", args=args), query)
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"羊角纹花毡", "柳编提篮"}),
        ({"q": "羊角"}, {"羊角纹花毡"}),
        ({"q": "柳编 红柳"}, {"柳编提篮"}),
        ({"q": "没有"}, set()),
        ({"price": "to100"}, {"柳编提篮"}),
        ({"price": "to500"}, {"羊角纹花毡"}),
        ({"supply": "to_order"}, {"羊角纹花毡"}),
        ({"craft": "柳编技艺"}, {"柳编提篮"}),
        ({"custom": "on"}, set()),
        ({"category": "music"}, set()),
        ({"county": "654224"}, {"羊角纹花毡", "柳编提篮"}),
        ({"county": "nowhere", "sort": "x\0", "after": "?"}, {"羊角纹花毡", "柳编提篮"}),
    ],
)
def test_the_catalogue_is_searched_and_narrowed(client: Client, query: dict[str, str], found: set[str]) -> None:
    cast.published()
    basket = cast.submitted(
        name="柳编提篮", materials="红柳", price_from=58, price_to=98, availability="in_stock", lead_days=None
    )
    basket.working.craft = "柳编技艺"  # type: ignore[union-attr]
    basket.working.save()  # type: ignore[union-attr]
    cast.perform(basket, "publish_product", by=cast.lead(), at=cast.SHOWN)
    html = page(client, "index", **query)
    assert {name for name in ("羊角纹花毡", "柳编提篮") if f">{name}</a>" in html} == found


def test_the_catalogue_is_sorted_by_price(client: Client) -> None:
    cheap = cast.published(cast.workshop(), name="便宜的", price_from=10)
    dear = cast.published(cast.workshop(), name="贵的", price_from=400)
    for sort, order in (("cheap", [cheap, dear]), ("dear", [dear, cheap])):
        html = page(client, "index", sort=sort)
        places = [html.index(product.title) for product in order]
        assert places == sorted(places)


@pytest.mark.parametrize("number", [1, 30])
def test_the_lists_cost_the_same_for_one_and_for_thirty(number: int, django_assert_max_num_queries: Any) -> None:
    first = cast.published()
    case = cast.answered(first).case
    for serial in range(number - 1):
        _copy(first, serial)
        enquiry = Enquiry(workshop=first.workshop, **_base(case, f"XJ2027-9{serial:03d}"))
        enquiry.save(force_insert=True)
    lead = signed_in(cast.lead())
    with django_assert_max_num_queries(8):
        page(Client(), "index")
    for name in ("products", "enquiries", "demands"):
        with django_assert_max_num_queries(24):
            page(lead, name)


def _base(case: Any, number: str) -> dict[str, Any]:
    names = ("kind", "state", "edition_id", "region", "title", "opened_at", "state_since")
    return {name: getattr(case, name) for name in names} | {"number": number}


def _copy(source: Product, serial: int) -> None:
    base = _base(source, f"CP2027-9{serial:03d}")
    product = Product.objects.create(workshop=source.workshop, published_on=source.published_on, **base)
    shown = source.shown
    assert shown is not None
    photo = shown.photos.get()
    version = type(shown).objects.get(pk=shown.pk)
    version.pk, version.product = None, product
    version.save(force_insert=True)
    type(photo).objects.create(
        version=version, file=photo.file.name, small=photo.small.name, alt_text="x", width=4, height=3
    )
    Product.objects.filter(pk=product.pk).update(shown=version, shown_at=source.shown_at)


def test_a_products_page_shows_its_workshop_plaque_and_others_like_it(client: Client) -> None:
    product = cast.published()
    other = cast.published(name="小花毡")
    html = page(client, "product", product.public_id)
    workshop, plaque = product.workshop, product.workshop.plaques.get()
    for part in ("280–420", workshop.name, reverse("public:plaque", args=[plaque.code]), other.title, "20 天"):
        assert part in html
    assert reverse("public:workshop", args=[workshop.public_id]) in html
    public = client.get(reverse("public:workshop", args=[workshop.public_id])).content.decode()
    assert product.title in public
    assert product.title in client.get(reverse("public:home")).content.decode()


@pytest.mark.parametrize("status", ["suspended", "revoked"])
def test_what_is_not_shown_is_not_there(client: Client, status: str) -> None:
    product = cast.published()
    photo = product.shown.photos.get()  # type: ignore[union-attr]
    response = client.get(photo.get_small_url())
    assert response.getvalue()[:2] == b"\xff\xd8"
    cast.set_status(product.workshop, status)
    for url in (product.get_public_url(), photo.get_absolute_url(), f"{product.get_public_url()}enquire/"):
        assert client.get(url).status_code == 404
    assert signed_in(cast.lead()).get(photo.get_absolute_url()).getvalue()


def test_a_buyer_asks_keeps_the_receipt_reads_the_answer_and_takes_it_back(client: Client) -> None:
    product = cast.published()
    second = cast.published(product.workshop, name="小花毡")
    url = reverse("catalogue:enquire", args=[product.public_id])
    chosen = {"products": [product.pk, second.pk]}
    refused = client.post(url, SENT | chosen | {"consent": ""})
    assert "没有您的同意" in refused.content.decode()
    assert "能不能定制尺寸" in refused.content.decode()
    receipt = client.post(url, SENT | chosen, follow=True)
    code = receipt.context["code"]
    case = Enquiry.objects.get()
    assert case.products.count() == 2
    assert len(code.replace("-", "")) == 28
    assert client.get(reverse("catalogue:receipt")).status_code == 302
    cast.perform(case, "forward_enquiry", by=cast.lead(), at=cast.ASKED)
    case = Enquiry.objects.get()
    cast.perform(case, "answer_enquiry", by=case.holder, at=cast.ANSWERED, reply="可以，每条 300 元。")
    held = {"number": case.number, "code": code.lower()}
    follow = reverse("catalogue:follow")
    assert "可以，每条 300 元。" in client.post(follow, held).content.decode()
    assert "没有找到" in client.post(follow, held | {"code": "A" * 28}).content.decode()
    assert "已关闭" in client.post(follow, held | {"withdraw": "1"}).content.decode()
    assert Enquiry.objects.get().outcome == "withdrawn"


def test_a_demand_is_matched_on_its_page(client: Client) -> None:
    target = cast.published().workshop
    client.post(reverse("catalogue:demand"), SENT | {"category": "crafts", "needed_by": "2027-06-01"})
    demand = Demand.objects.get()
    lead = signed_in(officer("prefecture.culture"))
    html = page(lead, "match", demand.number)
    assert (target.name in html, "能不能定制尺寸" in html, "13999880033" in html) == (True, True, False)
    nothing = lead.post(reverse("catalogue:match", args=[demand.number]), {"seen_version": "1"})
    assert "必填项" in nothing.content.decode()
    lead.post(reverse("catalogue:match", args=[demand.number]), {"workshops": [target.pk]})
    assert Enquiry.objects.get().workshop == target
    assert target.name in lead.get(demand.get_absolute_url()).content.decode()


def test_one_address_asks_so_often_an_hour_and_no_more(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiting, "ADDRESS_PER_HOUR", 1)
    url = reverse("catalogue:demand")
    assert client.post(url, SENT).status_code == 302
    limited = client.post(url, SENT)
    assert (limited.status_code, Demand.objects.count()) == (429, 1)
    assert "能不能定制尺寸" in limited.content.decode()


def test_each_look_at_a_buyer_is_recorded() -> None:
    case = cast.forwarded().case
    url = reverse("catalogue:reveal", args=[case.number, "contact"])
    masked = signed_in(case.holder).get(case.get_absolute_url()).content.decode()
    assert ("139****0033" in masked, "13999880033" in masked, cast.BUYER.message in masked) == (True, False, True)
    assert "13999880033" in signed_in(case.holder).post(url).content.decode()
    assert AccessEntry.objects.get(action="reveal").subject == f"buyer:{case.number}:contact"
    other = signed_in(head("prefecture.hrss"))
    assert cast.BUYER.message not in other.get(case.get_absolute_url()).content.decode()
    assert other.post(url).status_code == 403


def test_a_product_is_entered_kept_as_one_types_and_handed_in() -> None:
    target = cast.workshop()
    client = signed_in(target.holder)
    enter = reverse("catalogue:enter", args=[target.number])
    item = target.relied_on.get()
    assert "这个字段是必填项" in client.post(enter, {"name": "", "item": item.pk}).content.decode()
    assert client.post(enter, {"name": "花毡", "item": "99999999999999999999"}).status_code == 200
    client.post(enter, {"name": "花毡", "item": item.pk})
    product = Product.objects.get()
    edit, autosave = (reverse(f"catalogue:{name}", args=[product.number]) for name in ("edit", "autosave"))
    typed = {"name": "花毡", "price_from": "300", "price_to": "20", "materials": "羊毛", "unit": "条"}
    told = json.loads(client.post(autosave, typed).content)
    assert (set(told["problems"]), told["missing"][0]) == ({"price_from", "price_to"}, "价格")
    version = cast.fresh(product).newest
    assert (version.materials, version.price_from) == ("羊毛", None)
    client.post(reverse("catalogue:add_photos", args=[product.number]), {"photos": [_photo(), _photo()]})
    assert version.photos.count() == 2
    lacking = client.post(edit, typed | {"price_to": "300", "submit": "1"}).content.decode()
    assert "尚缺：供货方式、产品故事" in lacking
    whole = typed | {"price_to": "300", "availability": "in_stock", "story": "手工", "submit": "1"}
    assert client.post(edit, whole).status_code == 302
    assert cast.fresh(product).state == "submitted"
    assert client.get(edit).status_code == 403


def _photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("一.jpg", cast.picture().getvalue(), "image/jpeg")


def test_a_file_that_is_no_picture_is_refused_by_name() -> None:
    product = cast.entered()
    url = reverse("catalogue:add_photos", args=[product.number])
    junk = SimpleUploadedFile("合同.jpg", b"MZ", "image/jpeg")
    html = signed_in(cast.writer(product)).post(url, {"photos": [_photo(), junk]}).content.decode()
    assert "合同.jpg：不是能读取的" in html
    assert product.newest.photos.count() == 1


def test_photographs_are_moved_and_removed_and_published_ones_stay() -> None:
    product = cast.written()
    by = cast.writer(product)
    second = writing.add_photo(product, picture=writing.prepared(cast.picture()), by=by, at=cast.WRITTEN)
    client = signed_in(by)
    client.post(reverse("catalogue:put_first", args=[second.pk]))
    assert product.newest.photos.first() == second
    client.post(reverse("catalogue:remove_photo", args=[second.pk]))
    assert product.newest.photos.count() == 1
    published = cast.published(product.workshop)
    photo = published.shown.photos.get()  # type: ignore[union-attr]
    assert client.post(reverse("catalogue:remove_photo", args=[photo.pk])).status_code == 403


def test_the_office_sees_what_a_new_version_changes() -> None:
    product = cast.revised(name="双角纹花毡", price_to=500)
    html = signed_in(cast.lead()).get(product.get_absolute_url()).content.decode()
    for part in ("这一版改了什么", "羊角纹花毡", "双角纹花毡", "420", "500"):
        assert part in html
    assert queries.public_products().get().title == "羊角纹花毡"


def test_discard_is_offered_for_a_draft() -> None:
    product = cast.entered()
    client = signed_in(cast.writer(product))
    assert client.post(reverse("catalogue:discard", args=[product.number])).status_code == 302
    assert not Product.objects.exists()
