"""What allauth does our way: where people go after sign-in, and how a second factor is kept."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongfang.accounts import permissions, second_factors, services
from gongfang.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signs people in by our logins and sends each role to its own first page."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("账号或密码不正确。"),
        "too_many_login_attempts": _("尝试次数过多，请稍后再试。"),
        "incorrect_password": _("密码不正确。"),
        "enter_current_password": _("请输入当前密码。"),
    }

    def reauthenticate(self, user: User, password: str) -> bool:
        """Return whether the password is right; wrong ones count towards the lock-out."""
        return self.authenticate(context.request, login=user.login, password=password) is not None

    def set_password(self, user: User, password: str) -> None:
        """Set a password of the person's own choice."""
        services.change_password(user=user, password=password)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return the first page of the user's role."""
        return first_page(request.user)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return to one's own data."""
        return reverse("accounts:profile")

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Show the pages in the language the person chose."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, httponly=True, samesite="Lax")
        return response


def first_page(user: Any) -> str:
    """Return the address of the page a role begins its work on; administrators have no inbox."""
    if permissions.is_system_admin(user) or permissions.is_security_admin(user):
        return reverse("accounts:people")
    if permissions.is_audit_admin(user):
        return reverse("records:access_log")
    return reverse(settings.LOGIN_REDIRECT_URL)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps the secrets of second factors encrypted; who must have one cannot give it up."""

    def encrypt(self, text: str) -> str:
        """Encrypt the secret of a second factor."""
        return second_factors.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret of a second factor."""
        return second_factors.unseal(encrypted_text)

    def get_totp_label(self, user: User) -> str:
        """Name the account in the authenticator app by the login its owner knows."""
        return str(user.login)

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Return whether the second factor is voluntary."""
        required = settings.GONGFANG_REQUIRE_TOTP and permissions.needs_two_factors(authenticator.user)
        return not required
