"""For everybody: the public keys of certificates, and the check of one."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from gongfang.accounts.keys import KeyMissing
from gongfang.regulation import clauses

from . import certificates as signing
from .forms import CertificateForm


@require_http_methods(["GET", "HEAD", "POST"])
def certificates(request: HttpRequest) -> HttpResponse:
    """Show the public keys and check the text of a certificate; nothing of it is kept (article 6(四))."""
    form = CertificateForm(request.POST if request.method == "POST" else None)
    public = _public()
    context: dict[str, Any] = {"form": form, "keys": public, "clause": clauses.AWARD, "found": None}
    if request.method == "POST" and form.is_valid():
        try:
            context["found"] = signing.check(form.cleaned_data["text"], public)
        except signing.NotGenuine as refusal:
            form.add_error("text", str(refusal))
    return render(request, "documents/certificates.html", context)


def _public() -> dict[int, str]:
    """Return the public keys; none where production has not been given a key."""
    try:
        return signing.public_keys()
    except KeyMissing:
        return {}


@require_safe
def public_keys(request: HttpRequest) -> JsonResponse:
    """Return the public keys by id, for `gongfang certificate verify --keys`."""
    body = {"format": signing.FORMAT, "keys": {str(key): pem for key, pem in _public().items()}}
    return JsonResponse(body, json_dumps_params={"indent": 2})
