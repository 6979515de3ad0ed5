"""Reading recommendations, courses, help, successors and brands."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from gongfang.regulation.support import CourseState, HelpState, RecommendationState
from gongfang.regulation.time_limits import beijing_date
from gongfang.workshops.models import Workshop, WorkshopStatus

from .models import (
    Answer,
    BrandKind,
    BrandMeasure,
    Candidate,
    Course,
    Enrolment,
    EnrolmentState,
    HelpRequest,
    Recommendation,
    Succession,
    SuccessionState,
)
from .models.training import LIVE

OPEN_SUCCESSIONS = (SuccessionState.PROPOSED, SuccessionState.GRANTED)
OPEN_COURSES = (CourseState.ENROLLING, CourseState.SETTLED)
TAKING_PART = (EnrolmentState.ENROLLED, EnrolmentState.ATTENDED, EnrolmentState.ABSENT)
NEWEST_FIRST = ("-id",)
SORTS: Mapping[str, tuple[str, ...]] = {
    "mark": ("-mark", "id"),
    "poverty": ("-employed_poverty", "id"),
    "monitored": ("-employed_monitored", "id"),
    "disabled": ("-employed_disabled", "id"),
    "other": ("-employed_other", "id"),
    "trainings": ("-trainings", "id"),
    "sales": ("-sales", "id"),
    "findings": ("open_findings", "id"),
    "years": ("recognised_on", "id"),
    "level": ("-item_rank", "id"),
}
"""By which facts a list of candidates is sorted, the best first."""


def facts_of_recommendation(case: Any) -> Mapping[str, Any]:
    """Return what a call asks for, and how far its candidates are."""
    row = Recommendation.objects.get(pk=case.pk)
    recommended = Q(recommended_on__isnull=False, ended_on=None)
    counted = Candidate.objects.filter(call=row).aggregate(
        chosen=Count("pk", filter=Q(is_chosen=True)),
        out_of_standing=Count("pk", filter=Q(is_chosen=True) & ~Q(workshop__status=WorkshopStatus.RECOGNISED)),
        unanswered=Count("pk", filter=recommended & Q(answer="")),
    )
    return {"deadline": row.deadline, "places": row.places, **counted}


def facts_of_course(case: Any) -> Mapping[str, Any]:
    """Return the days and places of a course, and of how many it is not noted whether they came."""
    row = Course.objects.get(pk=case.pk)
    names = ("enrol_until", "starts_on", "ends_on", "places")
    unmarked = Enrolment.objects.filter(course=row, state=EnrolmentState.ENROLLED).count()
    return {**{name: getattr(row, name) for name in names}, "unmarked": unmarked}


def facts_of_help(case: Any) -> Mapping[str, Any]:
    """Return how the workshop that asked stands now."""
    workshop = Workshop.objects.get(help_requests=case.pk)
    return {"is_in_force": workshop.is_in_force, "holds_recognition": workshop.holds_recognition}


def recommendations() -> QuerySet[Recommendation]:
    """Return every call with how many workshops were considered, recommended and selected."""
    return Recommendation.objects.annotate(
        considered_count=Count("candidates"),
        chosen_count=Count("candidates", filter=Q(candidates__is_chosen=True)),
        selected_count=Count("candidates", filter=Q(candidates__answer=Answer.SELECTED)),
    )


def candidates(call: Recommendation, *, county: str = "", chosen: bool = False) -> QuerySet[Candidate]:
    """Return who is considered for a call, in a county or anywhere; those chosen alone if so asked."""
    rows = Candidate.objects.filter(call=call).select_related("workshop__county")
    if county:
        rows = rows.filter(workshop__county=county)
    return rows.filter(is_chosen=True) if chosen else rows


def courses() -> QuerySet[Course]:
    """Return every course with its plan and how many take part and wait."""
    taking_part = Q(enrolments__state__in=TAKING_PART)
    return Course.objects.select_related("plan").annotate(
        enrolled_count=Count("enrolments", filter=taking_part),
        waiting_count=Count("enrolments", filter=Q(enrolments__state=EnrolmentState.WAITING)),
    )


def open_courses(*, at: datetime) -> QuerySet[Course]:
    """Return the courses that take enrolments now, the first to close first."""
    rows = courses().filter(state=CourseState.ENROLLING, enrol_until__gte=beijing_date(at))
    return rows.order_by("enrol_until", "id")


def enrolments_of(workshops: Sequence[Workshop]) -> QuerySet[Enrolment]:
    """Return what workshops have enrolled for and what still moves."""
    rows = Enrolment.objects.filter(workshop__in=workshops, state__in=LIVE, course__state__in=OPEN_COURSES)
    return rows.select_related("course", "workshop").order_by("course__starts_on", "turn")


def help_requests(*, state: str = "") -> QuerySet[HelpRequest]:
    """Return what was asked, in one state or in any."""
    rows = HelpRequest.objects.select_related("workshop", "region")
    return rows.filter(state=state) if state else rows


def successions(*, kind: str = "", state: str = "", county: str = "") -> QuerySet[Succession]:
    """Return successors, studios and transmission places that fit every filter given."""
    chosen = {"kind": kind, "state": state, "workshop__county": county}
    rows = Succession.objects.select_related("workshop__county")
    return rows.filter(**{name: value for name, value in chosen.items() if value})


def brands(*, kind: str = "", county: str = "") -> QuerySet[BrandMeasure]:
    """Return brand measures that fit every filter given."""
    chosen = {"kind": kind, "workshop__county": county}
    rows = BrandMeasure.objects.select_related("workshop__county")
    return rows.filter(**{name: value for name, value in chosen.items() if value})


def open_support_of(workshop: Workshop) -> list[str]:
    """Return in words what of its support is open, and so frozen by a suspension or ended with the recognition."""
    named = [
        *Candidate.objects.filter(_open_candidacy(), workshop=workshop).values_list("call__name", flat=True),
        *enrolments_of([workshop]).values_list("course__name", flat=True),
    ]
    asked = HelpRequest.objects.filter(workshop=workshop, state=HelpState.ASKED).count()
    named += [_("技艺难题")] if asked else []
    named += Succession.objects.filter(workshop=workshop, state__in=OPEN_SUCCESSIONS).values_list(
        "title", flat=True
    )
    shared = BrandMeasure.objects.filter(workshop=workshop, kind=BrandKind.REGIONAL_BRAND, until=None)
    return list(dict.fromkeys([*named, *shared.values_list("title", flat=True)]))


def _open_candidacy() -> Q:
    """Return the condition on a recommendation to wait for an answer; what is only chosen is told nobody."""
    return Q(call__state=RecommendationState.HANDED_IN, answer="", ended_on=None, recommended_on__isnull=False)
