"""The filing in Chromium: saved as one types, loud when it is not, usable on a phone, accessible."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from gongfang.applications.models import Application
from tests.applications import factories as made
from tests.applications import specimen
from tests.applications.test_wizard import signed_in, url
from tests.browser.launching import one_browser_a_module

__all__ = ["one_browser_a_module"]
pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
SAVED = "已保存为草稿"


@pytest.fixture
def application() -> Application:
    return made.draft(at=timezone.now())


@pytest.fixture
def context(browser: Browser, live_server: Any, application: Application) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    session = signed_in(application.holder).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    yield context
    context.close()


def step_page(context: BrowserContext, live_server: Any, application: Application, step: str) -> Page:
    page = context.new_page()
    page.goto(live_server.url + url("step", application, step))
    return page


def state_of(page: Page) -> Any:
    return expect(page.locator("[data-save-state]"))


def banner(page: Page) -> Any:
    return page.locator("[data-save-banner]")


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def test_typing_is_saved_and_the_side_panel_follows(
    context: BrowserContext, live_server: Any, application: Application
) -> None:
    page = step_page(context, live_server, application, "workshop")
    page.fill("#id_site_area_m2", "45")
    state_of(page).to_have_text(SAVED)
    expect(page.locator("#filing-side")).to_contain_text("场地 45 ㎡，少于 60 ㎡")
    assert fresh(application).site_area_m2 == 45


def test_a_mistake_is_told_beside_its_field_and_goes_when_mended(
    context: BrowserContext, live_server: Any, application: Application
) -> None:
    page = step_page(context, live_server, application, "workshop")
    page.fill("#id_site_area_m2", "-3")
    expect(page.locator("[data-note=problem]")).to_be_visible()
    expect(banner(page)).to_contain_text("尚未保存")
    page.fill("#id_site_area_m2", "90")
    expect(banner(page)).to_be_hidden()
    expect(page.locator("[data-note=problem]")).to_have_count(0)


def test_a_failed_save_is_loud_keeps_the_text_and_is_tried_again(
    context: BrowserContext, live_server: Any, application: Application
) -> None:
    page = step_page(context, live_server, application, "operations")
    context.set_offline(True)
    page.fill("#id_sales_statement", "断网时写的")
    expect(banner(page)).to_contain_text("保存失败")
    assert page.input_value("#id_sales_statement") == "断网时写的"
    context.set_offline(False)
    state_of(page).to_have_text(SAVED, timeout=15000)
    expect(banner(page)).to_be_hidden()
    assert fresh(application).sales_statement == "断网时写的"


def test_two_windows_do_not_overwrite_each_other(
    context: BrowserContext, live_server: Any, application: Application
) -> None:
    first = step_page(context, live_server, application, "operations")
    second = step_page(context, live_server, application, "operations")
    second.fill("#id_sales_statement", "第二个窗口")
    state_of(second).to_have_text(SAVED)
    first.fill("#id_sales_statement", "第一个窗口")
    expect(banner(first)).to_contain_text("另一个窗口")
    assert fresh(application).sales_statement == "第二个窗口"
    assert first.input_value("#id_sales_statement") == "第一个窗口"


def test_rows_and_files_come_and_go_without_leaving_the_page(
    context: BrowserContext, live_server: Any, application: Application
) -> None:
    page = step_page(context, live_server, application, "heritage")
    page.on("dialog", lambda dialog: dialog.accept())
    page.click("#list-practitioner summary")
    page.fill("#practitioner_name", "巴合提")
    page.fill("#practitioner_craft", "刺绣")
    page.click("#list-practitioner .row-form button")
    expect(page.locator("#list-practitioner tbody tr")).to_have_count(4)
    file = {"name": "证书.pdf", "mimeType": "application/pdf", "buffer": specimen.PDF}
    page.set_input_files("#files input[type=file] >> nth=0", files=[file])
    expect(page.locator("#files li")).to_contain_text("证书.pdf")
    page.click("#files li button")
    expect(page.locator("#files li")).to_have_count(0)


def test_a_masked_number_is_shown_on_request(
    context: BrowserContext, live_server: Any, application: Application
) -> None:
    page = step_page(context, live_server, application, "workshop")
    row = page.locator("#list-person tbody tr")
    expect(row).not_to_contain_text(specimen.STANDARD.responsible_id_number)
    row.locator(".masked-button").first.click()
    expect(row).to_contain_text(specimen.STANDARD.responsible_id_number)
