"""Support in each of its states, made by the services."""

from datetime import date
from typing import Any

from gongfang.accounts.models import User
from gongfang.cases.services import perform
from gongfang.regulation.procedure import Actor
from gongfang.support import growing, helping, recommending, training
from gongfang.support.models import (
    BrandMeasure,
    Candidate,
    Course,
    Enrolment,
    HelpRequest,
    Recommendation,
    Succession,
    TrainingPlan,
)
from gongfang.support.training import NewCourse
from gongfang.workshops import services as register
from gongfang.workshops.models import Workshop
from tests.factories import beijing, head
from tests.revocations.cast import workshop

NOW = beijing("2027-03-15 10:00")
DEADLINE = date(2027, 4, 1)
ENROL_UNTIL = date(2027, 3, 25)
CLOSED = beijing("2027-03-26 00:10")
HELD = beijing("2027-04-02 17:00")

__all__ = ["workshop"]


def lead() -> User:
    return head("prefecture.culture")


def call(**changes: Any) -> Recommendation:
    usual: dict[str, Any] = {
        "by": lead(),
        "at": NOW,
        "name": "第二批自治区级非遗工坊",
        "level": "region",
        "deadline": DEADLINE,
        "places": 2,
    }
    return recommending.open_recommendation(**usual | changes)


def candidate(case: Recommendation, target: Workshop) -> Candidate:
    rows = Candidate.objects.select_related("call", "workshop__holder")
    return rows.get(call=case, workshop=target)


def chosen(case: Recommendation, target: Workshop, reasons: str = "带动就业多，评估好") -> Candidate:
    found = candidate(case, target)
    recommending.choose(found, by=lead(), at=NOW, reasons=reasons)
    return found


def handed_in(*targets: Workshop, **changes: Any) -> Recommendation:
    case = call(**changes)
    for target in targets:
        chosen(case, target)
    perform(case, "hand_in_candidates", by=lead(), at=NOW)
    return case


def answered(case: Recommendation, target: Workshop, answer: str = "selected", **changes: Any) -> Candidate:
    found = candidate(case, target)
    usual: dict[str, Any] = {
        "by": lead(),
        "at": HELD,
        "answered_on": date(2027, 4, 1),
        "answer_document": "新文旅〔2027〕8号",
    }
    recommending.record_answer(found, answer=answer, **usual | changes)
    return found


def plan(year: int = 2027) -> TrainingPlan:
    said = {"title": f"{year}年研修培训计划", "text": "提升毡绣工坊的设计能力。"}
    return training.save_plan(by=lead(), at=NOW, year=year, **said)


def course(**changes: Any) -> Course:
    usual: dict[str, Any] = {
        "name": "花毡设计研修班",
        "course_kind": "study",
        "organiser": "地区文化馆",
        "place": "塔城市文化馆",
        "starts_on": date(2027, 4, 1),
        "ends_on": date(2027, 4, 2),
        "enrol_until": ENROL_UNTIL,
        "places": 1,
    }
    at, by = changes.pop("at", NOW), changes.pop("by", None) or lead()
    given = usual | changes
    return training.open_course(by=by, at=at, course=NewCourse(plan=given.pop("plan", None) or plan(), **given))


def enrolled(case: Course, target: Workshop, participant: str = "古丽娜尔", **changes: Any) -> Enrolment:
    usual: dict[str, Any] = {"by": target.holder, "at": NOW}
    return training.enrol(case, target, participant=participant, **usual | changes)


def closed(case: Course) -> Course:
    perform(case, "close_enrolment", by=Actor.SYSTEM, at=CLOSED)
    return case


def marked(case: Course, *, has_come: bool = True, result: str = "") -> None:
    marks = {str(row.pk): (has_come, result) for row in case.enrolments.all()}
    training.mark_attendance(case, marks, by=lead(), at=HELD)


def asked(target: Workshop, **changes: Any) -> HelpRequest:
    usual: dict[str, Any] = {"by": target.holder, "at": NOW, "question": "天然染料掉色。", "subject": "craft"}
    return helping.ask_help(target, **usual | changes)


def studio(target: Workshop, **changes: Any) -> Succession:
    usual: dict[str, Any] = {
        "by": lead(),
        "at": NOW,
        "kind": "studio",
        "title": "花毡技能大师工作室",
        "level": "prefecture",
        "proposed_on": date(2027, 3, 1),
    }
    return growing.propose_succession(target, **usual | changes)


def brand(target: Workshop, **changes: Any) -> BrandMeasure:
    usual: dict[str, Any] = {
        "by": lead(),
        "at": NOW,
        "kind": "regional_brand",
        "title": "授权使用“塔城花毡”",
        "given_on": date(2027, 3, 2),
    }
    return growing.record_brand(target, **usual | changes)


def set_status(target: Workshop, status: str, at: Any = NOW) -> Workshop:
    return register.set_status(workshop=target, status=status, on=at.date(), at=at)
