"""Pages that everybody can use: no violation of WCAG 2.1 A and AA, no sideways scrolling, all by keyboard."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from tests.access.addresses import address, trio_of
from tests.access.policy import PAGES
from tests.browser.answering import open_page, page_of
from tests.world import World, one_a_module

__all__ = ["one_a_module"]
pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db]
WIDE, NARROW = 1440, 390
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "resultTypes": ["violations"],
}
OF_ROLES = {
    "anonymous": (
        "public:home",
        "public:calls",
        "public:call",
        "public:notices",
        "public:notice",
        "public:announcements",
        "public:announcement",
        "public:directory",
        "public:workshop",
        "public:plaque",
        "public:draws",
        "public:draw",
        "public:readings",
        "public:time_limits",
        "public:procedure",
        "public:privacy",
        "notices:object",
        "notices:follow",
        "account_login",
        "account_signup",
        "account_reset_password",
    ),
    "applicant": (
        "applications:mine",
        "applications:start",
        "applications:step",
        "applications:roster_upload",
        "applications:change_row",
        "applications:submit",
        "cases:detail",
        "panels:recusal",
        "notifications:messages",
        "notifications:message",
        "accounts:profile",
        "mfa_index",
        "workshops:mine",
        "filings:mine",
        "filings:part",
        "filings:roster_upload",
        "filings:file",
        "filings:activities",
        "filings:add_activity",
        "evaluations:self_assess",
        "changes:request",
        "changes:surrender",
        "revocations:notice",
        "revocations:appeal",
    ),
    "county.culture.head": (
        "cases:inbox",
        "applications:index",
        "applications:start_paper",
        "cases:detail",
        "workshops:register",
        "workshops:detail",
        "workshops:certificate",
        "filings:index",
        "evaluations:sheet",
        "changes:county",
        "changes:enter",
        "changes:import",
        "changes:history",
    ),
    "prefecture.culture.head": (
        "applications:rounds",
        "applications:round",
        "applications:open_round",
        "cases:detail panel",
        "cases:detail objection",
        "inspections:visits",
        "inspections:plan",
        "inspections:print",
        "panels:list",
        "panels:announce",
        "panels:draw_minutes",
        "panels:experts",
        "panels:expert_edit",
        "panels:expert_import",
        "notices:office",
        "notices:objections",
        "notices:publish",
        "notices:paper",
        "workshops:describe",
        "calendars:years",
        "calendars:year",
        "calendars:load",
        "calendars:deadline",
        "evaluations:index",
        "evaluations:score_evaluation",
        "oversight:monitoring",
        "oversight:campaigns",
        "oversight:plan_campaign",
        "oversight:checks",
        "oversight:findings",
        "oversight:plan_check",
        "oversight:note_finding",
        "oversight:note_finding_of_check",
        "revocations:list",
        "revocations:choose",
        "revocations:open",
        "revocations:decision",
        "changes:list",
        "changes:assign",
    ),
    "prefecture.culture.officer": ("inspections:report",),
    "expert.seated": ("panels:workspace", "panels:review", "panels:score", "cases:detail"),
    "auditor": ("records:access_log", "records:check_chain"),
    "system_admin": ("accounts:people", "accounts:create_account", "accounts:person"),
}
MAIN_PAGES = [(role, name) for role, names in OF_ROLES.items() for name in names]
STEPS = [
    ("county.culture.head", "county_review", "not_recommend"),
    ("county.culture.head", "county_review", "give_opinion"),
    ("prefecture.culture.head", "on_notice", "disqualify"),
]


@pytest.fixture(autouse=True, scope="module")
def _quiet() -> Iterator[None]:
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def problems(page: Page) -> list[str]:
    """Return what axe finds wrong, each with its first element."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:150]}" for rule in found]


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    width: Any = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return int(width)


def check(browser: Browser, world: World, role: str, path: str) -> None:
    found: dict[int, list[str]] = {}
    with page_of(browser, world, role, width=WIDE) as page:
        assert open_page(page, path).status == 200
        for width in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": 900})
            found[width] = problems(page)
            assert overflow(page) <= 0, f"wider than {width} px"
    assert found == {WIDE: [], NARROW: []}


@pytest.mark.parametrize(("role", "name"), MAIN_PAGES)
def test_page_has_no_barrier(browser: Browser, world: World, role: str, name: str) -> None:
    page = PAGES[name]
    check(browser, world, role, address(name, page, trio_of(world, page).own))


@pytest.mark.parametrize(("role", "state", "action"), STEPS)
def test_step_has_no_barrier(browser: Browser, world: World, role: str, state: str, action: str) -> None:
    check(browser, world, role, reverse("cases:step", args=[world.home.cases[state].number, action]))


@pytest.mark.parametrize(("role", "name"), [("anonymous", "public:home"), ("county.culture.head", "cases:inbox")])
def test_the_first_key_leads_past_the_menu(browser: Browser, world: World, role: str, name: str) -> None:
    with page_of(browser, world, role) as page:
        open_page(page, reverse(name))
        page.keyboard.press("Tab")
        skip = page.locator(".skip-link")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('#main').contains(document.activeElement)")


FOCUS = """() => {
  const style = getComputedStyle(document.activeElement);
  const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  return [document.activeElement.outerHTML.slice(0, 120), ring || style.boxShadow !== 'none'];
}"""


@pytest.mark.parametrize(("role", "name"), [("anonymous", "account_login"), ("applicant", "applications:mine")])
def test_focus_is_visible_on_every_stop(browser: Browser, world: World, role: str, name: str) -> None:
    with page_of(browser, world, role) as page:
        open_page(page, reverse(name))
        stops = []
        for _ in range(15):
            page.keyboard.press("Tab")
            stops.append(page.evaluate(FOCUS))
    assert [element for element, is_visible in stops if not is_visible and not element.startswith("<body")] == []


def test_a_dialog_keeps_the_focus_and_gives_it_back(browser: Browser, world: World) -> None:
    number = world.home.cases["county_review"].number
    with page_of(browser, world, "county.culture.head") as page:
        open_page(page, reverse("cases:step", args=[number, "not_recommend"]))
        page.fill("[name=reasons]", "场地面积不足")
        opener = page.locator("[data-confirm]")
        opener.focus()
        page.keyboard.press("Enter")
        dialog = page.locator("dialog")
        expect(dialog).to_be_visible()
        for _ in range(6):
            page.keyboard.press("Tab")
            assert page.evaluate(
                "document.querySelector('dialog').contains(document.activeElement)"
                " || document.activeElement === document.body"
            )
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(opener).to_be_focused()
