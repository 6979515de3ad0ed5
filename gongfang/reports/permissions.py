"""Who looks at statistics, and who draws up bulletins."""

from typing import Any

from gongfang.accounts.models import User
from gongfang.accounts.permissions import actor_of, is_auditor, is_official
from gongfang.regulation.procedure import Actor


def may_see_figures(user: Any) -> bool:
    """Return whether `user` has the dashboard: officials and the auditor (article 11(一))."""
    return is_official(user) or is_auditor(user)


def sees_all_counties(user: Any) -> bool:
    """Return whether `user` sees the counties side by side, and the bulletins: the prefecture and the auditor."""
    return is_auditor(user) or (is_official(user) and user.office.level == "prefecture")


def may_draw_up(user: Any) -> bool:
    """Return whether `user` draws up bulletins: the prefecture's culture office."""
    return actor_of(user) == Actor.PREFECTURE_CULTURE


def county_of(user: User) -> str:
    """Return the code of the county whose figures alone `user` sees; empty for those who see all."""
    return "" if sees_all_counties(user) or user.office is None else str(user.office.division_id)
