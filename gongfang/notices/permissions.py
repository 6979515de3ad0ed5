"""Who publishes notices, who handles objections, and who only sees that there are some."""

from typing import Any

from gongfang.accounts.models import User
from gongfang.accounts.permissions import is_auditor, is_official
from gongfang.regulation.procedure import Actor


def may_see_notices(user: User) -> bool:
    """Return whether `user` has the offices' list of notices: what stands there is public anyway."""
    return is_official(user) or is_auditor(user)


def may_publish(user: User) -> bool:
    """Return whether `user` serves in the prefecture's culture department, which publishes and receives."""
    return is_official(user) and user.office is not None and user.office.code == Actor.PREFECTURE_CULTURE


def handles_objections(user: Any) -> bool:
    """Return whether `user` serves in one of the three departments that verify objections (article 6(三))."""
    return is_official(user) and user.office is not None and user.office.level == "prefecture"


def may_see_objections(user: User) -> bool:
    """Return whether `user` may know which objections there are; an auditor sees no names."""
    return handles_objections(user) or is_auditor(user)
