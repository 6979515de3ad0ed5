"""Pages that belong to no app."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the page was open for too long; the reason is for the log, not for the visitor."""
    return render(request, "403.html", {"is_stale_form": True}, status=403)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the step is somebody else's."""
    return HttpResponse(_refusal("403.html", get_language()), status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is nothing, in the same words whether there is nothing or it is not for the visitor."""
    return HttpResponse(_refusal("404.html", get_language()), status=404)


@cache
def _refusal(template: str, language: str | None) -> str:
    """Return a page that says the same to everybody who reads `language`: it is drawn once."""
    return render_to_string(template)
