"""What the pages of calls, courses, help and workshops show of support, and to whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongfang.accounts.models import User
from gongfang.accounts.permissions import is_auditor, is_official
from gongfang.cases.presentation import state_label, tone_of
from gongfang.regulation import clauses
from gongfang.regulation.clauses import Clause
from gongfang.regulation.support import CourseState, RecommendationState
from gongfang.workshops.models import Workshop

from . import permissions, queries
from .models import Course, Enrolment, EnrolmentState, HelpRequest, Recommendation
from .registry import Given, Measure, given_to

_TONES = {
    EnrolmentState.ENROLLED: "active",
    EnrolmentState.WAITING: "waiting",
    EnrolmentState.ATTENDED: "good",
    EnrolmentState.ABSENT: "bad",
}


@dataclass(frozen=True)
class Limb:
    """What a workshop has had under one limb of article 8, the latest first."""

    clause: Clause
    entries: list[tuple[Measure, Given]]


def by_limb(found: Sequence[tuple[Measure, Given]]) -> list[Limb]:
    """Return support by limb, in the order of article 8."""
    limbs: dict[Clause, list[tuple[Measure, Given]]] = {}
    for pair in found:
        limbs.setdefault(pair[0].clause, []).append(pair)
    return [Limb(clause, limbs[clause]) for clause in sorted(limbs, key=clauses.ALL.index)]


def row_of(case: Any) -> dict[str, Any]:
    """Return a case with its state as pages show it."""
    return {"case": case, "label": state_label(case), "tone": tone_of(case.state)}


def of_recommendation(case: Recommendation, user: User) -> Mapping[str, Any]:
    """Return what a call asks for and who was chosen."""
    return {
        "call": case,
        "chosen": queries.candidates(case, chosen=True).order_by("pk"),
        "considered": case.candidates.count(),
        "is_choosing": case.state == RecommendationState.CHOOSING,
        "may_give": permissions.may_give(user),
    }


def of_course(case: Course, user: User) -> Mapping[str, Any]:
    """Return a course and who takes part: an official sees those of the workshops that are his to see."""
    rows = case.enrolments.select_related("workshop__county")
    return {
        "course": case,
        "rows": [enrolment_row(each, user) for each in rows if _is_seen(user, each.workshop)],
        "counts": queries.courses().get(pk=case.pk),
        "is_open": case.state == CourseState.ENROLLING,
        "may_enrol": _may_enrol_any(user),
        "may_mark": permissions.may_give(user) and case.state == CourseState.SETTLED,
    }


def _may_enrol_any(user: User) -> bool:
    return not is_auditor(user) and (not is_official(user) or _is_culture(user))


def _is_culture(user: User) -> bool:
    return user.office is not None and user.office.department == "culture"


def _is_seen(user: User, workshop: Workshop) -> bool:
    if permissions.holds(user, workshop) or permissions.may_see_recommendations(user):
        return True
    return user.office is not None and user.office.division_id == workshop.county_id


def enrolment_row(enrolment: Enrolment, user: User) -> dict[str, Any]:
    """Return an enrolment as pages show it; the name of who comes only to those who may enrol for the workshop."""
    reads = permissions.reads_participants(user, enrolment.workshop)
    return {
        "enrolment": enrolment,
        "participant": enrolment.participant if reads else "",
        "tone": _TONES.get(EnrolmentState(enrolment.state), "quiet"),
        "may_withdraw": reads and enrolment.is_live,
    }


def of_help(case: HelpRequest, user: User) -> Mapping[str, Any]:
    """Return who asked help with what."""
    return {"request": case, "is_frozen": not case.workshop.is_in_force}


def of_workshop(workshop: Workshop, user: User) -> Mapping[str, Any] | None:
    """Return all support a workshop has had; nothing for an entry of the county's own register."""
    if workshop.recognised_on is None:
        return None
    return {
        "workshop": workshop,
        "limbs": by_limb(given_to([workshop.pk])[workshop.pk]),
        "may_give": permissions.may_give(user) and workshop.is_in_force,
        "may_ask": permissions.may_ask(user, workshop) and workshop.is_in_force,
        "is_holder": permissions.holds(user, workshop),
        "is_suspended": workshop.holds_recognition and not workshop.is_in_force,
        "has_ended": not workshop.holds_recognition,
        "clause": clauses.SUPPORT,
    }


def public_support(workshop: Workshop) -> list[Limb]:
    """Return what the portal shows of the support a workshop has had: nothing personal, and no results."""
    return by_limb([pair for pair in given_to([workshop.pk])[workshop.pk] if pair[0].is_public])
