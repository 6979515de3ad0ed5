"""The page that says what other figures would change."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongfang.regulation import edition as editions
from gongfang.regulation.time_limits import beijing_date
from gongfang.regulation.what_if import Effect

from .comparing import CHANGEABLE, Comparison, compare, with_figures
from .forms import FiguresForm
from .permissions import may_simulate
from .words import EFFECTS


@login_required
@require_safe
def what_if(request: HttpRequest) -> HttpResponse:
    """Compare the figures in force with those of the form; nothing is changed by it."""
    if not may_simulate(request.user):
        raise PermissionDenied
    on = beijing_date(timezone.now())
    now = editions.in_force(on)
    is_asked = any(name in request.GET for name in CHANGEABLE)
    form = FiguresForm(request.GET if is_asked else None, edition=now)
    context: dict[str, Any] = {"form": form, "edition": now}
    if is_asked and form.is_valid():
        comparison = compare(now, with_figures(now, form.cleaned_data), on=on)
        context |= {"comparison": comparison, "groups": _groups(comparison), "chart": _chart(comparison)}
    return render(request, "simulation/what_if.html", context)


def _groups(comparison: Comparison) -> list[dict[str, Any]]:
    named = ((_("已认定的工坊"), comparison.workshops), (_("办理中的申报"), comparison.filings))
    return [
        {
            "label": label,
            "group": group,
            "effects": [(EFFECTS[effect], effect.value, group.counts[effect]) for effect in Effect],
            "missed": [
                (name, unit_label, before, after, group.missed[name.parameter])
                for name, unit_label, before, after in comparison.figures
            ],
        }
        for label, group in named
    ]


def _chart(comparison: Comparison) -> dict[str, Any]:
    """Return the counts as a stacked bar for each group; the tables beside it say the same."""
    groups = (comparison.workshops, comparison.filings)
    names = [_("已认定的工坊"), _("办理中的申报")]
    series = [
        {"name": str(EFFECTS[effect]), "data": [each.counts[effect] for each in groups]} for effect in Effect
    ]
    return {"what_if": {"names": names, "isFlat": True, "series": series}}
