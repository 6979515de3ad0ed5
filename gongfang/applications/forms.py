"""Forms of the steps that ask for more than the table needs, of rounds and of lists."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Division
from gongfang.cases.forms import StepForm
from gongfang.records.file_kinds import ACCEPT
from gongfang.regulation.recognition import STATE_LABELS

from .materials import SETS
from .models import Round
from .queries import open_rounds
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


class DeclarationForm(StepForm):
    """The declaration that the materials are true (article 6(一))."""

    truth_declared = forms.BooleanField(
        label=_("本单位承诺：所填内容和所附材料客观真实、数据详实；如有弄虚作假，愿承担取消申报资格等后果。"),
        error_messages={"required": _("提交前须作出真实性承诺。")},
    )


class PaperForm(StepForm):
    """The day of receipt of a filing on paper, and that it carries the declaration."""

    received_on = forms.DateField(
        label=_("收到日期"),
        help_text=_("以纸质材料的收件章或签收记录为准。"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    truth_declared = forms.BooleanField(
        label=_("纸质材料中有申报单位签章的真实性承诺，录入内容与纸质材料一致。"),
        error_messages={"required": _("纸质材料须有真实性承诺。")},
    )


class PaperCorrectionForm(PaperForm):
    """Corrections on paper: the day on which they were received decides, not that of their entry (reading R11)."""

    entry_reason = forms.CharField(
        label=_("事后录入的原因"),
        help_text=_("收到日期早于今天的，必须说明。"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=400,
    )

    field_order = ["received_on", "entry_reason", "truth_declared"]


class RosterUploadForm(forms.Form):
    """A filled-in roster, and whether it replaces the one there is."""

    file = forms.FileField(
        label=_("按模板填写的名单（.xlsx）"), widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"})
    )
    replaces = forms.TypedChoiceField(
        label=_("导入方式"),
        choices=[("add", _("追加到现有名单")), ("replace", _("替换现有名单"))],
        coerce=lambda value: value == "replace",
        widget=forms.RadioSelect,
        initial="add",
    )


_INSTANT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class RoundForm(forms.Form):
    """A call for applications; the times are Beijing's."""

    name = forms.CharField(label=_("批次名称"), max_length=60)
    opens_at = forms.DateTimeField(label=_("申报开始（北京时间）"), widget=_INSTANT)
    closes_at = forms.DateTimeField(
        label=_("申报截止（北京时间）"), widget=_INSTANT, help_text=_("到这一刻为止，之后提交的不再接收。")
    )
    call_text = forms.CharField(
        label=_("申报公告"),
        help_text=_("开启后立即在门户网站公布。"),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=8000,
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        given = super().clean() or self.cleaned_data
        opens_at, closes_at = given.get("opens_at"), given.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _now("截止时间应晚于开始时间。"))
        return given


class CloseRoundForm(forms.Form):
    """Why a round ends before its time."""

    reason = forms.CharField(label=_("提前截止的原因"), widget=forms.Textarea(attrs={"rows": 3}), max_length=300)


class StartForm(forms.Form):
    """A new filing: for which round, in which county, under what name."""

    round = forms.ModelChoiceField(label=_("批次"), queryset=Round.objects.none(), empty_label=None)
    region = forms.ModelChoiceField(label=_("工坊所在县（市）"), queryset=Division.objects.none())
    title = forms.CharField(label=_("工坊名称"), max_length=120)

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rounds: Any = self.fields["round"]
        rounds.queryset = open_rounds(at)
        regions: Any = self.fields["region"]
        regions.queryset = Division.objects.filter(level=Division.Level.COUNTY)


class StartPaperForm(forms.Form):
    """A filing on paper that the county begins to enter; its round may have ended since it was handed in."""

    round = forms.ModelChoiceField(label=_("批次"), queryset=Round.objects.none(), empty_label=None)
    title = forms.CharField(label=_("工坊名称"), max_length=120)
    received_on = forms.DateField(
        label=_("收到日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rounds: Any = self.fields["round"]
        rounds.queryset = Round.objects.filter(opens_at__lte=at)


class IndexFilter(forms.Form):
    """What narrows the list of applications."""

    search = forms.CharField(label=_("名称或编号"), required=False, max_length=60)
    county = forms.ModelChoiceField(
        label=_("县（市）"), queryset=Division.objects.none(), required=False, empty_label=_("全部")
    )
    state = forms.ChoiceField(label=_("状态"), required=False)
    round = forms.ModelChoiceField(
        label=_("批次"), queryset=Round.objects.none(), required=False, empty_label=_("全部")
    )

    def __init__(self, *args: Any, is_county: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["round"].queryset = Round.objects.all()
        fields["state"].choices = [
            ("", _("全部")),
            *((state, _now(label)) for state, label in STATE_LABELS.items()),
        ]
        if is_county:
            del self.fields["county"]
        else:
            fields["county"].queryset = Division.objects.filter(level=Division.Level.COUNTY)

    def chosen(self) -> dict[str, Any]:
        """Return the filters that are set, as `queries.narrowed` takes them; what is not valid is left out."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return {name: getattr(value, "pk", value) for name, value in given.items()}
