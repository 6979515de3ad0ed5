"""Pages that belong to no app."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the page was open for too long; the reason is for the log, not for the visitor."""
    return render(request, "403.html", {"is_stale_form": True}, status=403)
