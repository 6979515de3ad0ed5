"""Who plans inspections and records findings, who looks at the register, who answers for a workshop."""

from typing import Any

from gongfang.accounts import permissions
from gongfang.regulation.procedure import Actor


def may_monitor(user: Any) -> bool:
    """Return whether `user` has the monitoring page: officials and the auditor (article 9(二))."""
    return permissions.is_official(user) or permissions.is_auditor(user)


def may_see_campaigns(user: Any) -> bool:
    """Return whether `user` sees the plans of inspections: the prefecture's offices and the auditor."""
    if permissions.is_auditor(user):
        return True
    return permissions.is_official(user) and user.office is not None and user.office.level == "prefecture"


def may_plan(user: Any) -> bool:
    """Return whether `user` plans inspections and records findings: the prefecture's culture office (9(三))."""
    return permissions.actor_of(user) == Actor.PREFECTURE_CULTURE
