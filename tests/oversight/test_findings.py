"""Findings: recorded, ordered to be put right, reported, checked again, closed or failed (9(三), 10(九))."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongfang.cases import limits
from gongfang.cases.models import Task
from gongfang.cases.services import perform
from gongfang.oversight import services
from gongfang.oversight.models import Finding
from gongfang.records.models import EvidenceFile, Record, Statement
from gongfang.regulation import clauses
from gongfang.regulation.procedure import StepRefused, WrongActor, WrongState
from gongfang.workshops import services as register
from gongfang.workshops.models import Workshop
from tests.factories import TACHENG_CITY, applicant, auditor, beijing, head, officer
from tests.revocations import cast as revocations

from . import cast

pytestmark = pytest.mark.django_db


def status(case: Finding) -> str:
    return Workshop.objects.get(pk=case.workshop_id).status


def test_note_finding_of_a_check_keeps_its_words_and_photographs() -> None:
    target = cast.workshop()
    check = cast.done(target)
    case = cast.finding(target, check=check, files=[cast.photo("现场.jpg")])
    assert (case.state, case.holder, case.check_case, case.number) == (
        "noted",
        target.holder,
        check,
        "WT2027-0001",
    )
    assert case.title == f"{target.name}：场地"
    assert Statement.objects.get(record__case=case).text == "消防通道堆放毛料。"
    file = EvidenceFile.objects.get(case=case)
    assert (file.section, cast.recorded(case=case)["check"]) == ("finding", check.number)
    assert [task.office.code for task in Task.objects.filter(case_id=case.pk)] == ["prefecture.culture"]


def test_note_finding_needs_words_and_a_recognised_workshop() -> None:
    with pytest.raises(StepRefused, match="存在的问题"):
        cast.finding(problems=" ")
    with pytest.raises(StepRefused, match="不在认定有效期内"):
        cast.finding(cast.end_recognition(cast.workshop()))
    assert not Finding.objects.exists()


def test_note_finding_names_a_check_of_the_same_workshop_that_was_made() -> None:
    with pytest.raises(StepRefused, match="不是对该工坊"):
        cast.finding(check=cast.done())
    target = cast.workshop()
    off = cast.check(target)
    perform(off, "call_off_check", by=cast.lead(), at=cast.VISITED, reasons="大雪封路")
    with pytest.raises(StepRefused, match="已取消"):
        cast.finding(target, check=off)


def test_a_file_that_is_none_is_refused_under_the_clause() -> None:
    junk = SimpleUploadedFile("照片.jpg", b"MZ", "image/jpeg")
    with pytest.raises(StepRefused) as refused:
        cast.finding(files=[junk])
    assert refused.value.clause.id == "9(三)"
    assert not Finding.objects.exists()


@pytest.mark.parametrize(
    "by", [lambda: head("prefecture.hrss"), lambda: head("county.culture"), applicant, auditor]
)
def test_only_the_lead_office_notes_findings(by: Any) -> None:
    with pytest.raises(WrongActor):
        cast.finding(by=by())


def test_order_rectification_runs_to_the_end_of_the_day_that_is_set() -> None:
    case = cast.ordered()
    running = limits.running(case, "rectification")
    assert running is not None
    assert (case.state, running.last_day, running.ends_at) == ("rectifying", cast.DEADLINE, cast.TOO_LATE)
    assert status(case) == "recognised"


@pytest.mark.parametrize("deadline", [date(2027, 3, 11), date(2027, 3, 10)])
def test_a_deadline_is_ahead(deadline: date) -> None:
    with pytest.raises(StepRefused, match="晚于今天"):
        cast.ordered(deadline=deadline)


@pytest.mark.parametrize("missing", [{"problems": ""}, {"deadline": None}])
def test_an_order_says_what_and_until_when(missing: dict[str, Any]) -> None:
    with pytest.raises(StepRefused):
        cast.ordered(**missing)


def test_an_officer_does_not_sign_an_order() -> None:
    with pytest.raises(WrongActor, match="负责人"):
        cast.ordered(by=officer("prefecture.culture"))


def test_the_holder_reports_with_photographs_in_time() -> None:
    case = cast.rectified()
    assert case.state == "rectified"
    assert EvidenceFile.objects.get(case=case).section == "finding_reply"
    assert limits.running(case, "rectification") is None


def test_a_report_after_the_deadline_or_without_words_is_refused() -> None:
    case = cast.ordered()
    with pytest.raises(StepRefused, match="届满"):
        services.report_rectified(case, by=case.holder, at=cast.TOO_LATE, reply="已整改")
    with pytest.raises(StepRefused, match="答复内容"):
        services.report_rectified(case, by=case.holder, at=cast.IN_TIME, reply="")
    junk = SimpleUploadedFile("a.exe", b"MZ")
    with pytest.raises(StepRefused):
        services.report_rectified(case, by=case.holder, at=cast.IN_TIME, reply="已整改", files=[junk])
    assert not EvidenceFile.objects.exists()


def test_the_county_answers_for_a_workshop_on_paper_and_for_no_other() -> None:
    target = cast.workshop()
    Workshop.objects.filter(pk=target.pk).update(holder=None)
    case = cast.ordered(Workshop.objects.get(pk=target.pk))
    for other in (head("county.culture", TACHENG_CITY), head("county.hrss"), applicant()):
        with pytest.raises(WrongActor):
            services.report_rectified(case, by=other, at=cast.IN_TIME, reply="已整改")
    services.report_rectified(case, by=officer("county.culture"), at=cast.IN_TIME, reply="纸质报告：已整改")
    assert case.state == "rectified"


def test_a_report_on_paper_counts_from_its_stamp() -> None:
    target = cast.workshop()
    Workshop.objects.filter(pk=target.pk).update(holder=None)
    case, by = cast.ordered(Workshop.objects.get(pk=target.pk)), officer("county.culture")
    given = {"at": cast.TOO_LATE, "reply": "已整改", "received_on": cast.DEADLINE}
    with pytest.raises(StepRefused, match="事后录入的原因"):
        services.report_rectified(case, by=by, **given)
    services.report_rectified(case, by=by, entry_reason="周五下班前送达", **given)
    assert cast.recorded(case=case, action="report_rectified") == {"received_on": "2027-04-09"}


def test_a_holder_does_not_stamp_a_report() -> None:
    case = cast.ordered()
    with pytest.raises(WrongActor, match="受理机关"):
        services.report_rectified(case, by=case.holder, at=cast.IN_TIME, reply="已整改", received_on=cast.DEADLINE)


def test_the_county_does_not_answer_for_a_holder() -> None:
    case = cast.ordered()
    with pytest.raises(WrongActor):
        services.report_rectified(case, by=head("county.culture"), at=cast.IN_TIME, reply="已整改")


@pytest.mark.parametrize("make", [cast.finding, cast.rectified])
def test_close_finding_says_why(make: Any) -> None:
    case = make()
    with pytest.raises(StepRefused, match="理由"):
        services.close_finding(case, by=cast.lead(), at=cast.TOO_LATE, reasons="")
    services.close_finding(case, by=cast.lead(), at=cast.TOO_LATE, reasons="复查合格")
    assert case.state == "closed"


def test_a_finding_under_rectification_is_not_closed_over_its_report() -> None:
    with pytest.raises(WrongState):
        services.close_finding(cast.ordered(), by=cast.lead(), at=cast.IN_TIME, reasons="—")


def test_fail_finding_waits_for_the_deadline() -> None:
    case = cast.ordered()
    with pytest.raises(StepRefused, match="整改期限未满"):
        perform(case, "fail_finding", by=cast.lead(), at=cast.IN_TIME, reasons="未整改")
    perform(case, "fail_finding", by=cast.lead(), at=cast.TOO_LATE, reasons="逾期未整改")
    assert case.state == "failed"
    reported = cast.rectified()
    with pytest.raises(StepRefused, match="整改期限未满"):
        perform(reported, "fail_finding", by=cast.lead(), at=cast.IN_TIME, reasons="照片为旧照")
    perform(reported, "fail_finding", by=cast.lead(), at=cast.TOO_LATE, reasons="照片为旧照")
    assert reported.state == "failed"


@pytest.mark.parametrize("by", [lambda: head("prefecture.hrss"), lambda: officer("prefecture.culture"), applicant])
def test_others_do_not_fail_a_finding(by: Any) -> None:
    with pytest.raises(WrongActor):
        perform(cast.ordered(), "fail_finding", by=by(), at=cast.TOO_LATE, reasons="—")


def test_a_second_order_after_a_report_that_does_not_do() -> None:
    case = cast.rectified()
    services.order_rectification(
        case, by=cast.lead(), at=cast.IN_TIME, problems="标识未贴", deadline=date(2027, 4, 30)
    )
    assert limits.running(case, "rectification").last_day == date(2027, 4, 30)  # type: ignore[union-attr]


def test_an_order_that_suspends_lasts_until_the_finding_is_closed() -> None:
    case = cast.rectified(suspends=True)
    assert status(case) == "suspended"
    assert [event.clause_id for event in case.workshop.events.filter(kind="suspended")] == ["9(三)"]
    services.close_finding(case, by=cast.lead(), at=cast.TOO_LATE, reasons="复查合格")
    assert status(case) == "recognised"
    assert case.workshop.events.filter(kind="restored").get().note == case.number


def test_a_recognition_holds_again_when_the_last_of_two_findings_is_closed() -> None:
    target = cast.workshop()
    first, second = cast.rectified(target, suspends=True), cast.rectified(target, suspends=True)
    services.close_finding(first, by=cast.lead(), at=cast.TOO_LATE, reasons="复查合格")
    assert status(first) == "suspended"
    services.close_finding(second, by=cast.lead(), at=cast.TOO_LATE, reasons="复查合格")
    assert status(first) == "recognised"


def test_nobody_lifts_what_a_finding_suspends() -> None:
    case = cast.ordered(suspends=True)
    at = beijing("2027-03-20 10:00")
    with pytest.raises(StepRefused, match="仍有中止资格的事由"):
        register.set_status(workshop=case.workshop, status="recognised", on=at.date(), at=at)
    register.end_suspension(case.workshop, at=at, clause=clauses.INVESTIGATION)
    assert status(case) == "suspended"
    assert not case.workshop.events.filter(kind="restored").exists()


def test_a_failed_finding_is_closed_once_no_revocation_runs() -> None:
    case = cast.failed(suspends=True)
    revocation = revocations.opened(case.workshop, at=cast.TOO_LATE, grounds=["10(九)"])
    with pytest.raises(StepRefused, match="撤销命名正在办理"):
        services.close_finding(case, by=cast.lead(), at=cast.TOO_LATE, reasons="—")
    perform(revocation, "drop_revocation", by=cast.lead(), at=cast.TOO_LATE, reasons="已整改")
    services.close_finding(case, by=cast.lead(), at=cast.TOO_LATE, reasons="调查期间已整改到位")
    assert (case.state, status(case)) == ("closed", "recognised")


@pytest.mark.parametrize("make", [cast.finding, cast.ordered, cast.rectified, cast.failed])
def test_a_finding_ends_with_the_recognition(make: Any) -> None:
    case = make()
    cast.end_recognition(case.workshop, "revoked")
    assert Finding.objects.get(pk=case.pk).state == "closed"
    assert Record.objects.get(case=case, action="drop_finding").actor == "SYSTEM"
    assert limits.running(case, "rectification") is None


def test_open_cases_go_over_to_the_account_that_acts_for_the_workshop_now() -> None:
    target, new = cast.workshop(), applicant()
    case, told, untold = cast.ordered(target), cast.check(target), cast.check(target, tells_workshop=False)
    given = {"by": cast.lead(), "at": cast.NOTED, "reason": "负责人更换"}
    register.assign_holder(workshop=target, holder=new, **given)
    holders = [type(each).objects.get(pk=each.pk).holder for each in (case, told, untold)]
    assert holders == [new, new, None]


def test_a_suspension_by_itself_ends_nothing() -> None:
    case = cast.finding()
    at = beijing("2027-03-20 10:00")
    register.set_status(workshop=case.workshop, status="suspended", on=at.date(), at=at)
    assert Finding.objects.get(pk=case.pk).state == "noted"
