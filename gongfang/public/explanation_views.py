"""Pages that explain: the readings, the time limits, the procedure; and the site's own statements."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from gongfang.calendars.queries import working_calendar
from gongfang.cases.pages import now
from gongfang.regulation import clauses
from gongfang.regulation import edition as editions
from gongfang.regulation.edition import Edition
from gongfang.regulation.time_limits import Explanation, beijing_date
from gongfang.regulation.time_limits import limits as limits_of_edition

from . import explanations
from .caching import EXPLANATIONS, kept_for


@require_safe
@kept_for(EXPLANATIONS)
def readings(request: HttpRequest) -> HttpResponse:
    """Show how the measures are read, every parameter and every clause."""
    edition = _edition(request)
    context = {
        "edition": edition,
        "editions": editions.available(),
        "explained": explanations.explained_readings(edition),
        "clauses": explanations.cited_clauses(),
    }
    return render(request, "public/readings.html", context)


def _edition(request: HttpRequest) -> Edition:
    return explanations.edition_for(beijing_date(now()), request.GET.get("edition", ""))


class CountForm(forms.Form):
    """A date and a time limit to count from it."""

    limit = forms.ChoiceField(label=_("期限"))
    start = forms.DateField(label=_("起算之日"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["limit"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.name, each.label) for each in explanations.time_limits(edition)]


@require_safe
@kept_for(EXPLANATIONS)
def time_limits(request: HttpRequest) -> HttpResponse:
    """Show every time limit and count one from a date that the reader gives."""
    today, edition = beijing_date(now()), _edition(request)
    asked = request.GET if "start" in request.GET else None
    form = CountForm(asked, edition=edition, initial={"start": today, "limit": "public_notice"})
    context = {
        "edition": edition,
        "limits": explanations.time_limits(edition),
        "form": form,
        "counted": _counted(form, edition) if form.is_valid() else None,
    }
    return render(request, "public/time_limits.html", context)


def _counted(form: CountForm, edition: Edition) -> Explanation:
    limit = limits_of_edition(edition)[form.cleaned_data["limit"]]
    return limit.explain(form.cleaned_data["start"], working_calendar())


@require_safe
@kept_for(EXPLANATIONS)
def procedure(request: HttpRequest) -> HttpResponse:
    """Show the way from the application to the plaque."""
    edition = _edition(request)
    context = {"stages": explanations.stages(edition), "edition": edition, "clause": clauses.clause("6")}
    return render(request, "public/procedure.html", context)


@require_safe
@kept_for(EXPLANATIONS)
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement."""
    return render(request, "public/accessibility.html")


@require_safe
@kept_for(EXPLANATIONS)
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what is kept of whom, and what never appears in public."""
    return render(request, "public/privacy.html")


@require_safe
@kept_for(EXPLANATIONS)
def robots(request: HttpRequest) -> HttpResponse:
    """Let search engines read the portal and nothing else."""
    return render(request, "public/robots.txt", content_type="text/plain; charset=utf-8")
