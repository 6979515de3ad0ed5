"""The offices' list of evaluations, the score sheet, and the sheet for the printer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongfang.cases.facts import available_to
from gongfang.cases.pages import get_case, get_case_for, now, signed_in
from gongfang.cases.presentation import tone_of
from gongfang.cases.worklist import dues_of
from gongfang.regulation.evaluation import EVALUATION
from gongfang.regulation.procedure import Actor, StepRefused
from gongfang.web.export_views import exported
from gongfang.web.paging import page_of

from . import exports, presentation, queries, services
from .forms import IndexFilter, ScoreForm, ScoreLine
from .models import Evaluation
from .permissions import may_list
from .presentation import Dimension

SIZE = 30


@exported(exports.EVALUATIONS)
@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the evaluations this office sees, narrowed, the newest first."""
    user, at = signed_in(request), now()
    if not may_list(user):
        raise PermissionDenied
    is_county = user.office is not None and user.office.level == "county"
    form = IndexFilter(request.GET, years=queries.years(user), is_county=is_county)
    chosen = form.chosen()
    rows = queries.listed_for(user, form.narrowing())
    page = page_of(rows, order=queries.NEWEST_FIRST, cursor=request.GET.get("after"), size=SIZE)
    context = {
        "form": form,
        "is_narrowed": bool(chosen),
        "rows": _rows(page.items, user, at),
        "previous": _url(chosen, page.previous),
        "next": _url(chosen, page.next),
    }
    return TemplateResponse(request, "evaluations/index.html", context)


def _rows(evaluations: Sequence[Evaluation], user: Any, at: datetime) -> list[dict[str, Any]]:
    dues, totals = dues_of(evaluations, at), queries.totals_of(evaluations)
    return [
        {
            "evaluation": evaluation,
            "label": presentation.label_of(evaluation),
            "tone": tone_of(evaluation.state),
            "due": dues.get(evaluation.pk),
            "total": totals.get(evaluation.pk) if presentation.sees_scores(user, evaluation) else None,
        }
        for evaluation in evaluations
    ]


def _url(chosen: dict[str, str], cursor: str) -> str:
    return "?" + urlencode({**chosen, "after": cursor}) if cursor else ""


@login_required
@require_http_methods(["GET", "POST"])
def score_evaluation(request: HttpRequest, number: str) -> HttpResponse:
    """Score the dimensions, each beside what the workshop says and what is known of it."""
    case = get_case_for(request, number, "score_evaluation", kind=EVALUATION.kind)
    user, at = signed_in(request), now()
    form = ScoreForm(request.POST or None, dimensions=tuple(queries.dimensions_of(case)), initial=_scored(case))
    if request.method == "POST" and form.is_valid() and _is_scored(form, case, user, at):
        messages.success(request, _("评分已保存。"))
        return redirect(case)
    context = presentation.evaluation_context(case, user, at=at)
    context |= {"form": form, "rows": _pairs(form, context["dimensions"]), "refusal": _refusal(case, at)}
    return render(request, "evaluations/score.html", context)


def _scored(case: Evaluation) -> dict[str, Any]:
    initial: dict[str, Any] = {"seen_version": case.version}
    for code, score in queries.scores_of(case).items():
        initial |= {f"points_{code}": score.points, f"remark_{code}": score.remark}
    return initial


def _is_scored(form: ScoreForm, case: Evaluation, user: Any, at: datetime) -> bool:
    try:
        services.score_evaluation(case, by=user, at=at, **form.cleaned_data)
    except StepRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _pairs(form: ScoreForm, dimensions: list[Dimension]) -> list[tuple[ScoreLine, Dimension]]:
    return list(zip(form.lines(), dimensions, strict=True))


def _refusal(case: Evaluation, at: datetime) -> StepRefused | None:
    """Return why nothing can be scored now, if it cannot."""
    found = available_to(case, actor=Actor.PREFECTURE_CULTURE, at=at)
    return next((each.refusal for each in found if each.step.action == "score_evaluation"), None)


@login_required
@require_safe
def sheet(request: HttpRequest, number: str) -> HttpResponse:
    """Show the whole evaluation on one sheet, ready for the printer and the signatures."""
    case, user, at = get_case(request, number, kind=EVALUATION.kind), signed_in(request), now()
    context = presentation.evaluation_context(case, user, at=at)
    context |= {"facts": context, "shown_orders": presentation.shown_orders(case, context["orders"])}
    return render(request, "evaluations/sheet.html", context)
