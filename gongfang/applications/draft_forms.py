"""The forms of the filing's steps. A draft may be saved at any moment: nothing is required, only well-formed."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db.models import Model
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.identifiers import credit_code_problem, normalise_credit_code

from .models import Application

TALL = forms.Textarea(attrs={"rows": 4})


class YesNoField(forms.TypedChoiceField):
    """A question that may stay unanswered: yes, no, or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[("True", _("是")), ("False", _("否"))],
            coerce=lambda value: value == "True",
            empty_value=None,
            widget=forms.RadioSelect,
            required=False,
            **kwargs,
        )


def date_field(label: Any, **kwargs: Any) -> forms.DateField:
    """Return a date with the browser's own picker."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, **kwargs)


class DraftForm(forms.ModelForm):  # type: ignore[type-arg]
    """One step of the filing. `revision` and `window` tell what the page was loaded from, and which page it is."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    window = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    parts: tuple[tuple[Any, tuple[str, ...]], ...] = ()

    class Meta:
        model: type[Model] = Application
        fields: tuple[str, ...] = ()

    def well_formed(self) -> dict[str, Any]:
        """Return the fields that can be saved as they stand; the others keep what was saved before."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if name in self.Meta.fields}

    def problems(self) -> dict[str, str]:
        """Return what is wrong with the fields that cannot be saved."""
        return {name: " ".join(map(str, errors)) for name, errors in self.errors.items()}

    def warnings(self) -> dict[str, str]:
        """Return what should be looked at again, though it may be saved."""
        return {}

    def grouped(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return the fields under the headings of the step."""
        return [(label, [self[name] for name in names]) for label, names in self.parts]

    def value_of(self, name: str) -> Any:
        """Return a field's value: as given in this request, else as saved."""
        given: Mapping[str, Any] = getattr(self, "cleaned_data", {})
        return given[name] if name in given else getattr(self.instance, name)


