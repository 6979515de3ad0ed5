"""Who sees which cases, and as whom a person acts on one."""

from typing import Any

from django.db.models import Q, QuerySet

from gongfang.accounts.models import Office, Role, User
from gongfang.accounts.queries import offices_over
from gongfang.regulation.procedure import Actor

from .models import Case
from .registry import kind_of, kinds

UNFILED = ("", "draft")
"""States of a case that only its holder, or the office entering it from paper, may see."""


def visible_to(user: User, kind: str | None = None) -> QuerySet[Case]:
    """Return the cases `user` may see, of one kind or of all; to everybody else they do not exist."""
    condition = Q(pk__in=[])
    for each in [kind_of(kind)] if kind else kinds():
        condition |= seen_by(user, each.procedure.kind)
    return Case.objects.filter(condition)


def seen_by(user: User, kind: str) -> Q:
    """Return the condition of `visible_to` for one kind, also for queries on that kind's own model."""
    return Q(kind=kind) & _seen_by(user, kind_of(kind).visibility)


def _seen_by(user: User, extra: list[Any]) -> Q:
    condition = _by_role(user)
    for each in extra:
        condition |= each(user)
    return condition


def _by_role(user: User) -> Q:
    if not user.is_authenticated:
        return Q(pk__in=[])
    if user.role == Role.APPLICANT:
        return Q(holder=user)
    if user.role == Role.AUDITOR:
        return ~Q(state__in=UNFILED)
    if user.office is None:
        return Q(pk__in=[])
    if user.office.level == "prefecture":
        return ~Q(state__in=UNFILED)
    own_drafts = Q(state="draft", holder=None) if user.office.department == "culture" else Q(pk__in=[])
    return Q(region_id=user.office.division_id) & (~Q(state__in=UNFILED) | own_drafts)


def stands_in(case: Case) -> list[Office]:
    """Return the office that acts for an applicant without an account: the culture office of its county."""
    if case.holder_id is not None:
        return []
    return [office for office in offices_over(case.region_id) if office.code == Actor.COUNTY_CULTURE.value]


def actors_for(by: User | Actor, case: Case) -> tuple[Actor, ...]:
    """Return as whom `by` may act on `case`; empty when it is not theirs to act on.

    SYSTEM and PUBLIC are passed as actors, having no account. A kind may know more than the account does (the
    holder of an application acts as applicant on the panel that reviews it).
    """
    if isinstance(by, Actor):
        return (by,)
    own = _actor_by_role(by, case)
    more = (actor for acts_as in kind_of(case.kind).acting for actor in acts_as(by, case))
    return tuple(dict.fromkeys((*([own] if own else ()), *more)))


def _actor_by_role(by: User, case: Case) -> Actor | None:
    if by.role == Role.APPLICANT:
        return Actor.APPLICANT if case.holder_id == by.pk else None
    if by.role == Role.EXPERT:
        return Actor.EXPERT
    if by.office is None:
        return None
    if by.office.level == "county" and by.office.division_id != case.region_id:
        return None
    return Actor(by.office.code)


def signs(by: User | Actor) -> bool:
    """Return whether `by` may take a step that binds an office."""
    return isinstance(by, Actor) or by.role != Role.OFFICER
