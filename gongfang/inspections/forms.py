"""Forms of a visit: the plan, the report, a photograph, a signature."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Office, User
from gongfang.cases.models import Case

from .checklist import ANSWERS, Check, Domain
from .models import Visit
from .permissions import may_be_sent
from .services import Report
from .visited import VisitedKind, visited_kind

NOTE_LENGTH = 300


def _date_input() -> forms.DateInput:
    """Return the browser's own date field, which reads ISO dates in every language."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class PlanForm(forms.Form):
    """When, where, and who goes."""

    planned_on = forms.DateField(label=_("计划日期"), widget=_date_input())
    place = forms.CharField(label=_("地点"), max_length=200)
    inspectors = forms.ModelMultipleChoiceField(
        label=_("核查人员"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label=_("安排说明"),
        help_text=_("如集合时间、需现场查看的原件。不要写入个人信息。"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        """Offer the officials who may be sent on this case."""
        super().__init__(*args, **kwargs)
        field = self.fields["inspectors"]
        field.queryset = may_be_sent(case)  # type: ignore[attr-defined]
        field.help_text = _("地区三部门人员不少于 %(least)s 名；所在县（市）人员为陪同，不计入人数。") % {
            "least": case.edition.inspectors_min
        }
        if hint := visited_kind(case).hint:
            field.help_text = f"{field.help_text}{hint}"

    def offices(self) -> Iterator[tuple[Office, list[tuple[User, Any]]]]:
        """Return the officials who may be sent with their check boxes, office by office."""
        boxes = [(box.data["value"].instance, box) for box in self["inspectors"]]
        for office, group in groupby(boxes, key=lambda pair: pair[0].office):
            yield office, list(group)


class ReportForm(forms.Form):
    """The report as it is filled in on the spot: nothing is required until it is signed."""

    seen_revision = forms.IntegerField(widget=forms.HiddenInput)
    visited_on = forms.DateField(label=_("核查日期"), required=False, widget=_date_input())
    measured_area_m2 = forms.DecimalField(
        label=_("实测场地面积（㎡）"),
        required=False,
        min_value=Decimal("0.01"),
        max_digits=8,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.01"}),
    )
    findings = forms.CharField(
        label=_("核查情况"),
        help_text=_("写明看到了什么、抽查了什么、与申报有何差异。不要写入个人证件号码。"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    conclusion = forms.ChoiceField(label=_("核查结论"), required=False, choices=(), widget=forms.RadioSelect)

    def __init__(self, *args: Any, visited: VisitedKind, **kwargs: Any) -> None:
        """Add an answer and a note for each question of the checklist of the kind that is visited."""
        super().__init__(*args, **kwargs)
        self.visited = visited
        self.fields["conclusion"].choices = list(visited.conclusions.items())  # type: ignore[attr-defined]
        if not visited.needs_area:
            self.fields["measured_area_m2"].help_text = _("未测量的可以不填。")
        for check in visited.checks:
            self.fields[f"answer_{check.code}"] = forms.ChoiceField(
                label=check.label, required=False, choices=list(ANSWERS.items()), widget=forms.RadioSelect
            )
            self.fields[f"note_{check.code}"] = forms.CharField(
                label=_("说明"),
                required=False,
                max_length=NOTE_LENGTH,
                widget=forms.TextInput(attrs={"placeholder": _("说明（不符时必填）")}),
            )

    def domains(self) -> Iterator[tuple[Domain, list[tuple[Check, Any, Any]]]]:
        """Return the checklist, domain by domain: the question, its answer field, its note field."""
        for domain in self.visited.domains:
            yield (
                domain,
                [(check, self[f"answer_{check.code}"], self[f"note_{check.code}"]) for check in domain.checks],
            )

    def report(self) -> Report:
        """Return what was filled in, once it is valid."""
        given = self.cleaned_data
        return Report(
            visited_on=given["visited_on"],
            measured_area_m2=given["measured_area_m2"],
            checklist=_answers(self.visited, given),
            findings=given["findings"].strip(),
            conclusion=given["conclusion"],
        )


def _answers(visited: VisitedKind, given: dict[str, Any]) -> dict[str, dict[str, str]]:
    found = {}
    for check in visited.checks:
        answer, note = given[f"answer_{check.code}"], given[f"note_{check.code}"].strip()
        if answer or note:
            found[check.code] = {"answer": answer, "note": note}
    return found


def initial_report(visit: Visit) -> dict[str, Any]:
    """Return the saved report as the form's initial values."""
    values: dict[str, Any] = {
        "seen_revision": visit.revision,
        "visited_on": visit.visited_on,
        "measured_area_m2": visit.measured_area_m2,
        "findings": visit.findings,
        "conclusion": visit.conclusion,
    }
    for code, given in visit.checklist.items():
        values |= {f"answer_{code}": given.get("answer", ""), f"note_{code}": given.get("note", "")}
    return values


class PhotoForm(forms.Form):
    """A photograph from the camera, with the position if the inspector gave it."""

    file = forms.FileField(
        label=_("照片"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png", "capture": "environment"}),
    )
    caption = forms.CharField(label=_("照片说明"), max_length=100)
    latitude = forms.DecimalField(
        required=False, min_value=-90, max_value=90, decimal_places=6, widget=forms.HiddenInput
    )
    longitude = forms.DecimalField(
        required=False, min_value=-180, max_value=180, decimal_places=6, widget=forms.HiddenInput
    )

    def position(self) -> tuple[Decimal, Decimal] | None:
        """Return latitude and longitude, if both were given."""
        latitude, longitude = self.cleaned_data["latitude"], self.cleaned_data["longitude"]
        return None if latitude is None or longitude is None else (latitude, longitude)


class SignForm(forms.Form):
    """The revision that was on the screen when the inspector pressed the button."""

    seen_revision = forms.IntegerField(widget=forms.HiddenInput)
