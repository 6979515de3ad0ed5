"""Products: written by their workshop, published by the prefecture, changed, taken off, ended (article 8(五))."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from gongfang.cases.models import Task
from gongfang.cases.services import perform
from gongfang.cases.todo import todos_of
from gongfang.catalogue import queries, writing
from gongfang.catalogue.models import Product, ProductPhoto, ProductVersion
from gongfang.records.models import Record, Statement
from gongfang.regulation import clauses
from gongfang.regulation.procedure import StepRefused, WrongActor, WrongState
from gongfang.support.registry import given_to
from gongfang.support.standing import NotInGoodStanding
from gongfang.workshops import services as register
from gongfang.workshops.photos import PhotoRefused
from tests.factories import TUOLI, applicant, auditor, head, officer

from . import cast

pytestmark = pytest.mark.django_db


def shown() -> list[str]:
    return [product.shown.name for product in queries.public_products() if product.shown]


def test_enter_product_begins_a_draft_under_the_craft_of_the_workshop() -> None:
    product = cast.entered()
    assert (product.state, product.number, product.holder) == ("draft", "CP2027-0001", cast.writer(product))
    assert (product.newest.craft, product.newest.category, product.newest.unit) == ("花毡", "crafts", "件")
    assert Record.objects.filter(case=product).count() == 0
    assert not Task.objects.filter(case=product).exists()


@pytest.mark.parametrize("by", [applicant, lambda: officer("county.culture"), cast.lead, auditor])
def test_enter_product_is_for_the_workshop_itself(by: Any) -> None:
    with pytest.raises(writing.NotWritable):
        cast.entered(cast.workshop(), by=by())


@pytest.mark.parametrize("status", ["suspended", "surrendered"])
def test_enter_product_is_support_and_asks_for_good_standing(status: str) -> None:
    target = cast.set_status(cast.workshop(), status)
    with pytest.raises(NotInGoodStanding) as refused:
        cast.entered(target)
    assert refused.value.clause == clauses.CATALOGUE


def test_a_workshop_without_an_account_is_written_for_by_its_county() -> None:
    target = cast.workshop()
    target.holder = None
    target.save(update_fields=["holder"])
    product = cast.entered(target, by=officer("county.culture", TUOLI))
    assert (product.holder, product.state) == (None, "draft")
    with pytest.raises(writing.NotWritable):
        cast.entered(target, by=officer("county.culture", "654201"))


def test_what_is_missing_is_said_when_it_is_handed_in_and_all_at_once() -> None:
    product = cast.entered()
    with pytest.raises(StepRefused, match="材料、价格、供货方式、产品故事、至少一张照片"):
        perform(product, "submit_product", by=cast.writer(product), at=cast.WRITTEN)
    writing.save_product(
        product, by=cast.writer(product), at=cast.WRITTEN, changes=cast.SAID | {"lead_days": None}
    )
    assert queries.missing(cast.fresh(product).working) == ("制作天数", "至少一张照片")
    assert Record.objects.filter(case=product).count() == 0


def test_photographs_lose_what_the_camera_wrote_and_have_a_small_copy() -> None:
    product = cast.entered()
    add = {"by": cast.writer(product), "at": cast.WRITTEN}
    photo = writing.add_photo(product, picture=writing.prepared(cast.with_notes()), **add)
    for file in (photo.file, photo.small):
        with file.open("rb") as stored:
            assert b"SecretPhone" not in stored.read()
    assert photo.alt_text == "羊角纹花毡，图 1"
    with pytest.raises(PhotoRefused):
        writing.prepared(SimpleUploadedFile("a.jpg", b"MZ"))
    for _ in range(writing.PHOTOS_MAX - 1):
        writing.add_photo(product, picture=writing.prepared(cast.picture()), **add)
    with pytest.raises(PhotoRefused, match="最多 8 张"):
        writing.add_photo(product, picture=writing.prepared(cast.picture()), **add)


def test_put_first_makes_the_cover() -> None:
    product = cast.written()
    by = cast.writer(product)
    second = writing.add_photo(product, picture=writing.prepared(cast.picture()), by=by, at=cast.WRITTEN)
    writing.put_first(second, by=by, at=cast.WRITTEN)
    assert ProductPhoto.objects.filter(version__product=product).first() == second


def test_publish_product_shows_it_to_the_public_and_counts_as_support() -> None:
    product = cast.submitted()
    assert [task.action for task in Task.objects.filter(case=product)] == ["publish_product"]
    assert shown() == []
    perform(product, "publish_product", by=officer("prefecture.culture"), at=cast.SHOWN)
    product = cast.fresh(product)
    assert (product.state, product.published_on, product.working) == ("published", cast.SHOWN.date(), None)
    assert shown() == ["羊角纹花毡"]
    [(measure, given)] = given_to([product.workshop_id])[product.workshop_id]
    assert (measure.clause, given.text, given.until) == (clauses.CATALOGUE, "羊角纹花毡", None)


@pytest.mark.parametrize("action", ["publish_product", "return_product"])
@pytest.mark.parametrize("by", [lambda: head("prefecture.hrss"), lambda: head("county.culture"), auditor])
def test_only_the_prefectures_culture_office_publishes(by: Any, action: str) -> None:
    product = cast.submitted()
    with pytest.raises(WrongActor):
        perform(product, action, by=by(), at=cast.SHOWN, **({"reasons": "x"} if "return" in action else {}))
    assert shown() == []


def test_return_product_needs_reasons_and_lets_the_workshop_write_again() -> None:
    product = cast.submitted()
    with pytest.raises(StepRefused, match="理由"):
        perform(product, "return_product", by=cast.lead(), at=cast.SHOWN, reasons=" ")
    with pytest.raises(writing.NotWritable):
        writing.save_product(product, by=cast.writer(product), at=cast.SHOWN, changes={"name": "改名"})
    perform(product, "return_product", by=cast.lead(), at=cast.SHOWN, **cast.REASONS)
    assert Statement.objects.get(record__case=product).text == "照片看不清"
    assert [todo.label for todo in todos_of(cast.writer(product), at=cast.SHOWN).items] == ["提交产品"]
    writing.save_product(product, by=cast.writer(product), at=cast.SHOWN, changes={"name": "改名"})
    perform(product, "submit_product", by=cast.writer(product), at=cast.SHOWN)
    assert cast.fresh(product).state == "submitted"


def test_a_change_of_a_published_product_is_published_again_while_the_old_one_stays() -> None:
    product = cast.published()
    with pytest.raises(StepRefused, match="没有修改"):
        perform(product, "submit_product", by=cast.writer(product), at=cast.SHOWN)
    changes = {"name": "双角纹花毡", "price_to": 500}
    writing.save_product(product, by=cast.writer(product), at=cast.SHOWN, changes=changes)
    perform(product, "submit_product", by=cast.writer(product), at=cast.SHOWN)
    assert (cast.fresh(product).state, shown()) == ("revising", ["羊角纹花毡"])
    perform(product, "publish_product", by=cast.lead(), at=cast.ASKED)
    now = cast.fresh(product)
    assert (now.state, shown(), now.title, now.shown_at) == (
        "published",
        ["双角纹花毡"],
        "双角纹花毡",
        cast.ASKED,
    )
    assert now.published_on == cast.SHOWN.date()
    assert sorted(ProductVersion.objects.filter(product=now).values_list("number", flat=True)) == [1, 2]
    photos = ProductPhoto.objects.filter(version__product=now)
    assert len({photo.file.name for photo in photos}) == 1 < photos.count()


def test_a_returned_change_leaves_the_published_version() -> None:
    product = cast.revised()
    perform(product, "return_product", by=cast.lead(), at=cast.ASKED, **cast.REASONS)
    assert (cast.fresh(product).state, shown()) == ("revision_returned", ["羊角纹花毡"])
    perform(product, "submit_product", by=cast.writer(product), at=cast.ASKED)
    assert cast.fresh(product).state == "revising"


def test_discard_product_throws_away_a_draft_or_the_changes_only() -> None:
    draft = cast.written()
    assert writing.discard_product(draft, by=cast.writer(draft), at=cast.WRITTEN)
    assert not Product.objects.exists()
    product = cast.published()
    writing.save_product(product, by=cast.writer(product), at=cast.SHOWN, changes={"name": "别的"})
    assert not writing.discard_product(product, by=cast.writer(product), at=cast.SHOWN)
    assert (shown(), cast.fresh(product).working) == (["羊角纹花毡"], None)
    waiting = cast.submitted()
    with pytest.raises(writing.NotWritable):
        writing.discard_product(waiting, by=cast.writer(waiting), at=cast.SHOWN)


def test_take_off_product_binds_the_office_and_hides_it_until_it_is_handed_in_again() -> None:
    product = cast.published()
    with pytest.raises(WrongActor, match="负责人签发"):
        perform(product, "take_off_product", by=officer("prefecture.culture"), at=cast.ASKED, **cast.REASONS)
    perform(product, "take_off_product", by=cast.lead(), at=cast.ASKED, **cast.REASONS)
    assert (cast.fresh(product).state, shown()) == ("taken_off", [])
    [(_measure, given)] = given_to([product.workshop_id])[product.workshop_id]
    assert given.until == cast.ASKED.date()
    perform(product, "submit_product", by=cast.writer(product), at=cast.ASKED)
    perform(product, "publish_product", by=cast.lead(), at=cast.ASKED)
    assert shown() == ["羊角纹花毡"]


def test_withdraw_product_is_the_workshops_and_final() -> None:
    product = cast.published()
    with pytest.raises(WrongActor):
        perform(product, "withdraw_product", by=cast.lead(), at=cast.ASKED, reasons="停产")
    perform(product, "withdraw_product", by=cast.writer(product), at=cast.ASKED, reasons="停产")
    assert (cast.fresh(product).state, shown()) == ("withdrawn", [])
    with pytest.raises(WrongState):
        perform(product, "submit_product", by=cast.writer(product), at=cast.ASKED)


def test_suspension_hides_products_and_stops_new_ones_until_it_ends() -> None:
    product, draft = cast.published(), None
    draft = cast.written(product.workshop, name="小花毡")
    cast.set_status(product.workshop, "suspended")
    assert (shown(), cast.fresh(product).state) == ([], "published")
    with pytest.raises(StepRefused, match="不在支持范围"):
        perform(draft, "submit_product", by=cast.writer(product), at=cast.ANSWERED)
    assert todos_of(cast.writer(product), at=cast.ANSWERED).items == []
    cast.set_status(product.workshop, "recognised")
    assert shown() == ["羊角纹花毡"]


@pytest.mark.parametrize("status", ["revoked", "surrendered"])
def test_the_end_of_the_recognition_ends_products(status: str) -> None:
    product = cast.revised()
    cast.set_status(product.workshop, status)
    row = cast.fresh(product)
    assert (row.state, row.shown, shown()) == ("lapsed", None, [])
    assert Record.objects.filter(case=product, action="lapse_product").count() == 1


def test_another_account_goes_on_with_the_products() -> None:
    product, new = cast.submitted(), applicant()
    given = {"holder": new, "by": cast.lead(), "at": cast.SHOWN, "reason": "换人"}
    register.assign_holder(workshop=product.workshop, **given)
    assert cast.fresh(product).holder == new


def test_the_database_keeps_prices_in_order_and_versions_apart() -> None:
    product = cast.published()
    with pytest.raises(IntegrityError), transaction.atomic():
        ProductVersion.objects.filter(pk=product.shown_id).update(price_to=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Product.objects.filter(pk=product.pk).update(working=product.shown)
