"""The year's plan, courses, enrolment, attendance and help (article 8(二))."""

from datetime import date

import pytest

from gongfang.cases.advance import advance
from gongfang.cases.models import Task
from gongfang.cases.services import perform
from gongfang.notifications.models import Message
from gongfang.records.models import Record
from gongfang.regulation import clauses
from gongfang.regulation.procedure import Actor, StepRefused, WrongActor
from gongfang.support import training
from gongfang.support.models import Course, Enrolment, HelpRequest, TrainingPlan
from gongfang.support.standing import NotInGoodStanding
from tests.factories import TACHENG_CITY, applicant, beijing, head, officer
from tests.workshops.test_pages import signed_in

from . import cast

pytestmark = pytest.mark.django_db


def states(course: Course) -> list[str]:
    return list(course.enrolments.order_by("turn").values_list("state", flat=True))


def test_the_plan_of_a_year_is_written_and_written_anew() -> None:
    cast.plan()
    training.save_plan(
        by=cast.lead(), at=cast.NOW, year=2027, title="改", text="新安排", document_number="文〔2027〕1号"
    )
    assert TrainingPlan.objects.get().title == "改"
    with pytest.raises(StepRefused, match="填写"):
        training.save_plan(by=cast.lead(), at=cast.NOW, year=2028, title="", text="有")
    with pytest.raises(WrongActor):
        training.save_plan(by=head("county.culture"), at=cast.NOW, year=2028, title="计划", text="有")


def test_an_open_course_is_told_to_those_in_good_standing() -> None:
    good, suspended = cast.workshop(), cast.workshop()
    cast.set_status(suspended, "suspended")
    course = cast.course()
    assert course.state == "enrolling"
    letter = Message.objects.get(subject__contains="开放报名")
    assert letter.user == good.holder
    assert "第八条第（二）项" in letter.body


@pytest.mark.parametrize(
    "changes",
    [
        {"places": 0},
        {"ends_on": date(2027, 3, 31)},
        {"enrol_until": date(2027, 4, 1)},
        {"enrol_until": date(2027, 3, 14)},
    ],
    ids=["no places", "ends before it starts", "enrolment too late", "enrolment over"],
)
def test_a_course_whose_dates_are_out_of_order_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(StepRefused) as refused:
        cast.course(**changes)
    assert refused.value.clause == clauses.STUDY
    assert not Course.objects.exists()


def test_only_the_lead_opens_a_course() -> None:
    for stranger in (head("prefecture.hrss"), head("county.culture"), Actor.SYSTEM):
        with pytest.raises(WrongActor):
            cast.course(by=stranger)


def test_places_are_bounded_and_the_others_wait_their_turn() -> None:
    course, targets = cast.course(places=2), [cast.workshop() for _ in range(4)]
    rows = [cast.enrolled(course, target) for target in targets]
    assert states(course) == ["enrolled", "enrolled", "waiting", "waiting"]
    training.withdraw_enrolment(rows[0], by=targets[0].holder, at=cast.NOW)  # type: ignore[arg-type]
    assert states(course) == ["withdrawn", "enrolled", "enrolled", "waiting"]
    assert Message.objects.get(subject="候补转为已报名").user == targets[2].holder


def test_an_office_enrols_in_place_of_a_workshop() -> None:
    course, target = cast.course(places=9), cast.workshop()
    cast.enrolled(course, target, "甲", by=officer("county.culture"))
    cast.enrolled(course, target, "乙", by=cast.lead())
    for stranger in (officer("county.hrss"), officer("county.culture", TACHENG_CITY), applicant()):
        with pytest.raises(WrongActor):
            cast.enrolled(course, target, "丙", by=stranger)
    with pytest.raises(StepRefused, match="已经报名"):
        cast.enrolled(course, target, "甲")
    with pytest.raises(StepRefused, match="填写参加人"):
        cast.enrolled(course, target, " ")
    assert states(course) == ["enrolled", "enrolled"]


