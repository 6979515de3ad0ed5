"""Who asks for changes, who keeps a county's register, who says which account acts for a workshop."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from gongfang.accounts import permissions
from gongfang.accounts.models import User
from gongfang.regulation.procedure import Actor
from gongfang.workshops.models import OF_COUNTY, Workshop
from gongfang.workshops.queries import register


def acts_for(user: Any, workshop: Workshop) -> bool:
    """Return whether `user` asks for changes of `workshop`: its account, or without one the county's culture."""
    if workshop.holder_id is not None:
        return bool(workshop.holder_id == user.pk)
    return _keeps(user, workshop.county_id)


def _keeps(user: Any, county: str) -> bool:
    is_culture = permissions.actor_of(user) == Actor.COUNTY_CULTURE
    return is_culture and user.office.division_id == county


def acts_as_applicant(user: User, case: Any) -> Iterable[Actor]:
    """Let the county's culture office act for a workshop for which no account does."""
    return (Actor.APPLICANT,) if case.holder_id is None and _keeps(user, case.region_id) else ()


def may_list(user: Any) -> bool:
    """Return whether `user` has the list of changes: officials and the auditor."""
    return permissions.is_official(user) or permissions.is_auditor(user)


def may_reveal(user: Any, case: Any) -> bool:
    """Return whether `user` may uncover who is responsible: the workshop's account, and the culture offices."""
    handles = permissions.actor_of(user) in (Actor.COUNTY_CULTURE, Actor.PREFECTURE_CULTURE)
    return case.holder_id == user.pk or handles


def may_assign(user: Any) -> bool:
    """Return whether `user` says which account acts for a workshop: the prefecture's culture office."""
    return permissions.actor_of(user) == Actor.PREFECTURE_CULTURE


def keeps_county_register(user: Any) -> bool:
    """Return whether `user` keeps a county's own register: officials of its culture office (article 3(二))."""
    return permissions.actor_of(user) == Actor.COUNTY_CULTURE


def county_register_of(user: Any) -> QuerySet[Workshop]:
    """Return the entries, withdrawn ones too, of the register that `user` keeps."""
    if not keeps_county_register(user):
        return register().none()
    return register().filter(county=user.office.division_id, status__in=OF_COUNTY)
