"""What the world of the tests of access has had of the support of article 8."""

from datetime import date
from typing import Any

from gongfang.accounts.models import User
from gongfang.support import growing, helping, recommending, training
from gongfang.support.models import Candidate
from tests.factories import beijing


def given_support(both: tuple[Any, Any], lead: User) -> dict[str, Any]:
    """Return a call in which the home workshop is chosen, a course both enrol for, and what each was given."""
    at, home = beijing("2026-06-17 17:00"), both[0]
    asked = {"name": "自治区级推荐", "level": "region", "deadline": date(2026, 7, 1), "places": 1}
    call = recommending.open_recommendation(by=lead, at=at, **asked)
    chosen = Candidate.objects.select_related("call", "workshop").get(call=call, workshop=home.workshop)
    recommending.choose(chosen, by=lead, at=at, reasons="评估好")
    plan = training.save_plan(by=lead, at=at, year=2026, title="2026年研修培训计划", text="提升设计")
    dates = {"enrol_until": date(2026, 7, 1), "starts_on": date(2026, 7, 6), "ends_on": date(2026, 7, 8)}
    said = {"name": "研修班", "course_kind": "study", "organiser": "文化馆", "place": "塔城市", "places": 1}
    course = training.open_course(by=lead, at=at, course=training.NewCourse(plan=plan, **dates, **said))
    studio = {"kind": "studio", "title": "大师工作室", "level": "county", "proposed_on": date(2026, 6, 17)}
    brand = {"kind": "media", "title": "专题报道", "given_on": date(2026, 6, 17)}
    return {
        "call": call,
        "course": course,
        "enrolments": tuple(
            training.enrol(course, each.workshop, by=each.holder, at=at, participant="古丽娜尔") for each in both
        ),
        "questions": tuple(
            helping.ask_help(each.workshop, by=each.holder, at=at, question="天然染料掉色。") for each in both
        ),
        "successions": tuple(growing.propose_succession(each.workshop, by=lead, at=at, **studio) for each in both),
        "brand": growing.record_brand(home.workshop, by=lead, at=at, **brand),
    }
