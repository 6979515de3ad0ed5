"""The public catalogue: what a buyer browses, without an account."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from gongfang.cases.permissions import visible_to
from gongfang.regulation import clauses
from gongfang.web.paging import page_of

from . import queries
from .forms import CatalogueFilter

PAGE = 24


@require_safe
@cache_control(private=True, max_age=30)
def index(request: HttpRequest) -> HttpResponse:
    """List the products, narrowed and in the order asked for."""
    form = CatalogueFilter(_printable(request))
    chosen = form.chosen()
    wanted = {name: value for name, value in chosen.items() if name != "sort"}
    order = queries.SORTS[chosen.get("sort", "new")]
    rows = queries.searched(queries.public_products(), **wanted)
    page = page_of(rows, order=order, cursor=request.GET.get("after"), size=PAGE)
    context = {
        "form": form,
        "is_narrowed": bool(wanted),
        "products": page.items,
        "previous": _url(chosen, page.previous),
        "next": _url(chosen, page.next),
        "clause": clauses.CATALOGUE,
    }
    return render(request, "catalogue/index.html", context)


def _printable(request: HttpRequest) -> Any:
    """Return what was asked for, without the control characters that PostgreSQL refuses."""
    asked = request.GET.copy()
    for name, value in request.GET.items():
        asked[name] = "".join(sign for sign in str(value) if sign.isprintable())
    return asked


def _url(chosen: dict[str, Any], cursor: str) -> str:
    given = {name: "on" if value is True else value for name, value in chosen.items()}
    return "?" + urlencode({**given, "after": cursor}) if cursor else ""


@require_safe
@cache_control(private=True, max_age=30)
def product(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one product: its pictures, its workshop and what is like it."""
    found = queries.public_product(public_id)
    if found is None:
        raise Http404
    assert found.shown is not None
    plaques = [plaque for plaque in found.workshop.plaques.all() if plaque.status == "active"]
    context = {
        "product": found,
        "version": found.shown,
        "photos": list(found.shown.photos.all()),
        "workshop": found.workshop,
        "plaque": plaques[0] if plaques else None,
        "related": queries.related(found),
        "address": request.build_absolute_uri(),
    }
    return render(request, "catalogue/product.html", context)


@require_safe
@cache_control(private=True, max_age=3600)
def photo(request: HttpRequest, pk: UUID, size: str) -> FileResponse:
    """Send a photograph: that of what the public sees to everybody, any other to those who see its product."""
    found = queries.photo_for(pk)
    if found is None:
        raise Http404
    if not queries.is_public(found):
        case_id = found.version.product_id
        if not visible_to(request.user, "product").filter(pk=case_id).exists():  # type: ignore[arg-type]
            raise Http404
    file = found.small if size == "small" else found.file
    return FileResponse(file.open("rb"), content_type="image/jpeg")
