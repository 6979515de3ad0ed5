"""Scores, the result, the order to put things right, its report and its failure."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from gongfang.cases.advance import advance
from gongfang.cases.models import RunningLimit, Task
from gongfang.cases.services import StepConflict, perform
from gongfang.evaluations.models import Evaluation, RectificationOrder, Score
from gongfang.notifications.models import Message
from gongfang.records.models import EvidenceFile, Record
from gongfang.regulation.procedure import Actor, StepRefused, WrongActor
from gongfang.revocations.models import Revocation
from gongfang.revocations.services import open_revocation
from gongfang.workshops.models import Workshop, WorkshopEvent
from tests.applications import specimen
from tests.factories import TACHENG_CITY, applicant, auditor, beijing, head, office, officer
from tests.world import picture

from . import cast
from .cast import DEADLINE, DECIDED, LAST_INSTANT, OPENED, PROBLEMS, SCORED, SCORES, TOO_LATE

pytestmark = pytest.mark.django_db
REPORTED = beijing("2028-08-20 10:00")


def outsiders(case: Evaluation) -> list[Any]:
    return [
        case.holder,
        applicant(),
        head("prefecture.hrss"),
        head("county.culture"),
        head("county.culture", TACHENG_CITY),
        auditor(),
        Actor.SYSTEM,
    ]


def status_of(case: Evaluation) -> str:
    return Workshop.objects.get(pk=case.workshop_id).status


def test_officers_score_and_score_anew() -> None:
    case, by = cast.self_assessed(), officer("prefecture.culture")
    perform(case, "score_evaluation", by=by, at=SCORED, scores={"funds": SCORES["funds"]})
    assert case.state == "self_assessed"
    anew = {"funds": {"points": 9, "remark": " 凭证不全 "}}
    record = perform(case, "score_evaluation", by=by, at=DECIDED, scores=anew)
    score = Score.objects.get(evaluation=case)
    assert (score.points, score.remark, score.given_by, score.given_at) == (9, "凭证不全", by, DECIDED)
    assert '"scores":{"funds":9}' in record.body
    assert "凭证不全" not in record.body
    assert record.statements.get().text.endswith("凭证不全 ")


@pytest.mark.parametrize(
    ("score", "says"),
    [
        ({"points": 26, "remark": "好"}, "0 至 25"),
        ({"points": None, "remark": "好"}, "0 至 25"),
        ({"points": 20, "remark": " "}, "评分依据"),
    ],
)
def test_scores_out_of_range_or_without_a_remark_are_refused(score: dict[str, Any], says: str) -> None:
    case = cast.self_assessed()
    with pytest.raises(StepRefused, match=says):
        perform(case, "score_evaluation", by=cast.lead(), at=SCORED, scores={"funds": score})
    assert not Score.objects.exists()


def test_unknown_dimension_is_refused() -> None:
    case = cast.self_assessed()
    with pytest.raises(StepRefused, match="没有这一评估内容"):
        perform(case, "score_evaluation", by=cast.lead(), at=SCORED, scores={"luck": SCORES["funds"]})


def test_lead_scores_without_a_self_assessment_once_its_period_is_over() -> None:
    case = cast.due()
    ends_at = RunningLimit.objects.get(case=case).ends_at
    with pytest.raises(StepRefused, match="自评期未满"):
        perform(case, "score_evaluation", by=cast.lead(), at=ends_at - timedelta(seconds=1), scores=SCORES)
    assert not Task.objects.filter(case=case).exists()
    advance(ends_at)
    assert list(Task.objects.filter(case=case).values_list("office", "action")) == [
        (office("prefecture.culture").pk, "score_evaluation")
    ]
    perform(case, "score_evaluation", by=cast.lead(), at=ends_at, scores=SCORES)
    perform(case, "pass_evaluation", by=cast.lead(), at=ends_at)
    assert case.state == "passed"


def test_office_has_the_work_before_the_result() -> None:
    case = cast.self_assessed()
    assert [(task.action, task.is_ready) for task in Task.objects.filter(case=case)] == [
        ("pass_evaluation", False)
    ]
    perform(case, "score_evaluation", by=cast.lead(), at=SCORED, scores=SCORES)
    assert [(task.action, task.is_ready) for task in Task.objects.filter(case=case)] == [("pass_evaluation", True)]


def test_holder_is_not_told_of_each_score() -> None:
    case = cast.self_assessed()
    before = Message.objects.filter(user=case.holder).count()
    perform(case, "score_evaluation", by=cast.lead(), at=SCORED, scores=SCORES)
    assert Message.objects.filter(user=case.holder).count() == before


def test_evaluation_passes() -> None:
    case = cast.scored()
    record = perform(case, "pass_evaluation", by=cast.lead(), at=DECIDED)
    case = Evaluation.objects.get(pk=case.pk)
    assert (case.state, case.ended_on, status_of(case)) == ("passed", DECIDED.date(), "recognised")
    assert '"total":80' in record.body


def test_result_needs_every_score_and_the_version_that_was_seen() -> None:
    case = cast.self_assessed()
    perform(case, "score_evaluation", by=cast.lead(), at=SCORED, scores={"funds": SCORES["funds"]})
    with pytest.raises(StepRefused, match="尚未评分：传承活动开展、带动就业、产品质量与知识产权"):
        perform(case, "pass_evaluation", by=cast.lead(), at=DECIDED)
    with pytest.raises(StepConflict):
        perform(case, "pass_evaluation", by=cast.lead(), at=DECIDED, seen_version=1)
    assert Evaluation.objects.get(pk=case.pk).is_open


@pytest.mark.parametrize("action", ["score_evaluation", "pass_evaluation", "order_rectification"])
def test_only_the_lead_evaluates(action: str) -> None:
    case = cast.scored()
    given: dict[str, Any] = {
        "score_evaluation": {"scores": SCORES},
        "pass_evaluation": {},
        "order_rectification": {"problems": PROBLEMS, "deadline": DEADLINE},
    }[action]
    for person in outsiders(case):
        with pytest.raises(WrongActor):
            perform(case, action, by=person, at=DECIDED, **given)
    assert Evaluation.objects.get(pk=case.pk).state == "self_assessed"


@pytest.mark.parametrize("action", ["pass_evaluation", "order_rectification", "fail_evaluation"])
def test_officers_do_not_sign_results(action: str) -> None:
    case = cast.ordered() if action == "fail_evaluation" else cast.scored()
    given: dict[str, Any] = {
        "pass_evaluation": {},
        "order_rectification": {"problems": PROBLEMS, "deadline": date(2028, 10, 31)},
        "fail_evaluation": {"reasons": "账目仍不清"},
    }[action]
    with pytest.raises(WrongActor, match="负责人"):
        perform(case, action, by=officer("prefecture.culture"), at=TOO_LATE, **given)


def test_order_sets_a_deadline_and_tells_the_workshop() -> None:
    case = cast.ordered()
    limit = RunningLimit.objects.get(case=case, closed_at=None)
    assert (case.state, limit.name, limit.last_day, limit.ends_at) == (
        "rectifying",
        "rectification",
        DEADLINE,
        TOO_LATE,
    )
    order = RectificationOrder.objects.get()
    assert (order.turn, order.problems, order.last_day, order.suspends) == (1, PROBLEMS, DEADLINE, False)
    assert status_of(case) == "recognised"
    assert Message.objects.filter(user=case.holder, body__contains="限期整改").exists()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"problems": " "}, "存在的问题"),
        ({"deadline": None}, "最后一日"),
        ({"deadline": DECIDED.date()}, "晚于今天"),
    ],
)
def test_order_without_problems_or_a_day_ahead_is_refused(changes: dict[str, Any], says: str) -> None:
    case = cast.scored()
    given = {"problems": PROBLEMS, "deadline": DEADLINE, "suspends": True} | changes
    with pytest.raises(StepRefused, match=says):
        perform(case, "order_rectification", by=cast.lead(), at=DECIDED, **given)
    assert not RectificationOrder.objects.exists()
    assert status_of(case) == "recognised"


def test_order_before_every_score_is_refused() -> None:
    case = cast.self_assessed()
    with pytest.raises(StepRefused, match="尚未评分"):
        perform(case, "order_rectification", by=cast.lead(), at=DECIDED, problems=PROBLEMS, deadline=DEADLINE)


def test_workshop_reports_with_pictures_until_the_last_instant() -> None:
    case = cast.ordered()
    with pytest.raises(StepRefused, match="届满"):
        perform(case, "report_rectified", by=cast.speaker(case), at=TOO_LATE, reply="已改", files=[picture()])
    assert not EvidenceFile.objects.filter(case=case).exists()
    record = perform(
        case, "report_rectified", by=cast.speaker(case), at=LAST_INSTANT, reply="已改", files=[picture()]
    )
    order = RectificationOrder.objects.get()
    file = EvidenceFile.objects.get(case=case)
    assert (case.state, order.report, order.reported_at) == ("rectified", "已改", LAST_INSTANT)
    assert (file.section, file.access) == ("rectified_1", "handlers")
    assert file.digest in record.body


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"reply": " "}, "请填写"),
        (
            {"reply": "已改", "files": [SimpleUploadedFile("x.exe", b"MZ", content_type="application/x-exe")]},
            "文件|类型|上传",
        ),
    ],
)
def test_report_without_words_or_with_bad_files_is_refused(given: dict[str, Any], says: str) -> None:
    case = cast.ordered()
    with pytest.raises(StepRefused, match=says):
        perform(case, "report_rectified", by=cast.speaker(case), at=REPORTED, **given)
    assert RectificationOrder.objects.get().reported_at is None


def test_others_do_not_report() -> None:
    case = cast.ordered()
    others = [applicant(), cast.lead(), head("county.culture"), auditor(), Actor.SYSTEM]
    for person in others:
        with pytest.raises(WrongActor):
            perform(case, "report_rectified", by=person, at=REPORTED, reply="已改")
    before = cast.scored(name="乙")
    with pytest.raises(StepRefused):
        perform(before, "report_rectified", by=cast.speaker(before), at=REPORTED, reply="已改", files=[picture()])


def test_report_on_paper_counts_from_its_stamp() -> None:
    case = cast.ordered(is_on_paper=True)
    pdf = SimpleUploadedFile("报告.pdf", specimen.PDF, content_type="application/pdf")
    given = {"reply": "已改", "files": [pdf], "received_on": DEADLINE, "entry_reason": "邮寄"}
    perform(case, "report_rectified", by=head("county.culture"), at=TOO_LATE + timedelta(days=1), **given)
    assert RectificationOrder.objects.get().received_on == DEADLINE
    held = cast.ordered(name="乙")
    with pytest.raises(WrongActor, match="受理机关"):
        perform(held, "report_rectified", by=held.holder, at=TOO_LATE, reply="已改", received_on=DEADLINE)


def test_what_was_put_right_passes() -> None:
    case = cast.reported()
    perform(case, "score_evaluation", by=cast.lead(), at=REPORTED, scores={"funds": SCORES["funds"]})
    perform(case, "pass_evaluation", by=cast.lead(), at=REPORTED)
    assert Evaluation.objects.get(pk=case.pk).ended_on == REPORTED.date()
    assert not Revocation.objects.exists()


def test_what_does_not_do_gets_another_deadline() -> None:
    case = cast.reported()
    given = {"problems": "仍缺一笔凭证", "deadline": date(2028, 9, 29)}
    perform(case, "order_rectification", by=cast.lead(), at=REPORTED, **given)
    assert case.state == "rectifying"
    assert [order.turn for order in RectificationOrder.objects.all()] == [1, 2]
    with pytest.raises(StepRefused, match="期限未满"):
        perform(case, "fail_evaluation", by=cast.lead(), at=TOO_LATE, reasons="仍不合格")
    perform(case, "report_rectified", by=case.holder, at=TOO_LATE, reply="已补齐", files=[picture()])
    assert EvidenceFile.objects.get(case=case).section == "rectified_2"


def test_failing_opens_a_revocation_in_the_same_transaction() -> None:
    case = cast.ordered()
    with pytest.raises(StepRefused, match="期限未满"):
        perform(case, "fail_evaluation", by=cast.lead(), at=LAST_INSTANT, reasons="未整改")
    advance(TOO_LATE)
    assert Task.objects.filter(case=case, action="fail_evaluation", is_ready=True).exists()
    perform(case, "fail_evaluation", by=cast.lead(), at=TOO_LATE, reasons="期满未整改")
    revocation = Revocation.objects.get()
    assert (revocation.workshop_id, revocation.grounds, revocation.state) == (
        case.workshop_id,
        ["10(九)"],
        "investigating",
    )
    facts = revocation.accusation.facts
    assert case.number in facts
    assert PROBLEMS in facts
    assert "期满未整改" in facts
    assert Record.objects.filter(case=revocation).get().actor == "SYSTEM"
    case = Evaluation.objects.get(pk=case.pk)
    assert (case.state, case.ended_on) == ("failed", TOO_LATE.date())


def test_failing_needs_an_order_and_reasons() -> None:
    case = cast.scored()
    with pytest.raises(StepRefused):
        perform(case, "fail_evaluation", by=cast.lead(), at=DECIDED, reasons="不合格")
    late = cast.ordered(name="乙")
    with pytest.raises(StepRefused, match="理由"):
        perform(late, "fail_evaluation", by=cast.lead(), at=TOO_LATE, reasons="")
    for person in outsiders(late):
        with pytest.raises(WrongActor):
            perform(late, "fail_evaluation", by=person, at=TOO_LATE, reasons="未整改")
    assert not Revocation.objects.exists()


def test_failing_beside_a_running_revocation_opens_no_second_one() -> None:
    case = cast.ordered()
    workshop = Workshop.objects.get(pk=case.workshop_id)
    running = open_revocation(workshop, by=cast.lead(), at=DECIDED, grounds=["10(五)"], facts="挪用补助")
    record = perform(case, "fail_evaluation", by=cast.lead(), at=TOO_LATE, reasons="期满未整改")
    assert Revocation.objects.get() == running
    assert running.number in record.body


def test_ordered_suspension_begins_with_the_order_and_ends_with_the_pass() -> None:
    case = cast.reported(suspends=True)
    assert status_of(case) == "suspended"
    event = WorkshopEvent.objects.get(workshop=case.workshop_id, kind="suspended")
    assert (event.clause_id, event.on) == ("9(四)", DECIDED.date())
    perform(case, "pass_evaluation", by=cast.lead(), at=REPORTED)
    assert status_of(case) == "recognised"
    event = WorkshopEvent.objects.get(workshop=case.workshop_id, kind="restored")
    assert (event.clause_id, event.on, event.note) == ("9(四)", REPORTED.date(), case.number)


@pytest.mark.parametrize("wrong", [{"points": 101}, {"remark": ""}, {"dimension": "funds"}])
def test_database_refuses_a_score_that_the_measures_refuse(wrong: dict[str, Any]) -> None:
    case = cast.scored()
    lawful = {"dimension": "x", "points": 1, "remark": "有台账", "given_by": cast.lead(), "given_at": OPENED}
    with pytest.raises(IntegrityError), transaction.atomic():
        Score.objects.create(evaluation=case, **(lawful | wrong))


@pytest.mark.parametrize("wrong", [{"problems": ""}, {"report": "已改"}, {"turn": 1}])
def test_database_refuses_an_order_that_the_measures_refuse(wrong: dict[str, Any]) -> None:
    case = cast.ordered()
    lawful = {"turn": 2, "problems": PROBLEMS, "last_day": DEADLINE}
    by = {"ordered_by": cast.lead(), "ordered_at": OPENED}
    with pytest.raises(IntegrityError), transaction.atomic():
        RectificationOrder.objects.create(evaluation=case, **(lawful | by | wrong))
