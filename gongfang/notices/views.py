"""The public's pages: raise an objection, keep its receipt, follow it up. No account is needed."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gongfang.cases import limits
from gongfang.cases.models import Case
from gongfang.cases.pages import now
from gongfang.cases.presentation import Clock, clock, tone_of
from gongfang.records.models import Statement
from gongfang.records.uploads import UploadRefused
from gongfang.regulation import clauses
from gongfang.regulation.objection import ELEMENT_LABELS, State
from gongfang.regulation.procedure import Actor, StepRefused

from . import limiting, permissions, queries, receipts, services
from .forms import CompletionForm, FollowForm, ObjectionForm
from .models import NoticeEntry, Objection


@never_cache
@require_http_methods(["GET", "POST"])
def object_to(request: HttpRequest, number: str) -> HttpResponse:
    """Take an objection to an application on notice. The clock is read when the whole form has arrived."""
    entry = _entry(number)
    required = entry.application.edition.objection_required
    form = ObjectionForm(request.POST or None, request.FILES or None, required=required)
    at = now()
    if request.method == "POST" and not _may_send(request, entry, at):
        context = _objection_context(entry, form, at) | {"is_limited": True}
        return render(request, "notices/object.html", context, status=429)
    if request.method == "POST" and form.is_valid():
        receipt = _received(form, entry, at)
        if receipt is not None:
            receipts.carry(request.session, receipt.objection.number, receipt.code)
            return redirect("notices:receipt")
    return render(request, "notices/object.html", _objection_context(entry, form, at))


def _entry(number: str) -> NoticeEntry:
    entry = queries.entry_on_notice(number)
    if entry is None:
        raise Http404
    return entry


def _may_send(request: HttpRequest, entry: NoticeEntry, at: datetime) -> bool:
    return limiting.may_send(address=limiting.address_of(request), notice=entry.notice.number, at=at)


def _received(form: ObjectionForm, entry: NoticeEntry, at: datetime) -> services.Receipt | None:
    try:
        return services.object_to(entry.application, by=Actor.PUBLIC, at=at, **form.elements)
    except UploadRefused as refusal:
        form.add_error("files", str(refusal))
    except StepRefused as refusal:
        form.add_error(None, str(refusal))
    return None


def _objection_context(entry: NoticeEntry, form: ObjectionForm, at: datetime) -> dict[str, Any]:
    period = limits.latest(entry.application, queries.PERIOD)
    return {
        "entry": entry,
        "notice": entry.notice,
        "form": form,
        "period": period,
        "clock": clock(period, entry.application, at=at) if period else None,
        "is_over": period is not None and at >= period.ends_at,
        "clause": clauses.PUBLIC_NOTICE,
        "review_days": entry.application.edition.objection_review_working_days,
    }


@never_cache
@require_safe
def receipt(request: HttpRequest) -> HttpResponse:
    """Show the receipt, once: to the objector, or to the office that hands it over."""
    found = receipts.carried(request.session)
    if found is None:
        return redirect("notices:follow")
    number, code = found
    objection = Objection.objects.select_related("against").get(number=number)
    is_handed_over = permissions.handles_objections(request.user)
    context = _status(objection, now()) | {"code": code, "is_handed_over": is_handed_over}
    return render(request, "notices/receipt.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Show to whoever holds the receipt how the objection stands, and take what it lacked."""
    form, at = FollowForm(request.POST or None), now()
    objection = _found(form) if request.method == "POST" else None
    context: dict[str, Any] = {"form": form, "clause": clauses.PUBLIC_NOTICE}
    if objection is not None:
        completion = _completion(request, objection, at)
        context |= _status(objection, at) | {"completion": completion, "code": form.cleaned_data["code"]}
    return render(request, "notices/follow.html", context)


def _completion(request: HttpRequest, objection: Objection, at: datetime) -> CompletionForm | None:
    """Return the form for what is lacking; nothing where nothing is, or once it has been taken."""
    if objection.state != State.INCOMPLETE:
        return None
    typed = (request.POST, request.FILES) if "complete" in request.POST else (None, None)
    form = CompletionForm(*typed, lacking=_lacking(objection))
    is_taken = form.is_valid() and _completed(form, objection, at)
    return None if is_taken else form


def _found(form: FollowForm) -> Objection | None:
    if not form.is_valid():
        return None
    objection = queries.by_receipt(form.cleaned_data["number"], form.cleaned_data["code"])
    if objection is None:
        form.add_error(None, _("没有找到：请核对异议编号和查询码。"))
    return objection


def _completed(form: CompletionForm, objection: Objection, at: datetime) -> bool:
    try:
        services.complete_objection(objection, by=Actor.PUBLIC, at=at, **form.cleaned_data)
    except UploadRefused as refusal:
        form.add_error("files", str(refusal))
        return False
    except StepRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _lacking(objection: Objection) -> list[str]:
    return [name for name in objection.edition.objection_required if name not in objection.elements]


def _status(objection: Objection, at: datetime) -> dict[str, Any]:
    """Return how an objection stands, as its receipt's holder sees it."""
    reply = Statement.objects.filter(record__case_id=objection.pk, name="reply").order_by("-record").first()
    return {
        "objection": objection,
        "state_label": _(objection.procedure.states[objection.state]),
        "state_tone": tone_of(objection.state),
        "missing": [_(ELEMENT_LABELS[name]) for name in _lacking(objection)],
        "clock": _clock(objection, at),
        "reply": reply.text if reply else "",
    }


def _clock(objection: Objection, at: datetime) -> Clock | None:
    """Return what runs for the objector: the notice, while something is missing, then the verification."""
    case: Case = objection.against if objection.state == State.INCOMPLETE else objection
    limit = limits.running(case, queries.PERIOD if case is not objection else "objection_review")
    return clock(limit, case, at=at) if limit else None
