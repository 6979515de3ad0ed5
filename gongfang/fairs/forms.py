"""What is asked when a fair is planned, answered and accounted for, and when a product is placed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Division, User
from gongfang.cases.forms import StepForm
from gongfang.catalogue.models import Product
from gongfang.workshops.models import WorkshopStatus

from . import queries
from .models import Fair, Stand, VenueKind


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"})


class FairForm(forms.ModelForm):  # type: ignore[type-arg]
    """A fair."""

    class Meta:
        model = Fair
        fields = ("name", "kind", "organiser", "place", "starts_on", "ends_on", "reply_by", "stands", "note")
        widgets = {name: _day() for name in ("starts_on", "ends_on", "reply_by")} | {
            "note": forms.Textarea(attrs={"rows": 3})
        }

    def _post_clean(self) -> None:
        """Leave what the days must be to the service, which says it in words."""

    def clean(self) -> dict[str, Any]:
        """Return the fields."""
        return self.cleaned_data


class _Named(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return queries.names_of([obj])


class _NamedOne(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.workshop.name} · {queries.names_of([obj])}"


class AcceptForm(StepForm):
    """Which products on show a workshop takes along."""

    takes_case = True
    products = _Named(
        label=_("参展产品"),
        queryset=Product.objects.none(),
        to_field_name="number",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("只能选目录中已发布的产品"),
    )

    def __init__(self, *args: Any, case: Stand, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["products"].queryset = queries.products_of(case.workshop)  # type: ignore[attr-defined]


def _yuan(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_digits=12, decimal_places=2, required=False)


class ResultForm(StepForm):
    """What came of it."""

    sales = _yuan(_("现场销售额（元）"))
    orders = _yuan(_("订单额（元）"))
    result = forms.CharField(
        label=_("情况说明"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class PlacementForm(forms.Form):
    """Which product is where since when; an office chooses among the products of its own county."""

    product = _NamedOne(label=_("产品"), queryset=Product.objects.none(), to_field_name="number")
    venue = forms.CharField(label=_("场所名称"), max_length=80)
    kind = forms.ChoiceField(label=_("场所类型"), choices=VenueKind.choices)
    county = forms.ModelChoiceField(label=_("所在县（市）"), queryset=Division.objects.filter(level="county"))
    since = forms.DateField(label=_("进驻日期"), widget=_day())
    note = forms.CharField(label=_("情况说明"), max_length=300, required=False)

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = Product.objects.filter(shown__isnull=False, workshop__status=WorkshopStatus.RECOGNISED)
        if user.office is not None and user.office.level == "county":
            rows = rows.filter(workshop__county=user.office.division_id)
        self.fields["product"].queryset = rows.select_related("workshop", "shown")  # type: ignore[attr-defined]


class PlacementFilter(forms.Form):
    """Narrow the list of placements."""

    kind = forms.ChoiceField(label=_("场所类型"), choices=[("", _("全部")), *VenueKind.choices], required=False)
    running = forms.BooleanField(label=_("只看在场的"), required=False)
