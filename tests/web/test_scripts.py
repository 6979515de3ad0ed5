"""The small scripts, in a real browser, on pages of their own: no server, every address is answered here."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from tests.browser.launching import one_browser_a_module

__all__ = ["one_browser_a_module"]
pytestmark = pytest.mark.browser
STATIC = Path(settings.PACKAGE_DIR, "static", "gongfang")
ADDRESS = "https://gongfang.test/"
CONFIRMED_FORM = """
<form action="/sent"><input name="reasons">
  <button type="submit" data-confirm="ask">不予认定</button>
  <dialog id="ask"><p>申报将终止。</p>
    <button type="button" data-dialog-close>返回</button><button type="submit">确认办理</button>
  </dialog>
</form>
"""
SAVED_FORM = """
<form data-autosave="/save"><input name="name">
  <span data-save-state data-saving="正在保存" data-saved="已保存" data-failed="保存失败">自动保存</span>
</form>
"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


def open_with(page: Page, body: str, script: str) -> None:
    """Show `body` with one of our scripts; every other address answers with its own path."""
    page.route("**/*", lambda route: route.fulfill(body=route.request.url, content_type="text/plain"))
    html = f"<!doctype html><title>试</title><body>{body}<script src='/{script}' defer></script>"
    page.route(ADDRESS, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.route(f"**/{script}", lambda route: route.fulfill(path=STATIC / script))
    page.goto(ADDRESS)


def test_confirm_asks_before_it_submits(page: Page):
    open_with(page, CONFIRMED_FORM, "page.js")
    page.click("text=不予认定")
    expect(page.locator("dialog")).to_be_visible()
    assert page.url == ADDRESS
    page.click("text=确认办理")
    page.wait_for_url("**/sent?reasons=")


def test_confirm_can_be_left_without_submitting(page: Page):
    open_with(page, CONFIRMED_FORM, "page.js")
    page.click("text=不予认定")
    page.click("text=返回")
    expect(page.locator("dialog")).to_be_hidden()
    assert page.url == ADDRESS


def test_enter_in_a_field_does_not_pass_by_the_question(page: Page):
    open_with(page, CONFIRMED_FORM, "page.js")
    page.press("[name=reasons]", "Enter")
    expect(page.locator("dialog")).to_be_visible()
    assert page.url == ADDRESS


def test_copy_puts_the_text_on_the_clipboard(page: Page):
    open_with(page, '<button data-copy="R-123" data-copied="已复制">复制回执号</button>', "page.js")
    page.click("button")
    expect(page.locator("button")).to_have_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == "R-123"


def test_escape_closes_the_account_menu(page: Page):
    open_with(page, '<details class="account"><summary>我</summary><a href="/me">资料</a></details>', "page.js")
    page.click("summary")
    page.keyboard.press("Escape")
    assert page.evaluate("document.querySelector('details').open") is False
    expect(page.locator("summary")).to_be_focused()


def saves(page: Page, *statuses: int) -> list[str]:
    """Answer the posts of autosave with `statuses`, the last one for all that follow; return what was posted."""
    posted: list[str] = []

    def answer(route: Any) -> None:
        posted.append(route.request.post_data or "")
        route.fulfill(status=statuses[min(len(posted), len(statuses)) - 1], body="")

    page.route("**/save", answer)
    return posted


def test_autosave_posts_the_form_once_typing_stops(page: Page):
    open_with(page, SAVED_FORM, "autosave.js")
    posted = saves(page, 204)
    page.locator("input").press_sequentially("花毡工坊")
    expect(page.locator("[data-save-state]")).to_have_text("已保存")
    assert len(posted) == 1
    assert "花毡工坊" in posted[0]


@pytest.mark.parametrize("status", [400, 403, 500])
def test_a_failed_save_is_told_and_tried_again(page: Page, status: int):
    open_with(page, SAVED_FORM, "autosave.js")
    posted = saves(page, status, 204)
    page.clock.install()
    page.fill("input", "花毡工坊")
    page.clock.run_for(1000)
    expect(page.locator("[data-save-state]")).to_have_text("保存失败")
    page.clock.run_for(6000)
    expect(page.locator("[data-save-state]")).to_have_text("已保存")
    assert len(posted) == 2


def test_a_redirect_to_the_sign_in_page_is_no_save(page: Page):
    open_with(page, SAVED_FORM, "autosave.js")
    page.route("**/save", lambda route: route.fulfill(status=302, headers={"location": "/accounts/login/"}))
    page.fill("input", "花毡工坊")
    expect(page.locator("[data-save-state]")).to_have_text("保存失败")
