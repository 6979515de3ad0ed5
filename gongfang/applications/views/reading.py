"""Uncovering a masked value: each look is recorded."""

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

from ..masking import REVEALABLE
from ..permissions import may_read_people, may_reveal
from ..queries import applications_of


@login_required
@require_POST
@never_cache
def reveal(request: HttpRequest, kind: str, pk: UUID, field: str) -> HttpResponse:
    """Return one personal value in the clear, once the look is recorded."""
    user = signed_in(request)
    model, fields = REVEALABLE.get(kind, (None, ()))
    if model is None or field not in fields or not may_read_people(user):
        raise Http404
    row = get_object_or_404(model, pk=pk, application__in=applications_of(user))
    if not may_reveal(user, row.application):
        raise PermissionDenied
    log_access(by=user, action="reveal", subject=f"{kind}:{row.pk}:{field}", at=now())
    value = format_html('<span class="masked"><span class="masked-value">{}</span></span>', getattr(row, field))
    return HttpResponse(value)
