"""Who plans fairs and invites, who places products, who looks."""

from typing import Any

from gongfang.accounts import permissions
from gongfang.regulation.procedure import Actor


def may_plan(user: Any) -> bool:
    """Return whether `user` plans fairs and invites workshops: the prefecture's culture office."""
    return permissions.actor_of(user) == Actor.PREFECTURE_CULTURE


def may_place(user: Any) -> bool:
    """Return whether `user` records placements: the culture offices, each in its own county."""
    return permissions.actor_of(user) in (Actor.COUNTY_CULTURE, Actor.PREFECTURE_CULTURE)


def may_look(user: Any) -> bool:
    """Return whether `user` has the lists: officials, the auditor and the workshops' accounts."""
    return permissions.is_official(user) or permissions.is_auditor(user) or permissions.is_applicant(user)
