"""Pages of the one world in a real browser: the application itself answers each request, without a server."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import DEFAULT_DB_ALIAS, connections
from django.test import Client
from playwright.sync_api import Browser, Page, Route

from tests.world import World

HOST = "http://testserver"
WINDOW: Any = {"viewport": {"width": 1440, "height": 900}, "locale": "zh-CN"}


@contextmanager
def page_of(browser: Browser, world: World, role: str) -> Iterator[Page]:
    """Open a window in which somebody of `role` is signed in."""
    context = browser.new_context(**WINDOW)
    page = context.new_page()
    look_as(page, world.client(role))
    try:
        yield page
    finally:
        context.close()


@pytest.fixture(scope="module", name="window")
def one_window_a_module(browser: Browser) -> Iterator[Page]:
    """Yield a window for pages that are only looked at: `look_as` says by whom, and nothing is kept in it."""
    context = browser.new_context(**WINDOW)
    yield context.new_page()
    context.close()


def look_as(page: Page, client: Client) -> None:
    """Answer from now on what the window asks for as `client` is answered."""
    connection = connections[DEFAULT_DB_ALIAS]

    def answer(route: Route) -> None:
        # Playwright calls from its event loop, where Django would open a connection that does not see the world.
        connections[DEFAULT_DB_ALIAS] = connection
        asked = urlsplit(route.request.url)
        given = {"data": route.request.post_data_buffer or b""}
        if content_type := route.request.header_value("content-type"):
            given["content_type"] = content_type
        response = client.generic(route.request.method, f"{asked.path}?{asked.query}", **given)
        route.fulfill(status=response.status_code, headers=dict(response.items()), body=response.getvalue())

    page.unroute_all()
    page.route("**/*", answer)


def open_page(page: Page, path: str) -> Any:
    """Go to a page and wait until it is quiet."""
    return page.goto(HOST + path, wait_until="load")
