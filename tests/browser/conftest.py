"""A browser, the site it visits, and a clock that both can be put forward on."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from tests.browser.clock import Clock
from tests.browser.launching import launched
from tests.browser.pages import Site
from tests.factories import beijing

PATIENCE = 15_000
"""Milliseconds to wait for what a page shall show: more than a failed save waits before it is tried again."""
BEGINNING = beijing("2026-06-08 09:30")
"""A Monday: the five working days of a notice published on it end with the next Monday."""


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    moved = Clock(BEGINNING)
    monkeypatch.setattr(timezone, "now", moved.now)
    return moved


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    yield from launched()
    expect.set_options(timeout=None)


@pytest.fixture
def site(browser: Browser, live_server: Any, clock: Clock) -> Iterator[Site]:
    """Yield the site; in the end nothing may have gone wrong in any window."""
    opened = Site(browser, live_server.url)
    yield opened
    opened.close()
    assert opened.troubles == []
