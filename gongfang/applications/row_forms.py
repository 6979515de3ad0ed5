"""The forms of the rows of a filing. Personal numbers are entered once and shown masked ever after."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.identifiers import (
    id_number_problem,
    normalise_id_number,
    normalise_phone,
)
from gongfang.workshops.models import Category

from . import queries
from .models import Activity, HeritageUse, Inheritor, Operations, Person, Practitioner, RosterEntry, RosterPerson

FIRST_YEAR = 1950
_PRIVATE = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})


def _date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RowForm(forms.ModelForm):  # type: ignore[type-arg]
    """One row. `private` fields are never sent back: left blank on a change, they stay as they are."""

    private: tuple[str, ...] = ()

    def __init__(self, *args: Any, application: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application, self.today = application, today
        self.is_new = self.instance._state.adding
        for name in self.private if not self.is_new else ():
            self.initial[name] = ""
            self.fields[name].required = False
            self.fields[name].help_text = _("已填写，不显示；要更换时重新填写。")

    def kept(self, name: str) -> str:
        """Return a private field: what was given, or on a change without it, what was saved."""
        given: str = self.cleaned_data.get(name) or ""
        return (
            given if given or self.is_new else getattr(type(self.instance).objects.get(pk=self.instance.pk), name)
        )

    def checked_id_number(self) -> str:
        """Return the identity number in its normal form.

        :raises ValidationError: when it fails the checks of GB 11643.
        """
        number = self.kept("id_number")
        if number and (problem := id_number_problem(number)):
            raise ValidationError(problem)
        return normalise_id_number(number)


class PersonForm(RowForm):
    """The responsible person or a manager; of the responsible person number and phone are needed."""

    private = ("id_number", "phone")

    class Meta:
        model = Person
        fields = ("role", "name", "position", "id_number", "phone")
        widgets = {"id_number": _PRIVATE, "phone": _PRIVATE}

    def clean_id_number(self) -> str:
        """Check the identity number."""
        number = self.checked_id_number()
        if not number and self.cleaned_data.get("role") == "responsible":
            raise ValidationError(_now("法人（主要负责人）须填写身份证号码。"))
        return number

    def clean_phone(self) -> str:
        """Check that a phone number has a phone number's length."""
        phone = normalise_phone(self.kept("phone"))
        if phone and not (phone.isascii() and phone.isdigit() and 7 <= len(phone) <= 14):
            raise ValidationError(_now("联系电话应为7至14位数字。"))
        return phone


class HeritageUseForm(RowForm):
    """An item relied on: picked from the published lists, or written in."""

    category = forms.ChoiceField(label=_("类别"), choices=[("", "—"), *Category.choices], required=False)

    class Meta:
        model = HeritageUse
        fields = ("item", "name", "category", "level", "code", "batch", "document_number")
        help_texts = {
            "item": _("从已公布的名录选择，其余各项自动带出；名录中没有的，直接填写。"),
            "level": _("未列入名录的传统手工技艺留空。"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region = self.application.region
        items: Any = self.fields["item"]
        items.queryset = queries.heritage_items([code for code in (region.code, region.parent_id) if code])
        self.fields["name"].required = False

    def clean(self) -> dict[str, Any]:
        """Take from the published item what was left blank.

        :raises ValidationError: when neither an item nor a name and category are given.
        """
        given = super().clean() or self.cleaned_data
        item = given.get("item")
        if item is not None:
            for name in ("name", "category", "level", "code", "batch", "document_number"):
                given[name] = given.get(name) or getattr(item, name)
        for name in ("name", "category"):
            if not given.get(name) and name not in self.errors:
                self.add_error(name, _now("请填写，或从名录中选择项目。"))
        return given


class InheritorForm(RowForm):
    """A representative inheritor."""

    class Meta:
        model = Inheritor
        fields = ("name", "level", "item_name")


class PractitionerForm(RowForm):
    """Somebody of the craft."""

    class Meta:
        model = Practitioner
        fields = ("name", "craft", "years")


class RosterEntryForm(RowForm):
    """Somebody the workshop employs."""

    private = ("name", "id_number")
    name = forms.CharField(label=_("姓名"), max_length=60, widget=_PRIVATE)
    id_number = forms.CharField(label=_("身份证号码"), max_length=24, widget=_PRIVATE)

    class Meta:
        model: type[RosterPerson] = RosterEntry
        fields = ("name", "id_number", "kind", "mode", "monthly_pay", "since")
        widgets = {"since": _date_input()}

    def clean_name(self) -> str:
        """Return the name, the saved one where it was left blank."""
        return self.kept("name")

    def clean_id_number(self) -> str:
        """Check the identity number."""
        return self.checked_id_number()


class ActivityForm(RowForm):
    """A training, a welfare activity or an exhibition that has been held."""

    class Meta:
        model = Activity
        fields = ("kind", "held_on", "title", "participants")
        widgets = {"held_on": _date_input()}

    def clean_held_on(self) -> date:
        """Refuse a day that lies ahead: only what was held counts."""
        day: date = self.cleaned_data["held_on"]
        if day > self.today:
            raise ValidationError(_now("日期不能晚于今天。"))
        return day


class OperationsRowForm(RowForm):
    """A year of business."""

    class Meta:
        model = Operations
        fields = (
            "year",
            "output_value",
            "sales_online",
            "sales_offline",
            "profit",
            "subsidies_received",
            "subsidies_spent",
            "subsidies_use",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["output_value"].required = True
        for name in ("output_value", "sales_online", "sales_offline", "subsidies_received", "subsidies_spent"):
            self.fields[name].widget.attrs["min"] = 0

    def clean_year(self) -> int:
        """Refuse years that cannot be."""
        year: int = self.cleaned_data["year"]
        if not FIRST_YEAR <= year <= self.today.year:
            raise ValidationError(_now("年度应为四位数，且不晚于今年。"))
        return year

    def clean(self) -> dict[str, Any]:
        """Refuse negative amounts; only a profit may be negative."""
        given = super().clean() or self.cleaned_data
        for name in ("output_value", "sales_online", "sales_offline", "subsidies_received", "subsidies_spent"):
            if (amount := given.get(name)) is not None and amount < 0:
                self.add_error(name, _now("金额不能为负数。"))
        return given
