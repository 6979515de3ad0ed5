"""Fairs: planned, answered, allotted, accounted for; placements (articles 8(五) and 8(六))."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongfang.accounts.models import User
from gongfang.cases.models import Task
from gongfang.cases.services import perform
from gongfang.fairs import services
from gongfang.fairs.models import Fair, Placement, Stand
from gongfang.regulation.procedure import StepRefused
from gongfang.support.registry import given_to
from gongfang.support.standing import NotInGoodStanding
from gongfang.workshops.models import Workshop, WorkshopStatus
from tests.catalogue import cast
from tests.factories import applicant, auditor, beijing, division, head

pytestmark = pytest.mark.django_db
AT = beijing("2027-03-10 10:00")
DURING = beijing("2027-04-02 10:00")
BACKEND = "gongfang.accounts.backends.LoginBackend"
FIELDS: dict[str, Any] = {
    "name": "塔城地区非遗展销会",
    "kind": "sales",
    "organiser": "地区文旅局",
    "place": "塔城市文化广场",
    "starts_on": date(2027, 4, 1),
    "ends_on": date(2027, 4, 5),
    "reply_by": date(2027, 3, 20),
    "stands": 2,
    "note": "",
}


def fair(**changes: Any) -> Fair:
    return services.plan_fair(by=cast.lead(), at=AT, **FIELDS | changes)


def invited(at_fair: Fair | None = None, target: Workshop | None = None) -> Stand:
    product = cast.published(target)
    return services.invite(at_fair or fair(), product.workshop, by=cast.lead(), at=AT)


def accepted(at_fair: Fair | None = None, target: Workshop | None = None) -> Stand:
    stand = invited(at_fair, target)
    products = list(stand.workshop.products.all())
    perform(stand, "accept_invitation", by=stand.holder, at=AT, products=products)
    return stand


def status(workshop: Workshop, to: str) -> None:
    Workshop.objects.filter(pk=workshop.pk).update(status=to)
    services.follow_recognition(Workshop.objects.get(pk=workshop.pk), at=AT)


def test_a_stand_from_the_invitation_to_its_result() -> None:
    stand = accepted()
    perform(stand, "allot_stand", by=cast.lead(), at=AT, stand_number="A-12")
    perform(
        stand, "report_fair_result", by=stand.holder, at=DURING, sales=Decimal("3200"), orders=Decimal("18000")
    )
    row = Stand.objects.get(pk=stand.pk)
    assert (row.state, row.stand_number, row.sales, row.orders) == ("reported", "A-12", 3200, 18000)
    ((measure, given),) = [
        each for each in given_to([stand.workshop_id])[stand.workshop_id] if each[0].name == "stand"
    ]
    assert (measure.clause.id, given.text, given.result) == ("8(五)", FIELDS["name"], "21200.00 元")


@pytest.mark.parametrize(
    ("changes", "why"),
    [({"ends_on": date(2027, 3, 30)}, "结束日期"), ({"reply_by": date(2027, 3, 9)}, "答复日期")],
)
def test_a_fair_whose_days_make_no_sense_is_refused(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(StepRefused, match=why) as refused:
        fair(**changes)
    assert refused.value.clause.id == "8(五)"
    assert not Fair.objects.exists()


@pytest.mark.parametrize("to", [WorkshopStatus.SUSPENDED, WorkshopStatus.SURRENDERED])
def test_a_workshop_out_of_good_standing_is_not_invited(to: str) -> None:
    product = cast.published()
    Workshop.objects.filter(pk=product.workshop_id).update(status=to)
    with pytest.raises(StepRefused, match="不在支持范围"):
        services.invite(fair(), Workshop.objects.get(pk=product.workshop_id), by=cast.lead(), at=AT)
    assert not Stand.objects.exists()


def test_a_workshop_is_invited_once() -> None:
    stand = invited()
    with pytest.raises(StepRefused, match="已经受到邀请"):
        services.invite(stand.fair, stand.workshop, by=cast.lead(), at=AT)


def test_products_of_another_workshop_or_none_are_refused() -> None:
    stand, foreign = invited(), cast.published(name="别家花毡")
    for products in ([], [foreign]):
        with pytest.raises(StepRefused, match="参展产品"):
            perform(stand, "accept_invitation", by=stand.holder, at=AT, products=products)
    assert Stand.objects.get(pk=stand.pk).state == "invited"


def test_a_full_fair_takes_no_more() -> None:
    small = fair(stands=1)
    accepted(small)
    stand = invited(small, cast.workshop(holder=applicant()))
    with pytest.raises(StepRefused, match="展位已满"):
        perform(stand, "accept_invitation", by=stand.holder, at=AT, products=list(stand.workshop.products.all()))


def test_declining_needs_reasons() -> None:
    stand = invited()
    with pytest.raises(StepRefused, match="请填写"):
        perform(stand, "decline_invitation", by=stand.holder, at=AT)
    perform(stand, "decline_invitation", by=stand.holder, at=AT, reasons="人手不够")
    assert Stand.objects.get(pk=stand.pk).state == "declined"


def test_two_workshops_have_two_stands() -> None:
    at_fair = fair()
    first, second = accepted(at_fair), accepted(at_fair, cast.workshop(holder=applicant()))
    perform(first, "allot_stand", by=cast.lead(), at=AT, stand_number="A-1")
    with pytest.raises(StepRefused, match="其他工坊"):
        perform(second, "allot_stand", by=cast.lead(), at=AT, stand_number="A-1")


def test_results_wait_for_the_fair_and_are_whole() -> None:
    stand = accepted()
    with pytest.raises(StepRefused, match="开始以后"):
        perform(stand, "report_fair_result", by=stand.holder, at=AT, sales=Decimal(1), orders=Decimal(0))
    with pytest.raises(StepRefused, match="请填写"):
        perform(stand, "report_fair_result", by=stand.holder, at=DURING, sales=Decimal(1))
    with pytest.raises(StepRefused, match="小于 0"):
        perform(stand, "report_fair_result", by=stand.holder, at=DURING, sales=Decimal(-1), orders=Decimal(0))
    perform(stand, "report_fair_result", by=stand.holder, at=DURING, sales=Decimal(0), orders=Decimal(0))
    assert Stand.objects.get(pk=stand.pk).sales == 0


def test_a_lost_recognition_ends_stands_and_placements() -> None:
    stand = accepted()
    placed = services.place(by=cast.lead(), at=AT, product=stand.workshop.products.get(), **venue())
    status(stand.workshop, WorkshopStatus.SURRENDERED)
    assert Stand.objects.get(pk=stand.pk).state == "ended"
    assert Placement.objects.get(pk=placed.pk).until == date(2027, 3, 10)


def venue(**changes: Any) -> dict[str, Any]:
    return {
        "venue": "巴克图口岸景区",
        "kind": "scenic_4a",
        "county": division(),
        "since": date(2027, 3, 9),
        "note": "",
    } | changes


def test_a_placement_is_once_in_a_venue_and_not_ahead() -> None:
    product = cast.published()
    services.place(by=cast.lead(), at=AT, product=product, **venue())
    with pytest.raises(StepRefused, match="已经在这个场所"):
        services.place(by=cast.lead(), at=AT, product=product, **venue())
    with pytest.raises(StepRefused, match="不能晚于今天") as refused:
        services.place(by=cast.lead(), at=AT, product=product, **venue(venue="某商场", since=date(2027, 3, 11)))
    assert refused.value.clause.id == "8(六)"
    Workshop.objects.filter(pk=product.workshop_id).update(status=WorkshopStatus.SUSPENDED)
    with pytest.raises(NotInGoodStanding):
        services.place(by=cast.lead(), at=AT, product=cast.fresh(product), **venue(venue="某商场"))


def test_an_invitation_waits_for_the_workshop_or_for_the_county_in_its_place() -> None:
    assert not Task.objects.filter(case=invited(), action="accept_invitation").exists()
    target = cast.workshop()
    Workshop.objects.filter(pk=target.pk).update(holder=None)
    target.holder = None
    stand = services.invite(fair(name="另一展会"), target, by=cast.lead(), at=AT)
    assert Task.objects.get(case=stand).office == head("county.culture").office


# ---- pages


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: AT)


def signed_in(user: User | None) -> Client:
    client = Client()
    assert user is not None
    client.force_login(user, backend=BACKEND)
    return client


def test_pages_plan_invite_and_show() -> None:
    product, client = cast.published(), signed_in(cast.lead())
    form = {name: value.isoformat() if isinstance(value, date) else value for name, value in FIELDS.items()}
    wrong = client.post("/fairs/plan/", form | {"ends_on": "2027-03-01"})
    assert "结束日期不能早于开始日期" in wrong.content.decode()
    assert 'value="塔城地区非遗展销会"' in wrong.content.decode()
    page = client.post("/fairs/plan/", form)["Location"]
    assert product.workshop.name in client.get(page).content.decode()
    client.post(f"{page}invite/", {"workshop": product.workshop.number})
    assert "待工坊答复" in client.get(page).content.decode()
    stand = Stand.objects.get()
    phone = signed_in(stand.holder)
    assert FIELDS["name"] in phone.get("/fairs/").content.decode()
    phone.post(f"/cases/{stand.number}/accept_invitation/", {"products": [product.number]})
    assert Stand.objects.get().state == "accepted"
    assert "羊角纹花毡" in signed_in(auditor()).get(page).content.decode()


def test_a_workshop_sees_its_own_fairs_only() -> None:
    stand, other = invited(), fair(name="别的展会")
    phone = signed_in(stand.holder)
    assert phone.get(f"/fairs/{other.pk}/").status_code == 404
    assert "别的展会" not in phone.get("/fairs/").content.decode()


def test_pages_place_and_withdraw() -> None:
    product, client = cast.published(), signed_in(head("county.culture"))
    form = {
        "product": product.number,
        "venue": "某商场",
        "kind": "shop",
        "county": "654224",
        "since": "2027-03-09",
    }
    client.post("/fairs/placements/new/", form)
    placed = Placement.objects.get()
    assert "某商场" in client.get("/fairs/placements/?kind=shop&running=on").content.decode()
    client.post(f"/fairs/placements/{placed.pk}/withdraw/")
    assert "某商场" not in client.get("/fairs/placements/?running=on").content.decode()


def test_thirty_cost_what_one_costs() -> None:
    client = signed_in(cast.lead())

    def cost(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    stand = accepted()
    services.place(by=cast.lead(), at=AT, product=stand.workshop.products.get(), **venue())
    pages = ("/fairs/", "/fairs/placements/", stand.fair.get_absolute_url())
    one = [cost(page) for page in pages]
    for number in range(29):
        fair(name=f"展会{number}")
        services.place(
            by=cast.lead(), at=AT, product=stand.workshop.products.get(), **venue(venue=f"商场{number}")
        )
    assert [cost(page) for page in pages] == one
