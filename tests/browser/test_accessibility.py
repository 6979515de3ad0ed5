"""Pages that everybody can use: no violation of WCAG 2.1 A and AA, no sideways scrolling, all by keyboard."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from tests.access.addresses import address, trio_of
from tests.access.policy import PAGES
from tests.browser.answering import look_as, one_window_a_module, open_page, page_of
from tests.browser.axe import barriers
from tests.world import World, one_a_module

__all__ = ["one_a_module", "one_window_a_module"]
pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db]
WIDE, NARROW = 1440, 390
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
        "reports:public",
        "public:time_limits",
        "public:procedure",
        "public:privacy",
        "public:accessibility",
        "notices:object",
        "notices:follow",
        "catalogue:index",
        "catalogue:product",
        "catalogue:enquire",
        "catalogue:demand",
        "catalogue:follow",
        "documents:certificates",
        "api:docs",
        "account_login",
        "account_signup",
        "account_reset_password",
    ),
    "applicant": (
        "applications:mine",
        "applications:start",
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
        "catalogue:products",
        "catalogue:enquiries",
        "catalogue:edit",
        "cases:detail enquiry",
        "support:mine",
        "support:courses",
        "support:enrol",
        "support:ask_help",
        "fairs:fairs",
        "fairs:fair",
        "fairs:placements",
        "exchange:policies",
        "exchange:training",
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
        "documents:register",
        "documents:of_case",
        "documents:detail of an issued one",
        "documents:edit",
        "exchange:matchings",
        "exchange:matching",
        "exchange:settle",
        "exchange:subsidies",
        "exchange:grant",
        "support:help_requests",
        "support:successions",
        "support:add_activity",
        "support:brands",
        "fairs:place",
        "api:tokens",
        "api:webhooks",
        "archives:verify",
    ),
    "county.agriculture.head": ("exchange:register", "exchange:upload", "exchange:import"),
    "prefecture.hrss.head": ("exchange:record_policy", "exchange:record_training"),
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
        "reports:dashboard",
        "reports:workshops",
        "reports:bulletins",
        "reports:draw_up",
        "reports:edit",
        "cases:detail bulletin",
        "catalogue:demands",
        "catalogue:match",
        "support:overview",
        "support:recommendations",
        "support:candidates",
        "support:candidate",
        "support:open_course",
        "support:attendance",
        "support:succession",
        "support:record_brand",
        "exchange:library",
        "fairs:plan",
        "consultations:meetings",
        "consultations:call",
        "consultations:assign",
        "cases:detail recommendation",
        "archives:archive",
        "simulation:what_if",
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


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    width: Any = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return int(width)


def check(window: Page, world: World, role: str, path: str) -> None:
    found: dict[int, list[str]] = {}
    window.set_viewport_size({"width": WIDE, "height": 900})
    look_as(window, world.client(role))
    assert open_page(window, path).status == 200
    for width in (WIDE, NARROW):
        window.set_viewport_size({"width": width, "height": 900})
        found[width] = barriers(window)
        assert overflow(window) <= 0, f"wider than {width} px"
    assert found == {WIDE: [], NARROW: []}


@pytest.mark.parametrize(("role", "name"), MAIN_PAGES)
def test_page_has_no_barrier(window: Page, world: World, role: str, name: str) -> None:
    page = PAGES[name]
    check(window, world, role, address(name, page, trio_of(world, page).own))


@pytest.mark.parametrize(("role", "state", "action"), STEPS)
def test_step_has_no_barrier(window: Page, world: World, role: str, state: str, action: str) -> None:
    check(window, world, role, reverse("cases:step", args=[world.home.cases[state].number, action]))


@pytest.mark.parametrize("part", ["workshop", "heritage", "employment", "operations", "evidence"])
def test_part_of_a_filing_has_no_barrier(window: Page, world: World, part: str) -> None:
    number = world.home.cases["draft"].number
    check(window, world, "applicant", reverse("applications:step", args=[number, part]))


@pytest.mark.parametrize(
    ("name", "asked"),
    [("public:directory", "view=list"), ("public:time_limits", "start=2026-06-10&limit=public_notice")],
)
def test_answer_to_a_question_has_no_barrier(window: Page, world: World, name: str, asked: str) -> None:
    check(window, world, "anonymous", f"{reverse(name)}?{asked}")


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


WRONG = """<!doctype html><html lang="zh"><title>试</title><main>
  <section style="background: #fff"><p style="color: #bbb">看不清</p></section>
  <section style="background: #222"><p style="color: #bbb">看得清</p></section>
  <section style="background: #fff"><p style="color: #222">看得清</p></section>
  <img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">
</main>"""


def test_what_is_wrong_is_found_and_nothing_else(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(WRONG)
    found = barriers(page)
    page.close()
    assert [each.partition(":")[0] for each in found] == ["color-contrast", "image-alt"]
    assert "看不清" in found[0]
