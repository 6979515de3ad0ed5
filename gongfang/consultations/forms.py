"""What is asked when a meeting is called and when something is assigned."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Office, User
from gongfang.cases.models import Case

from . import queries


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}))


class _Offices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Offices by their keys; a key that no database holds is no office."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError:
            raise forms.ValidationError(self.error_messages["invalid_list"], code="invalid_list") from None


class MeetingForm(forms.Form):
    """A meeting, its departments and its agenda: open problems, and whatever else, a line each."""

    title = forms.CharField(label=_("会商名称"), max_length=120)
    held_on = _day(_("会商日期"))
    place = forms.CharField(label=_("地点"), max_length=120)
    offices = _Offices(label=_("参加部门"), queryset=Office.objects.none(), widget=forms.CheckboxSelectMultiple)
    cases = forms.ModelMultipleChoiceField(
        label=_("议题：尚未解决的问题"),
        queryset=Case.objects.none(),
        to_field_name="number",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    topics = forms.CharField(
        label=_("其他议题，每行一个"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["offices"].queryset = queries.departments()  # type: ignore[attr-defined]
        shown = queries.problems(user).values("pk")[: queries.AT_ONCE]
        cases = Case.objects.filter(pk__in=list(shown.values_list("pk", flat=True))).order_by("state_since", "pk")
        self.fields["cases"].queryset = cases  # type: ignore[attr-defined]

    def clean_topics(self) -> list[str]:
        """Return the lines."""
        return [line for line in self.cleaned_data["topics"].splitlines() if line.strip()]


class AssignmentForm(forms.Form):
    """What an office is to do by when."""

    text = forms.CharField(label=_("事项"), max_length=120)
    office = forms.ModelChoiceField(label=_("承办部门"), queryset=Office.objects.none())
    due_on = _day(_("完成日期"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["office"].queryset = queries.departments()  # type: ignore[attr-defined]