def test_enrolment_ends_with_its_last_day() -> None:
    course, target = cast.course(), cast.workshop()
    cast.enrolled(course, target, at=beijing("2027-03-25 23:59"))
    with pytest.raises(StepRefused, match="报名已经截止"):
        cast.enrolled(course, target, "另一人", at=beijing("2027-03-26 00:00"))
    with pytest.raises(StepRefused, match="截止"):
        perform(course, "close_enrolment", by=Actor.SYSTEM, at=cast.NOW)
    advance(cast.CLOSED)
    course.refresh_from_db()
    assert course.state == "settled"
    assert not Task.objects.get(case=course).is_ready


def test_only_workshops_in_good_standing_enrol() -> None:
    course, target = cast.course(), cast.workshop()
    cast.set_status(target, "suspended")
    with pytest.raises(NotInGoodStanding, match="资格中止") as refused:
        cast.enrolled(course, target)
    assert refused.value.clause == clauses.STUDY


def test_suspension_freezes_an_enrolment_and_restoration_lets_it_go_on() -> None:
    course, first, second, third = cast.course(places=1), cast.workshop(), cast.workshop(), cast.workshop()
    rows = [cast.enrolled(course, target) for target in (first, second, third)]
    cast.set_status(second, "suspended")
    letter = Message.objects.get(user=second.holder, subject__contains="暂停")
    assert course.name in letter.body
    assert "《办法》第八条" in letter.body
    assert Enrolment.objects.select_related("workshop").get(pk=rows[1].pk).is_frozen
    training.withdraw_enrolment(rows[0], by=cast.lead(), at=cast.NOW)
    assert states(course) == ["withdrawn", "waiting", "enrolled"]
    cast.set_status(second, "recognised")
    assert states(course) == ["withdrawn", "waiting", "enrolled"]
    training.withdraw_enrolment(rows[2], by=cast.lead(), at=cast.NOW)
    assert states(course) == ["withdrawn", "enrolled", "withdrawn"]


def test_a_place_that_came_free_meanwhile_is_given_on_restoration() -> None:
    course, first, second = cast.course(places=1), cast.workshop(), cast.workshop()
    row, _ = cast.enrolled(course, first), cast.enrolled(course, second)
    cast.set_status(second, "suspended")
    training.withdraw_enrolment(row, by=cast.lead(), at=cast.NOW)
    assert states(course) == ["withdrawn", "waiting"]
    cast.set_status(second, "recognised")
    assert states(course) == ["withdrawn", "enrolled"]


@pytest.mark.parametrize("status", ["surrendered", "revoked"])
def test_the_end_of_a_recognition_frees_its_places(status: str) -> None:
    course, first, second = cast.course(places=1), cast.workshop(), cast.workshop()
    cast.enrolled(course, first)
    cast.enrolled(course, second)
    cast.set_status(first, status)
    assert states(course) == ["ended", "enrolled"]
    assert Message.objects.get(user=first.holder, subject__contains="支持措施终止")


def test_who_came_is_noted_after_the_course_has_begun() -> None:
    course, targets = cast.course(places=2), [cast.workshop() for _ in range(3)]
    rows = [cast.enrolled(course, target) for target in targets]
    cast.closed(course)
    came = {str(rows[0].pk): (True, "结业"), str(rows[1].pk): (False, "不记")}
    with pytest.raises(StepRefused, match="开课以后"):
        training.mark_attendance(course, came, by=cast.lead(), at=cast.CLOSED)
    with pytest.raises(StepRefused, match="结束"):
        perform(course, "finish_course", by=cast.lead(), at=beijing("2027-04-01 10:00"), results="好")
    with pytest.raises(StepRefused, match="还有 2 人"):
        perform(course, "finish_course", by=cast.lead(), at=cast.HELD, results="好")
    with pytest.raises(WrongActor):
        training.mark_attendance(course, came, by=head("prefecture.hrss"), at=cast.HELD)
    training.mark_attendance(course, came, by=cast.lead(), at=cast.HELD)
    with pytest.raises(StepRefused, match="填写成效"):
        perform(course, "finish_course", by=cast.lead(), at=cast.HELD)
    perform(course, "finish_course", by=cast.lead(), at=cast.HELD, results="学会了分色。")
    assert states(course) == ["attended", "absent", "not_admitted"]
    assert course.enrolments.get(turn=1).result == "结业"
    assert course.enrolments.get(turn=2).result == ""
    with pytest.raises(StepRefused, match="登记"):
        training.mark_attendance(course, came, by=cast.lead(), at=cast.HELD)


