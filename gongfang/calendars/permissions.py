"""Who reads the calendar, and who loads a notice into it."""

from typing import Any

from gongfang.accounts import permissions


def reads_calendar(user: Any) -> bool:
    """Return whether `user` reads the notices and counts deadlines: officials and auditors."""
    return permissions.is_official(user) or permissions.is_auditor(user)


def may_load(user: Any) -> bool:
    """Return whether `user` loads a notice: the head of the prefecture's culture office."""
    return permissions.is_head(user) and permissions.actor_of(user) == "prefecture.culture"
