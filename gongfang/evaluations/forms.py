"""The self-assessment, the score sheet, the order and report of a rectification, the filter of the list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Division
from gongfang.calendars.queries import working_calendar
from gongfang.cases.forms import StepForm
from gongfang.records.file_kinds import ACCEPT
from gongfang.regulation.edition_values import Criterion
from gongfang.regulation.evaluation import STATE_LABELS
from gongfang.web.fields import FilesField, ManyFiles

from .models import Evaluation
from .queries import Chosen

_PICTURES_AND_PAPERS = _("照片、PDF、DOCX 或 XLSX，每个不超过 20 MB；可一次选多个。")


def _long(label: Any, help_text: Any = "", *, rows: int = 5, required: bool = True) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, widget=area, required=required, max_length=4000)


def _day(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=required, widget=widget)


def _add_stamp(form: forms.Form) -> None:
    """Ask an office that enters a paper when it was received (reading R11)."""
    form.fields["received_on"] = _day(_("收到日期"), _("以纸质材料的收件章或签收记录为准。"))
    form.fields["entry_reason"] = _long(
        _("事后录入的原因"), _("收到日期早于今天的，必须说明。"), rows=2, required=False
    )


@dataclass(frozen=True)
class TextLine:
    """One dimension of the self-assessment with its field."""

    criterion: Criterion
    field: forms.BoundField


class SelfAssessmentForm(forms.Form):
    """The four texts; none is required until the whole is handed in."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    window = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)

    def __init__(self, *args: Any, dimensions: tuple[Criterion, ...], is_on_paper: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dimensions = dimensions
        for each in dimensions:
            self.fields[f"text_{each.code}"] = _long(each.label, rows=6, required=False)
        if is_on_paper:
            _add_stamp(self)

    def lines(self) -> list[TextLine]:
        """Return the dimensions with their fields."""
        return [TextLine(each, self[f"text_{each.code}"]) for each in self.dimensions]

    def statements(self) -> dict[str, str]:
        """Return the texts that are well formed, whatever else is wrong."""
        self.is_valid()
        names = {each.code: f"text_{each.code}" for each in self.dimensions}
        return {code: self.cleaned_data[name] for code, name in names.items() if name in self.cleaned_data}

    def stamp(self) -> dict[str, Any]:
        """Return the stamp of a paper, where one is asked for."""
        given = self.cleaned_data
        return {name: given[name] for name in ("received_on", "entry_reason") if name in given}


class EvidenceForm(forms.Form):
    """Files for one dimension."""

    files = FilesField(label=_("佐证材料"), widget=ManyFiles(attrs={"accept": ACCEPT}))  # type: ignore[assignment]


@dataclass(frozen=True)
class ScoreLine:
    """One dimension of the score sheet with its fields."""

    criterion: Criterion
    points: forms.BoundField
    remark: forms.BoundField


class ScoreForm(StepForm):
    """Points and remark for each dimension; what is left as it was is not scored anew."""

    def __init__(self, *args: Any, dimensions: tuple[Criterion, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dimensions = dimensions
        for each in dimensions:
            self.fields[f"points_{each.code}"] = forms.IntegerField(
                label=_("得分"),
                required=False,
                min_value=0,
                max_value=each.points,
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )
            self.fields[f"remark_{each.code}"] = forms.CharField(
                label=_("评分依据"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
            )

    def lines(self) -> Iterator[ScoreLine]:
        """Yield the dimensions with their fields."""
        for each in self.dimensions:
            yield ScoreLine(each, self[f"points_{each.code}"], self[f"remark_{each.code}"])

    def clean(self) -> dict[str, Any]:
        """Return the scores that are new.

        :raises ValidationError: when none is, or a dimension has points without a remark or the reverse.
        """
        given = super().clean() or {}
        scores = {each.code: self._score(each.code, given) for each in self.dimensions if self._is_new(each.code)}
        for code, score in scores.items():
            for name, words in (("points", _now("请填写得分。")), ("remark", _now("请写明评分依据。"))):
                if score[name] in (None, "") and f"{name}_{code}" not in self.errors:
                    self.add_error(f"{name}_{code}", words)
        if not scores and not self.errors:
            raise forms.ValidationError(_now("没有新的评分：请至少评一项。"))
        return {"scores": scores, "seen_version": given.get("seen_version")}

    def _is_new(self, code: str) -> bool:
        return bool({f"points_{code}", f"remark_{code}"} & set(self.changed_data))

    @staticmethod
    def _score(code: str, given: Mapping[str, Any]) -> dict[str, Any]:
        return {"points": given.get(f"points_{code}"), "remark": (given.get(f"remark_{code}") or "").strip()}


class OrderForm(StepForm):
    """What is to be put right and until when."""

    problems = _long(_("存在的问题"), _("逐条写明问题和整改要求。工坊会原样看到，请勿写入个人证件号码。"), rows=7)
    deadline = _day(_("整改期限的最后一日"), _("到这一日 24:00（北京时间）届满。应给出足够的时间，最好是工作日。"))
    suspends = forms.BooleanField(
        label=_("整改期间中止资格"),
        help_text=_("勾选后牌匾查询立即显示“资格中止”，评估合格时恢复。"),
        required=False,
    )
    keeps_rest_day = forms.BooleanField(label=_("仍以这一日为限"), required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Warn once of a last day on which offices are closed: whoever means it says so."""
        given = super().clean() or {}
        deadline = given.get("deadline")
        keeps = given.pop("keeps_rest_day", False)
        if isinstance(deadline, date) and not keeps and not working_calendar().is_working_day(deadline):
            self._warn(deadline)
        return given

    def _warn(self, deadline: date) -> None:
        reason = working_calendar().reason(deadline)
        self.fields["keeps_rest_day"].widget = forms.CheckboxInput()
        words = _now("%(day)s 不是工作日（%(reason)s）。请改为工作日；确需如此的，请在下方勾选后再次提交。")
        self.add_error("deadline", words % {"day": deadline, "reason": reason})


class ReportForm(StepForm):
    """What a workshop has put right."""

    takes_case = True

    reply = _long(_("整改情况"), _("对照每一个问题，写明做了什么、现在怎样。"), rows=7)
    files = FilesField(  # type: ignore[assignment]  # the form keeps its uploads under the same name, on itself
        label=_("照片和证明材料"),
        help_text=_PICTURES_AND_PAPERS,
        required=False,
        widget=ManyFiles(attrs={"accept": ACCEPT}),
    )

    def __init__(self, *args: Any, case: Evaluation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if case.holder_id is None:
            _add_stamp(self)


class IndexFilter(forms.Form):
    """What narrows the list of evaluations. An unreadable choice selects all."""

    state = forms.ChoiceField(label=_("状态"), required=False)
    county = forms.ChoiceField(label=_("县（市）"), required=False)
    year = forms.ChoiceField(label=_("应评估年度"), required=False)

    def __init__(self, *args: Any, years: list[int], is_county: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", _("全部"))]
        states = [(value, _now(label)) for value, label in STATE_LABELS.items()]
        self.fields["state"].choices = [*every, *states]  # type: ignore[attr-defined]
        self.fields["year"].choices = [*every, *((str(year), str(year)) for year in years)]  # type: ignore[attr-defined]
        if is_county:
            del self.fields["county"]
            return
        counties = Division.objects.filter(level=Division.Level.COUNTY).values_list("code", "name")
        self.fields["county"].choices = [*every, *counties]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        """Return the choices that were made and can be read, as they stand in the address."""
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        return {name: given[name] for name in self.fields if given.get(name)}

    def narrowing(self) -> Chosen:
        """Return the choices as the query takes them."""
        chosen = self.chosen()
        year = int(chosen["year"]) if "year" in chosen else None
        return Chosen(state=chosen.get("state", ""), county=chosen.get("county", ""), year=year)
