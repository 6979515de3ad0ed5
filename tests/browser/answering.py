"""Pages of the one world in a real browser: the application itself answers each request, without a server."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.db import DEFAULT_DB_ALIAS, connections
from playwright.sync_api import Browser, Page, Route

from tests.world import World

HOST = "http://testserver"


@contextmanager
def page_of(browser: Browser, world: World, role: str, *, width: int = 1440) -> Iterator[Page]:
    """Open a window in which somebody of `role` is signed in; `width` in CSS pixels."""
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
    client, connection = world.client(role), connections[DEFAULT_DB_ALIAS]

    def answer(route: Route) -> None:
        # Playwright calls from its event loop, where Django would open a connection that does not see the world.
        connections[DEFAULT_DB_ALIAS] = connection
        asked = urlsplit(route.request.url)
        given = {"data": route.request.post_data_buffer or b""}
        if content_type := route.request.header_value("content-type"):
            given["content_type"] = content_type
        response = client.generic(route.request.method, f"{asked.path}?{asked.query}", **given)
        route.fulfill(status=response.status_code, headers=dict(response.items()), body=response.getvalue())

    page = context.new_page()
    page.route("**/*", answer)
    try:
        yield page
    finally:
        context.close()


def open_page(page: Page, path: str) -> Any:
    """Go to a page and wait until it is quiet."""
    return page.goto(HOST + path, wait_until="load")
