"""Forms of the steps that ask for more than the table needs."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gongfang.cases.forms import StepForm
from gongfang.records.file_kinds import ACCEPT

from .materials import SETS
from .services import MissingItem

NOTE_MAX = 500


class RequestCorrectionForm(StepForm):
    """The complete list of what is missing: one box for each material set, one item a line (reading R4)."""

    general = forms.CharField(
        label=_("其他需补正的内容"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        boxes = {f"set_{each.number}": self._box(each) for each in SETS if each.number}
        self.fields = {**boxes, **self.fields}

    @staticmethod
    def _box(material_set: Any) -> forms.CharField:
        return forms.CharField(
            label=f"{material_set.number}. {material_set.label}",
            help_text=_("每行写一项；没有的留空"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
            max_length=2000,
        )

    def clean(self) -> dict[str, Any]:
        """Turn the boxes into one list.

        :raises ValidationError: when it is empty: a request names what is missing, all of it at once.
        """
        given = super().clean() or {}
        missing = [
            MissingItem(number, line.strip()[:NOTE_MAX])
            for number, name in [
                *((each.number, f"set_{each.number}") for each in SETS if each.number),
                (0, "general"),
            ]
            for line in given.get(name, "").splitlines()
            if line.strip()
        ]
        if not missing:
            raise forms.ValidationError(_now("请逐项写明需要补正的内容；补正只能告知一次。"))
        return {"missing": missing, "seen_version": given.get("seen_version")}


class DisqualifyForm(StepForm):
    """The finding of falsification, and its evidence (reading R5)."""

    reasons = forms.CharField(
        label=_("认定弄虚作假的事实和理由"), widget=forms.Textarea(attrs={"rows": 5}), max_length=4000
    )
    evidence = forms.FileField(
        label=_("佐证材料"), widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}), max_length=200
    )
