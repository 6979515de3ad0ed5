"""Administrative acts. Each demands its administrator and is recorded in the same transaction."""

import secrets
from datetime import datetime

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.core.exceptions import PermissionDenied
from django.db import transaction

from gongfang.accounts import identifiers, permissions, queries
from gongfang.accounts.models import OFFICIAL_ROLES, Office, Role, User
from gongfang.accounts.services import LoginTaken
from gongfang.records.services import log_access

# An administrator is made on the console only, so that none can make another.
ASSIGNABLE_ROLES = (*OFFICIAL_ROLES, Role.EXPERT, Role.AUDITOR)
PASSWORD_BYTES = 12


class RoleRefused(Exception):
    """The role cannot be given to this account, or does not go with the office."""


def may_be_kept(user: User) -> bool:
    """Return whether administrators may act on this account: they may not on each other's."""
    return not permissions.is_administrator(user)


@transaction.atomic
def create_account(
    *, by: User, login: str, display_name: str, role: str, office: Office | None, at: datetime
) -> tuple[User, str]:
    """Open an account with a one-time password; it stays closed until the security administrator agrees.

    Returns the account and the password, which is kept nowhere.

    :raises LoginTaken: when an account with this login exists.
    :raises RoleRefused: when role and office do not go together.
    """
    _require(by, Role.SYSTEM_ADMIN)
    _require_fitting(role, office)
    if queries.is_login_taken(login):
        raise LoginTaken
    password = _one_time_password()
    user = User.objects.create_user(
        login=identifiers.normalise_login(login),
        password=password,
        role=role,
        display_name=display_name,
        office=office,
        is_active=False,
        awaits_authorisation=True,
        must_change_password=True,
        created_at=at,
    )
    _record(by, "create_account", user, at)
    return user, password


@transaction.atomic
def disable(*, by: User, user: User, reason: str, at: datetime) -> None:
    """Close an account; its sessions end with their next request."""
    _require(by, Role.SYSTEM_ADMIN, on=user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    _record(by, "disable_account", user, at, reason)


@transaction.atomic
def enable(*, by: User, user: User, at: datetime) -> None:
    """Open a closed account again.

    :raises RoleRefused: when the security administrator has not yet agreed to it.
    """
    _require(by, Role.SYSTEM_ADMIN, on=user)
    if user.awaits_authorisation:
        raise RoleRefused
    user.is_active = True
    user.save(update_fields=["is_active"])
    _record(by, "enable_account", user, at)


@transaction.atomic
def reset_password(*, by: User, user: User, at: datetime) -> str:
    """Return a new one-time password and lift a lock-out; the second factor stays."""
    _require(by, Role.SYSTEM_ADMIN, on=user)
    password = _one_time_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    AccessAttempt.objects.filter(username=user.login_index).delete()
    _record(by, "reset_password", user, at)
    return password


@transaction.atomic
def assign(*, by: User, user: User, role: str, office: Office | None, reason: str, at: datetime) -> None:
    """Decide role and office of an account; the first decision opens it.

    :raises RoleRefused: for an applicant's account, or when role and office do not go together.
    """
    _require(by, Role.SECURITY_ADMIN, on=user)
    if user.role not in ASSIGNABLE_ROLES:
        raise RoleRefused
    _require_fitting(role, office)
    user.role, user.office = role, office
    user.is_active = user.is_active or user.awaits_authorisation
    user.awaits_authorisation = False
    user.save(update_fields=["role", "office", "is_active", "awaits_authorisation"])
    _record(by, "assign_role", user, at, reason)


@transaction.atomic
def reset_second_factor(*, by: User, user: User, reason: str, at: datetime) -> None:
    """Forget a lost second factor; the person sets up a new one at the next sign-in."""
    _require(by, Role.SECURITY_ADMIN, on=user)
    Authenticator.objects.filter(user=user).delete()
    _record(by, "reset_second_factor", user, at, reason)


def _require(by: User, role: Role, *, on: User | None = None) -> None:
    if by.role != role or not by.is_active or (on is not None and not may_be_kept(on)):
        raise PermissionDenied


def _require_fitting(role: str, office: Office | None) -> None:
    if role not in ASSIGNABLE_ROLES or (role in OFFICIAL_ROLES) != (office is not None):
        raise RoleRefused


def _one_time_password() -> str:
    return secrets.token_urlsafe(PASSWORD_BYTES)


def _record(by: User, action: str, user: User, at: datetime, reason: str = "") -> None:
    log_access(by=by, action=action, subject=f"user:{user.username}", reason=reason, at=at)
