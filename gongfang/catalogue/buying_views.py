"""The buyer's pages: ask about products, say what one wants, keep the receipt, follow it up. No account."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gongfang.cases.pages import now
from gongfang.cases.presentation import state_label, tone_of
from gongfang.cases.services import perform
from gongfang.notices import limiting
from gongfang.regulation import clauses
from gongfang.regulation.procedure import Actor, StepRefused

from . import enquiring, presentation, queries, receipts
from .forms import BuyerForm, DemandForm, EnquiryForm, FollowForm
from .models import Demand, Enquiry, Product

_LIMITED = "catalogue"


@never_cache
@require_http_methods(["GET", "POST"])
def enquire(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take an enquiry about a product and others of its workshop."""
    product = _product(public_id)
    form = EnquiryForm(request.POST or None, product=product)
    context = {"product": product, "version": product.shown, "workshop": product.workshop}

    def send(at: datetime) -> enquiring.Receipt:
        given = form.cleaned_data
        return enquiring.enquire(
            products=list(given["products"]), words=form.words, quantity=given["quantity"], at=at
        )

    return _asked(request, form, send, "catalogue/enquire.html", context)


def _product(public_id: str) -> Product:
    found = queries.public_product(public_id)
    if found is None:
        raise Http404
    return found


@never_cache
@require_http_methods(["GET", "POST"])
def demand(request: HttpRequest) -> HttpResponse:
    """Take a demand of somebody who has not chosen a product."""
    form = DemandForm(request.POST or None)

    def send(at: datetime) -> enquiring.Receipt:
        given = form.cleaned_data
        said = {name: given[name] for name in ("category", "quantity", "needed_by")}
        return enquiring.send_demand(words=form.words, at=at, **said)

    return _asked(request, form, send, "catalogue/demand.html", {})


def _asked(
    request: HttpRequest, form: BuyerForm, send: Any, template: str, context: dict[str, Any]
) -> HttpResponse:
    """Take what was sent, within the hour's allowance, and lead to the receipt; otherwise show the form again."""
    at, shown = now(), {**context, "form": form, "clause": clauses.CATALOGUE}
    if request.method == "POST":
        if not limiting.may_send(address=limiting.address_of(request), notice=_LIMITED, at=at):
            return render(request, template, shown | {"is_limited": True}, status=429)
        if form.is_valid() and (receipt := _sent(form, send, at)) is not None:
            receipts.carry(request.session, receipt.case.number, receipt.code)
            return redirect("catalogue:receipt")
    return render(request, template, shown)


def _sent(form: BuyerForm, send: Any, at: datetime) -> enquiring.Receipt | None:
    try:
        found: enquiring.Receipt = send(at)
    except StepRefused as refusal:
        form.add_error(None, str(refusal))
        return None
    return found


@never_cache
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Show the receipt, once."""
    found = receipts.carried(request.session)
    case = queries.by_receipt(*found) if found else None
    if found is None or case is None:
        return redirect("catalogue:follow")
    return render(request, "catalogue/receipt.html", _status(case) | {"code": found[1]})


@never_cache
@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Show to whoever holds the receipt how the enquiry stands and what was answered; let him take it back."""
    form = FollowForm(request.POST or None)
    case = _found(form) if request.method == "POST" else None
    context: dict[str, Any] = {"form": form}
    if case is not None:
        context |= {"code": form.cleaned_data["code"]}
        if "withdraw" in request.POST:
            context |= {"refusal": _withdrawn(case, now())}
        context |= _status(case)
    return render(request, "catalogue/follow.html", context)


def _found(form: FollowForm) -> Enquiry | Demand | None:
    if not form.is_valid():
        return None
    case = queries.by_receipt(form.cleaned_data["number"], form.cleaned_data["code"])
    if case is None:
        form.add_error(None, _("没有找到：请核对编号和查询码。"))
    return case


def _withdrawn(case: Enquiry | Demand, at: datetime) -> str:
    """Take an enquiry back, and return why that cannot be, if it cannot."""
    try:
        perform(case, f"withdraw_{case.kind}", by=Actor.PUBLIC, at=at)
    except StepRefused as refusal:
        return str(refusal)
    return ""


def _status(case: Enquiry | Demand) -> dict[str, Any]:
    """Return how an enquiry or a demand stands, as the holder of its receipt sees it."""
    rows = [case] if isinstance(case, Enquiry) else list(queries.enquiries().filter(of_demand=case).order_by("pk"))
    return {
        "case": case,
        "state_label": state_label(case),
        "state_tone": tone_of(case.state),
        "is_open": case.state not in case.procedure.ends,
        "products": list(case.products.select_related("shown", "workshop")) if isinstance(case, Enquiry) else [],
        "workshops": [row | {"workshop": row["case"].workshop} for row in map(presentation.row_of, rows)],
        "answers": presentation.answers_of(rows),
    }
