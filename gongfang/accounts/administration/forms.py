"""Forms of the administrators."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.administration.services import ASSIGNABLE_ROLES
from gongfang.accounts.forms import LOGIN_LENGTH
from gongfang.accounts.models import OFFICIAL_ROLES, Office, Role


def role_choices() -> list[tuple[str, Any]]:
    """Return the roles an administrator can give."""
    return [(role.value, role.label) for role in ASSIGNABLE_ROLES]


class ReasonForm(forms.Form):
    """An act that must be explained."""

    reason = forms.CharField(label=_("理由"), max_length=200, help_text=_("写入访问日志；请勿填写个人敏感信息。"))


class RoleForm(forms.Form):
    """A role, with the office that officials need and others must not have."""

    role = forms.ChoiceField(label=_("角色"), choices=role_choices)
    office = forms.ModelChoiceField(
        label=_("所在单位"),
        queryset=Office.objects.select_related("division"),
        required=False,
        empty_label=_("（无）"),
        help_text=_("经办人和负责人必须选择单位，其他角色不得选择。"),
    )

    def clean(self) -> dict[str, Any]:
        """Check that role and office go together."""
        data: dict[str, Any] = super().clean() or {}
        needs_office = data.get("role") in OFFICIAL_ROLES
        if needs_office and not data.get("office"):
            self.add_error("office", _("请选择所在单位。"))
        if not needs_office and data.get("office"):
            self.add_error("office", _("该角色不隶属单位。"))
        return data


class CreateAccountForm(RoleForm):
    """A new account of an official, an expert or an auditor."""

    login = forms.CharField(label=_("登录账号"), max_length=LOGIN_LENGTH, help_text=_("手机号、邮箱或工号。"))
    display_name = forms.CharField(label=_("姓名"), max_length=80)

    field_order = ("login", "display_name", "role", "office")


class AssignForm(RoleForm, ReasonForm):
    """A decision on role and office, with its reason."""

    field_order = ("role", "office", "reason")


class SearchForm(forms.Form):
    """Find accounts by name, whole login or role."""

    search = forms.CharField(label=_("姓名或完整账号"), required=False, max_length=LOGIN_LENGTH)
    role = forms.ChoiceField(label=_("角色"), required=False, choices=[("", _("全部角色")), *Role.choices])
