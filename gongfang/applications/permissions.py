"""Who files, who edits a filing, who reads which part of it, who opens rounds."""

from collections.abc import Iterable
from typing import Any

from gongfang.accounts import permissions
from gongfang.accounts.models import User
from gongfang.regulation.procedure import Actor
from gongfang.regulation.recognition import State

from .models import Application

EDITABLE = (State.DRAFT, State.CORRECTING)


def may_apply(user: Any) -> bool:
    """Return whether `user` files for a workshop."""
    return permissions.is_applicant(user)


def may_enter_paper(user: Any) -> bool:
    """Return whether `user` enters filings on paper: officials of a county's culture office (reading R11)."""
    return permissions.actor_of(user) == "county.culture"


def may_open_rounds(user: Any) -> bool:
    """Return whether `user` calls for applications: the head of the prefecture's culture office."""
    return permissions.is_head(user) and permissions.actor_of(user) == "prefecture.culture"


def may_list(user: Any) -> bool:
    """Return whether `user` has the list of applications: officials and the auditor."""
    return permissions.is_official(user) or permissions.is_auditor(user)


def enters_for(user: Any, application: Any) -> bool:
    """Return whether `user` keeps a paper filing for its applicant: it has no holder and is of the county."""
    is_here = may_enter_paper(user) and user.office.division_id == application.region_id
    return is_here and application.holder_id is None


def may_edit(user: Any, application: Application) -> bool:
    """Return whether `user` may change the filing now: its holder, or the county for a filing on paper."""
    is_theirs = application.holder_id == user.pk or enters_for(user, application)
    return is_theirs and application.state in EDITABLE


def acts_as_applicant(user: User, case: Any) -> Iterable[Actor]:
    """Let the county hand in corrections and withdrawals for an applicant who files on paper."""
    return (Actor.APPLICANT,) if case.state != State.DRAFT and enters_for(user, case) else ()


def may_read_people(user: Any) -> bool:
    """Return whether `user` sees the roster person by person, masked: everybody but experts."""
    return not permissions.is_expert(user)


def may_reveal(user: Any, application: Any) -> bool:
    """Return whether `user` may uncover a masked value, which is recorded: the holder and the offices."""
    return application.holder_id == user.pk or permissions.is_official(user)
