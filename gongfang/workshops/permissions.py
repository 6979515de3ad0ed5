"""Who reads the register, and who writes what the public reads about a workshop."""

from typing import Any

from django.db.models import QuerySet

from gongfang.accounts import permissions
from gongfang.accounts.models import Role

from .models import Workshop
from .queries import register

READERS = frozenset({Role.OFFICER.value, Role.HEAD.value, Role.AUDITOR.value})


def visible_to(user: Any) -> QuerySet[Workshop]:
    """Return the workshops `user` sees: their own, a county office those of its county, the others all."""
    if permissions.is_auditor(user):
        return register()
    if getattr(user, "role", "") == Role.APPLICANT:
        return register().filter(holder=user)
    if not permissions.is_official(user):
        return register().none()
    if user.office.level == "prefecture":
        return register()
    return register().filter(county=user.office.division_id)


def may_edit(user: Any) -> bool:
    """Return whether `user` changes the public description: the prefecture's culture office (article 11(一))."""
    return permissions.actor_of(user) == "prefecture.culture"