def test_nobody_withdraws_once_the_course_has_begun_nor_for_others() -> None:
    course, target = cast.course(), cast.workshop()
    row = cast.enrolled(course, target)
    with pytest.raises(WrongActor):
        training.withdraw_enrolment(row, by=applicant(), at=cast.NOW)
    cast.closed(course)
    with pytest.raises(StepRefused, match="开课以后"):
        training.withdraw_enrolment(row, by=target.holder, at=beijing("2027-04-01 08:00"))  # type: ignore[arg-type]


def test_a_suspended_workshop_does_not_take_part() -> None:
    course, target = cast.course(), cast.workshop()
    cast.enrolled(course, target)
    cast.closed(course)
    cast.set_status(target, "suspended")
    with pytest.raises(NotInGoodStanding):
        cast.marked(course)
    cast.marked(course, has_come=False)
    assert states(course) == ["absent"]


def test_those_enrolled_are_told_that_a_course_is_called_off() -> None:
    course, target = cast.course(), cast.workshop()
    cast.enrolled(course, target)
    perform(course, "call_off_course", by=cast.lead(), at=cast.NOW, reasons="场地停用")
    assert states(course) == ["called_off"]
    assert Message.objects.filter(user=target.holder, subject__contains="已取消").exists()


def test_a_name_is_kept_encrypted_and_in_no_record() -> None:
    course, target = cast.course(), cast.workshop()
    row = cast.enrolled(course, target, "阿依努尔")
    assert row.participant == "阿依努尔"
    assert not Record.objects.filter(body__contains="阿依努尔").exists()
    assert not Message.objects.filter(body__contains="阿依努尔").exists()


# ---- help


def test_a_workshop_asks_and_the_lead_answers() -> None:
    target = cast.workshop()
    case = cast.asked(target)
    assert Task.objects.get(case=case).office.code == "prefecture.culture"
    with pytest.raises(StepRefused, match="填写答复"):
        perform(case, "answer_help", by=cast.lead(), at=cast.NOW)
    with pytest.raises(WrongActor):
        perform(case, "answer_help", by=head("prefecture.hrss"), at=cast.NOW, reply="加明矾。")
    perform(case, "answer_help", by=cast.lead(), at=cast.NOW, reply="加明矾。")
    case.refresh_from_db()
    assert (case.state, case.answered_on) == ("answered", cast.NOW.date())
    text = signed_in(target.holder).get(case.get_absolute_url()).content.decode()  # type: ignore[arg-type]
    assert "加明矾。" in text
    assert "天然染料掉色。" in text


def test_only_the_workshop_asks_or_its_county_where_it_has_no_account() -> None:
    target = cast.workshop()
    with pytest.raises(WrongActor):
        cast.asked(target, by=officer("county.culture"))
    with pytest.raises(StepRefused, match="填写问题内容"):
        cast.asked(target, question=" ")
    type(target).objects.filter(pk=target.pk).update(holder=None)
    target.refresh_from_db()
    case = cast.asked(target, by=officer("county.culture"))
    perform(case, "withdraw_help", by=officer("county.culture"), at=cast.NOW)
    assert case.state == "withdrawn"
    assert HelpRequest.objects.count() == 1


def test_suspension_freezes_a_question_and_revocation_ends_it() -> None:
    target = cast.workshop()
    case = cast.asked(target)
    cast.set_status(target, "suspended")
    with pytest.raises(StepRefused, match="资格中止"):
        perform(case, "answer_help", by=cast.lead(), at=cast.NOW, reply="加明矾。")
    with pytest.raises(NotInGoodStanding):
        cast.asked(target)
    with pytest.raises(StepRefused, match="有效期内"):
        perform(case, "drop_help", by=Actor.SYSTEM, at=cast.NOW)
    cast.set_status(target, "revoked")
    case.refresh_from_db()
    assert case.state == "withdrawn"
    assert Record.objects.filter(case=case, action="drop_help").exists()
