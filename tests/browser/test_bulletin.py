"""A bulletin through the pages: drawn up, corrected, issued, and read by another department (article 11(一))."""

import pytest

from tests.browser.clock import Clock
from tests.browser.pages import Site
from tests.browser.stage import Offices
from tests.factories import beijing
from tests.filings.cast import workshop

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
NUMBER = "塔地文旅发〔2026〕31号"
ADDED = "六、建议：向就业人数少的县（市）倾斜培训资源。"


def test_from_figures_to_the_other_department(site: Site, clock: Clock) -> None:
    workshop(recognised_on=beijing("2026-04-20 10:00").date(), name="托里县阿依毡坊")
    clock.move_to(beijing("2026-07-02 09:00"))
    offices = Offices(site)
    lead = offices.head("prefecture.culture")
    lead.follow("统计分析", "nav")
    lead.sees("带动就业", "法定期限执行", "托里县")
    assert lead.page.locator("#workshops canvas").count() == 1
    lead.follow("统计通报")
    lead.follow("编制通报")
    lead.fill(period="2026-q2")
    lead.press("取数并生成文稿")
    lead.sees("关于2026年第二季度塔城地区非遗工坊建设情况的统计通报", "托里县1家", "拟稿")
    lead.follow("修改文稿")
    text = lead.page.locator("[name=text]")
    text.fill(f"{text.input_value()}\n{ADDED}")
    lead.press("保存文稿")
    lead.sees("文稿已保存。", ADDED)
    number = lead.page.url.rstrip("/").rpartition("/")[2]
    lead.take_step(number, "签发通报", document_number=NUMBER)
    reader = offices.head("prefecture.hrss")
    reader.open("cases:inbox")
    reader.follow("关于2026年第二季度塔城地区非遗工坊建设情况的统计通报")
    reader.sees(NUMBER, ADDED)
    reader.take_step(number, "签收")
    lead.open("reports:bulletins")
    lead.sees(NUMBER, "人力资源和社会保障", "已通报，待签收")
