"""Lucide icons drawn into the page, so that they take the colour of the text and need no request."""

import re
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

SVG = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
NAME = re.compile(r"[a-z0-9-]+")
OF_ACTORS = {
    "applicant": "store",
    "office": "landmark",
    "expert": "graduation-cap",
    "public": "megaphone",
    "system": "clock",
}


class UnknownIcon(LookupError):
    """The name is not one of Lucide's."""


@cache
def shapes(name: str) -> SafeString:
    """Return the inner shapes of the named Lucide icon.

    :raises UnknownIcon: when Lucide has no icon of that name.
    """
    path = Path(settings.NODE_MODULES_DIR) / "lucide-static" / "icons" / f"{name}.svg"
    if not NAME.fullmatch(name) or not path.is_file():
        raise UnknownIcon(name)
    found = SVG.search(path.read_text(encoding="utf-8"))
    assert found is not None, f"{path} holds no svg element"
    return mark_safe(" ".join(found[1].split()))  # the file comes from a hash-locked package


@lru_cache(maxsize=1024, typed=True)
def drawn(name: str, *, label: str = "", css_class: str = "") -> SafeString:
    """Return the icon as inline SVG: named by `label`, or hidden from assistive technology without one."""
    name_or_hidden = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(
        '<svg class="icon {}" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" '
        'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" focusable="false" {}>{}</svg>',
        css_class,
        mark_safe(name_or_hidden),  # a constant, or made by format_html above
        shapes(name),
    )
