"""The catalogue: products over many workshops, what buyers ask, and what comes of it (article 8(五))."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from typing import Any

from gongfang.accounts.models import User
from gongfang.cases.services import perform
from gongfang.catalogue import enquiring, queries, writing
from gongfang.catalogue.enquiring import Words
from gongfang.catalogue.models import Demand, Enquiry, Outcome, Product
from gongfang.regulation.time_limits import beijing_date
from gongfang.workshops.models import Workshop, WorkshopStatus

from . import goods
from .cast import DEMO_APPLICANT
from .crafts import CRAFTS, Craft
from .goods import GOODS, Good
from .people import MARK
from .pictures import picture
from .play import COUNTY, PREFECTURE, Play

PRODUCTS = 40
_DAYS = (-70, -52, -38, -26, -12)
"""On which days workshops hand in products; what is handed in last waits for the office."""
_BY_CRAFT = {name: craft for craft in CRAFTS for name in (craft.name, craft.item) if name}


def tell(play: Play) -> None:
    """Schedule the products, then the enquiries about them and the demands, in every state."""
    for place, day in enumerate(_DAYS):
        play.on(day, 11, 10, lambda at, place=place: _enter_some(play, at, place))  # type: ignore[misc]
        play.on(day + 2, 15, 20, lambda at: _publish_all(play, at))
    play.on(-9, 10, 30, lambda at: _unfinished(play, at))
    play.on(-8, 16, 40, lambda at: _change_some(play, at))
    for place, day in enumerate((-46, -34, -30, -22, -18, -14, -7, -6, -5, -2)):
        play.on(day, 20, 15, lambda at, place=place: _ask(play, at, place))  # type: ignore[misc]
    _demand(play)


def _enter_some(play: Play, at: datetime, place: int) -> None:
    """Let the workshops that have none yet enter their products, a fifth of all each time."""
    rows = Workshop.objects.filter(status=WorkshopStatus.RECOGNISED, products=None).select_related(
        "county", "holder"
    )
    demo = play.cast.applicants[DEMO_APPLICANT]
    workshops = sorted(rows, key=lambda each: (each.holder != demo, each.holder is None, each.pk))
    still = PRODUCTS * (place + 1) // len(_DAYS) - Product.objects.count()
    for workshop in workshops:
        for number, good in enumerate(GOODS[_craft_of(workshop).short]):
            if still <= 0:
                return
            _enter(play, workshop, good, number, at=at)
            still -= 1


def _craft_of(workshop: Workshop) -> Craft:
    item = workshop.relied_on.first()
    assert item is not None  # every workshop of the demonstration rests on a craft
    return _BY_CRAFT[item.name]


def _writer(play: Play, workshop: Workshop) -> User:
    return workshop.holder or play.cast.officer(COUNTY, workshop.county_id)


def _enter(
    play: Play, workshop: Workshop, good: Good, number: int, *, at: datetime, is_handed_in: bool = True
) -> Product:
    by, craft, item = _writer(play, workshop), _craft_of(workshop), workshop.relied_on.first()
    assert item is not None
    product = writing.enter_product(workshop=workshop, by=by, at=at, name=good.name, item=item)
    writing.save_product(product, by=by, at=at, changes=_said(good, craft, workshop))
    for variant in range(3 if number == 0 and workshop.holder else 1):
        drawn = _drawn(craft.short, (number + 2 * variant) % 4)
        writing.add_photo(product, picture=drawn, by=by, at=at, alt_text=f"{good.name}（示意图，演示）")
    if is_handed_in:
        perform(product, "submit_product", by=by, at=at)
    return product


@cache
def _drawn(craft: str, variant: int) -> writing.Prepared:
    return writing.prepared(BytesIO(picture(craft, variant)))


def _said(good: Good, craft: Craft, workshop: Workshop) -> dict[str, Any]:
    maker = workshop.name.removesuffix(MARK)
    return {
        "materials": good.materials,
        "size": good.size,
        "price_from": good.prices[0],
        "price_to": good.prices[1],
        "availability": "to_order" if good.lead else "in_stock",
        "lead_days": good.lead or None,
        "is_customisable": good.is_customisable,
        "monthly_capacity": good.capacity,
        "unit": good.unit,
        "story": goods.STORY.format(maker=maker, process=craft.process),
        "care": goods.FOOD_CARE if craft.is_food else goods.CARE,
    }


def _in(state: str) -> Iterator[Product]:
    rows = Product.objects.filter(state=state, workshop__status=WorkshopStatus.RECOGNISED)
    yield from rows.select_related("region", "workshop__county", "workshop__holder").order_by("pk")


def _publish_all(play: Play, at: datetime) -> None:
    """Publish what was handed in, but for one that is returned in the end."""
    lead = play.cast.officer(PREFECTURE)
    waiting = list(_in("submitted"))
    is_last = Product.objects.count() >= PRODUCTS
    for place, product in enumerate(waiting):
        if is_last and place == 0:
            perform(product, "return_product", by=lead, at=at, reasons=goods.RETURNED)
        else:
            perform(product, "publish_product", by=lead, at=at)


def _unfinished(play: Play, at: datetime) -> None:
    """Two that wait for the office, and one that its workshop has not finished."""
    rows = Workshop.objects.filter(status=WorkshopStatus.RECOGNISED, holder__isnull=False)
    for place, workshop in enumerate(rows.select_related("county", "holder").order_by("pk")[:3]):
        good = GOODS[_craft_of(workshop).short][-1]
        _enter(play, workshop, good, 1, at=at, is_handed_in=place > 0)


def _change_some(play: Play, at: datetime) -> None:
    """Let two published products be changed (one change is returned), one be taken off and one withdrawn."""
    lead, published = play.cast.head(PREFECTURE), list(_in("published"))
    for place, product in enumerate(published[-4:-2]):
        by = _writer(play, product.workshop)
        changes = {
            "price_to": (product.newest.price_to or 0) + 60,
            "materials": f"{product.newest.materials}，新款",
        }
        writing.save_product(product, by=by, at=at, changes=changes)
        perform(product, "submit_product", by=by, at=at)
        if place:
            perform(product, "return_product", by=lead, at=at, reasons=goods.RETURNED)
    perform(published[-2], "take_off_product", by=lead, at=at, reasons=goods.TAKEN_OFF)
    last = published[-1]
    perform(last, "withdraw_product", by=_writer(play, last.workshop), at=at, reasons=goods.WITHDRAWN)


def _words(play: Play, message: str) -> Words:
    name, organisation = play.seed.choice(goods.BUYERS)
    contact = f"19200{play.seed.randrange(1_000_000):06d}"
    return Words(
        name=name + MARK, organisation=organisation and organisation + MARK, contact=contact, message=message
    )


def _ask(play: Play, at: datetime, place: int) -> None:
    """Let a buyer ask; the earlier an enquiry came in, the further it has got."""
    products = list(queries.public_products().order_by("published_on", "pk"))
    chosen = products[place % 2 if place > 6 else place * 3 % len(products)]
    same = [each for each in products if each.workshop_id == chosen.workshop_id][:2]
    message = goods.ASKED[place % len(goods.ASKED)]
    receipt = enquiring.enquire(
        products=same if place % 3 == 0 else [chosen],
        words=_words(play, message),
        quantity=(60, 200, 1, 50, 30)[place % len(goods.ASKED)],
        at=at,
    )
    case = receipt.case
    assert isinstance(case, Enquiry)
    _follow(play, case, place)


def _follow(play: Play, case: Enquiry, place: int) -> None:
    """Take an enquiry on its way, at once: up to an order, a refusal, an answer, or the workshop's desk."""
    lead, at = play.cast.officer(PREFECTURE), case.opened_at
    if place == 9:
        return
    if place == 4:
        perform(case, "close_enquiry", by=lead, at=at, outcome=Outcome.SPAM, reasons=goods.SPAM)
        return
    perform(case, "forward_enquiry", by=lead, at=at)
    if place in (7, 8):
        return
    by = _writer(play, case.workshop)
    perform(case, "answer_enquiry", by=by, at=at, reply=goods.ANSWERS[place % len(goods.ANSWERS)])
    if place in (0, 1, 2):
        _order(case, by, at, (18_600, 15_800, 168)[place])
    elif place in (3, 5):
        outcome, reasons = ((Outcome.NO_DEAL, goods.NO_DEAL), (Outcome.NO_REPLY, goods.NO_REPLY))[place == 5]
        perform(case, "close_enquiry", by=by, at=at, outcome=outcome, reasons=reasons)


