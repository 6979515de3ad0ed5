"""Who a person is in the procedure. Predicates take any request user, also an anonymous one."""

from typing import Any

from gongfang.accounts.models import OFFICIAL_ROLES, Role

ADMINISTRATOR_ROLES = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)


def actor_of(user: Any) -> str | None:
    """Return the actor a user is in the step tables: an office's code, "applicant", "expert", or None.

    Auditors and administrators have no part in the procedure.
    """
    if is_official(user):
        return str(user.office.code)
    return str(user.role) if is_applicant(user) or is_expert(user) else None


def has_role(user: Any, *roles: str) -> bool:
    """Return whether a signed-in user has one of `roles`."""
    return bool(user.is_authenticated) and user.role in roles


def is_applicant(user: Any) -> bool:
    """Return whether the user files applications."""
    return has_role(user, Role.APPLICANT)


def is_official(user: Any) -> bool:
    """Return whether the user serves in an office, as officer or head."""
    return has_role(user, *OFFICIAL_ROLES)


def is_head(user: Any) -> bool:
    """Return whether the user signs for an office."""
    return has_role(user, Role.HEAD)


def is_expert(user: Any) -> bool:
    """Return whether the user may sit on panels."""
    return has_role(user, Role.EXPERT)


def is_auditor(user: Any) -> bool:
    """Return whether the user reads everything and changes nothing."""
    return has_role(user, Role.AUDITOR)


def is_system_admin(user: Any) -> bool:
    """Return whether the user creates and disables accounts."""
    return has_role(user, Role.SYSTEM_ADMIN)


def is_security_admin(user: Any) -> bool:
    """Return whether the user assigns roles and offices."""
    return has_role(user, Role.SECURITY_ADMIN)


def is_audit_admin(user: Any) -> bool:
    """Return whether the user reads the access log."""
    return has_role(user, Role.AUDIT_ADMIN)


def is_administrator(user: Any) -> bool:
    """Return whether the user is one of the three administrators, who have no business rights."""
    return has_role(user, *ADMINISTRATOR_ROLES)


def needs_two_factors(user: Any) -> bool:
    """Return whether the user must sign in with a second factor: everybody but applicants."""
    return bool(user.is_authenticated) and user.role != Role.APPLICANT
