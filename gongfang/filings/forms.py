"""Forms of the steps, of the list of filings and of the log of activities."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Division
from gongfang.cases.forms import StepForm
from gongfang.records.file_kinds import ACCEPT
from gongfang.regulation.annual_filing import STATE_LABELS
from gongfang.web.fields import FilesField, ManyFiles

from .models import Activity
from .parts import PARTS
from .services import MissingItem

NOTE_MAX = 500


class FileForm(StepForm):
    """The declaration with which a workshop hands in its filing."""

    truth_declared = forms.BooleanField(
        label=_("本单位承诺：所填内容和所附材料客观真实、数据详实；如有弄虚作假、谎报，愿承担相应后果。"),
        error_messages={"required": _("提交前须作出真实性承诺。")},
    )


class FilePaperForm(StepForm):
    """A filing on paper that the county enters (reading R11)."""

    received_on = forms.DateField(
        label=_("收到日期"),
        help_text=_("以纸质材料的收件章或签收记录为准；是否逾期按这一天判断。"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    entry_reason = forms.CharField(
        label=_("事后录入的原因"),
        help_text=_("收到日期早于今天的，必须说明。"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    truth_declared = forms.BooleanField(
        label=_("纸质材料中有工坊签章的真实性承诺，录入内容与纸质材料一致。"),
        error_messages={"required": _("纸质材料须有真实性承诺。")},
    )


class ReturnFilingForm(StepForm):
    """What a filing lacks: one box for each part, one item a line."""

    general = forms.CharField(
        label=_("其他需补正的内容"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        boxes = {each.name: self._box(each) for each in PARTS if each.number}
        self.fields = {**boxes, **self.fields}

    @staticmethod
    def _box(part: Any) -> forms.CharField:
        return forms.CharField(
            label=part.label,
            help_text=_("每行写一项；没有的留空"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
            max_length=2000,
        )

    def clean(self) -> dict[str, Any]:
        """Turn the boxes into one list.

        :raises ValidationError: when it is empty.
        """
        given = super().clean() or {}
        missing = [
            MissingItem("" if name == "general" else name, line.strip()[:NOTE_MAX])
            for name in [*(each.name for each in PARTS if each.number), "general"]
            for line in given.get(name, "").splitlines()
            if line.strip()
        ]
        if not missing:
            raise forms.ValidationError(_now("请逐项写明需要补正的内容。"))
        return {"missing": missing, "seen_version": given.get("seen_version")}


class FilingFilter(forms.Form):
    """What narrows the list of filings; the state is chosen by its link."""

    year = forms.TypedChoiceField(label=_("年度"), required=False, coerce=int, empty_value=None)
    county = forms.ModelChoiceField(
        label=_("县（市）"), queryset=Division.objects.none(), required=False, empty_label=_("全部")
    )
    search = forms.CharField(label=_("工坊名称"), required=False, max_length=60)
    state = forms.ChoiceField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, years: list[int], is_county: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["year"].choices = [("", _("全部")), *((year, str(year)) for year in years)]
        fields["state"].choices = [("", ""), *STATE_LABELS.items()]
        if is_county:
            del self.fields["county"]
        else:
            fields["county"].queryset = Division.objects.filter(level=Division.Level.COUNTY)

    def chosen(self) -> dict[str, Any]:
        """Return the filters that are set, as `queries.narrowed` takes them; what is not valid is left out."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return {name: getattr(value, "pk", value) for name, value in given.items()}


class ActivityForm(forms.ModelForm):  # type: ignore[type-arg]
    """Something the workshop did."""

    files = FilesField(  # type: ignore[assignment]  # the form keeps its uploads under the same name, on itself
        label=_("照片、签到表"),
        help_text=_("JPEG、PNG 照片或 PDF 签到表，每个不超过 20 MB。只有本工坊和主管部门能看到。"),
        required=False,
        widget=ManyFiles(attrs={"accept": ACCEPT}),
    )

    class Meta:
        model = Activity
        fields = ("kind", "held_on", "title", "place", "participants", "note")
        widgets = {
            "held_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {"note": _("不要写参加人员的身份证号码、电话等个人信息。")}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_held_on(self) -> date:
        """Refuse a day that lies ahead: only what was held counts."""
        day: date = self.cleaned_data["held_on"]
        if day > self.today:
            raise forms.ValidationError(_now("日期不能晚于今天。"))
        return day
