"""Uncovering a masked value of somebody on a roster: each look is recorded."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from gongfang.cases.pages import now, signed_in
from gongfang.records.services import log_access

from ..models import Worker
from ..permissions import may_read, may_reveal
from ..queries import visible_filings

FIELDS = ("name", "id_number")


@login_required
@require_POST
@never_cache
def reveal(request: HttpRequest, kind: str, pk: UUID, field: str) -> HttpResponse:
    """Return one personal value in the clear, once the look is recorded."""
    user = signed_in(request)
    if kind != "roster" or field not in FIELDS:
        raise Http404
    worker = get_object_or_404(Worker, pk=pk, filing__in=visible_filings(user))
    if not may_read(user, worker.filing):
        raise Http404
    if not may_reveal(user, worker.filing):
        raise PermissionDenied
    log_access(by=user, action="reveal", subject=f"filing_roster:{worker.pk}:{field}", at=now())
    value = format_html('<span class="masked"><span class="masked-value">{}</span></span>', getattr(worker, field))
    return HttpResponse(value)
