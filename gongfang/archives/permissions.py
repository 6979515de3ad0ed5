"""Who takes a dossier out of the house, and of which cases."""

from typing import Any

from gongfang.accounts import permissions
from gongfang.cases.registry import kind_of


def may_archive(user: Any) -> bool:
    """Return whether `user` makes archives: the prefecture's culture office and the auditors."""
    return permissions.actor_of(user) == "prefecture.culture" or permissions.is_auditor(user)


def has_ended(case: Any) -> bool:
    """Return whether `case` has come to its end, so that its dossier is complete."""
    return case.state in kind_of(case.kind).procedure.ends
