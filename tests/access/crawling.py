"""Walking from link to link as somebody, reading every page on the way."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from django.urls import Resolver404, resolve, reverse

from tests.world import World

from .visiting import ask

_LINK = re.compile(r"""\b(?:href|src|hx-get)="([^"]+)\"""")
_LEFT_OUT = {"calendars:year", "public:readings", "public:procedure", "public:time_limits"}
"""Pages that are long and know nothing of anybody."""
MOST = 150


def crawl(world: World, role: str, starts: Iterable[str] = ()) -> dict[str, Any]:
    """Return the response of every page that somebody of `role` comes to from the start pages, by address."""
    waiting = [reverse("public:home"), reverse("cases:inbox"), reverse("notifications:messages"), *starts]
    read: dict[str, Any] = {}
    while waiting and len(read) < MOST:
        url = waiting.pop(0)
        if url in read or not _is_page(url):
            continue
        read[url] = response = ask(world, role, "GET", url)
        if response.status_code in (301, 302):
            waiting.append(response["Location"])
        elif response["Content-Type"].startswith("text/html"):
            waiting.extend(links(response.received.decode(), url))
    return read


def links(html: str, base: str) -> Iterator[str]:
    """Return the addresses that a page links to on this host, without their fragments."""
    for found in _LINK.findall(html):
        target = unescape(found).partition("#")[0]
        if target.startswith("?"):
            target = base.partition("?")[0] + target
        if target.startswith("/") and not target.startswith("//"):
            yield target


def _is_page(url: str) -> bool:
    """Return whether an address is a page of ours that is worth reading: one page of a list is enough."""
    path, _mark, query = url.partition("?")
    if any(name in query for name in ("after=", "cursor=", "next=", "view=", "tab=", "kind=", "action=", "state=")):
        return False
    try:
        return resolve(path).view_name not in _LEFT_OUT
    except Resolver404:
        return False


def again(world: World, role: str, urls: Iterable[str]) -> dict[str, Any]:
    """Return the responses of the same pages now."""
    return {url: ask(world, role, "GET", url) for url in urls}
