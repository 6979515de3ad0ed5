"""A fair with results: planned and invited on a desk, answered and accounted for on a phone (article 8(五))."""

import pytest

from gongfang.fairs.models import Stand
from tests.browser.clock import Clock
from tests.browser.pages import PHONE, Site
from tests.catalogue import cast
from tests.factories import beijing

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
FAIR = {
    "name": "塔城地区非遗展销会",
    "kind": "sales",
    "organiser": "地区文旅局",
    "place": "塔城市文化广场",
    "starts_on": "2027-04-01",
    "ends_on": "2027-04-05",
    "reply_by": "2027-03-20",
    "stands": "3",
}


def test_a_fair_from_its_plan_to_its_results(site: Site, clock: Clock) -> None:
    clock.move_to(beijing("2027-03-10 10:00"))
    product = cast.published()
    lead, phone = site.with_session(cast.lead()), site.with_session(cast.writer(product), PHONE)
    lead.open("fairs:plan")
    lead.fill(**FAIR)
    lead.press("登记")
    lead.sees("邀请工坊", product.workshop.name)
    lead.main.get_by_label(product.workshop.name).check()
    lead.press("发出邀请")
    lead.sees("已邀请 1 家工坊", "待工坊答复")
    stand = Stand.objects.get()
    phone.start_step(stand.number, "参加展会")
    phone.main.get_by_label("羊角纹花毡").check()
    phone.confirm("参加展会")
    phone.sees("已办理：参加展会", "羊角纹花毡")
    lead.take_step(stand.number, "安排展位", stand_number="A-12")
    clock.move_to(beijing("2027-04-03 10:00"))
    phone = site.with_session(cast.writer(product), PHONE)
    phone.take_step(stand.number, "报告参展成效", sales="3200", orders="18000", result="与两家酒店签约")
    phone.sees("已报成效", "3200.00", "18000.00")
    lead = site.with_session(cast.lead())
    lead.open("fairs:fair", stand.fair_id)
    lead.sees("3200.00", "18000.00", "已报成效", "A-12")
