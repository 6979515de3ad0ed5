"""Who weighs what other figures would change."""

from typing import Any

from gongfang.accounts import permissions


def may_simulate(user: Any) -> bool:
    """Return whether `user` may: officials of the prefecture, and auditors."""
    is_of_prefecture = permissions.is_official(user) and user.office.level == "prefecture"
    return is_of_prefecture or permissions.is_auditor(user)
