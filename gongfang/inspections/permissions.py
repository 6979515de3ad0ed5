"""Who plans visits, who writes and signs a report, who reads it."""

from typing import Any

from django.db.models import Q, QuerySet

from gongfang.accounts import permissions
from gongfang.accounts.models import OFFICIAL_ROLES, Role, User
from gongfang.cases.models import Case
from gongfang.cases.permissions import seen_by

from .models import Visit, VisitInspector
from .visited import all_visited

READERS = frozenset({Role.OFFICER.value, Role.HEAD.value, Role.AUDITOR.value})


def may_plan(user: Any) -> bool:
    """Return whether `user` sends inspectors: the prefecture's culture office (articles 6(二) and 9(三))."""
    return permissions.actor_of(user) == "prefecture.culture"


def may_be_sent(case: Case) -> QuerySet[User]:
    """Return the officials who may go: of the prefecture's three departments, and of the case's county."""
    divisions = [code for code in (case.region_id, case.region.parent_id) if code]
    rows = User.objects.filter(role__in=OFFICIAL_ROLES, is_active=True, office__division_id__in=divisions)
    return rows.select_related("office__division").order_by("-office__division__level", "office_id", "created_at")


def inspector_of(user: Any, visit: Visit) -> VisitInspector | None:
    """Return `user` as an inspector of `visit`, or None."""
    return next((each for each in visit.inspectors.all() if each.user_id == user.pk), None)


def may_write(user: Any, visit: Visit) -> bool:
    """Return whether `user` writes the report: one of the prefecture's inspectors."""
    inspector = inspector_of(user, visit)
    return inspector is not None and not inspector.is_accompanying


def may_read(user: Any) -> bool:
    """Return whether `user` may read reports of the cases he or she sees: all but applicants."""
    return bool(user.is_authenticated) and not permissions.is_applicant(user)


def visible_cases(user: User) -> QuerySet[Case]:
    """Return the cases of the kinds that are visited, as far as `user` sees them."""
    condition = Q(pk__in=[])
    for visited in all_visited():
        condition |= seen_by(user, visited.kind)
    return Case.objects.filter(condition)


def visits_of(user: User) -> QuerySet[Visit]:
    """Return the visits whose reports `user` may read."""
    rows = Visit.objects.select_related("case__region").prefetch_related(
        "inspectors__user", "inspectors__office", "inspectors__signatures"
    )
    return rows.filter(case__in=visible_cases(user)) if may_read(user) else rows.none()
