"""The revocations that were announced: which workshop, on which grounds, under which document; no person."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongfang.regulation import clauses
from gongfang.revocations import queries
from gongfang.revocations.sections import grounds_of
from gongfang.web.paging import page_of

from .caching import NEWS, kept_for


@require_safe
@kept_for(NEWS)
def announcements(request: HttpRequest) -> HttpResponse:
    """List the revocations announced, the latest first."""
    page = page_of(queries.announcements(), order=("-id",), cursor=request.GET.get("after"), size=20)
    return render(request, "public/announcements.html", {"page": page, "clause": clauses.REVOCATION})


@require_safe
@kept_for(NEWS)
def announcement(request: HttpRequest, number: str) -> HttpResponse:
    """Show one announcement as it was published."""
    found = queries.announcements().filter(number=number).first()
    if found is None:
        raise Http404
    context = {
        "announcement": found,
        "workshop": found.revocation.workshop,
        "grounds": grounds_of(found),
        "clause": clauses.REVOCATION,
    }
    return render(request, "public/announcement.html", context)
