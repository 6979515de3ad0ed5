"""Walking from link to link as somebody, reading every page on the way."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from django.urls import Resolver404, resolve, reverse

from tests.world import ANONYMOUS, World

from .policy import PAGES
from .visiting import ask

_LINK = re.compile(r"""\b(?:href|src|hx-get)="([^"]+)\"""")
_LEFT_OUT = {
    "calendars:year": "knows nothing of anybody",
    "mfa_activate_totp": "shows a new secret each time",
}
MOST = 150


def crawl(world: World, role: str, starts: Iterable[str] = ()) -> dict[str, Any]:
    """Return the response of every page that somebody of `role` comes to from the start pages, by address.

    The portal's pages are read by who is not signed in.
    """
    waiting = [reverse("cases:inbox"), reverse("notifications:messages"), *starts]
    waiting += [reverse("public:home")] if role == ANONYMOUS else []
    read: dict[str, Any] = {}
    while waiting and len(read) < MOST:
        url = waiting.pop(0)
        if url in read or not _is_page(url, role):
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


def _is_page(url: str, role: str) -> bool:
    """Return whether an address is a page of ours that is worth reading: a list is read without its filters."""
    path, _mark, query = url.partition("?")
    try:
        name = resolve(path).view_name
    except Resolver404:
        return False
    is_portal = name in PAGES and PAGES[name].is_public and name != "records:file"
    return not query and name not in _LEFT_OUT and (role == ANONYMOUS or not is_portal)


def again(world: World, role: str, urls: Iterable[str]) -> dict[str, Any]:
    """Return the responses of the same pages now."""
    return {url: ask(world, role, "GET", url) for url in urls}
