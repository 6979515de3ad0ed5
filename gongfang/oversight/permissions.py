"""Who plans inspections and records findings, who looks at the register, who answers for a workshop."""

from collections.abc import Iterable
from typing import Any

from gongfang.accounts import permissions
from gongfang.accounts.models import User
from gongfang.regulation.procedure import Actor
from gongfang.workshops.models import Workshop


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


def acts_for_workshop(user: User, case: Any) -> Iterable[Actor]:
    """Let the county's culture office answer for a workshop that does everything on paper."""
    workshop: Workshop = case.workshop
    is_here = permissions.actor_of(user) == Actor.COUNTY_CULTURE and user.office is not None
    if is_here and workshop.holder_id is None and user.office.division_id == workshop.county_id:  # type: ignore[union-attr]
        return (Actor.APPLICANT,)
    return ()
