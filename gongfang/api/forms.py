"""What is asked of whoever makes a token or a webhook."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import User

from .models import Scope
from .permissions import scopes_for


class TokenForm(forms.Form):
    """What a token is for, what it opens, and until when."""

    name = forms.CharField(label=_("用途"), max_length=80, help_text=_("如：农业农村局项目库系统取数"))
    scopes = forms.MultipleChoiceField(label=_("权限"), widget=forms.CheckboxSelectMultiple)
    expires_on = forms.DateField(label=_("有效期至"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = scopes_for(user)
        choices = [(scope.value, scope.label) for scope in Scope if scope.value in offered]
        self.fields["scopes"].choices = choices  # type: ignore[attr-defined]


class WebhookForm(forms.Form):
    """Where changes are sent."""

    url = forms.URLField(
        label=_("接收地址"),
        max_length=300,
        assume_scheme="https",
        help_text=_("只能是 https，主机须经系统管理员允许"),
    )
