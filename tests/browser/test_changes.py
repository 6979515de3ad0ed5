"""A change asked for on a phone, and a county's list brought in from a spreadsheet: in a browser, as in life."""

from datetime import date

import pytest

from gongfang.changes.models import Change
from gongfang.records.sheets import XLSX
from gongfang.workshops.models import Workshop
from tests.browser.axe import barriers
from tests.browser.clock import Clock
from tests.browser.pages import PHONE, Site
from tests.changes.cast import recognised
from tests.changes.test_county_import import GOOD, row, workbook
from tests.factories import applicant, beijing, head, officer

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
BEFORE = {"recognised_on": date(2026, 4, 20), "at": beijing("2026-04-20 10:00")}


def test_a_name_is_changed_from_a_phone(site: Site, clock: Clock) -> None:
    holder = applicant("托里县花毡专业合作社")
    workshop = recognised(holder, **BEFORE)
    phone = site.signed_in(holder, PHONE)
    phone.open("workshops:detail", workshop.number)
    phone.follow("申请变更登记")
    assert phone.fits()
    assert barriers(phone.page) == []
    phone.fill(name="库甫毡绣工坊")
    phone.press("提交变更申请")
    phone.sees("这个字段是必填项")
    phone.fill(reasons="换发了营业执照")
    phone.press("提交变更申请")
    phone.sees("已提交", "原登记", "库甫花毡工坊", "库甫毡绣工坊")
    assert phone.fits()
    assert barriers(phone.page) == []
    number = Change.objects.get().number
    site.signed_in(officer("county.culture")).take_step(number, "核实并上报")
    site.signed_in(head("prefecture.culture")).take_step(number, "确认变更")
    phone.open("workshops:detail", workshop.number)
    phone.sees("曾经的登记", "库甫花毡工坊")
    assert phone.fits()
    visitor = site.visitor(PHONE)
    visitor.open("public:workshop", workshop.public_id)
    visitor.sees("变更登记")
    assert "库甫毡绣工坊" in visitor.page.title()


def test_a_countys_list_is_brought_in_from_a_spreadsheet(site: Site, clock: Clock) -> None:
    keeper = site.signed_in(officer("county.culture"), PHONE)
    keeper.open("changes:county")
    keeper.follow("从表格导入")
    assert keeper.fits()
    assert barriers(keeper.page) == []
    keeper.fill(
        file=list_of(GOOD, row(c0="第二家", c7="手艺")), document_number="托文旅字〔2025〕3号", on="2025-05-01"
    )
    keeper.press("上传并检查")
    keeper.sees("没有导入", "类别", "应为")
    keeper.fill(file=list_of(GOOD, row(c0="第二家")))
    keeper.press("上传并检查")
    keeper.sees("核对后确认", "毡匠工坊", "第二家", "托文旅字〔2025〕3号")
    assert keeper.fits()
    assert barriers(keeper.page) == []
    keeper.press("确认导入")
    keeper.sees("已登记 2 家县级工坊", "毡匠工坊")
    assert keeper.fits()
    assert Workshop.objects.filter(status="county").count() == 2
    keeper.follow("更正")
    keeper.fill(main_business="花毡")
    keeper.press("保存")
    keeper.sees("已保存")


def list_of(*rows: object) -> dict[str, object]:
    """Return a list as somebody chooses it from the disk."""
    return {"name": "名单.xlsx", "mimeType": XLSX, "buffer": workbook(*rows).read()}
