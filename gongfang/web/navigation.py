"""What the side menu of the workspace and the header of the portal offer.

An app adds its pages from its `AppConfig.ready()`: `register(Entry(...))`. Hiding an entry is a courtesy; the page
itself decides who may see it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

Label = str | Promise


@dataclass(frozen=True)
class Entry:
    """One page in the menu. Without `roles` everybody who is signed in sees it; lower `order` comes first.

    `may` narrows it further, where the role alone does not say who may open the page.
    """

    label: Label
    url_name: str
    icon: str
    roles: frozenset[str] = frozenset()
    order: int = 50
    group: Label = ""
    may: Callable[[Any], bool] | None = None

    def is_for(self, user: Any) -> bool:
        """Return whether `user`, who is signed in, is offered the page."""
        return (not self.roles or user.role in self.roles) and (self.may is None or self.may(user))


PORTAL = (
    Entry(_("首页"), "public:home", "house"),
    Entry(_("申报公告"), "public:calls", "megaphone"),
    Entry(_("公示公告"), "public:notices", "scroll-text"),
    Entry(_("工坊名录"), "public:directory", "store"),
    Entry(_("产品目录"), "catalogue:index", "shopping-bag"),
    Entry(_("统计数据"), "reports:public", "chart-column"),
    Entry(_("制度解释"), "public:readings", "scale"),
)

_registered: dict[str, Entry] = {}


def register(*new: Entry) -> None:
    """Add entries to the workspace menu; the same page registered again replaces the earlier entry."""
    for entry in new:
        _registered[entry.url_name] = entry
    registered.cache_clear()
    _drawn.cache_clear()


@cache
def registered() -> Iterable[Entry]:
    """Return every entry in menu order: a group stands together, where the first of its entries comes."""
    entries = sorted(_registered.values(), key=lambda entry: entry.order)
    groups: dict[str, int] = {}
    for place, entry in enumerate(entries):
        groups.setdefault(str(entry.group), place)
    return sorted(entries, key=lambda entry: groups[str(entry.group)])


def entries(user: Any) -> list[Entry]:
    """Return what `user` is offered, in menu order; nothing before sign-in."""
    if not user.is_authenticated:
        return []
    return [entry for entry in registered() if entry.is_for(user)]


def menu(request: HttpRequest) -> str:
    """Return the workspace menu as HTML, the open page marked: drawn once for all who are offered the same."""
    offered = tuple(entry.url_name for entry in entries(request.user))
    match = request.resolver_match
    here = match.view_name if match and match.view_name in offered else ""
    return _drawn(offered, here, get_language(), get_script_prefix())


@lru_cache(maxsize=1024)
def _drawn(offered: tuple[str, ...], here: str, language: str, prefix: str) -> str:
    """Draw the menu; labels follow the language, addresses the prefix under which the site is served."""
    shown = [_registered[name] for name in offered]
    return render_to_string("layouts/_menu.html", {"entries": shown, "here": here})
