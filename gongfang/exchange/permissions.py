"""Who uploads, matches, explains, gives and acknowledges; who sees whom a figure is about."""

from typing import Any

from gongfang.accounts import permissions
from gongfang.regulation.procedure import Actor

_AGRICULTURE = (Actor.COUNTY_AGRICULTURE, Actor.PREFECTURE_AGRICULTURE)
_CULTURE = (Actor.COUNTY_CULTURE, Actor.PREFECTURE_CULTURE)
_HRSS = (Actor.COUNTY_HRSS, Actor.PREFECTURE_HRSS)


def may_read(user: Any) -> bool:
    """Return whether `user` has the pages of exchange, all of them figures: officials and the auditor."""
    return permissions.is_official(user) or permissions.is_auditor(user)


def may_upload(user: Any) -> bool:
    """Return whether `user` keeps the register: the agriculture offices (article 11(三))."""
    return permissions.actor_of(user) in _AGRICULTURE


def may_see_imports(user: Any) -> bool:
    """Return whether `user` sees how uploads went: who keeps the register, and the auditor."""
    return may_upload(user) or permissions.is_auditor(user)


def may_match(user: Any) -> bool:
    """Return whether `user` matches rosters: culture and agriculture (article 9(二))."""
    return permissions.actor_of(user) in (*_AGRICULTURE, *_CULTURE)


def may_see_lines(user: Any, case: Any) -> bool:
    """Return whether `user` sees whom a question is about: culture, and the workshop itself once it is asked."""
    return permissions.actor_of(user) in _CULTURE or (case.holder_id is not None and case.holder_id == user.pk)


def may_grant(user: Any) -> bool:
    """Return whether `user` records subsidies: every office may give some."""
    return permissions.is_official(user)


def may_offer(user: Any) -> bool:
    """Return whether `user` offers workshops to the library: the prefecture's culture office."""
    return permissions.actor_of(user) == Actor.PREFECTURE_CULTURE


def may_export_library(user: Any) -> bool:
    """Return whether `user` takes the list for the library away: who offers and who enters it (article 11(三))."""
    return permissions.actor_of(user) in (Actor.PREFECTURE_CULTURE, Actor.PREFECTURE_AGRICULTURE)


def may_see_library(user: Any) -> bool:
    """Return whether `user` sees what was offered: the prefecture's offices and the auditor."""
    is_of_prefecture = permissions.is_official(user) and user.office.level == "prefecture"
    return is_of_prefecture or permissions.is_auditor(user)


def may_record_employment(user: Any) -> bool:
    """Return whether `user` records policies and trainings: human resources (article 11(二))."""
    return permissions.actor_of(user) in _HRSS
