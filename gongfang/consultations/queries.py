"""Reading meetings, assignments, and the open problems that an agenda can take up."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from gongfang.accounts.models import Division, Office, User
from gongfang.cases.models import Case
from gongfang.cases.permissions import seen_by, visible_to
from gongfang.cases.registry import kind_of
from gongfang.regulation.consultation import ASSIGNMENT, MEETING

from .models import Assignment, Meeting

NEWEST_FIRST = ("-id",)
PROBLEMS = ("finding", "revocation", "mismatch", "help")
"""Kinds of case that are a workshop's difficulty for as long as they are open."""
AT_ONCE = 60
"""How many open problems are offered for an agenda."""


def facts_of_meeting(case: Any) -> Mapping[str, Any]:
    """Return the day of a meeting and the length of its agenda."""
    row = Meeting.objects.get(pk=case.pk)
    return {"held_on": row.held_on, "agenda": row.agenda.count()}


def facts_of_assignment(case: Any) -> Mapping[str, Any]:
    """Return whose an assignment is."""
    row = Assignment.objects.select_related("office__division").get(pk=case.pk)
    return {"owner": row.office.code}


def meetings(user: User) -> QuerySet[Meeting]:
    """Return the meetings that `user` may know of: an office those it takes part in, the prefecture all."""
    rows = Meeting.objects.filter(seen_by(user, MEETING.kind)).exclude(state="")
    return rows.select_related("region").prefetch_related("offices")


def takes_part(user: User) -> Q:
    """Return the condition on a meeting that the office of `user` is asked to it."""
    asked = Meeting.offices.through.objects.filter(office=user.office_id)
    return Q(pk__in=asked.values("meeting")) if user.office_id else Q(pk__in=[])


def assignments(user: User, *, is_open: bool = False) -> QuerySet[Assignment]:
    """Return the assignments that `user` sees."""
    rows = Assignment.objects.filter(seen_by(user, ASSIGNMENT.kind)).exclude(state="")
    rows = rows.select_related("office", "came_of", "region")
    return rows.exclude(state__in=ASSIGNMENT.ends) if is_open else rows


def problems(user: User) -> QuerySet[Case]:
    """Return the open problems that `user` sees, the oldest first."""
    condition = Q(pk__in=[])
    for name in PROBLEMS:
        condition |= Q(kind=name) & ~Q(state__in=["", "draft", *kind_of(name).procedure.ends])
    return visible_to(user).filter(condition).select_related("region").order_by("state_since", "pk")


def departments() -> QuerySet[Office]:
    """Return every office, the prefecture's first."""
    rows = Office.objects.select_related("division")
    return rows.order_by("-division__level", "division", "id")


def prefecture() -> Division:
    """Return the prefecture."""
    return Division.objects.get(level=Division.Level.PREFECTURE)
