"""The portal in Chromium: without scripts, for assistive technology, on a phone; and a draw recomputed in it."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from gongfang.panels import queries as panel_queries
from tests.browser.launching import one_browser_a_module
from tests.notices.cast import SAID, on_notice
from tests.panels import cast as panels
from tests.public.cast import workshop

__all__ = ["one_browser_a_module"]
pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


def opened(browser: Browser, width: int = 1440, **options: Any) -> Page:
    return browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN", **options).new_page()


def test_draw_is_recomputed_in_the_page_and_a_forged_file_is_found(
    browser: Browser, live_server: Any, tmp_path: Path
) -> None:
    panel = panels.drawn()
    page = opened(browser)
    page.goto(live_server.url + reverse("public:draw", args=[panel.number]))
    page.get_by_role("button", name="验算本次抽取").click()
    expect(page.locator(".draw-verdict")).to_contain_text("一致：抽取结果由公开数据唯一确定")
    forged = panel_queries.document_of(panel, panel.public_value) | {"public_value": "1 1 1 1 1"}
    file = tmp_path / "forged.json"
    file.write_text(json.dumps(forged), encoding="utf-8")
    page.locator("[data-draw-file]").set_input_files(file)
    expect(page.locator(".draw-verdict")).to_contain_text("不一致")


def test_objection_is_raised_and_followed_without_scripts(browser: Browser, live_server: Any) -> None:
    on_notice()
    page = opened(browser, 390, java_script_enabled=False)
    application = reverse("notices:object", args=["SQ2026-0001"])
    page.goto(live_server.url + application)
    for name, words in SAID.items():
        page.locator(f"[name={name}]").fill(words)
    page.get_by_role("button", name="提交异议").click()
    number, code = (page.locator(f".receipt-{part}").inner_text() for part in ("number", "code"))
    page.goto(live_server.url + "/objections/")
    page.locator("[name=number]").fill(number)
    page.locator("[name=code]").fill(code)
    page.get_by_role("button", name="查询").click()
    expect(page.locator(".state-badge").first).to_be_visible()
    assert code not in page.url


def test_directory_is_searched_without_scripts(browser: Browser, live_server: Any) -> None:
    workshop("柳编工坊", items=[])
    workshop("列巴工坊", items=[])
    page = opened(browser, java_script_enabled=False)
    page.goto(live_server.url + reverse("public:directory"))
    page.locator("#q").fill("柳编")
    page.get_by_role("button", name="查找").click()
    expect(page.locator(".workshop-card")).to_have_count(1)
    page.get_by_role("link", name="列表").click()
    expect(page.locator("tbody tr")).to_have_count(1)
