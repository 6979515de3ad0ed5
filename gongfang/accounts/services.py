"""What people do with their own account."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from gongfang.accounts import identifiers, queries
from gongfang.accounts.models import Role, User

PathOf: TypeAlias = Callable[[str, str], str]


class LoginTaken(Exception):
    """Another account has this login."""


def sign_up(*, login: str, password: str, display_name: str, at: datetime) -> User:
    """Create an applicant's account. Calling it states that consent was given at `at`.

    :raises LoginTaken: when an account with this login exists.
    """
    if queries.is_login_taken(login):
        raise LoginTaken
    return User.objects.create_user(
        login=identifiers.normalise_login(login),
        password=password,
        role=Role.APPLICANT,
        display_name=display_name,
        email=login if "@" in login else "",
        created_at=at,
        consented_at=at,
    )


def change_password(*, user: User, password: str) -> None:
    """Set a password chosen by its owner; it ends a one-time password."""
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])


def update_profile(*, user: User, display_name: str, email: str, language: str) -> None:
    """Change one's own name, address for notices and language."""
    user.display_name = display_name
    user.email = email
    user.language = language
    user.save(update_fields=["display_name", "email", "language"])


def send_password_reset(*, login: str, site_url: str, path_of: PathOf) -> None:
    """Send a link that sets a new password, if the account is open and has an e-mail address on file.

    Says nothing about whether it did: the page that calls it is the same for every login. `path_of` turns the
    encoded key of the account and a token into the path of the page.
    """
    user = queries.user_by_login(login)
    if user is None or not user.is_active or not user.email:
        return
    path = path_of(urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user))
    body = render_to_string("accounts/email/password_reset.txt", {"user": user, "url": site_url + path})
    transaction.on_commit(lambda: send_mail(_("重设登录密码"), body, None, [user.email]))
