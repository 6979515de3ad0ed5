"""Forms of steps. A step without a form of its own asks for what its row in the table needs."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongfang.regulation.procedure import INPUT_LABELS, Step

_LONG = ("reasons", "missing", "minutes", "findings", "reply", "entry_reason")
_DATES = ("received_on", "plaque_date")


class StepForm(forms.Form):
    """What every step's form carries: the version of the case its reader looked at."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class OpinionForm(StepForm):
    """The opinion of a department: agree, or disagree with reasons."""

    agree = forms.TypedChoiceField(
        label=_("意见"),
        choices=[("yes", _("同意")), ("no", _("不同意"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    reasons = forms.CharField(
        label=_("说明（不同意时必填）"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )


class ConsultForm(StepForm):
    """The minutes of a consultation after a disagreement."""

    minutes = forms.CharField(
        label=_("会商纪要"),
        help_text=_("写明参加部门、分歧与会商结果。保存后三部门重新出具意见。"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
    )


def form_for(step: Step, own: Mapping[str, type[forms.Form]]) -> type[forms.Form]:
    """Return the form of a step: its own, or one made from what the table needs."""
    if step.action in own:
        return own[step.action]
    fields: dict[str, Any] = {name: _field(name) for name in step.needs}
    return type(f"{step.action.title().replace('_', '')}Form", (StepForm,), fields)


def _field(name: str) -> forms.Field:
    label = INPUT_LABELS.get(name, name)
    if name in _DATES:
        return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}))
    if name in _LONG:
        return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 5}), max_length=4000)
    return forms.CharField(label=label, max_length=120)
