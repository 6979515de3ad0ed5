"""The position of a photograph, in a real browser: asked for by a button, never by itself."""

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.launching import one_browser_a_module

__all__ = ["one_browser_a_module"]
pytestmark = pytest.mark.browser
SCRIPT = Path(settings.PACKAGE_DIR, "static", "gongfang", "position.js")
ADDRESS = "https://gongfang.test/"
FORM = """
<form><input type="hidden" name="latitude"><input type="hidden" name="longitude">
  <button type="button" data-position hidden data-position-asking="正在定位"
    data-position-found="已记下位置" data-position-failed="未能定位"
  ><span role="status">附上当前位置</span></button>
</form>
"""


def open_form(context: BrowserContext) -> Page:
    page = context.new_page()
    html = f"<!doctype html><title>试</title><body>{FORM}<script src='/position.js' defer></script>"
    page.route(ADDRESS, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.route("**/position.js", lambda route: route.fulfill(path=SCRIPT))
    page.goto(ADDRESS)
    return page


def position_in(page: Page) -> list[str]:
    return [page.locator(f"[name={name}]").input_value() for name in ("latitude", "longitude")]


def test_the_position_is_filled_in_once_the_button_is_pressed(browser: Browser) -> None:
    place = {"latitude": 45.9365123, "longitude": 83.6043217}
    context = browser.new_context(locale="zh-CN", permissions=["geolocation"], geolocation=place)  # type: ignore[arg-type]
    page = open_form(context)
    assert position_in(page) == ["", ""]
    page.click("text=附上当前位置")
    expect(page.get_by_role("status")).to_have_text("已记下位置")
    assert position_in(page) == ["45.936512", "83.604322"]
    context.close()


def test_a_position_that_is_not_allowed_is_said_and_left_empty(browser: Browser) -> None:
    context = browser.new_context(locale="zh-CN", permissions=[])
    page = open_form(context)
    page.click("text=附上当前位置")
    expect(page.get_by_role("status")).to_have_text("未能定位")
    assert position_in(page) == ["", ""]
    context.close()
