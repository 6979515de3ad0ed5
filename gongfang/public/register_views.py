"""The directory of recognised workshops, a workshop's page, and the check of a plaque."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongfang.accounts.models import Division
from gongfang.cases.pages import now
from gongfang.catalogue import queries as catalogue
from gongfang.revocations.queries import announcements
from gongfang.support.sections import public_support
from gongfang.web.paging import page_of
from gongfang.workshops import queries as register
from gongfang.workshops.models import Category, EventKind, HeritageLevel, Workshop, WorkshopStatus

from . import plaques
from .caching import NEWS, kept_for

_FILTERS = ("county", "category", "level", "batch")
_PAGE = 24
_PRODUCTS = 8


@require_safe
@kept_for(NEWS)
def directory(request: HttpRequest) -> HttpResponse:
    """List the recognised workshops, as cards or as a table."""
    chosen = {name: _asked(request, name) for name in _FILTERS}
    search = _asked(request, "q").strip()
    rows = register.directory(search=search, **chosen)
    page = page_of(rows, order=register.BY_NAME, cursor=request.GET.get("after"), size=_PAGE)
    context = {
        "page": page,
        "search": search,
        "chosen": chosen,
        "is_list": request.GET.get("view") == "list",
        "is_filtered": bool(search or any(chosen.values())),
        **_choices(),
    }
    return render(request, "public/directory.html", context)


def _asked(request: HttpRequest, name: str) -> str:
    """Return what was asked for, without the control characters that PostgreSQL refuses."""
    return "".join(filter(str.isprintable, request.GET.get(name, "")[:60]))


def _choices() -> dict[str, Any]:
    counties = Division.objects.filter(level=Division.Level.COUNTY)
    return {
        "filters": [
            ("county", [(county.code, county.name) for county in counties]),
            ("category", Category.choices),
            ("level", HeritageLevel.choices),
            ("batch", [(batch, batch) for batch in register.batches()]),
        ],
    }


@require_safe
@kept_for(NEWS)
def workshop(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one workshop that was recognised at some time, and what became of it."""
    found = register.public_workshop(public_id)
    if found is None:
        raise Http404
    context = {
        "workshop": found,
        "place": _place(found),
        "revoked": _revoked(found),
        "products": catalogue.of_workshop(found)[:_PRODUCTS],
        "support": public_support(found),
    }
    return render(request, "public/workshop.html", context)


def _revoked(workshop: Workshop) -> Any:
    """Return the announcement of its revocation, or the event where none was made; None while it stands."""
    if workshop.status != WorkshopStatus.REVOKED:
        return None
    found = announcements().filter(revocation__workshop=workshop).last()
    event = workshop.events.filter(kind=EventKind.REVOKED).last()
    return {"announcement": found, "event": event}


def _place(workshop: Workshop) -> str:
    """Return county, town and address, the town once: many an address begins with it."""
    address = workshop.address.removeprefix(workshop.county.name).removeprefix(workshop.town)
    return f"{workshop.county.name}{workshop.town}{address}"


@require_safe
def plaque(request: HttpRequest, code: str) -> HttpResponse:
    """Answer whoever has scanned a plaque: how its recognition stands now. Never kept by a browser."""
    at, found = now(), register.by_plaque_code(code) if code.isprintable() else None
    if found is None:
        return _uncached(render(request, "public/plaque_unknown.html", {"at": at}, status=404))
    context = {"plaque": found, "workshop": found.workshop, "answer": plaques.check(found), "at": at}
    return _uncached(render(request, "public/plaque.html", context))


def _uncached(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
