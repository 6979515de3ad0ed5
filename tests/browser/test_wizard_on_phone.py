"""A filing on a phone: nothing that was typed is lost, whatever the net, another window or a mistake does."""

import pytest
from playwright.sync_api import Dialog, expect

from gongfang.accounts.models import User
from gongfang.applications import filing as services
from gongfang.applications.draft_forms import FORMS
from gongfang.applications.models import Application
from tests.applications import specimen
from tests.browser import filing
from tests.browser.clock import Clock
from tests.browser.pages import PHONE, Site, Visitor
from tests.factories import applicant, division

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
TYPED = "花毡、毡帽和挂毯"
BANNER = "[data-save-banner]"


@pytest.fixture
def holder(clock: Clock) -> User:
    return applicant("托里县阿依毡绣专业合作社")


@pytest.fixture
def draft(holder: User, clock: Clock) -> Application:
    """Return a filing that has only its name."""
    at = clock.now()
    call = specimen.open_round(at=at)
    return services.open_draft(holder=holder, region=division(), round=call, title="阿依毡绣工坊", at=at)


@pytest.fixture
def phone(site: Site, holder: User, draft: Application) -> Visitor:
    """Return the applicant with the first step of the filing open on a phone."""
    visitor = site.signed_in(holder, PHONE)
    visitor.open("applications:step", draft.number, "workshop")
    return visitor


def test_every_step_fits_the_screen(phone: Visitor, draft: Application) -> None:
    too_wide = []
    for step in FORMS:
        phone.open("applications:step", draft.number, step)
        if not phone.fits():
            too_wide.append(step)
    phone.open("applications:submit", draft.number)
    phone.sees("现在不能提交", "申报材料不齐全", "第六条第（一）项")
    assert too_wide == []
    assert phone.fits()


def test_a_save_that_fails_is_told_loudly_and_made_up_for(phone: Visitor) -> None:
    page = phone.page
    page.context.set_offline(True)
    phone.fill("#filing", main_business=TYPED)
    expect(page.locator(BANNER)).to_have_text("保存失败，正在重试。您填写的内容还在本页，请不要关闭或刷新。")
    expect(page.locator(BANNER)).to_be_in_viewport()
    expect(page.locator("[data-save-state]")).to_have_text("保存失败，正在重试。请不要关闭本页。")
    assert warns_before_it_is_left(phone)
    expect(page.locator('[name="main_business"]')).to_have_value(TYPED)
    page.context.set_offline(False)
    filing.autosaved(phone)
    expect(page.locator(BANNER)).to_be_hidden()
    page.reload()
    expect(page.locator('[name="main_business"]')).to_have_value(TYPED)


def warns_before_it_is_left(visitor: Visitor) -> bool:
    """Follow a link that leads away, and stay when the browser asks."""
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    visitor.page.once("dialog", stay)
    visitor.page.get_by_role("link", name="查看全部").click(no_wait_after=True)
    expect(visitor.page.locator("#filing")).to_be_visible()
    return asked == ["beforeunload"]


def test_two_windows_do_not_overwrite_each_other_unseen(phone: Visitor, draft: Application) -> None:
    other = phone.another_window()
    phone.fill("#filing", main_business=TYPED)
    filing.autosaved(phone)
    other.fill("#filing", main_business="只做毡帽")
    expect(other.page.locator(BANNER)).to_have_text(
        "没有保存：这一步已在另一个窗口改过。请先复制本页的改动，再刷新页面核对。"
    )
    expect(other.page.locator(BANNER)).to_be_in_viewport()
    draft.refresh_from_db()
    assert draft.main_business == TYPED
    other.press("保存，下一步")
    other.sees("这一步已在另一个窗口保存过。请核对下面的内容；再次保存将以本页为准。")
    expect(other.page.locator('[name="main_business"]')).to_have_value("只做毡帽")
    filing.next_step(other, "项目与传承")
    draft.refresh_from_db()
    assert draft.main_business == "只做毡帽"


def test_a_refused_step_keeps_what_was_typed(phone: Visitor, draft: Application) -> None:
    phone.fill("#filing", main_business=TYPED, site_area_m2="-3", address="文化路 12 号")
    expect(phone.page.locator(BANNER)).to_have_text("有内容格式不对，尚未保存，请按红字改正；其余内容已保存。")
    phone.press("保存，下一步")
    field = phone.page.locator('[name="site_area_m2"]')
    expect(field).to_have_attribute("aria-invalid", "true")
    phone.sees("确保该值大于或等于0.01。")
    expect(field).to_have_value("-3")
    expect(phone.page.locator('[name="main_business"]')).to_have_value(TYPED)
    draft.refresh_from_db()
    assert (draft.address, draft.site_area_m2) == ("文化路 12 号", None)


def test_a_refused_row_keeps_what_was_typed(phone: Visitor, draft: Application) -> None:
    wrong = {**filing.RESPONSIBLE, "id_number": "110105194912310021"}
    phone.fill("#list-person .row-form", **wrong)
    phone.press("加入", "#list-person")
    form = phone.page.locator("#list-person .row-form")
    expect(form).to_contain_text("身份证号码")
    expect(form.locator(".invalid-feedback")).to_have_count(1)
    for name in ("name", "position", "phone", "id_number"):
        expect(form.locator(f'[name="{name}"]')).to_have_value(wrong[name])
    assert draft.people.count() == 0
    phone.fill("#list-person .row-form", id_number=filing.RESPONSIBLE["id_number"])
    phone.press("加入", "#list-person")
    expect(phone.page.locator("#list-person tbody")).to_contain_text("阿依古丽")


def test_the_button_does_not_ask_while_a_save_is_under_way(phone: Visitor, draft: Application) -> None:
    phone.page.on("dialog", lambda dialog: dialog.dismiss())
    phone.page.route("**/autosave/**", lambda route: None)
    with phone.page.expect_request("**/autosave/**"):
        phone.fill("#filing", main_business=TYPED)
    filing.next_step(phone, "项目与传承")
    draft.refresh_from_db()
    assert draft.main_business == TYPED
