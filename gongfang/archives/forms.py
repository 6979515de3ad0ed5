"""What is asked of whoever makes or checks an archive."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ArchiveForm(forms.Form):
    """Whether identity numbers and telephone numbers are in the clear, and what for."""

    with_personal_data = forms.BooleanField(label=_("包含身份证号码、电话等个人信息"), required=False)
    reason = forms.CharField(
        label=_("用途"),
        max_length=200,
        required=False,
        help_text=_("含个人信息时必填，如移交档案馆；记入查阅日志。"),
    )


class CheckForm(forms.Form):
    """The archive to check."""

    file = forms.FileField(label=_("档案包（.zip）"))
