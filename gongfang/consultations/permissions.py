"""Who calls meetings, and who reads about them."""

from typing import Any

from gongfang.accounts import permissions
from gongfang.regulation.procedure import Actor


def may_call(user: Any) -> bool:
    """Return whether `user` calls meetings: the prefecture's culture office (article 11(一))."""
    return permissions.actor_of(user) == Actor.PREFECTURE_CULTURE


def may_read(user: Any) -> bool:
    """Return whether `user` has the list: officials and the auditor."""
    return permissions.is_official(user) or permissions.is_auditor(user)
