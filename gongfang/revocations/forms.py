"""Forms of revocations."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gongfang.cases.forms import StepForm
from gongfang.notices.forms import ElementsForm
from gongfang.regulation import clauses
from gongfang.regulation.revocation import STATE_LABELS, State
from gongfang.regulation.revocation_guards import ELECTRONIC, SERVICE_LABELS
from gongfang.web.citations import citation
from gongfang.web.fields import FilesField

from .grounds import EXPLANATIONS

_FILES = _("PDF、JPEG、PNG、DOCX 或 XLSX，每个不超过 20 MB。")
_ON_PAPER = [(value, _(label)) for value, label in SERVICE_LABELS.items() if value != ELECTRONIC]


def _long(
    label: Any, help_text: Any, *, rows: int = 6, required: bool = True, limit: int = 4000
) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, widget=area, required=required, max_length=limit)


def _day(label: Any, help_text: Any, *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"})
    return forms.DateField(label=label, help_text=help_text, widget=widget, required=required)


def ground_choices() -> list[tuple[str, str]]:
    """Return the ten grounds as choices: citation, label, and what it means."""
    return [
        (clause.id, f"{citation(clause)} {_now(clause.label)}：{EXPLANATIONS[clause.id]}")
        for clause in clauses.GROUNDS
    ]


class GroundsField(forms.MultipleChoiceField):
    """One or more of the ten grounds."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=ground_choices, **kwargs)


class OpeningForm(forms.Form):
    """What an inquiry begins with."""

    grounds = GroundsField(
        label=_("依据的情形"),
        help_text=_("可选一项或几项；决定以条文顺序在前的一项为主。"),
        error_messages={"required": _("请选择撤销命名所依据的情形")},
    )
    facts = _long(
        _("有关事实"),
        _("写明时间、经过和怎样查知。将写入书面告知书送达工坊；加密保存，不对外公开。"),
        rows=8,
    )
    files = FilesField(  # type: ignore[assignment]  # the form keeps its uploads under the same name, on itself
        label=_("证据材料"),
        help_text=_("提出撤销前必须附上，现在没有的可以以后补充。每个文件不超过 20 MB。"),
        required=False,
    )


class SupplementForm(StepForm):
    """What is added to an inquiry."""

    grounds = GroundsField(label=_("增加的情形"), required=False)
    facts = _long(_("补充的事实"), _("接在已写明的事实之后。"), required=False)
    files = FilesField(label=_("补充的证据材料"), help_text=_FILES, required=False)  # type: ignore[assignment]


class ServiceForm(StepForm):
    """How and when the notice was received."""

    method = forms.ChoiceField(label=_("送达方式"), choices=_ON_PAPER, widget=forms.RadioSelect)
    received_on = _day(_("工坊收到的日期"), _("以送达回证或者邮件签收日期为准；申诉期从次日起算。"))
    proof = forms.FileField(
        label=_("送达凭证"), help_text=_("送达回证、邮寄签收单等的扫描件或照片，每个不超过 20 MB。")
    )


class DecisionForm(StepForm):
    """The findings of the joint review, and the reply that goes to the workshop with the decision."""

    findings = _long(_("复核意见"), _("写明复核了什么、查明什么、依据什么。三部门已一致同意。"))
    reply = _long(_("给工坊的答复"), _("办理后工坊即可查到。"))


class RevokeForm(StepForm):
    """The document that revokes; after an appeal also why it is dismissed."""

    takes_case = True

    document_number = forms.CharField(label=_("撤销命名决定的文号"), max_length=60)
    findings = _long(_("复核意见"), _("写明复核了什么、查明什么、依据什么。三部门已一致同意。"))
    reply = _long(_("给工坊的答复"), _("逐条回应申诉理由；随决定送达工坊。"))

    def __init__(self, *args: Any, case: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if case.state != State.APPEALED:
            del self.fields["findings"], self.fields["reply"]


class RecoveryForm(StepForm):
    """The day the plaque came back, or why it cannot."""

    returned_on = _day(_("收回日期"), _("已收回的填写；无法收回的留空，写明下面的理由。"), required=False)
    reasons = _long(
        _("声明作废的理由"),
        _("如遗失、损毁、拒不交回及催交经过。查验牌匾的人会看到作废状态，请勿写个人信息。"),
        rows=3,
        required=False,
        limit=300,
    )


class AppealForm(ElementsForm):
    """An appeal. What is missing is said at once; what was typed stays."""

    def __init__(self, *args: Any, required: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.required = required
        self.fields["real_name"].help_text = _("工坊的名称，或者提出申诉的负责人姓名。")
        self.fields["contact"].help_text = _("用于联系核实和送达复核意见。")
        self.fields["reasons"].label = _("具体申诉理由")
        self.fields["reasons"].help_text = _("写明哪些事实或者依据不对，为什么。")

    def clean(self) -> dict[str, Any]:
        """Say once all that is missing."""
        super().clean()
        missing = self.missing(self.required)
        if missing:
            words = _now("申诉尚缺：%(missing)s。请补齐后在申诉期内提交。")
            raise forms.ValidationError(words % {"missing": _now("、").join(missing)})
        return self.cleaned_data


class PaperAppealForm(AppealForm):
    """An appeal on paper, entered by the office that received it (reading R11)."""

    received_on = _day(_("收到日期"), _("以纸面签收日期为准；是否在申诉期内按这一天判断。"))
    entry_reason = _long(
        _("事后录入的原因"), _("收到日期早于今天的，必须说明。"), rows=2, required=False, limit=400
    )

    field_order = ["received_on", "entry_reason", "real_name", "contact", "reasons", "evidence", "files"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"].label = _("扫描件和佐证材料")


class ListFilter(forms.Form):
    """What the list of revocations is narrowed to; a value that the form does not know narrows nothing."""

    state = forms.ChoiceField(label=_("状态"), required=False)
    plaque = forms.ChoiceField(
        label=_("牌匾"), required=False, choices=[("", _("全部")), ("out", _("待收回牌匾"))]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [(value, _now(label)) for value, label in STATE_LABELS.items()]
        self.fields["state"].choices = [("", _now("全部状态")), *states]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        """Return the filters that hold a value the form knows."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
