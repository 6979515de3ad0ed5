"""Pages of panels for officials."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongfang.accounts.models import User
from gongfang.cases.pages import get_case, now, signed_in
from gongfang.cases.permissions import visible_to
from gongfang.cases.presentation import state_label, tone_of
from gongfang.regulation import clauses
from gongfang.regulation import edition as editions
from gongfang.regulation.procedure import StepRefused
from gongfang.regulation.time_limits import beijing_date
from gongfang.web.export_views import exported
from gongfang.web.paging import page_of

from . import exports, freezing, presentation, queries, services
from .forms import AnnounceForm
from .models import Panel, Pool
from .permissions import keeps_the_pool, lists_panels


@exported(exports.PANELS)
@login_required
@require_safe
def panels(request: HttpRequest) -> HttpResponse:
    """List the panels, the latest first."""
    user = signed_in(request)
    if not lists_panels(user):
        raise PermissionDenied
    visible = queries.panels().filter(pk__in=visible_to(user, "panel").values("pk"))
    page = page_of(visible, order=("-id",), cursor=request.GET.get("after"), size=30)
    context = {
        "rows": [
            {"panel": panel, "state_label": state_label(panel), "tone": tone_of(panel.state)}
            for panel in page.items
        ],
        "may_announce": keeps_the_pool(user),
        "previous": f"?after={page.previous}" if page.previous else "",
        "next": f"?after={page.next}" if page.next else "",
    }
    return TemplateResponse(request, "panels/list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def announce(request: HttpRequest) -> HttpResponse:
    """Announce a draw (6(二), R6)."""
    user = signed_in(request)
    if not keeps_the_pool(user):
        raise PermissionDenied
    form = AnnounceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        panel = _announced(form, user)
        if panel is not None:
            messages.success(request, _("抽取已公告，名单已冻结。"))
            return redirect(panel)
    edition = editions.in_force(beijing_date(now()))
    context = {
        "form": form,
        "edition": edition,
        "counts": [(label, freezing.qualified_experts([pool], edition)) for pool, label in Pool.choices],
        "clause": clauses.REVIEW,
    }
    return render(request, "panels/announce.html", context)


def _announced(form: AnnounceForm, user: User) -> Panel | None:
    """Announce what the form says; a refusal becomes its error, with the citation."""
    given = dict(form.cleaned_data)
    given["applications"] = list(given["applications"])
    try:
        return services.announce_draw(by=user, at=now(), **given)
    except StepRefused as refusal:
        form.add_error(None, str(refusal))
        return None


@login_required
@require_safe
def draw_minutes(request: HttpRequest, number: str) -> HttpResponse:
    """Show the minutes of the draw for printing: to officials, the auditor and the experts of the panel."""
    panel = get_case(request, number, kind="panel")
    if panel.drawn_at is None:
        raise Http404
    context = {
        "panel": panel,
        "pools": presentation.pools_of(panel),
        "entries": presentation.first_seats_of(panel),
        "listed": panel.candidates.count(),
        "clause": clauses.REVIEW,
    }
    return render(request, "panels/draw_minutes.html", context)
