"""Courses for workshops: the year's plan, enrolment, attendance and results (article 8(二))."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_noop

from gongfang.accounts.models import User
from gongfang.cases.models import Case
from gongfang.cases.services import StepInput, open_case, step, take_step
from gongfang.records.models import Record
from gongfang.regulation import clauses
from gongfang.regulation.procedure import Actor, StepRefused, WrongActor
from gongfang.regulation.support import CourseState
from gongfang.regulation.time_limits import beijing_date
from gongfang.workshops.models import Workshop, WorkshopStatus

from . import permissions
from .models import Course, Enrolment, EnrolmentState, TrainingPlan
from .models.training import LIVE
from .standing import require_good_standing
from .telling import Words, tell


def _words(key: str, subject: str, body: str) -> Words:
    return Words(key=key, subject=subject, body=body, clause=clauses.STUDY)


OPENED = _words(
    "course_opened",
    gettext_noop("“%(title)s”开放报名"),
    gettext_noop("“%(title)s”已开放报名，%(name)s 可以报名参加。"),
)
MOVED_UP = _words(
    "moved_up",
    gettext_noop("候补转为已报名"),
    gettext_noop("%(name)s 报名的“%(title)s”有了名额，候补已转为已报名。"),
)
CALLED_OFF = _words(
    "course_called_off", gettext_noop("“%(title)s”已取消"), gettext_noop("%(name)s 报名的“%(title)s”已取消。")
)


@transaction.atomic
def save_plan(
    *, by: User, at: datetime, year: int, title: str, text: str, document_number: str = ""
) -> TrainingPlan:
    """Write the plan of a year, or write it anew.

    :raises StepRefused: when it is not for `by` to write, or says nothing.
    """
    _check_giver(by)
    if not title.strip() or not text.strip():
        raise StepRefused("请填写计划名称、目标和安排", clauses.STUDY)
    said = {"title": title.strip(), "text": text.strip(), "document_number": document_number.strip()}
    plan, _ = TrainingPlan.objects.update_or_create(year=year, defaults={**said, "saved_by": by, "saved_at": at})
    return plan


def _check_giver(by: User) -> None:
    if not permissions.may_give(by):
        raise WrongActor("研修培训由地区文化和旅游部门组织", clauses.STUDY)


@dataclass(frozen=True, kw_only=True)
class NewCourse:
    """What a course is to be."""

    plan: TrainingPlan
    name: str
    course_kind: str
    organiser: str
    place: str
    starts_on: date
    ends_on: date
    enrol_until: date
    places: int
    content: str = ""


@transaction.atomic
def open_course(*, by: User | Actor, at: datetime, course: NewCourse) -> Course:
    """Open a course for enrolment, and tell every workshop in good standing that has an account.

    :raises StepRefused: when its dates are not in order or it has no places.
    """
    if not isinstance(by, User) or by.office is None:
        raise WrongActor("研修培训由地区文化和旅游部门组织", clauses.STUDY)
    _check_dates(course)
    case = open_case(Course, region=by.office.division, holder=None, at=at, title=course.name, **vars(course))
    facts = {"places": course.places, "enrol_until": course.enrol_until.isoformat(), "kind": course.course_kind}

    def invite() -> None:
        able = Workshop.objects.filter(status=WorkshopStatus.RECOGNISED, holder__isnull=False)
        tell(able.select_related("holder"), OPENED, title=case.name, key=case.number, at=at, case=case)

    inputs = StepInput(facts=facts, last_day=course.enrol_until)
    take_step(case, "open_course", by=by, at=at, inputs=inputs, effect=invite)
    return case


def _check_dates(course: NewCourse) -> None:
    """Refuse what the database would refuse before a guard could say why."""
    if course.places < 1:
        raise StepRefused("名额至少 1 个", clauses.STUDY)
    if course.ends_on < course.starts_on:
        raise StepRefused("结束日期不得早于开始日期", clauses.STUDY)
    if course.enrol_until >= course.starts_on:
        raise StepRefused("报名应在开始之前截止", clauses.STUDY)


@transaction.atomic
def enrol(
    course: Course, workshop: Workshop, *, by: User, at: datetime, participant: str, is_leader: bool = False
) -> Enrolment:
    """Enrol somebody of a workshop; once the places are taken, he waits for one in his turn.

    :raises StepRefused: when enrolment is over, the workshop is not in good standing, it is not for `by` to
        enrol, or that person is enrolled already.
    """
    _lock_enrolling(course, at)
    if not permissions.may_enrol(by, workshop):
        raise WrongActor("由工坊自己或者文化和旅游部门代为报名", clauses.STUDY)
    require_good_standing(workshop, clauses.STUDY)
    name = participant.strip()
    if not name:
        raise StepRefused("请填写参加人", clauses.STUDY)
    rows = list(Enrolment.objects.filter(course=course, state__in=LIVE))
    if any(row.workshop_id == workshop.pk and row.participant == name for row in rows):
        raise StepRefused("该参加人已经报名", clauses.STUDY)
    taken = sum(row.state == EnrolmentState.ENROLLED for row in rows)
    return Enrolment.objects.create(
        course=course,
        workshop=workshop,
        turn=_next_turn(course),
        participant=name,
        is_leader=is_leader,
        state=EnrolmentState.ENROLLED if taken < course.places else EnrolmentState.WAITING,
        enrolled_by=by,
        enrolled_at=at,
        changed_at=at,
    )


def _next_turn(course: Course) -> int:
    return (Enrolment.objects.filter(course=course).aggregate(last=Max("turn"))["last"] or 0) + 1


def _lock(course: Course) -> str:
    """Lock a course against everybody else who counts its places, and return its state."""
    return str(Case.objects.select_for_update().values_list("state", flat=True).get(pk=course.pk))


def _lock_enrolling(course: Course, at: datetime) -> None:
    if _lock(course) != CourseState.ENROLLING or beijing_date(at) > course.enrol_until:
        raise StepRefused(f"“{course.name}”报名已经截止", clauses.STUDY)


@transaction.atomic
def withdraw_enrolment(enrolment: Enrolment, *, by: User, at: datetime) -> None:
    """Withdraw before the course begins; the first who waits takes the place.

    :raises StepRefused: when the course has begun, or it is not for `by` to withdraw.
    """
    if not permissions.may_enrol(by, enrolment.workshop):
        raise WrongActor("由工坊自己或者文化和旅游部门代为办理", clauses.STUDY)
    course = enrolment.course
    state = _lock(course)
    row = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    is_open = state in (CourseState.ENROLLING, CourseState.SETTLED) and beijing_date(at) < course.starts_on
    if not is_open or not row.is_live:
        raise StepRefused("开课以后不能退出报名", clauses.STUDY)
    _move(row, EnrolmentState.WITHDRAWN, at=at)
    enrolment.state = row.state
    move_up(course, at=at)


def _move(row: Enrolment, state: str, *, at: datetime) -> None:
    row.state, row.changed_at = state, at
    row.save(update_fields=["state", "changed_at"])


def move_up(course: Course, *, at: datetime) -> None:
    """Give free places to those who wait, in their turn; who is suspended keeps his turn and is passed over."""
    _lock(course)
    rows = (
        Enrolment.objects.filter(course=course, state__in=LIVE).select_related("workshop__holder").order_by("turn")
    )
    live = list(rows)
    free = course.places - sum(row.state == EnrolmentState.ENROLLED for row in live)
    waiting = [row for row in live if row.state == EnrolmentState.WAITING and row.workshop.is_in_force]
    for row in waiting[: max(free, 0)]:
        _move(row, EnrolmentState.ENROLLED, at=at)
        key = f"{course.number}:{row.turn}"
        tell([row.workshop], MOVED_UP, title=course.name, key=key, at=at, case=course)


close_enrolment = step("close_enrolment")


@transaction.atomic
def mark_attendance(course: Course, marks: Mapping[str, tuple[bool, str]], *, by: User, at: datetime) -> None:
    """Note who came, and with what result: `marks` by the enrolment's key, whether it came and the result.

    :raises StepRefused: before the course has begun, after it was closed, or for a suspended workshop that came.
    """
    _check_giver(by)
    if _lock(course) != CourseState.SETTLED or beijing_date(at) < course.starts_on:
        raise StepRefused("开课以后、登记成效之前才能登记出席情况", clauses.STUDY)
    rows = course.enrolments.filter(state__in=MARKABLE).select_related("workshop")
    for row in rows:
        if str(row.pk) in marks:
            _mark(row, *marks[str(row.pk)], at=at)


MARKABLE = (EnrolmentState.ENROLLED, EnrolmentState.ATTENDED, EnrolmentState.ABSENT)


def _mark(row: Enrolment, has_come: bool, result: str, *, at: datetime) -> None:
    if has_come and row.state != EnrolmentState.ATTENDED:
        require_good_standing(row.workshop, clauses.STUDY)
    row.state = EnrolmentState.ATTENDED if has_come else EnrolmentState.ABSENT
    row.result, row.changed_at = result.strip() if has_come else "", at
    row.save(update_fields=["state", "result", "changed_at"])


def finish_course(
    case: Course, *, by: User, at: datetime, results: str = "", seen_version: int | None = None
) -> Record:
    """Close a course with what came of it; who still waited for a place is told nothing but the state.

    :raises StepRefused: before its last day, or while it is not known who came.
    """
    came = Enrolment.objects.filter(course=case, state=EnrolmentState.ATTENDED).count()
    waiting = Enrolment.objects.filter(course=case, state=EnrolmentState.WAITING)
    inputs = StepInput(
        given={"results": results},
        texts={"results": results} if results.strip() else {},
        facts={"attended": came},
        seen_version=seen_version,
    )

    def close() -> None:
        waiting.update(state=EnrolmentState.NOT_ADMITTED, changed_at=at)

    return take_step(case, "finish_course", by=by, at=at, inputs=inputs, effect=close)


def call_off_course(
    case: Course, *, by: User, at: datetime, reasons: str = "", seen_version: int | None = None
) -> Record:
    """Call a course off and tell those who had enrolled."""
    rows = Enrolment.objects.filter(course=case, state__in=LIVE)
    workshops = Workshop.objects.filter(pk__in=rows.values("workshop")).select_related("holder")

    def end() -> None:
        tell(list(workshops), CALLED_OFF, title=case.name, key=case.number, at=at, case=case)
        _end_all(rows, at)

    inputs = StepInput(given={"reasons": reasons}, seen_version=seen_version)
    return take_step(case, "call_off_course", by=by, at=at, inputs=inputs, effect=end)


def _end_all(rows: Any, at: datetime) -> None:
    rows.update(state=EnrolmentState.CALLED_OFF, changed_at=at)
