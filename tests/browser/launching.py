"""One browser for the tests of a file or a folder, and the ORM beside it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tools import chromium


def launched() -> Iterator[Browser]:
    """Yield a browser; Django is told that it may query beside the event loop that Playwright keeps meanwhile."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = chromium.launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="module", name="browser")
def one_browser_a_module() -> Iterator[Browser]:
    yield from launched()
