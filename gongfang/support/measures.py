"""What this app gives, for the page of a workshop and the overview (articles 8(一) to 8(四))."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongfang.regulation import clauses
from gongfang.regulation.support import HelpState

from .models import (
    BrandMeasure,
    Candidate,
    Enrolment,
    EnrolmentState,
    HelpRequest,
    Succession,
    SuccessionState,
)
from .registry import Given, Measure, measure

TAKING_PART = (EnrolmentState.ENROLLED, EnrolmentState.ATTENDED)


def register() -> None:
    """Register the kinds of support that this app gives."""
    for given in _MEASURES:
        measure(given)


def _recommended() -> QuerySet[Candidate]:
    return Candidate.objects.filter(recommended_on__isnull=False).select_related("call")


def _recommendation(row: Candidate) -> Given:
    assert row.recommended_on is not None  # chosen by it
    what = {"level": row.call.get_level_display(), "name": row.call.name}
    ended = _("认定终止，不再推荐") if row.ended_on else ""
    return Given(
        on=row.recommended_on,
        text=_("推荐%(level)s：%(name)s") % what,
        result=row.get_answer_display() or ended or _("等待上级结果"),
        until=row.answered_on or row.ended_on,
    )


def _taken_part() -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(state__in=TAKING_PART).select_related("course")


def _course(row: Enrolment) -> Given:
    course = row.course
    said = row.result or row.get_state_display()
    return Given(
        on=course.starts_on,
        text=_("%(kind)s：%(name)s") % {"kind": course.get_course_kind_display(), "name": course.name},
        result=said,
        until=course.ends_on,
        url=course.get_absolute_url(),
    )


def _answered() -> QuerySet[HelpRequest]:
    return HelpRequest.objects.filter(state=HelpState.ANSWERED)


def _help(row: HelpRequest) -> Given:
    assert row.answered_on is not None  # written with the answer
    text = _("解决难题：%(subject)s") % {"subject": row.get_subject_display()}
    return Given(
        on=row.answered_on, text=text, result=_("已答复"), until=row.answered_on, url=row.get_absolute_url()
    )


def _successions() -> QuerySet[Succession]:
    return Succession.objects.all()


def _succession(row: Succession) -> Given:
    url = reverse("support:succession", args=[row.pk])
    text = f"{row.get_kind_display()}：{row.title}（{row.get_level_display()}）"
    is_over = row.state == SuccessionState.NOT_GRANTED
    until = row.ended_on or (row.decided_on if is_over else None)
    return Given(on=row.proposed_on, text=text, result=row.get_state_display(), until=until, url=url)


def _brands() -> QuerySet[BrandMeasure]:
    return BrandMeasure.objects.all()


def _brand(row: BrandMeasure) -> Given:
    text = f"{row.get_kind_display()}：{row.title}"
    return Given(on=row.given_on, text=text, result=row.result, until=row.until)


_MEASURES = (
    Measure(
        name="recommendation",
        label=gettext_lazy("向上推荐"),
        clause=clauses.RECOMMENDATION,
        rows=_recommended,
        describe=_recommendation,
        dated="recommended_on",
        is_public=True,
    ),
    Measure(
        name="course",
        label=gettext_lazy("研修培训"),
        clause=clauses.STUDY,
        rows=_taken_part,
        describe=_course,
        dated="course__starts_on",
        is_public=True,
    ),
    Measure(
        name="help",
        label=gettext_lazy("技艺难题"),
        clause=clauses.STUDY,
        rows=_answered,
        describe=_help,
        dated="answered_on",
    ),
    Measure(
        name="succession",
        label=gettext_lazy("带头人和传习场所"),
        clause=clauses.SUCCESSORS,
        rows=_successions,
        describe=_succession,
        dated="proposed_on",
        is_public=True,
    ),
    Measure(
        name="brand",
        label=gettext_lazy("品牌和就业质量"),
        clause=clauses.BRAND,
        rows=_brands,
        describe=_brand,
        dated="given_on",
        is_public=True,
    ),
)
