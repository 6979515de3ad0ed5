"""Who gives support, who asks for it, and who looks at who has had what."""

from typing import Any

from django.db.models import Exists, Q

from gongfang.accounts import permissions
from gongfang.accounts.models import Role, User
from gongfang.regulation.procedure import Actor
from gongfang.workshops.models import Workshop


def may_give(user: Any) -> bool:
    """Return whether `user` gives and records support: the prefecture's culture office (articles 8 and 11(一))."""
    return permissions.actor_of(user) == Actor.PREFECTURE_CULTURE


def may_oversee(user: Any) -> bool:
    """Return whether `user` sees who has had what: officials, a county of its own workshops, and the auditor."""
    return permissions.is_official(user) or permissions.is_auditor(user)


def may_see_recommendations(user: Any) -> bool:
    """Return whether `user` sees the lists of candidates: the prefecture's offices and the auditor."""
    if permissions.is_auditor(user):
        return True
    return permissions.is_official(user) and user.office.level == "prefecture"


def may_enrol(user: Any, workshop: Workshop) -> bool:
    """Return whether `user` enrols for `workshop`: its account, or the culture office of its county or above."""
    return holds(user, workshop) or _is_its_county(user, workshop) or may_give(user)


def may_see_courses(user: Any) -> bool:
    """Return whether `user` has the list of courses: officials, the auditor, and applicants."""
    return may_oversee(user) or permissions.is_applicant(user)


def holds(user: Any, workshop: Workshop) -> bool:
    """Return whether `user` is the account that acts for `workshop`."""
    return permissions.is_applicant(user) and workshop.holder_id == user.pk


def may_ask(user: Any, workshop: Workshop) -> bool:
    """Return whether `user` asks for help for `workshop`: its account, or its county where it has none."""
    return holds(user, workshop) or (workshop.holder_id is None and _is_its_county(user, workshop))


def reads_participants(user: Any, workshop: Workshop) -> bool:
    """Return whether `user` reads whom a workshop sends, or has proposed: whoever may enrol for it."""
    return may_enrol(user, workshop)


def _is_its_county(user: Any, workshop: Workshop) -> bool:
    is_county = permissions.actor_of(user) == Actor.COUNTY_CULTURE
    return is_county and user.office.division_id == workshop.county_id


def sees_courses(user: User) -> Q:
    """Return the condition on a course to be seen: by every office, and by those who act for a workshop."""
    if user.role == Role.APPLICANT:
        return Q(Exists(Workshop.objects.filter(holder=user.pk))) & ~Q(state="")
    return ~Q(state="") if permissions.is_official(user) else Q(pk__in=[])
