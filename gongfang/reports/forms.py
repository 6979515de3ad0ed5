"""What the lists behind the figures are narrowed to, and the forms of bulletins."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Division, Office
from gongfang.applications.models import RosterKind, WorkMode
from gongfang.cases.forms import StepForm
from gongfang.filings.models import ActivityKind
from gongfang.regulation.bulletin import BULLETIN
from gongfang.regulation.edition import Edition
from gongfang.regulation.time_limits import limit_named
from gongfang.workshops.models import Category, HeritageLevel

from .models import TEXT_MAX
from .queries import ended_periods, years
from .times import BOUND_BY


def _any(choices: Any) -> list[tuple[Any, Any]]:
    return [("", _("全部")), *choices]


def _choice(label: Any, choices: Any = ()) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=_any(choices), required=False)


class RowsFilter(forms.Form):
    """A list narrowed by county, where all are seen; a value that the form does not know narrows nothing."""

    county = _choice(_("县（市）"))

    def __init__(self, *args: Any, own_county: str = "", **kwargs: Any) -> None:
        """Offer the counties; an office of a county sees its own alone."""
        super().__init__(*args, **kwargs)
        self.own_county = own_county
        if own_county:
            del self.fields["county"]
        else:
            counties = Division.objects.filter(level=Division.Level.COUNTY).values_list("code", "name")
            self.fields["county"].choices = _any(counties)  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """Return the filters that hold a value the form knows, the own county among them."""
        self.is_valid()
        found = {name: value for name, value in self.cleaned_data.items() if value}
        return found | ({"county": self.own_county} if self.own_county else {})


class WorkshopsFilter(RowsFilter):
    """Which workshops, at which time, employing whom."""

    year = forms.ChoiceField(label=_("时点"), choices=[("", _("现在")), ("before", _("上年末"))], required=False)
    category = _choice(_("类别"), Category.choices)
    level = _choice(_("项目级别"), [*HeritageLevel.choices, ("none", _("未列入名录的传统技艺"))])
    kind = _choice(_("人员类别"), RosterKind.choices)
    mode = _choice(_("就业方式"), WorkMode.choices)
    employs = forms.ChoiceField(choices=[("", ""), ("yes", "yes")], required=False, widget=forms.HiddenInput)


class ActivitiesFilter(RowsFilter):
    """Which activities of the year."""

    kind = _choice(_("类型"), ActivityKind.choices)


class LimitsFilter(RowsFilter):
    """Which limits."""

    name = _choice(_("期限"))
    which = _choice(
        _("情况"),
        [
            ("closed", _("今年办结")),
            ("late", _("今年超期办结")),
            ("running", _("正在计算")),
            ("overdue", _("已超期")),
        ],
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        """Call the limits as the edition does."""
        super().__init__(*args, **kwargs)
        named = [(name, limit_named(edition, name).label) for name in BOUND_BY]
        self.fields["name"].choices = _any(named)  # type: ignore[attr-defined]


class StepsFilter(RowsFilter):
    """Which steps: of which office (actor@county), late or all."""

    office = _choice(_("部门"))
    late = _choice(_("是否超期"), [("yes", _("超期办理"))])

    def __init__(self, *args: Any, offices: list[Office], **kwargs: Any) -> None:
        """Offer the offices whose steps are seen."""
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = _any(  # type: ignore[attr-defined]
            (f"{each.code}@{each.division_id if each.level == 'county' else ''}", each.name) for each in offices
        )


class OverdueFilter(RowsFilter):
    """Whose overdue tasks."""

    office = _choice(_("部门"))

    def __init__(self, *args: Any, offices: list[Office], **kwargs: Any) -> None:
        """Offer the offices whose tasks are seen."""
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = _any((str(each.pk), each.name) for each in offices)  # type: ignore[attr-defined]


class BulletinsFilter(forms.Form):
    """Which bulletins."""

    year = forms.TypedChoiceField(label=_("年度"), required=False, coerce=int, empty_value=None)
    state = _choice(_("状态"), BULLETIN.states.items())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the years there are."""
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = _any((year, str(year)) for year in years())  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """Return the filters that hold a value the form knows."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class DrawUpForm(forms.Form):
    """The period of a bulletin, one that is over."""

    period = forms.ChoiceField(
        label=_("统计期"), help_text=_("只列出已经结束的季度、半年和年度。数据在编制时固定，之后不再变化。")
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        """Offer the periods that are over, the last one first."""
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = [  # type: ignore[attr-defined]
            (f"{year}-{period.value}", f"{year}年{period.label}") for year, period in ended_periods(today)
        ]

    def given(self) -> dict[str, Any]:
        """Return the period as the service takes it."""
        year, _dash, period = self.cleaned_data["period"].partition("-")
        return {"year": int(year), "period": period}


class TextForm(StepForm):
    """The text of a draft: a line is a paragraph."""

    text = forms.CharField(
        label=_("文稿"),
        help_text=_("每行一段。只改文字，统计数据以编制时固定的为准；不要写入个人信息。"),
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 24}),
    )
