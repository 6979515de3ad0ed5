"""What every page needs to know about the site and its visitor."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from gongfang.web import navigation


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the menus and whether this is the demonstration. The menu is built only where a page shows it."""
    return {
        "is_demonstration": settings.GONGFANG_DEMO,
        "portal_navigation": navigation.PORTAL,
        "workspace_menu": lambda: navigation.menu(request),
    }