class WorkshopForm(DraftForm):
    """Article 6(一)1, with what articles 3, 4(一) and 4(二) ask of workshop and operator."""

    credit_code = forms.CharField(label=_("统一社会信用代码"), required=False, max_length=40)
    county_recognised = YesNoField(label=_("是否已获县（市）级认定"))
    former_poverty_workshop = YesNoField(label=_("是否为原非遗扶贫就业工坊"))
    has_utilities = YesNoField(label=_("水电暖是否具备"))
    has_tools = YesNoField(label=_("工具设备是否具备"))
    has_safety = YesNoField(label=_("安全保障是否具备"))
    wages_on_time = YesNoField(label=_("是否按时足额支付劳动报酬"))
    no_violations = YesNoField(label=_("是否无违法违纪行为"))
    founded_on = date_field(_("成立时间"))
    county_recognised_on = date_field(_("县（市）级认定日期"))

    parts = (
        (_("工坊"), ("title", "founded_on", "town", "address", "main_business", "food_permit")),
        (_("经营主体"), ("operator_name", "operator_kind", "credit_code", "credit_code_override_reason")),
        (
            _("申报途径"),
            (
                "route",
                "county_recognised",
                "county_document",
                "county_recognised_on",
                "former_poverty_workshop",
                "former_document",
            ),
        ),
        (
            _("场地与生产条件"),
            ("site_area_m2", "site_tenure", "has_utilities", "has_tools", "has_safety", "site_statement"),
        ),
        (_("管理与信誉"), ("wages_on_time", "no_violations", "management_statement")),
    )

    class Meta(DraftForm.Meta):
        fields = (
            "title",
            "founded_on",
            "town",
            "address",
            "main_business",
            "food_permit",
            "operator_name",
            "operator_kind",
            "credit_code",
            "credit_code_override_reason",
            "route",
            "county_recognised",
            "county_document",
            "county_recognised_on",
            "former_poverty_workshop",
            "former_document",
            "site_area_m2",
            "site_tenure",
            "has_utilities",
            "has_tools",
            "has_safety",
            "site_statement",
            "wages_on_time",
            "no_violations",
            "management_statement",
        )
        labels = {"title": _("工坊名称")}
        widgets = {"site_statement": TALL, "management_statement": TALL, "route": forms.RadioSelect}
        help_texts = {
            "credit_code_override_reason": _("代码校验位不符、但与证照一致时，写明核对情况。"),
            "food_permit": _("食品类工坊填写。"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site_area_m2"].validators.append(MinValueValidator(Decimal("0.01")))
        route: Any = self.fields["route"]
        route.choices = [choice for choice in route.choices if choice[0]]

    def clean_credit_code(self) -> str:
        """Return the code in its normal form; a failed checksum only warns."""
        code = normalise_credit_code(self.cleaned_data["credit_code"])
        if len(code) > 18:
            raise ValidationError(_now("统一社会信用代码应为18位。"))
        return code

    def warnings(self) -> dict[str, str]:
        """Warn of a credit code that fails its checksum, unless somebody has said why it is right."""
        code = self.value_of("credit_code")
        problem = credit_code_problem(code) if code else None
        if problem is None or self.value_of("credit_code_override_reason"):
            return {}
        return {"credit_code": problem + _now("如与证照一致，请在“代码核对说明”中写明，不影响申报。")}


class HeritageForm(DraftForm):
    """Article 6(一)2, with article 4(五)."""

    uses_traditional_craft = YesNoField(label=_("是否依托传统手工技艺"))
    core_craft = YesNoField(label=_("核心生产环节是否使用传统技艺"))
    parts = (
        (
            _("技艺与保护"),
            ("uses_traditional_craft", "core_craft", "craft_statement", "protection_statement"),
        ),
    )

    class Meta(DraftForm.Meta):
        fields = ("uses_traditional_craft", "core_craft", "craft_statement", "protection_statement")
        widgets = {"craft_statement": TALL, "protection_statement": TALL}
        help_texts = {
            "craft_statement": _("哪些工序用手工和传统技艺完成，谁来完成。"),
            "protection_statement": _("记录、传习、生产性保护等情况。"),
        }


class EmploymentForm(DraftForm):
    """Article 6(一)3, with article 4(三)."""

    parts = ((_("带动就业"), ("employment_plan", "has_no_roster")),)

    class Meta(DraftForm.Meta):
        fields = ("employment_plan", "has_no_roster")
        widgets = {"employment_plan": TALL}
        help_texts = {
            "employment_plan": _("工作规划、配套制度、落实举措和增收成效。"),
            "has_no_roster": _("没有名单可填时勾选；有名单时不用勾选。"),
        }


class OperationsForm(DraftForm):
    """Article 6(一)4, with article 4(七)."""

    sells_online = YesNoField(label=_("是否线上销售"))
    sells_offline = YesNoField(label=_("是否线下销售"))
    parts = ((_("展示与销售"), ("sells_online", "sells_offline", "sales_statement")),)

    class Meta(DraftForm.Meta):
        fields = ("sells_online", "sells_offline", "sales_statement")
        widgets = {"sales_statement": TALL}
        help_texts = {"sales_statement": _("渠道、品牌、订单和销售成效。")}


class EvidenceForm(DraftForm):
    """Article 6(一)5, with articles 4(四) and 4(六)."""

    parts = ((_("传承与研发"), ("successors_statement",)),)

    class Meta(DraftForm.Meta):
        fields = ("successors_statement",)
        widgets = {"successors_statement": TALL}
        help_texts = {"successors_statement": _("设计研发、带徒传艺、后继人才培养的情况。")}


FORMS: Mapping[str, type[DraftForm]] = {
    "workshop": WorkshopForm,
    "heritage": HeritageForm,
    "employment": EmploymentForm,
    "operations": OperationsForm,
    "evidence": EvidenceForm,
}
