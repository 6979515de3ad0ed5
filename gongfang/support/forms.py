"""Forms of support, and what its lists are narrowed to."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongfang.cases.forms import StepForm
from gongfang.oversight.forms import Filter, counties
from gongfang.workshops.models import HeritageLevel, Workshop

from .models import (
    Answer,
    BrandKind,
    CourseKind,
    Enrolment,
    EnrolmentState,
    GrownKind,
    HelpSubject,
    HigherLevel,
    SuccessionActivity,
    SuccessionState,
    TrainingPlan,
)
from .queries import SORTS
from .registry import measures
from .training import NewCourse

LONG = 4000
_SORT_LABELS = {
    "mark": _("评估得分"),
    "poverty": _("吸纳脱贫人口"),
    "monitored": _("吸纳监测帮扶对象"),
    "disabled": _("吸纳残疾人"),
    "other": _("其他就业人员"),
    "trainings": _("技艺培训"),
    "sales": _("销售额"),
    "findings": _("未办结问题（少的在前）"),
    "years": _("认定年限"),
    "level": _("项目级别"),
}


def _date(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, help_text=help_text, widget=widget, required=required)


def _long(label: Any, help_text: Any = "", *, required: bool = True, rows: int = 5) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, max_length=LONG, widget=widget, required=required)


def _short(label: Any, length: int, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, max_length=length, required=required)


class RecommendationForm(forms.Form):
    """A call of a higher level."""

    level = forms.ChoiceField(label=_("级别"), choices=HigherLevel.choices, widget=forms.RadioSelect)
    name = _short(_("名称"), 80, _("如“第二批自治区级非遗工坊推荐”。"))
    document_number = _short(_("上级通知文号"), 60, required=False)
    deadline = _date(_("报送截止日期"))
    places = forms.IntegerField(label=_("推荐名额"), min_value=1, max_value=200)


class ChooseForm(forms.Form):
    """Why a candidate is chosen."""

    reasons = _short(_("推荐理由"), 400, _("写明依据的事实，随名单存档。"))


class AnswerForm(forms.Form):
    """What the higher level decided."""

    answer = forms.ChoiceField(label=_("上级结果"), choices=Answer.choices, widget=forms.RadioSelect)
    answered_on = _date(_("结果日期"))
    answer_document = _short(_("结果文号"), 60, required=False)


class PlanForm(forms.Form):
    """The plan of a year."""

    year = forms.IntegerField(label=_("年度"), min_value=2020, max_value=2100)
    title = _short(_("计划名称"), 80)
    document_number = _short(_("文号"), 60, required=False)
    text = _long(_("目标和安排"), rows=8)


class CourseForm(forms.Form):
    """A course to which workshops enrol."""

    plan = forms.ModelChoiceField(label=_("年度计划"), queryset=TrainingPlan.objects.none(), empty_label=None)
    name = _short(_("课程名称"), 80)
    course_kind = forms.ChoiceField(label=_("类型"), choices=CourseKind.choices, widget=forms.RadioSelect)
    organiser = _short(_("举办单位"), 80)
    place = _short(_("地点"), 120)
    starts_on = _date(_("开始日期"))
    ends_on = _date(_("结束日期"))
    enrol_until = _date(_("报名截止日期"), _("当日 24:00 截止，应早于开始日期。"))
    places = forms.IntegerField(label=_("名额"), min_value=1, max_value=2000, help_text=_("报满以后依次候补。"))
    content = _long(_("内容"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = TrainingPlan.objects.all()  # type: ignore[attr-defined]

    def course(self) -> NewCourse:
        """Return what was asked for, once the form is valid."""
        return NewCourse(**self.cleaned_data)


class EnrolForm(forms.Form):
    """Whom a workshop sends."""

    workshop = forms.ModelChoiceField(label=_("工坊"), queryset=Workshop.objects.none(), to_field_name="number")
    participant = _short(_("参加人姓名"), 40, _("只有本工坊和文化和旅游部门能看到。"))
    is_leader = forms.BooleanField(label=_("是工坊带头人"), required=False)

    def __init__(self, *args: Any, workshops: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["workshop"]
        field.queryset = workshops
        field.label_from_instance = lambda workshop: f"{workshop.name}（{workshop.number}）"
        first = list(workshops[:2])
        if len(first) == 1:
            field.initial, field.empty_label = first[0].number, None


class AttendanceForm(forms.Form):
    """Who came, one after another: nothing said leaves it open."""

    def __init__(self, *args: Any, enrolments: Sequence[Enrolment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.enrolments = enrolments
        for each in enrolments:
            self.fields[f"came_{each.pk}"] = _came(each)
            self.fields[f"result_{each.pk}"] = forms.CharField(
                label=_("成绩或收获"), max_length=200, required=False, initial=each.result
            )

    def rows(self) -> list[dict[str, Any]]:
        """Return each enrolment with its two fields."""
        return [
            {"enrolment": each, "came": self[f"came_{each.pk}"], "result": self[f"result_{each.pk}"]}
            for each in self.enrolments
        ]

    def marks(self) -> dict[str, tuple[bool, str]]:
        """Return what was said, by the key of the enrolment."""
        said = {str(each.pk): self.cleaned_data[f"came_{each.pk}"] for each in self.enrolments}
        return {key: (came == "yes", self.cleaned_data[f"result_{key}"]) for key, came in said.items() if came}


def _came(enrolment: Enrolment) -> forms.ChoiceField:
    known = {EnrolmentState.ATTENDED: "yes", EnrolmentState.ABSENT: "no"}
    choices = [("", _("未登记")), ("yes", _("已参加")), ("no", _("未参加"))]
    initial = known.get(EnrolmentState(enrolment.state), "")
    return forms.ChoiceField(label=_("出席情况"), choices=choices, required=False, initial=initial)


class ResultsForm(StepForm):
    """What came of a course."""

    results = _long(_("成效"), _("参加人数、学到什么、解决了什么问题。"))


class HelpForm(forms.Form):
    """What a workshop asks help with."""

    subject = forms.ChoiceField(label=_("方面"), choices=HelpSubject.choices, widget=forms.RadioSelect)
    question = _long(_("遇到的难题"), _("写明在哪道工序、试过什么办法。请勿写入他人的个人信息。"), rows=6)


class SuccessionForm(forms.Form):
    """A leader, a studio or a transmission place to be grown."""

    kind = forms.ChoiceField(label=_("类型"), choices=GrownKind.choices, widget=forms.RadioSelect)
    title = _short(_("名称"), 80, _("传承人写项目名称，如“花毡制作”；场所写全称。"))
    level = forms.ChoiceField(label=_("级别"), choices=HeritageLevel.choices)
    person = _short(_("带头人姓名"), 40, _("推荐传承人的必填；不公开。"), required=False)
    place = _short(_("地点"), 120, required=False)
    proposed_on = _date(_("推荐（立项）日期"))
    document_number = _short(_("推荐（立项）文号"), 60, required=False)


class DecideForm(forms.Form):
    """How it came out."""

    is_granted = forms.TypedChoiceField(
        label=_("结果"),
        choices=[("yes", _("已认定（建成）")), ("no", _("未获认定"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    decided_on = _date(_("日期"))
    decision_number = _short(_("文号"), 60, required=False)


class EndForm(forms.Form):
    """Why something ends."""

    reasons = _short(_("终止原因"), 200)


class SuccessionActivityForm(forms.Form):
    """Something that was done."""

    kind = forms.ChoiceField(label=_("类型"), choices=SuccessionActivity.Kind.choices, widget=forms.RadioSelect)
    held_on = _date(_("日期"))
    title = _short(_("内容"), 120)
    participants = forms.IntegerField(label=_("参加人数"), required=False, min_value=0, max_value=100_000)


class BrandForm(forms.Form):
    """A measure for a brand, or for the people behind it."""

    kind = forms.ChoiceField(label=_("类型"), choices=BrandKind.choices, widget=forms.RadioSelect)
    title = _short(_("内容"), 120, _("如“授权使用‘塔城花毡’区域公用品牌”。"))
    given_on = _date(_("日期"))
    until = _date(_("有效期至"), required=False)
    document_number = _short(_("文号或注册号"), 60, required=False)
    result = _short(_("效果"), 200, required=False)


class CountyFilter(Filter):
    """A list that the prefecture narrows to a county; a county has its own alone."""

    county = forms.ChoiceField(label=_("县（市）"), required=False)

    def __init__(self, *args: Any, offers_counties: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if offers_counties:
            self.fields["county"].choices = [("", _("全部县（市）")), *counties()]  # type: ignore[attr-defined]
        else:
            del self.fields["county"]


class OverviewFilter(CountyFilter):
    """What the overview of support is narrowed to."""

    measure = forms.ChoiceField(label=_("支持措施"), required=False)
    year = forms.TypedChoiceField(label=_("年度"), required=False, coerce=int, empty_value=None)
    had = forms.ChoiceField(
        label=_("享受情况"),
        required=False,
        choices=[("", _("全部")), ("something", _("已享受")), ("nothing", _("尚未享受"))],
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [
            (each.name, f"{each.label}（{each.clause.cite.removeprefix('《办法》')}）") for each in measures()
        ]
        years = [(str(year), str(year)) for year in range(today.year, today.year - 6, -1)]
        self.fields["measure"].choices = [("", _("全部措施")), *kinds]  # type: ignore[attr-defined]
        self.fields["year"].choices = [("", _("全部年度")), *years]  # type: ignore[attr-defined]


class CandidateFilter(CountyFilter):
    """How a list of candidates is sorted and narrowed."""

    sort = forms.ChoiceField(label=_("排序"), required=False, choices=list(_SORT_LABELS.items()), initial="mark")
    only = forms.BooleanField(label=_("只看已选"), required=False)

    def order(self) -> tuple[str, ...]:
        """Return the order asked for, the marks by default."""
        return SORTS[self.cleaned_data.get("sort") or "mark"]


class CourseFilter(Filter):
    """The year and the state that the list of courses is narrowed to."""

    year = forms.TypedChoiceField(label=_("年度"), required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(label=_("状态"), required=False)

    def __init__(self, *args: Any, years: Sequence[int], states: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", _("全部年度")), *((year, year) for year in years)]  # type: ignore[attr-defined]
        self.fields["state"].choices = [("", _("全部")), *states.items()]  # type: ignore[attr-defined]


class SuccessionFilter(CountyFilter):
    """What the list of successors is narrowed to."""

    kind = forms.ChoiceField(label=_("类型"), required=False, choices=[("", _("全部")), *GrownKind.choices])
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *SuccessionState.choices])


class BrandFilter(CountyFilter):
    """What the list of brand measures is narrowed to."""

    kind = forms.ChoiceField(label=_("类型"), required=False, choices=[("", _("全部")), *BrandKind.choices])