def _order(case: Enquiry, by: User, at: datetime, amount: int) -> None:
    given = {"amount": Decimal(amount), "quantity": case.quantity, "ordered_on": beijing_date(at)}
    perform(case, "order_enquiry", by=by, at=at, **given)


def _demand(play: Play) -> None:
    """Four demands: concluded with an order, being matched, closed, and new."""
    for place, day in enumerate((-28, -10, -16, -3)):
        play.on(day, 14, 25, lambda at, place=place: _demand_one(play, at, place))  # type: ignore[misc]


def _demand_one(play: Play, at: datetime, place: int) -> None:
    category, quantity, message = goods.DEMANDS[place]
    words, lead = _words(play, message), play.cast.head(PREFECTURE)
    case = enquiring.send_demand(words=words, at=at, category=category, quantity=quantity).case
    assert isinstance(case, Demand)
    if place == 2:
        perform(case, "close_demand", by=lead, at=at, reasons=goods.NO_DEAL)
    if place not in (0, 1):
        return
    chosen = [each for each in queries.workshops_for(case) if each.holder_id][:3]
    perform(case, "match_demand", by=lead, at=at, workshops=chosen)
    for number, enquiry in enumerate(case.enquiries.select_related("region", "workshop__holder")):
        _result(play, enquiry, at, is_ordered=number == 0, is_open=place == 1)
    if place == 0:
        perform(case, "conclude_demand", by=lead, at=at)


def _result(play: Play, enquiry: Enquiry, at: datetime, *, is_ordered: bool, is_open: bool) -> None:
    by = _writer(play, enquiry.workshop)
    if is_open and not is_ordered:
        return
    perform(enquiry, "answer_enquiry", by=by, at=at, reply=goods.ANSWERS[0])
    if is_open:
        return
    if is_ordered:
        _order(enquiry, by, at, 48_500)
    else:
        perform(enquiry, "close_enquiry", by=by, at=at, outcome=Outcome.CANNOT, reasons=goods.NO_DEAL)
