"""Who reads the register, and who writes what the public reads about a workshop."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from gongfang.accounts import permissions
from gongfang.accounts.models import Role, User
from gongfang.regulation.procedure import Actor

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


def acts_for_workshop(user: User, case: Any) -> Iterable[Actor]:
    """Let the county's culture office act in a case about a workshop that does everything on paper."""
    office, workshop = user.office, case.workshop
    if office is None or permissions.actor_of(user) != Actor.COUNTY_CULTURE:
        return ()
    is_theirs = workshop.holder_id is None and office.division_id == workshop.county_id
    return (Actor.APPLICANT,) if is_theirs else ()
