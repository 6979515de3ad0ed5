"""Forms of the steps of a panel and of the scoring sheet."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongfang.applications.models import Application
from gongfang.cases.forms import StepForm
from gongfang.regulation.edition import Edition
from gongfang.web.fields import RowChoice, RowChoices

from . import queries
from .models import Expert, Panel, Pool, RecusalRequest

LONG = 4000


def _long(label: Any, *, rows: int = 4, is_required: bool = True, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=widget, max_length=LONG, required=is_required, help_text=help_text)


class AnnounceForm(forms.Form):
    """What an announced draw says: for which applications, how many experts, from which pools, when, by what."""

    applications = RowChoices(
        label=_("交付评审的申报"), queryset=Application.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    group = forms.CharField(
        label=_("评审组（可不填）"),
        required=False,
        max_length=40,
        help_text=_("一批申报分组评审时填写，如“食品组”"),
    )
    size = forms.IntegerField(label=_("专家组人数"), min_value=1, max_value=99, initial=5)
    pools = forms.MultipleChoiceField(
        label=_("从哪些专家库抽取"), choices=Pool.choices, initial=Pool.values, widget=forms.CheckboxSelectMultiple
    )
    draw_at = forms.DateTimeField(
        label=_("抽取时间（北京时间）"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("晚于现在，早于公开随机值产生的时间。"),
    )
    public_value_source = forms.CharField(
        label=_("公开随机值来源"),
        max_length=120,
        help_text=_("抽取时间之后才产生、任何人都能查到的数，如“中国体育彩票排列5第26131期开奖号码”。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["applications"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = queries.applications_for_a_new_draw()
        field.label_from_instance = _described  # type: ignore[method-assign, assignment]


def _described(application: Application) -> str:
    round_name = application.round.name if application.round else ""
    return " · ".join((application.number, application.title, application.region.name, round_name))


class CaseForm(StepForm):
    """A step's form that offers what is on the panel."""

    takes_case = True

    def __init__(self, *args: Any, case: Panel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case


class DrawForm(CaseForm):
    """The public value, from the source that was announced."""

    public_value = forms.CharField(label=_("公开随机值"), max_length=120)
    public_value_source = forms.CharField(
        label=_("公开随机值来源"),
        max_length=120,
        widget=forms.TextInput(attrs={"readonly": True}),
        help_text=_("公告时已经确定，不能更改。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["public_value_source"].initial = self.case.public_value_source


class DecideRecusalForm(CaseForm):
    """The decision on one request, with its reasons."""

    request = forms.ModelChoiceField(label=_("回避申请"), queryset=RecusalRequest.objects.none())
    is_granted = forms.TypedChoiceField(
        label=_("决定"),
        choices=[("yes", _("准予回避")), ("no", _("不予回避"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reasons = _long(_("理由"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["request"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = requests = queries.open_requests(self.case)
        field.initial = requests[0] if len(requests) == 1 else None
        field.label_from_instance = _requested  # type: ignore[method-assign, assignment]


def _requested(request: RecusalRequest) -> str:
    return f"{request.entry.application.title} → {request.expert.name}：{request.reasons[:40]}"


class ExcuseForm(CaseForm):
    """An expert who cannot take part, and why."""

    expert = forms.ModelChoiceField(label=_("专家"), queryset=Expert.objects.none())
    reasons = _long(_("不能参加的原因"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["expert"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queries.experts_yet_to_score(self.case)


class CloseScoringForm(StepForm):
    """Reasons are asked for only where sheets are missing."""

    reasons = _long(_("提前截止的理由（尚有评分未提交时必填）"), is_required=False)


class MinutesForm(CaseForm):
    """The minutes of the deliberation, to be changed until the first signature."""

    minutes = _long(
        _("合议记录"),
        rows=12,
        help_text=_("写明到会专家、讨论的主要意见和每件申报的合议情况。首位专家签字后不能再改。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minutes"].initial = self.case.minutes


class RecusalForm(forms.Form):
    """An applicant's request against one of the experts who sit for it."""

    expert = forms.ModelChoiceField(
        label=_("请求回避的专家"), queryset=Expert.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    reasons = _long(_("理由"), help_text=_("写明该专家与本申报有何利害关系，可能怎样影响公正评审。"))

    def __init__(self, *args: Any, experts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["expert"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = experts
        field.label_from_instance = _introduced  # type: ignore[method-assign, assignment]


def _introduced(expert: Expert) -> str:
    return "，".join(filter(None, (expert.name, expert.title, expert.employer)))


class DeclareForm(forms.Form):
    """An expert's word on his interest, for one application or for all he sits for."""

    application = RowChoice(queryset=Application.objects.none(), required=False)
    is_clear = forms.TypedChoiceField(
        choices=[("yes", _("无利害关系")), ("no", _("存在利害关系，回避"))], coerce=lambda value: value == "yes"
    )
    reasons = _long(_("回避的理由"), rows=3, is_required=False)

    def __init__(self, *args: Any, applications: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["application"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = applications


class SheetForm(forms.Form):
    """The scoring sheet: one whole number for each line of the edition's rubric, and a comment.

    `cleaned_data["items"]` holds the points by code; a draft may leave lines out.
    """

    comment = _long(_("评审意见（可不填）"), is_required=False)

    def __init__(self, *args: Any, edition: Edition, is_draft: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rubric = edition.rubric
        for line in edition.rubric:
            widget = forms.NumberInput(attrs={"inputmode": "numeric", "data-points": line.points})
            self.fields[line.code] = forms.IntegerField(
                label=line.label, min_value=0, max_value=line.points, required=not is_draft, widget=widget
            )

    def clean(self) -> dict[str, Any]:
        """Gather the points by code."""
        cleaned = super().clean() or self.cleaned_data
        codes = (line.code for line in self.rubric)
        cleaned["items"] = {code: cleaned[code] for code in codes if cleaned.get(code) is not None}
        return cleaned

    def lines(self) -> list[dict[str, Any]]:
        """Return the rubric with the bound field of each line."""
        return [{"criterion": line, "field": self[line.code]} for line in self.rubric]


class SignForm(forms.Form):
    """One vote for each application the expert has scored."""

    def __init__(self, *args: Any, applications: list[Application], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.applications = applications
        for application in applications:
            self.fields[application.number] = forms.TypedChoiceField(
                label=application.title,
                choices=[("yes", _("同意认定")), ("no", _("不同意认定"))],
                coerce=lambda value: value == "yes",
                widget=forms.RadioSelect,
            )

    def votes(self) -> dict[str, bool]:
        """Return the votes by number of the application."""
        return {application.number: self.cleaned_data[application.number] for application in self.applications}
