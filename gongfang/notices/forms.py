"""Forms of notices and objections."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gongfang.cases.forms import StepForm
from gongfang.cases.models import Case
from gongfang.regulation.objection import ELEMENT_LABELS
from gongfang.web.fields import FilesField, RowChoices

from .services import Contact


def _long(label: Any, help_text: Any, *, rows: int, required: bool = False, limit: int = 4000) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, widget=area, required=required, max_length=limit)


class ElementsForm(forms.Form):
    """The elements of an objection (article 6(三)). None is forced: what is missing is said, not refused."""

    real_name = forms.CharField(
        label=_("真实姓名或单位名称"),
        help_text=_("匿名的只作为线索留存，不进入核查程序。"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact = forms.CharField(
        label=_("联系方式"),
        help_text=_("手机号码、电子邮箱或通信地址，用于向您反馈核查意见。"),
        required=False,
        max_length=200,
    )
    reasons = _long(_("具体异议理由"), _("写明哪一项不属实或不符合条件，以及您所了解的情况。"), rows=7)
    evidence = _long(_("佐证材料说明"), _("说明您能提供的证据；有照片或文件的，请在下面上传。"), rows=3)
    files = FilesField(  # type: ignore[assignment]  # the form keeps its uploads under the same name, on itself
        label=_("佐证材料文件"),
        help_text=_("PDF、JPEG、PNG、DOCX 或 XLSX，每个不超过 20 MB。"),
        required=False,
    )

    def missing(self, required: Sequence[str], held: Sequence[str] = ()) -> list[str]:
        """Return the labels of the `required` elements that are neither `held` nor given here."""
        given = {name for name in ELEMENT_LABELS if self.cleaned_data.get(name)} | set(held)
        if self.cleaned_data.get("files"):
            given.add("evidence")
        return [_now(ELEMENT_LABELS[name]) for name in required if name not in given]


class ObjectionForm(ElementsForm):
    """An objection from the portal. An incomplete one is sent only by somebody who knows what it lacks."""

    sends_incomplete = forms.BooleanField(label=_("我知道材料不全，仍要现在提交"), required=False)

    def __init__(self, *args: Any, required: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.required = required

    def clean(self) -> dict[str, Any]:
        """Say once what is missing."""
        super().clean()
        if not any(self.cleaned_data.get(name) for name in ("reasons", "evidence", "files")):
            raise forms.ValidationError(_now("请至少写明异议理由，或者上传佐证材料。"))
        missing = self.missing(self.required)
        if missing and not self.cleaned_data["sends_incomplete"]:
            words = _now("尚缺：%(missing)s。请补齐；确实无法补齐的，可勾选下方选项后提交。")
            raise forms.ValidationError(words % {"missing": _now("、").join(missing)})
        return self.cleaned_data

    @property
    def elements(self) -> dict[str, Any]:
        """Return the fields as the service takes them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "sends_incomplete"}


class PaperForm(ElementsForm):
    """An objection on paper, entered by the office that received it (reading R11)."""

    received_on = forms.DateField(
        label=_("收到日期"),
        help_text=_("以纸面签收日期为准；是否在公示期内按这一天判断。"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    entry_reason = _long(_("事后录入的原因"), _("收到日期早于今天的，必须说明。"), rows=2, limit=400)

    field_order = ["received_on", "entry_reason", "real_name", "contact", "reasons", "evidence", "files"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"].label = _("扫描件和佐证材料")


class CompletionForm(ElementsForm):
    """What an objection lacked."""

    def __init__(self, *args: Any, lacking: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("real_name", "contact", "reasons"):
            if name not in lacking:
                del self.fields[name]


class FollowForm(forms.Form):
    """What is on the receipt."""

    number = forms.CharField(
        label=_("异议编号"),
        max_length=20,
        widget=forms.TextInput(attrs={"placeholder": "YY2026-0001", "autocomplete": "off"}),
    )
    code = forms.CharField(
        label=_("查询码"),
        max_length=60,
        help_text=_("回执上的 28 位字母和数字，不分大小写，可以不输连字符。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class DecisionForm(StepForm):
    """The findings of the joint verification, and the reply that goes to the objector with the decision."""

    findings = _long(
        _("核查意见"), _("写明核查了什么、查明什么、依据什么。三部门已一致同意。"), rows=7, required=True
    )
    reply = _long(
        _("给异议提出人的答复"),
        _("签发后凭回执即可查到；留有电子邮箱的同时发送。请勿写入他人的个人信息。"),
        rows=7,
        required=True,
    )


class PublishForm(forms.Form):
    """A notice: what it lists, and where objections on paper are handed in."""

    applications = RowChoices(
        label=_("列入公示的拟认定工坊"), queryset=Case.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    title = forms.CharField(label=_("公告标题"), max_length=120)
    text = _long(_("公告正文"), _("公示期起止、异议的提出方式和条款依据由系统自动列出，不必在此重复。"), rows=6)
    office = forms.CharField(label=_("受理异议的机关"), max_length=80)
    address = forms.CharField(label=_("地址"), max_length=120)
    phone = forms.CharField(label=_("电话"), max_length=40)
    email = forms.EmailField(label=_("电子邮箱"), required=False)

    def __init__(self, *args: Any, ready: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["applications"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = ready

    @property
    def contact(self) -> Contact:
        """Return where objections on paper are handed in."""
        return Contact(**{name: self.cleaned_data[name] for name in ("office", "address", "phone", "email")})
