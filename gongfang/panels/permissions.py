"""Who sees and does what around a panel.

Officials of the prefecture see panels as they see every case; an expert sees those that seat or seated him, an
applicant sees none: its part of a panel stands on its own application.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from gongfang.accounts.models import Department, Role, User
from gongfang.applications.permissions import enters_for, may_enter_paper
from gongfang.regulation import clauses
from gongfang.regulation.panel_guards import Review
from gongfang.regulation.panel_steps import State
from gongfang.regulation.procedure import Actor, WrongActor

from .models import Entry, Expert, Panel, Seat

SEALED_ACTIONS = frozenset({"declare", "request_recusal", "waive_recusal", "decide_recusal", "excuse", "score"})
"""Steps that tell an expert who else has scored, recused himself or been challenged."""


def expert_of(user: Any) -> Expert:
    """Return the expert behind an account.

    :raises WrongActor: when there is none.
    """
    expert = Expert.objects.filter(user=user).first() if isinstance(user, User) else None
    if expert is None:
        raise WrongActor("应由评审专家办理", clauses.REVIEW)
    return expert


def reads_the_pool(user: User) -> bool:
    """Return whether `user` has the list of experts: the prefecture's departments and the auditor."""
    return user.role == Role.AUDITOR or (user.office is not None and user.office.level == "prefecture")


def lists_panels(user: User) -> bool:
    """Return whether `user` has the list of panels: a county's departments see none."""
    return reads_the_pool(user)


def keeps_the_pool(user: User) -> bool:
    """Return whether `user` keeps the expert pool: the prefecture's culture department does."""
    office = user.office
    return office is not None and office.level == "prefecture" and office.department == Department.CULTURE


def panels_seen_by(user: User) -> Q:
    """Return which panels an expert sees: those that seat him, or have."""
    if user.role != Role.EXPERT:
        return Q(pk__in=[])
    return Q(pk__in=Seat.objects.filter(candidate__expert__user=user).values("entry__panel_id"))


def applications_seen_by(user: User) -> Q:
    """Return which dossiers an expert sees: those of the applications he sits for."""
    if user.role != Role.EXPERT:
        return Q(pk__in=[])
    seats = Seat.objects.filter(candidate__expert__user=user, left_at=None, entry__released_at=None)
    return Q(pk__in=seats.values("entry__application_id"))


def acts_as(user: User, case: Any) -> Iterable[Actor]:
    """Return that whoever speaks for one of the panel's applications acts as applicant on it."""
    if not (user.role == Role.APPLICANT or may_enter_paper(user)):
        return ()
    entries = Entry.objects.filter(panel_id=case.pk, released_at=None).select_related("application")
    return (Actor.APPLICANT,) if any(speaks_for(user, entry.application) for entry in entries) else ()


def speaks_for(user: User, application: Any) -> bool:
    """Return whether `user` is the applicant, or the county that entered its application from paper."""
    return application.holder_id == user.pk or enters_for(user, application)


def is_read(user: User, record: Any) -> bool:
    """Return whether `user` reads a record of a panel: of what experts do, an expert reads his own part only."""
    return user.role != Role.EXPERT or record.action not in SEALED_ACTIONS or record.user_id == user.pk


def scores_are_open(panel: Panel, review: Review) -> bool:
    """Return whether the scores of an application may be read by those who do not score (R8).

    Sealed until everybody who sits has handed in his sheet, or the scoring is closed.
    """
    if panel.state in (State.DELIBERATING, State.CONCLUDED):
        return True
    return bool(review.seated) and not review.is_exhausted and review.missing_sheets == 0
