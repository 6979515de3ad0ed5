"""Who visits the site and what they do there: one browser context for each person, as in life."""

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response, expect

from gongfang.accounts.models import User
from tests.factories import PASSWORD

DESKTOP, PHONE = (1280, 900), (390, 844)
_NOT_OURS = re.compile(
    r"Failed to load resource: (the server responded with a status of 4\d\d|net::ERR_INTERNET_DISCO)"
)
"""What Chromium itself reports as an error: an answer that refuses, or that there is no net."""


class Site:
    """The site under test. Whatever goes wrong in any window is kept in `troubles`."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self.address = browser, address
        self.troubles: list[str] = []
        self._visitors: list[Visitor] = []

    def visitor(self, size: tuple[int, int] = DESKTOP) -> "Visitor":
        """Return somebody nobody knows yet, with a browser of their own."""
        width, height = size
        context = self._browser.new_context(
            base_url=self.address, viewport={"width": width, "height": height}, locale="zh-CN"
        )
        context.set_default_timeout(15_000)
        self._visitors.append(Visitor(self, context.new_page()))
        return self._visitors[-1]

    def signed_in(self, user: User, size: tuple[int, int] = DESKTOP) -> "Visitor":
        """Return somebody with an account who has signed in by the page."""
        found = self.visitor(size)
        found.sign_in(user.login)
        return found

    def with_session(self, user: User, size: tuple[int, int] = DESKTOP) -> "Visitor":
        """Return somebody who has signed in elsewhere a moment ago, with no page open yet."""
        client = Client()
        client.force_login(user, backend="gongfang.accounts.backends.LoginBackend")
        found = self.visitor(size)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        found.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.address}])
        return found

    def close(self) -> None:
        for each in self._visitors:
            each.page.context.close()

    def watch(self, page: Page) -> None:
        """Keep what goes wrong in a window: errors of the server, of scripts and of the content policy."""
        page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        page.on("console", self._note_message)
        page.on("response", self._note_answer)

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not _NOT_OURS.match(message.text):
            self.troubles.append(f"console: {message.text}")

    def _note_answer(self, answer: Response) -> None:
        if answer.status >= 500 or (answer.status == 404 and "/static/" in answer.url):
            self.troubles.append(f"{answer.status} {answer.request.method} {answer.url}")


class Visitor:
    """One person with one browser."""

    def __init__(self, site: Site, page: Page) -> None:
        self.site, self.page = site, page
        site.watch(page)

    def another_window(self) -> "Visitor":
        """Return the same person in a second window, on the same page."""
        other = Visitor(self.site, self.page.context.new_page())
        other.page.goto(self.page.url)
        return other

    @property
    def main(self) -> Locator:
        """Return what the page is about, without its frame."""
        return self.page.locator("main")

    def open(self, url_name: str, *args: Any) -> None:
        self.page.goto(reverse(url_name, args=args))

    def open_case(self, number: str) -> None:
        self.open("cases:detail", number)

    def sees(self, *texts: str) -> None:
        """Check that the page says each of `texts`."""
        for text in texts:
            expect(self.main).to_contain_text(text)

    def sees_no(self, *texts: str) -> None:
        for text in texts:
            expect(self.main).not_to_contain_text(text)

    def fits(self) -> bool:
        """Return whether the page is no wider than its window."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))

    def link(self, name: str, within: str = "main") -> Locator:
        """Return the first link of that name."""
        return self.page.locator(within).get_by_role("link", name=name).first

    def download(self, name: str, target: Path) -> None:
        """Save what the first link of that name hands out."""
        with self.page.expect_download() as started:
            self.link(name).click()
        started.value.save_as(target)

    def follow(self, name: str, within: str = "main") -> None:
        """Follow the first link of that name to where it leads."""
        here = self.page.url
        self.link(name, within).click()
        self.page.wait_for_url(lambda url: url != here, wait_until="domcontentloaded")

    def press(self, name: str, within: str = "main") -> None:
        self.page.locator(within).get_by_role("button", name=name, exact=True).click()

    def confirm(self, button: str, accept: str = "确认办理", within: str = "main") -> None:
        """Press a button that asks first, and confirm in its dialog."""
        self.press(button, within)
        self.page.locator("dialog[open]").get_by_role("button", name=accept, exact=True).click()

    def fill(self, within: str = "main", /, **fields: Any) -> None:
        """Fill in fields by their names: texts, choices, boxes (True or False), files (paths or payloads)."""
        form = self.page.locator(within)
        for name, value in fields.items():
            _enter(form, name, value)

    def sign_in(self, login: str, password: str = PASSWORD) -> None:
        self.open("account_login")
        self.fill("#sign-in", login=login, password=password)
        self.press("登录", "#sign-in")
        self.page.wait_for_url(lambda url: "/accounts/login/" not in url)

    def leave(self) -> None:
        """Close the browser as somebody does who has had enough for today."""
        self.page.context.close()

    def start_step(self, number: str, label: str) -> None:
        """Open a case and follow one of the steps it offers."""
        self.open_case(number)
        self.follow(label, ".next-steps")

    def take_step(self, number: str, label: str, **fields: Any) -> None:
        """Take a step of a case by its form."""
        self.start_step(number, label)
        self.fill(".step-form", **fields)
        self.confirm(label)
        self.sees(f"已办理：{label}")

    def agree(self, number: str, reasons: str = "") -> None:
        """Give the consent of one's department."""
        self.take_step(number, "出具意见", agree="yes", reasons=reasons)

    def is_refused(self, number: str, label: str, *reasons: str) -> None:
        """Check that a case says why a step cannot be taken now."""
        self.open_case(number)
        step = self.page.locator(".next-step.is-refused").filter(has_text=label)
        for reason in reasons:
            expect(step).to_contain_text(reason)


def _enter(form: Locator, name: str, value: Any) -> None:
    field = form.locator(f'[name="{name}"]')
    kind = field.first.evaluate("field => field.type")
    if kind == "radio":
        choose(form, name, value)
    elif kind == "checkbox":
        field.first.set_checked(value)
    elif kind == "file":
        field.set_input_files(value)
    elif kind.startswith("select"):
        field.select_option(value)
    else:
        field.fill(value)


def choose(form: Locator, name: str, value: str) -> None:
    """Press the label of one choice, as a finger would."""
    button = form.locator(f'[name="{name}"][value="{value}"]')
    button.evaluate("button => button.labels[0].click()")
    expect(button).to_be_checked()
