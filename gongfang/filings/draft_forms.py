"""The forms of a filing's parts. A filing may be saved at any moment: nothing is required, only well-formed."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from gongfang.applications.draft_forms import TALL, DraftForm
from gongfang.applications.row_forms import RosterEntryForm

from .models import AnnualFiling, Worker
from .models.filing import AMOUNTS

_AMOUNT = _("单位：万元")


class FilingForm(DraftForm):
    """One part of a filing."""

    class Meta(DraftForm.Meta):
        model = AnnualFiling


class RegistrationForm(FilingForm):
    """Articles 7(四) and 9(一): confirm what is registered, or say what has changed."""

    parts = ((_("登记信息是否有变化"), ("registration", "registration_changes")),)

    class Meta(FilingForm.Meta):
        fields = ("registration", "registration_changes")
        widgets = {"registration": forms.RadioSelect, "registration_changes": TALL}
        help_texts = {
            "registration_changes": _("写明哪一项、从什么变为什么。名称、地址、负责人等变更还须办理登记变更。")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["registration"]
        field.choices = [choice for choice in field.choices if choice[0]]


class PeopleForm(FilingForm):
    """Articles 7(二) and 7(三), beside the roster."""

    parts = ((_("就业情况"), ("has_no_roster", "disability_statement")),)

    class Meta(FilingForm.Meta):
        fields = ("has_no_roster", "disability_statement")
        widgets = {"disability_statement": TALL}
        help_texts = {
            "has_no_roster": _("没有名单可填时勾选；有名单时不用勾选。"),
            "disability_statement": _("岗位、培训、无障碍等情况；没有的可以不填。人数从名单统计。"),
        }


class OperationsForm(FilingForm):
    """Articles 4(七) and 9(二): business, and the use of subsidies."""

    parts = (
        (
            _("最近十二个月的经营情况"),
            ("output_value", "sales_online", "sales_offline", "profit", "operations_statement"),
        ),
        (
            _("财政补助资金"),
            (
                "subsidies_carried",
                "subsidies_received",
                "subsidies_spent",
                "subsidies_remaining",
                "subsidies_use",
            ),
        ),
    )

    class Meta(FilingForm.Meta):
        fields = (
            "output_value",
            "sales_online",
            "sales_offline",
            "profit",
            "operations_statement",
            "subsidies_carried",
            "subsidies_received",
            "subsidies_spent",
            "subsidies_remaining",
            "subsidies_use",
        )
        widgets = {"operations_statement": TALL, "subsidies_use": TALL}
        help_texts = {
            "output_value": _AMOUNT,
            "profit": _("亏损填负数"),
            "subsidies_received": _("没有的填 0"),
            "subsidies_spent": _("没有的填 0"),
            "subsidies_remaining": _("没有的填 0"),
            "subsidies_use": _("用在哪里、各多少；有收支对不上的，说明原因。"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in AMOUNTS:
            self.fields[name].validators.append(MinValueValidator(0))
            self.fields[name].widget.attrs["min"] = 0

    def warnings(self) -> dict[str, str]:
        """Warn where the sums do not add up; it may be filed with an explanation."""
        unaccounted = self.instance.unaccounted
        if not unaccounted:
            return {}
        words = _("上次结余加收到，减去已使用和现有结余，相差 %(amount)s 万元，请核对或者在用途中说明。")
        return {"subsidies_remaining": str(words % {"amount": unaccounted})}


class ActivitiesForm(FilingForm):
    """Article 7(五) and what article 4 counts, beside the log."""

    parts = ((_("活动记录"), ("has_no_activities",)),)

    class Meta(FilingForm.Meta):
        fields = ("has_no_activities",)
        help_texts = {"has_no_activities": _("确实没有开展任何活动时勾选；有记录时不用勾选。")}


class ProtectionForm(FilingForm):
    """Article 7(一): protection by production."""

    parts = ((_("保护与传承"), ("protection_statement",)),)

    class Meta(FilingForm.Meta):
        fields = ("protection_statement",)
        widgets = {"protection_statement": TALL}
        help_texts = {"protection_statement": _("技艺的记录、传习、带徒和生产性保护情况。")}


FORMS: Mapping[str, type[FilingForm]] = {
    "registration": RegistrationForm,
    "people": PeopleForm,
    "operations": OperationsForm,
    "activities": ActivitiesForm,
    "protection": ProtectionForm,
}


class WorkerForm(RosterEntryForm):
    """Somebody the workshop employs."""

    class Meta(RosterEntryForm.Meta):
        model = Worker
