"""Sign-in by phone number, e-mail address or account name."""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from gongfang.accounts import demonstration, queries
from gongfang.accounts.encryption import blind_index
from gongfang.accounts.models import User


class LoginBackend(BaseBackend):
    """Finds the account by the blind index of its login."""

    def authenticate(
        self,
        request: HttpRequest | None,
        login: str | None = None,
        password: str | None = None,
        **credentials: Any,
    ) -> User | None:
        """Return the account, or None after as much work as for a wrong password."""
        if login is None or password is None:
            return None
        user = queries.user_by_login(login)
        if user is None:
            User().set_password(password)
            return None
        return user if user.check_password(password) and _may_sign_in(user) else None

    def get_user(self, user_id: Any) -> User | None:
        """Return the account of a session; that of a disabled account ends with the next request."""
        user = next(iter(User.objects.order_by().filter(pk=user_id, is_active=True)), None)
        if user and user.office_id:
            user.office = queries.offices().get(user.office_id) or user.office
        return user


def _may_sign_in(user: User) -> bool:
    """Return whether an account is open. The password of a demonstration account is public."""
    return user.is_active and (settings.GONGFANG_DEMO or not demonstration.is_demo_login(user.login))


def axes_username(request: HttpRequest, credentials: dict[str, Any] | None) -> str | None:
    """Return what the lock-out counts by: the blind index of the login, never the login.

    After sign-in the lock-out asks with the pseudonym; it is answered with the index of that account, so that
    a success clears the failures before it.
    """
    login = (credentials or {}).get("login") or request.POST.get("login")
    if not login:
        return None
    index = User.objects.filter(username=login).values_list("login_index", flat=True).first()
    return index or blind_index(login, "login")
