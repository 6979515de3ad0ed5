"""Who opens revocations, who handles them, and what the workshop may read and when."""

from typing import Any

from gongfang.accounts import permissions
from gongfang.accounts.models import User
from gongfang.records.models import Record
from gongfang.regulation.procedure import Actor
from gongfang.regulation.revocation import State
from gongfang.workshops.models import Workshop

from .models import Revocation

_BETWEEN_DEPARTMENTS = frozenset({"give_opinion", "consult", "supplement_revocation"})
_NOTICE_CAN_BE_READ = frozenset({State.SERVED, State.APPEALED, State.OVERTURNED, State.REVOKED})


def may_list(user: Any) -> bool:
    """Return whether `user` has the list of revocations: officials, each those of its county, and the auditor."""
    return permissions.is_official(user) or permissions.is_auditor(user)


def may_open(user: Any) -> bool:
    """Return whether `user` opens a revocation: the prefecture's culture department."""
    return bool(permissions.actor_of(user) == Actor.PREFECTURE_CULTURE)


def handles(user: Any) -> bool:
    """Return whether `user` serves in one of the three departments that decide (article 10)."""
    return permissions.is_official(user) and user.office is not None and user.office.level == "prefecture"


def reads_accusation(user: User, case: Revocation) -> bool:
    """Return whether `user` may read what is held against the workshop: the workshop once it was served."""
    if user.role != "applicant":
        return True
    return case.state in _NOTICE_CAN_BE_READ


def reads_appeal(user: User, case: Revocation) -> bool:
    """Return whether `user` may read the words of the appeal: who decides on it, and who made it."""
    return handles(user) or case.holder_id == user.pk


def may_print_notice(user: User, case: Revocation) -> bool:
    """Return whether there is a notice for `user`: for officials from the proposal on, else once it was served."""
    is_proposed = case.state == State.PROPOSED or case.state in _NOTICE_CAN_BE_READ
    return is_proposed and reads_accusation(user, case)


def is_read(user: Any, record: Record) -> bool:
    """Return whether `user` reads a record: what the departments say among themselves is not the workshop's."""
    return user.role != "applicant" or record.action not in _BETWEEN_DEPARTMENTS


def may_agree_to_service(user: User, workshop: Workshop) -> bool:
    """Return whether `user` acts for the workshop, and so agrees to how it is served."""
    return workshop.holder_id == user.pk
