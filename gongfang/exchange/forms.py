"""Forms of exchange: uploads, explanations, subsidies, the library, policies and trainings."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Division
from gongfang.cases.forms import StepForm
from gongfang.regulation.exchange import LIBRARY, SUBSIDY
from gongfang.web.fields import FilesField, ManyFiles, RowChoice
from gongfang.workshops.models import Workshop

from .models import Explanation, MismatchLine, PolicyGrant, SkillTraining, SupportPolicy, TrainingShare
from .services import Explained


def _date(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, help_text=help_text, required=required, widget=widget)


def _yuan(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        required=required,
        max_digits=12,
        decimal_places=2,
        min_value=0,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01"}),
    )


def _long(label: Any, help_text: Any = "", *, rows: int = 4, required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, max_length=2000, required=required, widget=widget)


class RegisterForm(forms.Form):
    """A register to be read."""

    file = forms.FileField(
        label=_("名单文件"),
        help_text=_("按模板填写的 .xlsx，每份最多 20 万人。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
    as_of = _date(_("名单截至日期"), _("名单反映的是哪一天的情况。"))
    is_complete = forms.BooleanField(
        label=_("这是完整名单"),
        help_text=_("完整名单中没有的人员，确认后按已退出处理；只补充人员的不要勾选。"),
        required=False,
        initial=True,
    )


class AskForm(StepForm):
    """What a workshop is asked. Nobody is named in it: the workshop sees its own list."""

    question = _long(
        _("请工坊说明的内容"),
        _("写明希望工坊帮助核对什么，语气平和；不要写入姓名和身份证号码，工坊在名单中能看到是谁。"),
    )


class CheckRegisterForm(StepForm):
    """What the keeper of the register says of it."""

    findings = _long(
        _("登记库核对情况"), _("例如：登记库截至哪一天、是否有正在办理的识别或者退出。不要写入个人信息。")
    )


class AnswerForm(StepForm):
    """What a workshop answers."""

    reply = _long(_("情况说明"), _("简要说明即可；需要更正名单的，在下一次报备时更正。不要写入身份证号码。"))


class SettleForm(StepForm):
    """What became of everybody on the list."""

    findings = _long(_("核对情况"), _("可以不填。不要写入姓名和身份证号码。"), rows=2, required=False)

    def __init__(self, *args: Any, lines: Iterable[MismatchLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for line in self.lines:
            self.fields[f"line_{line.pk}"] = forms.ChoiceField(
                label=_("核对结果"), required=False, choices=[("", _("请选择")), *Explanation.choices]
            )
            self.fields[f"note_{line.pk}"] = forms.CharField(label=_("说明"), required=False, max_length=200)

    def explained(self) -> dict[int, Explained]:
        """Return what was chosen, by line."""
        said = self.cleaned_data
        return {
            line.pk: Explained(said[f"line_{line.pk}"], said[f"note_{line.pk}"])
            for line in self.lines
            if said[f"line_{line.pk}"]
        }


class SubsidyForm(forms.Form):
    """A subsidy that was given."""

    amount = _yuan(_("补助金额（元）"))
    purpose = forms.CharField(label=_("补助用途"), max_length=200)
    document_number = forms.CharField(label=_("拨付文号"), max_length=60)
    granted_on = _date(_("拨付日期"))
    account_by = _date(_("报账期限"), _("工坊应在这一天之前报告使用情况并提交凭证。"))


class SpendingForm(StepForm):
    """What a part of a subsidy was spent on."""

    amount = _yuan(_("金额（元）"))
    spent_on = _date(_("支出日期"))
    spent_for = forms.CharField(label=_("支出内容"), max_length=200)
    vouchers = FilesField(
        label=_("凭证"),
        help_text=_("发票、收据、合同或者照片：JPEG、PNG 或 PDF，每个不超过 20 MB，一次最多 10 个。"),
        widget=ManyFiles(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )


class CloseForm(StepForm):
    """Closing an account."""

    repaid = _yuan(_("退回金额（元）"), _("工坊已经退回的余款；没有的不填。"), required=False)


class RejectForm(forms.Form):
    """Why a report is given back."""

    reasons = _long(_("退回的理由"), _("写明凭证有什么问题、应当怎样补正；工坊能够看到。"))


class EnterForm(StepForm):
    """Under which number, and since when, a workshop is in the library."""

    library_number = forms.CharField(label=_("项目库编号"), max_length=60)
    entered_on = _date(_("入库日期"))


def _model_form(shown: type[Any], **widgets: forms.Widget) -> Any:
    """Return a form of a model's own fields, with dates picked from a calendar."""
    kept = {"office", "recorded_by", "recorded_at", "policy", "training", "workshop", "id"}
    names = [field.name for field in shown._meta.fields if field.name not in kept]
    days = {
        field.name: forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        for field in shown._meta.fields
        if field.get_internal_type() == "DateField"
    }
    return forms.modelform_factory(shown, fields=names, widgets={**days, **widgets})


PolicyForm = _model_form(SupportPolicy, content=forms.Textarea(attrs={"rows": 5}))
TrainingForm = _model_form(SkillTraining)


class _OfWorkshop(forms.Form):
    """A form that says for which workshop something is."""

    def __init__(self, *args: Any, workshops: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["workshop"])
        self.fields["workshop"].queryset = workshops  # type: ignore[attr-defined]


class GrantForm(_OfWorkshop):
    """What a workshop has had under a policy."""

    workshop = RowChoice(label=_("工坊"), queryset=Workshop.objects.none())
    on = _date(PolicyGrant._meta.get_field("on").verbose_name)
    what = forms.CharField(label=_("落实内容"), max_length=200)
    people = forms.IntegerField(label=_("惠及人数"), required=False, min_value=1, max_value=99999)
    amount = _yuan(_("金额（元）"), _("不是资金的不填。"), required=False)


class ShareForm(_OfWorkshop):
    """Who of a workshop took part in a training, in figures."""

    workshop = RowChoice(label=_("工坊"), queryset=Workshop.objects.none())
    participants = forms.IntegerField(
        label=TrainingShare._meta.get_field("participants").verbose_name, min_value=1, max_value=99999
    )
    certified = forms.IntegerField(label=_("取得证书人数"), initial=0, min_value=0, max_value=99999)


class Filter(forms.Form):
    """What a list is narrowed to; a value that the form does not know narrows nothing."""

    def chosen(self) -> dict[str, str]:
        """Return the filters that hold a value the form knows."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class SubsidyFilter(Filter):
    """What the list of subsidies is narrowed to."""

    state = forms.ChoiceField(label=_("状态"), required=False)
    county = forms.ChoiceField(label=_("县（市）"), required=False)
    overdue = forms.BooleanField(label=_("只看逾期未报账的"), required=False)

    def __init__(self, *args: Any, offers_counties: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [(value, _now(label)) for value, label in SUBSIDY.states.items()]
        self.fields["state"].choices = [("", _("全部")), *states]  # type: ignore[attr-defined]
        if offers_counties:
            counties = Division.objects.filter(level=Division.Level.COUNTY).values_list("code", "name")
            self.fields["county"].choices = [("", _("全部县（市）")), *counties]  # type: ignore[attr-defined]
        else:
            del self.fields["county"]


class LibraryFilter(Filter):
    """The state that the list of the library is narrowed to."""

    state = forms.ChoiceField(label=_("状态"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [(value, _now(label)) for value, label in LIBRARY.states.items()]
        self.fields["state"].choices = [("", _("全部")), *states]  # type: ignore[attr-defined]
