"""The self-assessment: four texts saved as one types, files for each, and handing it in."""

from datetime import datetime
from secrets import token_urlsafe
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongfang.accounts.models import User
from gongfang.cases import limits
from gongfang.cases.pages import get_case_for, now, signed_in
from gongfang.cases.presentation import clock
from gongfang.records.models import EvidenceFile
from gongfang.records.uploads import UploadRefused
from gongfang.regulation.evaluation import EVALUATION
from gongfang.regulation.procedure import StepRefused

from . import assessing, presentation, queries
from .forms import EvidenceForm, SelfAssessmentForm
from .models import Evaluation
from .permissions import may_assess


def _evaluation(request: HttpRequest, number: str) -> Evaluation:
    """Return the evaluation for those who speak for its workshop: 404 to outsiders, 403 to all others."""
    case: Evaluation = get_case_for(request, number, "self_assess", kind=EVALUATION.kind)
    return case


@login_required
@require_http_methods(["GET", "POST"])
def self_assess(request: HttpRequest, number: str) -> HttpResponse:
    """Show the four texts with the evidence beside them; save them, or hand them in."""
    case, user, at = _evaluation(request, number), signed_in(request), now()
    if not may_assess(user, case):
        messages.info(request, _("自评已经提交，或者评估已经开始，现在不能修改。"))
        return redirect(case)
    if request.method == "GET":
        return _page(request, case, _form(case), at)
    form = _form(case, request)
    if "save" in request.POST:
        form.statements()
        if _is_saved(form, case, user, at, leaves=True):
            messages.success(request, _("自评草稿已保存，尚未提交。"))
            return redirect("evaluations:self_assess", case.number)
    elif form.is_valid() and _is_saved(form, case, user, at, leaves=True) and _is_handed_in(form, case, user, at):
        messages.success(request, _("自评已提交。"))
        return redirect(case)
    return _page(request, case, form, at)


def _form(case: Evaluation, request: HttpRequest | None = None) -> SelfAssessmentForm:
    known: dict[str, Any] = {
        "dimensions": tuple(queries.dimensions_of(case)),
        "is_on_paper": case.holder_id is None,
    }
    if request is not None:
        return SelfAssessmentForm(request.POST, **known)
    texts = {f"text_{code}": text for code, text in queries.texts_of(case).items()}
    return SelfAssessmentForm(initial={"revision": case.revision, "window": token_urlsafe(9), **texts}, **known)


def _is_saved(form: SelfAssessmentForm, case: Evaluation, user: User, at: datetime, *, leaves: bool) -> bool:
    try:
        _save(form, case, user, at, leaves=leaves)
    except assessing.Overtaken:
        words = _("自评已在另一个窗口保存过。请核对下面的内容；再次保存将以本页为准。")
        form.add_error(None, words)
        _renew(form, case)
    except StepRefused as refusal:
        form.add_error(None, str(refusal))
    return not form.non_field_errors()


def _save(form: SelfAssessmentForm, case: Evaluation, user: User, at: datetime, *, leaves: bool) -> int:
    statements = form.statements()
    return assessing.save_self_assessment(
        case,
        by=user,
        at=at,
        statements=statements,
        seen_revision=form.cleaned_data.get("revision") or 0,
        window=form.cleaned_data.get("window", ""),
        leaves=leaves,
    )


def _is_handed_in(form: SelfAssessmentForm, case: Evaluation, user: User, at: datetime) -> bool:
    try:
        assessing.self_assess(case, by=user, at=at, **form.stamp())
    except StepRefused as refusal:
        form.add_error(None, str(refusal))
        _renew(form, case)
        return False
    return True


def _renew(form: SelfAssessmentForm, case: Evaluation) -> None:
    """Make the form one of the present revision: what it holds is saved, or saving it again is a decision."""
    assert isinstance(form.data, QueryDict)
    given = form.data.copy()
    given["revision"] = str(Evaluation.objects.values_list("revision", flat=True).get(pk=case.pk))
    form.data = given


def _page(request: HttpRequest, case: Evaluation, form: SelfAssessmentForm, at: datetime) -> HttpResponse:
    context = presentation.evaluation_context(case, signed_in(request), at=at)
    period = limits.current(case)
    context |= {
        "form": form,
        "rows": list(zip(form.lines(), context["dimensions"], strict=True)),
        "files_form": EvidenceForm(),
        "clock": clock(period, case, at=at) if period else None,
    }
    return render(request, "evaluations/self_assess.html", context)


@login_required
@require_POST
def autosave(request: HttpRequest, number: str) -> JsonResponse:
    """Save what is typed; 409 when another window has saved it, or it can be changed no more."""
    case = _evaluation(request, number)
    try:
        revision = _save(_form(case, request), case, signed_in(request), now(), leaves=False)
    except (assessing.Overtaken, assessing.NotAssessable):
        return JsonResponse({}, status=409)
    return JsonResponse({"revision": revision})


@login_required
@require_POST
def add_files(request: HttpRequest, number: str, dimension: str) -> HttpResponse:
    """Add files to a dimension."""
    case, user, at = _evaluation(request, number), signed_in(request), now()
    if dimension not in {each.code for each in queries.dimensions_of(case)}:
        raise Http404
    form = EvidenceForm(request.POST, request.FILES)
    uploads = form.cleaned_data["files"] if form.is_valid() else []
    try:
        for upload in uploads:
            assessing.add_file(case, dimension=dimension, upload=upload, by=user, at=at)
    except (UploadRefused, StepRefused) as refusal:
        messages.error(request, refusal.reason)
    if not uploads:
        problems = form.errors.get("files", [_("请先选择文件，再上传。")])
        messages.error(request, " ".join(map(str, problems)))
    return redirect(f"{reverse('evaluations:self_assess', args=[case.number])}#dimension-{dimension}")


@login_required
@require_POST
def remove_file(request: HttpRequest, number: str, pk: UUID) -> HttpResponse:
    """Take back a file that has not been handed in."""
    case = _evaluation(request, number)
    file = get_object_or_404(EvidenceFile, pk=pk, case_id=case.pk, section__startswith=queries.FILES)
    try:
        assessing.remove_file(case, file, by=signed_in(request))
    except StepRefused as refusal:
        messages.error(request, refusal.reason)
    return redirect("evaluations:self_assess", case.number)
