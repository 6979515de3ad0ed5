"""What becomes of support when a recognition is suspended or ends (article 8)."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_noop

from gongfang.cases import services as cases
from gongfang.cases.services import perform
from gongfang.regulation import clauses
from gongfang.regulation.procedure import Actor
from gongfang.regulation.support import CourseState, HelpState, RecommendationState
from gongfang.regulation.time_limits import beijing_date
from gongfang.workshops.models import Workshop, WorkshopStatus

from . import growing, queries, training
from .models import BrandKind, BrandMeasure, Candidate, Course, Enrolment, EnrolmentState, HelpRequest, Succession
from .models.training import LIVE
from .telling import Words, tell

FROZEN = Words(
    key="frozen",
    subject=gettext_noop("%(name)s 的支持措施暂停"),
    body=gettext_noop("%(name)s 资格中止期间，正在办理的支持措施暂停：%(title)s。恢复资格后继续办理。"),
    clause=clauses.SUPPORT,
)
ENDED = Words(
    key="ended",
    subject=gettext_noop("%(name)s 的支持措施终止"),
    body=gettext_noop("%(name)s 的认定已经终止，正在办理的支持措施随之终止：%(title)s。"),
    clause=clauses.SUPPORT,
)
WHY = "认定终止"


def follow(workshop: Workshop, *, at: datetime) -> None:
    """Freeze what is open while a recognition is suspended, let it go on afterwards, end it with the recognition.

    What is frozen is told by the status itself; every service of support asks for it.
    """
    if workshop.status == WorkshopStatus.RECOGNISED:
        _go_on(workshop, at=at)
        return
    is_over = not workshop.holds_recognition
    open_ones = queries.open_support_of(workshop)
    if is_over:
        _end(workshop, at=at)
    if open_ones:
        words = ENDED if is_over else FROZEN
        tell([workshop], words, title="、".join(open_ones), key=at.isoformat(), at=at)


def _go_on(workshop: Workshop, *, at: datetime) -> None:
    """Give those who waited, and were passed over while suspended, what has come free meanwhile."""
    waiting = Enrolment.objects.filter(workshop=workshop, state=EnrolmentState.WAITING)
    for course in Course.objects.filter(pk__in=waiting.values("course"), state__in=_MOVING):
        training.move_up(course, at=at)


_MOVING = (CourseState.ENROLLING, CourseState.SETTLED)


def _end(workshop: Workshop, *, at: datetime) -> None:
    today = beijing_date(at)
    _end_candidacies(workshop, at=at)
    _end_enrolments(workshop, at=at)
    for request in HelpRequest.objects.filter(workshop=workshop, state=HelpState.ASKED).select_related("region"):
        perform(request, "drop_help", by=Actor.SYSTEM, at=at)
    for row in Succession.objects.filter(workshop=workshop, state__in=queries.OPEN_SUCCESSIONS):
        growing.stop(row, on=max(today, row.proposed_on), why=WHY)
    shared = BrandMeasure.objects.filter(workshop=workshop, kind=BrandKind.REGIONAL_BRAND, given_on__lte=today)
    shared.filter(Q(until=None) | Q(until__gt=today)).update(until=today)


def _end_candidacies(workshop: Workshop, *, at: datetime) -> None:
    rows = Candidate.objects.filter(workshop=workshop, ended_on=None, answer="")
    rows.filter(call__state=RecommendationState.CHOOSING).update(
        is_chosen=False, reasons="", chosen_by=None, ended_on=beijing_date(at)
    )
    rows.filter(call__state=RecommendationState.HANDED_IN).update(ended_on=beijing_date(at))


def _end_enrolments(workshop: Workshop, *, at: datetime) -> None:
    rows = Enrolment.objects.filter(workshop=workshop, state__in=LIVE)
    courses = list(Course.objects.filter(pk__in=rows.values("course")))
    rows.update(state=EnrolmentState.ENDED, changed_at=at)
    for course in courses:
        training.move_up(course, at=at)


def hand_over(workshop: Workshop, *, at: datetime) -> None:
    """Let the account that acts for a workshop now carry on what was asked."""
    asked = HelpRequest.objects.filter(workshop=workshop, state=HelpState.ASKED)
    cases.hand_over(asked, workshop.holder, at=at)
