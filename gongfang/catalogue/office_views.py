"""Lists of products, enquiries and demands, matching, and a look at who asks."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongfang.accounts.models import User
from gongfang.accounts.permissions import is_applicant
from gongfang.cases.pages import as_own_kind, get_case_for, now, signed_in
from gongfang.cases.permissions import seen_by, visible_to
from gongfang.cases.views import taken
from gongfang.records.services import log_access
from gongfang.regulation import clauses
from gongfang.regulation.enquiry import DEMAND, ENQUIRY
from gongfang.regulation.product import PRODUCT
from gongfang.regulation.time_limits import beijing_date
from gongfang.web.export_views import exported
from gongfang.web.paging import page_of
from gongfang.workshops.permissions import visible_to as workshops_visible_to

from . import exports, permissions, presentation, queries
from .forms import MatchForm, StateFilter
from .models import Demand

PAGE = 30
_WORKSHOPS = 200
"""Up to how many workshops are offered for a demand."""
_WORKSHOPS_OF_ONE = 30


def _reader(request: HttpRequest) -> User:
    user = signed_in(request)
    if not permissions.may_list(user):
        raise PermissionDenied
    return user


def _filter(request: HttpRequest, user: User, states: Any) -> StateFilter:
    return StateFilter(request.GET, states=dict(states), offers_counties=permissions.may_see_demands(user))


def _narrowed(rows: Any, chosen: dict[str, Any]) -> Any:
    names = {"state": "state", "county": "region_id"}
    return rows.filter(**{names[name]: value for name, value in chosen.items()})


def _pages(page: Any, chosen: dict[str, Any]) -> dict[str, str]:
    def url(cursor: str) -> str:
        return "?" + urlencode({**chosen, "after": cursor}) if cursor else ""

    return {"previous": url(page.previous), "next": url(page.next)}


@exported(exports.PRODUCTS)
@login_required
@require_safe
def products(request: HttpRequest) -> HttpResponse:
    """List the products that this person sees: their workshops' own, or those of the office."""
    user = _reader(request)
    form = _filter(request, user, PRODUCT.states)
    chosen = form.chosen()
    rows = _narrowed(queries.products().filter(seen_by(user, "product")), chosen)
    page = page_of(rows, order=queries.NEWEST_FIRST, cursor=request.GET.get("after"), size=PAGE)
    context = {
        "form": form,
        "is_narrowed": bool(chosen),
        "rows": presentation.rows_of_products(page.items, user),
        "workshops": _writable(user),
        "clause": clauses.CATALOGUE,
        **_pages(page, chosen),
    }
    return TemplateResponse(request, "catalogue/products.html", context)


def _writable(user: User) -> list[Any]:
    """Return the workshops for which this person can enter a product."""
    if not is_applicant(user):
        return []
    return [each for each in workshops_visible_to(user)[:_WORKSHOPS_OF_ONE] if each.is_in_force]


@exported(exports.ENQUIRIES)
@login_required
@require_safe
def enquiries(request: HttpRequest) -> HttpResponse:
    """List the enquiries that this person sees, for offices with what came of them this year."""
    user, at = _reader(request), now()
    form = _filter(request, user, ENQUIRY.states)
    chosen = form.chosen()
    rows = _narrowed(queries.enquiries().filter(seen_by(user, "enquiry")), chosen)
    page = page_of(rows, order=queries.NEWEST_FIRST, cursor=request.GET.get("after"), size=PAGE)
    context = {
        "form": form,
        "is_narrowed": bool(chosen),
        "rows": [_enquiry_row(each, at) for each in page.items],
        "statistics": _statistics(at) if permissions.may_see_demands(user) else None,
        "clause": clauses.CATALOGUE,
        **_pages(page, chosen),
    }
    return TemplateResponse(request, "catalogue/enquiries.html", context)


def _enquiry_row(enquiry: Any, at: datetime) -> dict[str, Any]:
    is_late = (
        enquiry.state == "forwarded" and enquiry.answer_by is not None and enquiry.answer_by < beijing_date(at)
    )
    return presentation.row_of(enquiry) | {"is_late": is_late, "products": enquiry.products.all()}


def _statistics(at: datetime) -> dict[str, Any]:
    today = beijing_date(at)
    found = queries.enquiry_statistics(since=today.replace(month=1, day=1), until=today)
    states = [(_(label), found["states"].get(state, 0), state) for state, label in ENQUIRY.states.items()]
    return found | {"year": today.year, "rows": states}


@exported(exports.DEMANDS)
@login_required
@require_safe
def demands(request: HttpRequest) -> HttpResponse:
    """List the demands, and how many workshops each was brought to."""
    user = signed_in(request)
    if not permissions.may_see_demands(user):
        raise PermissionDenied
    form = StateFilter(request.GET, states=dict(DEMAND.states), offers_counties=False)
    chosen = form.chosen()
    rows = _narrowed(queries.demands().filter(seen_by(user, "demand")), chosen)
    page = page_of(rows, order=queries.NEWEST_FIRST, cursor=request.GET.get("after"), size=PAGE)
    context = {
        "form": form,
        "is_narrowed": bool(chosen),
        "rows": [presentation.row_of(each) for each in page.items],
        "clause": clauses.CATALOGUE,
        **_pages(page, chosen),
    }
    return TemplateResponse(request, "catalogue/demands.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def match(request: HttpRequest, number: str) -> HttpResponse:
    """Bring a demand to workshops."""
    demand: Demand = get_case_for(request, number, "match_demand", kind="demand")
    user = signed_in(request)
    offered = queries.workshops_for(demand)
    form = MatchForm(request.POST or None, workshops=offered, initial={"seen_version": demand.version})
    if request.method == "POST" and form.is_valid() and taken(form, case=demand, action="match_demand", by=user):
        messages.success(
            request, _("已转给 %(number)s 家工坊。") % {"number": len(form.cleaned_data["workshops"])}
        )
        return redirect(demand)
    chosen = {str(each) for each in (form["workshops"].value() or [])}
    context = {
        "demand": demand,
        "form": form,
        "workshops": [(each, str(each.pk) in chosen) for each in offered[:_WORKSHOPS]],
        "buyer": presentation.buyer_for(demand, user),
        "clause": clauses.CATALOGUE,
    }
    return render(request, "catalogue/match.html", context)


@login_required
@never_cache
@require_POST
def reveal(request: HttpRequest, number: str, field: str) -> HttpResponse:
    """Show one masked value of a buyer to somebody who handles the enquiry, and record the look."""
    user = signed_in(request)
    found = visible_to(user).filter(number=number, kind__in=("enquiry", "demand")).first()
    if found is None:
        raise Http404
    case = as_own_kind(found)
    if not permissions.may_reveal(user, case):
        raise PermissionDenied
    log_access(by=user, action="reveal", subject=f"buyer:{case.number}:{field}", at=now())
    value = getattr(queries.buyer_of(case), field)
    return HttpResponse(format_html('<span class="masked"><span class="masked-value">{}</span></span>', value))
