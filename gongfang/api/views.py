"""Pages about the interface: what it offers, an office's tokens, its webhooks."""

import json
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongfang.accounts.models import Office, User
from gongfang.cases.pages import now, signed_in
from gongfang.web.paging import page_of

from . import queries, services
from .forms import TokenForm, WebhookForm
from .permissions import may_have_tokens, may_have_webhooks
from .problems import problem
from .reading import operations
from .services import TokenRefused
from .site import api

NEWEST_FIRST = ("-created_at", "id")


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Explain the interface to people, from the same description that machines read."""
    schema = json.loads(json.dumps(api.get_openapi_schema(), default=str))
    return render(
        request,
        "api/docs.html",
        {"title": _(api.title), "subtitle": _(api.description), "groups": operations(schema)},
    )


@csrf_exempt
def not_there(request: HttpRequest, path: str) -> JsonResponse:
    """Answer every other address of the interface in its own form."""
    return JsonResponse(problem(_("没有这个地址")), status=404)


def _official(request: HttpRequest) -> tuple[User, Office]:
    user = signed_in(request)
    if not may_have_tokens(user) or user.office is None:
        raise PermissionDenied
    return user, user.office


@login_required
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """List the tokens of one's office and make a new one: its secret is shown this once."""
    user, office = _official(request)
    form = TokenForm(request.POST or None, user=user)
    made: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            token, secret = services.create_token(by=user, at=now(), **form.cleaned_data)
            made, form = {"token": token, "secret": secret}, TokenForm(user=user)
        except TokenRefused as refused:
            form.add_error(None, str(refused))
    page = page_of(queries.tokens_of(office), order=NEWEST_FIRST, cursor=request.GET.get("after"))
    return render(request, "api/tokens.html", {"form": form, "page": page, "office": office, "now": now(), **made})


@login_required
@require_POST
def revoke_token(request: HttpRequest, pk: Any) -> HttpResponse:
    """End a token of one's office."""
    user, office = _official(request)
    token = queries.tokens_of(office).filter(pk=pk).first()
    if token is None:
        raise Http404
    services.revoke_token(token, by=user, at=now())
    return redirect("api:tokens")


@login_required
@require_http_methods(["GET", "POST"])
def webhooks(request: HttpRequest) -> HttpResponse:
    """List where an office has its changes sent, and add an address."""
    user, office = _official(request)
    if not may_have_webhooks(user):
        raise PermissionDenied
    form = WebhookForm(request.POST or None)
    made: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            webhook, secret = services.create_webhook(by=user, at=now(), url=form.cleaned_data["url"])
            made, form = {"webhook": webhook, "secret": secret}, WebhookForm()
        except TokenRefused as refused:
            form.add_error("url", str(refused))
    page = page_of(queries.webhooks_of(office), order=NEWEST_FIRST, cursor=request.GET.get("after"))
    hosts = settings.GONGFANG_WEBHOOK_HOSTS
    return render(request, "api/webhooks.html", {"form": form, "page": page, "hosts": hosts, **made})


@login_required
@require_POST
def end_webhook(request: HttpRequest, pk: Any) -> HttpResponse:
    """Send nothing more to an address of one's office."""
    user, office = _official(request)
    webhook = queries.webhooks_of(office).filter(pk=pk).first()
    if webhook is None or not may_have_webhooks(user):
        raise Http404
    services.end_webhook(webhook, by=user, at=now())
    return redirect("api:webhooks")
