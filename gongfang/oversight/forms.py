"""Forms of plans, findings, orders and replies, and what the monitoring page is narrowed to."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Division
from gongfang.cases.forms import StepForm
from gongfang.evaluations.forms import OrderForm as EvaluationOrderForm
from gongfang.evaluations.forms import ReportForm
from gongfang.regulation.monitoring import RULES
from gongfang.web.fields import FilesField, ManyFiles

from .models import Aspect, Selection
from .planning import Choice

LONG = 4000


def _date(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, help_text=help_text, widget=widget)


def _long(label: Any, help_text: Any, *, rows: int = 5) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=LONG, widget=forms.Textarea(attrs={"rows": rows})
    )


def _photos(label: Any, help_text: Any) -> FilesField:
    widget = ManyFiles(attrs={"accept": "image/jpeg,image/png,application/pdf"})
    return FilesField(label=label, help_text=help_text, required=False, widget=widget)


def counties() -> list[tuple[str, str]]:
    """Return the counties to choose from: code and name."""
    return list(Division.objects.filter(level=Division.Level.COUNTY).values_list("code", "name"))


def risks() -> list[tuple[str, str]]:
    """Return the hints to choose from: code and label."""
    return [(rule.code, _now(rule.label)) for rule in RULES]


class CampaignForm(forms.Form):
    """A plan of inspections: when, which workshops, and for a draw how many, when and by which public value."""

    name = forms.CharField(
        label=_("计划名称"),
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": _("如“2027年上半年定期检查”")}),
    )
    starts_on = _date(_("检查期间自"))
    ends_on = _date(_("检查期间至"))
    selection = forms.ChoiceField(
        label=_("选取方式"), choices=Selection.choices, initial=Selection.ALL, widget=forms.RadioSelect
    )
    counties = forms.MultipleChoiceField(
        label=_("县（市）"),
        help_text=_("按县（市）选取的必选；其他方式不选的为全地区。"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    risks = forms.MultipleChoiceField(
        label=_("风险提示"),
        help_text=_("按风险提示选取的必选，有其中任何一项的都列入。"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    draw_size = forms.IntegerField(
        label=_("抽取数量"), help_text=_("随机抽取的填写。"), required=False, min_value=1, max_value=9999
    )
    draw_at = forms.DateTimeField(
        label=_("抽取时间（北京时间）"),
        help_text=_("随机抽取的填写。晚于现在，早于公开随机值产生的时间。"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    public_source = forms.CharField(
        label=_("公开随机值来源"),
        help_text=_("随机抽取的填写：抽取时间之后才产生、任何人都能查到的数，如“中国体育彩票排列5某期开奖号码”。"),
        required=False,
        max_length=120,
    )
    tells_workshops = forms.BooleanField(
        label=_("事先告知工坊"),
        help_text=_("不勾选的，工坊在检查完成以后才看到这次检查。"),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["counties"].choices = counties()  # type: ignore[attr-defined]
        self.fields["risks"].choices = risks()  # type: ignore[attr-defined]

    def choice(self) -> Choice:
        """Return how the plan selects, once the form is valid."""
        given = self.cleaned_data
        return Choice(selection=given["selection"], counties=given["counties"], risks=given["risks"])

    def given(self) -> dict[str, Any]:
        """Return the fields as the service takes them."""
        return {**self.cleaned_data, "draw_size": self.cleaned_data["draw_size"] or 0}


class CheckForm(forms.Form):
    """A check of one workshop outside any plan."""

    tells_workshop = forms.BooleanField(
        label=_("事先告知工坊"),
        help_text=_("不勾选的，工坊在检查完成以后才看到这次检查。"),
        required=False,
        initial=True,
    )


class DrawForm(StepForm):
    """The public value, from the source that was announced."""

    public_value = forms.CharField(
        label=_("公开随机值"), help_text=_("照公布的来源原样填写，任何人都将据此重新计算。"), max_length=120
    )


class FindingForm(forms.Form):
    """Something found wrong."""

    aspect = forms.ChoiceField(label=_("方面"), choices=Aspect.choices, widget=forms.RadioSelect)
    problems = _long(_("存在的问题"), _("写明看到了什么、不符合什么要求。工坊能够看到，请勿写入他人的个人信息。"))
    files = _photos(  # type: ignore[assignment]  # the form keeps its uploads under the same name, on itself
        _("照片或材料"), _("JPEG、PNG 或 PDF，每个不超过 20 MB，一次最多 10 个。")
    )


class OrderForm(EvaluationOrderForm):
    """An order to put things right. A last day on which nobody works is pointed out once."""

    suspends = forms.BooleanField(
        label=_("整改期间中止资格"),
        help_text=_("中止期间牌匾查询显示“资格中止”，办结后恢复。"),
        required=False,
    )


class ReplyForm(ReportForm):
    """What a workshop reports to have put right, filled in on a phone; on paper, entered by its county."""

    files = _photos(
        _("整改后的照片"), _("可以直接拍照，一次可选多张；JPEG、PNG 或 PDF，每个不超过 20 MB，最多 10 个。")
    )


class Filter(forms.Form):
    """What a list is narrowed to; a value that the form does not know narrows nothing."""

    def chosen(self) -> dict[str, str]:
        """Return the filters that hold a value the form knows."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class MonitoringFilter(Filter):
    """What the monitoring page is narrowed to."""

    flag = forms.ChoiceField(label=_("风险提示"), required=False)
    county = forms.ChoiceField(label=_("县（市）"), required=False)

    def __init__(self, *args: Any, offers_counties: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["flag"].choices = [("", _("全部")), *risks()]  # type: ignore[attr-defined]
        if offers_counties:
            self.fields["county"].choices = [("", _("全部县（市）")), *counties()]  # type: ignore[attr-defined]
        else:
            del self.fields["county"]


class StateFilter(Filter):
    """The state that a list is narrowed to, and for checks the plan."""

    state = forms.ChoiceField(label=_("状态"), required=False)
    campaign = forms.RegexField(regex=r"^JH\d{4}-\d{4,}$", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, states: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(value, _now(label)) for value, label in states.items()]
        self.fields["state"].choices = [("", _("全部")), *offered]  # type: ignore[attr-defined]
