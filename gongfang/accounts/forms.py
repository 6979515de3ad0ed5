"""Forms of sign-in, sign-up and one's own account."""

from typing import Any, cast

from allauth.account import forms as allauth_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.conf import settings
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongfang.accounts import identifiers, services
from gongfang.accounts.models import User

LOGIN_LENGTH = 120


def login_field(label: Any, **attributes: str) -> forms.CharField:
    """Return the field for a phone number, e-mail address or account name."""
    widget = forms.TextInput(attrs={"autocomplete": "username", "spellcheck": "false", **attributes})
    return forms.CharField(label=label, max_length=LOGIN_LENGTH, widget=widget)


def password_field(label: Any, autocomplete: str, help_text: Any = "") -> forms.CharField:
    """Return a password field; spaces are part of a password."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, widget=widget, help_text=help_text)


class LoginForm(allauth_forms.LoginForm):  # type: ignore[misc]
    """Sign in with phone number, e-mail address or account name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = login_field(_("手机号、电子邮箱或账号"), autofocus="")
        self.fields["password"] = password_field(_("密码"), "current-password")

    def user_credentials(self) -> dict[str, str]:
        """Return what our backend takes."""
        return {"login": self.cleaned_data["login"], "password": self.cleaned_data["password"]}


class SignupForm(forms.Form):
    """Register as an applicant, with consent given apart from everything else."""

    # allauth's sign-up view asks for it.
    by_passkey = False

    login = login_field(_("手机号或电子邮箱"))
    display_name = forms.CharField(
        label=_("姓名或单位名称"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password1 = password_field(_("密码"), "new-password")
    password2 = password_field(_("再次输入密码"), "new-password")
    consent = forms.BooleanField(
        label=_("我已阅读《个人信息处理说明》，单独同意为办理非遗工坊认定处理我的个人信息"),
        error_messages={"required": _("未同意个人信息处理说明的，不能注册。")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = " ".join(password_validators_help_texts())

    def clean_login(self) -> str:
        """Accept a mobile number of the mainland or an e-mail address."""
        login: str = self.cleaned_data["login"].strip()
        if identifiers.is_mobile_phone(login):
            return login
        try:
            validate_email(login)
        except ValidationError:
            raise ValidationError(_("请输入11位手机号码或电子邮箱。")) from None
        return login

    def clean(self) -> dict[str, Any]:
        """Check that both passwords agree and are strong enough."""
        data: dict[str, Any] = super().clean() or {}
        first, second = data.get("password1"), data.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("两次输入的密码不一致。"))
        if first:
            self._check_strength(first, data)
        return data

    def _check_strength(self, password: str, data: dict[str, Any]) -> None:
        user = User(login=data.get("login", ""), display_name=data.get("display_name", ""))
        try:
            validate_password(password, user)
        except ValidationError as error:
            self.add_error("password1", error)

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Create the account; allauth signs it in.

        A taken login is answered with the form again: without a message to the phone there is no way not to
        tell, so the number of tries is limited instead.
        """
        data = self.cleaned_data
        try:
            user = services.sign_up(
                login=data["login"],
                password=data["password1"],
                display_name=data["display_name"],
                at=timezone.now(),
            )
        except services.LoginTaken:
            self.add_error("login", _("该手机号或电子邮箱不能用于注册。如已注册，请直接登录或重设密码。"))
            return None, self._shown_again(request)
        return user, None

    def _shown_again(self, request: HttpRequest) -> HttpResponse:
        return render(request, "account/signup.html", {"form": self}, status=409)


class ChangePasswordForm(allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    """Change one's own password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""
        self.fields["oldpassword"].label = _("当前密码")
        self.fields["password1"].label = _("新密码")
        self.fields["password1"].help_text = " ".join(password_validators_help_texts())
        self.fields["password2"].label = _("再次输入新密码")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class ReauthenticateForm(allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    """Confirm one's password before a sensitive change."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = password_field(_("密码"), "current-password")


def code_field(label: Any) -> forms.CharField:
    """Return the field for a one-time code of the authenticator app."""
    attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": ""}
    return forms.CharField(label=label, max_length=20, widget=forms.TextInput(attrs=attributes))


class ActivateTOTPForm(totp_forms.ActivateTOTPForm):  # type: ignore[misc]
    """Set up the authenticator app by a first code."""

    code = code_field(_("验证器显示的六位数字"))


class AuthenticateForm(mfa_forms.AuthenticateForm):  # type: ignore[misc]
    """Sign in with a code of the authenticator app or a recovery code."""

    code = code_field(_("动态口令或恢复码"))


class ReauthenticateByCodeForm(mfa_forms.ReauthenticateForm):  # type: ignore[misc]
    """Confirm a sensitive change with a code."""

    code = code_field(_("动态口令或恢复码"))


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """One's own name, address for notices and language."""

    email = forms.EmailField(
        label=_("接收通知的电子邮箱"),
        required=False,
        max_length=LOGIN_LENGTH,
        help_text=_("选填。用于接收办理通知和重设密码；加密保存，不对外公开。"),
    )
    language = forms.ChoiceField(label=_("界面语言"), choices=settings.LANGUAGES)

    class Meta:
        model = User
        fields = ("display_name", "email", "language")


class PasswordResetForm(forms.Form):
    """Ask for a link that sets a new password."""

    login = login_field(_("手机号、电子邮箱或账号"), autofocus="")


class NewPasswordForm(SetPasswordForm):  # type: ignore[type-arg]
    """Set a new password by the link of an e-mail."""

    def save(self, commit: bool = True) -> User:
        """Keep the password, and end a one-time one."""
        services.change_password(user=self.user, password=self.cleaned_data["new_password1"])
        return cast(User, self.user)
