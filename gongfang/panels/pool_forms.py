"""Forms of the expert pool. What is personal is entered once and shown masked ever after."""

from typing import Any

from django import forms
from django.forms import inlineformset_factory
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.identifiers import mask_name, mask_phone
from gongfang.accounts.models import Role, User

from .models import Expert, Relation


class ExpertForm(forms.ModelForm):  # type: ignore[type-arg]
    """An expert of the pool, and the account by which he takes part.

    A saved telephone number is never sent back: left blank it stays, and to delete it is a choice of its own.
    """

    forget_phone = forms.BooleanField(label=_("删除已登记的联系电话"), required=False)

    class Meta:
        model = Expert
        fields = (
            "name",
            "pool",
            "speciality",
            "employer",
            "title",
            "has_senior_title",
            "relevant_years",
            "phone",
            "user",
            "is_active",
        )
        widgets = {"phone": forms.TextInput(attrs={"inputmode": "tel", "maxlength": 20, "autocomplete": "off"})}

    field_order = (*Meta.fields[:8], "forget_phone", *Meta.fields[8:])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.saved_phone: str = self.instance.phone
        self.masked_phone = mask_phone(self.saved_phone)
        self._offer_accounts()
        self._keep_the_phone()

    def _offer_accounts(self) -> None:
        field = self.fields["user"]
        assert isinstance(field, forms.ModelChoiceField)
        free = User.objects.filter(role=Role.EXPERT, is_active=True, expert=None)
        field.queryset = (free | User.objects.filter(expert=self.instance.pk)).distinct()
        field.label, field.required = _("登录账号"), False
        field.label_from_instance = lambda user: user.display_name  # type: ignore[method-assign, assignment]

    def _keep_the_phone(self) -> None:
        if not self.saved_phone:
            del self.fields["forget_phone"]
            return
        self.initial["phone"] = ""
        self.fields["phone"].help_text = _("已登记，不在此显示。留空则保持不变；要更换时填写新号码。")

    def clean(self) -> dict[str, Any]:
        """Keep the saved number where none is given, unless it is to be deleted.

        :raises ValidationError: when a new number is given and the saved one is to be deleted.
        """
        given = super().clean() or self.cleaned_data
        if not given.get("forget_phone"):
            given["phone"] = given.get("phone") or self.saved_phone
        elif given.get("phone"):
            self.add_error("forget_phone", _now("填写新号码和删除号码只能选择一项。"))
        return given


class RelationForm(forms.ModelForm):  # type: ignore[type-arg]
    """A party an expert may not review. One that is saved is never sent back: left blank, it stays."""

    class Meta:
        model = Relation
        fields = ("kind", "value")
        widgets = {"value": forms.TextInput(attrs={"maxlength": 120, "autocomplete": "off"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.saved_value: str = "" if self.instance._state.adding else self.instance.value
        self.masked_value = mask_name(self.saved_value)
        if self.saved_value:
            self.initial["value"] = ""
            self.fields["value"].required = False
            self.fields["value"].help_text = _("已填写，不显示；要更换时重新填写。")

    def clean_value(self) -> str:
        """Return the party, the saved one where it was left blank."""
        return self.cleaned_data["value"] or self.saved_value


RelationFormSet = inlineformset_factory(Expert, Relation, form=RelationForm, extra=2, can_delete=True)
"""The parties an expert may not review."""


class ImportForm(forms.Form):
    """The workbook of experts."""

    file = forms.FileField(
        label=_("Excel 文件（.xlsx）"), widget=forms.FileInput(attrs={"accept": ".xlsx"}), allow_empty_file=False
    )
