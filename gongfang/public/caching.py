"""How long a browser may keep a public page.

Never in a shared cache: every page carries the reader's own token for the language switch.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

View = Callable[..., HttpResponse]

NEWS = 30
"""Seconds for pages whose lists change by the hour."""
EXPLANATIONS = 600
"""Seconds for pages that change with an edition of the measures."""


def kept_for(seconds: int) -> Callable[[View], View]:
    """Let a visitor's browser keep the page for `seconds`; for those signed in it is asked for anew."""

    def decorator(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = view(request, *args, **kwargs)
            if request.user.is_authenticated or response.status_code != 200:
                patch_cache_control(response, private=True, no_cache=True)
            else:
                patch_cache_control(response, private=True, max_age=seconds)
            return response

        return inner

    return decorator
