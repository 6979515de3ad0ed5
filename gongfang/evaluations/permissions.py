"""Who assesses a workshop for itself, who scores, who reads the list."""

from collections.abc import Iterable
from typing import Any

from gongfang.accounts import permissions
from gongfang.accounts.models import User
from gongfang.regulation.evaluation import State
from gongfang.regulation.procedure import Actor

from .models import Evaluation


def may_list(user: Any) -> bool:
    """Return whether `user` has the list of evaluations: officials and the auditor."""
    return permissions.is_official(user) or permissions.is_auditor(user)


def enters_for(user: Any, case: Any) -> bool:
    """Return whether `user` acts for a workshop without an account: the culture office of its county."""
    is_here = permissions.actor_of(user) == Actor.COUNTY_CULTURE and user.office.division_id == case.region_id
    return is_here and case.holder_id is None


def acts_as_applicant(user: User, case: Any) -> Iterable[Actor]:
    """Let the county hand in for a workshop that has no account."""
    return (Actor.APPLICANT,) if enters_for(user, case) else ()


def is_of_the_workshop(user: Any, case: Any) -> bool:
    """Return whether `user` speaks for the workshop: its account, or the county for one on paper."""
    return case.holder_id == user.pk or enters_for(user, case)


def may_assess(user: Any, case: Evaluation) -> bool:
    """Return whether `user` may write the self-assessment now."""
    return case.state == State.DUE and is_of_the_workshop(user, case)


def reads_self_assessment(user: Any, case: Evaluation) -> bool:
    """Return whether `user` reads it: once it is handed in, whoever sees the case; before, whoever writes it."""
    return case.state != State.DUE or is_of_the_workshop(user, case)


def opens_files(user: Any, case: Any) -> bool:
    """Return whether `user` opens the files, on which there may be people: who hands them in, and the lead."""
    return is_of_the_workshop(user, case) or permissions.actor_of(user) == Actor.PREFECTURE_CULTURE


def reads_scores(user: Any) -> bool:
    """Return whether `user` reads scores that no result has used yet: the prefecture's offices and the auditor."""
    if permissions.is_auditor(user):
        return True
    return permissions.is_official(user) and user.office.level == "prefecture"
