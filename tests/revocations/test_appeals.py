"""Appealing within five working days from receipt, and what the review may come to."""

from datetime import date
from typing import Any

import pytest

from gongfang.cases import limits
from gongfang.records.models import Record
from gongfang.regulation.procedure import StepRefused, WrongActor, WrongState
from gongfang.revocations import appeals, queries, serving
from gongfang.revocations.models import Appeal, Revocation
from gongfang.workshops.models import EventKind, Workshop
from tests.factories import applicant, beijing, head, officer
from tests.revocations import cast

pytestmark = pytest.mark.django_db


def holder(case: Revocation) -> Any:
    assert case.holder is not None
    return case.holder


def refusal(case: Revocation, *, by: Any = None, at: Any = cast.LAST_INSTANT, **changes: Any) -> str:
    with pytest.raises(StepRefused) as refused:
        appeals.appeal(case, by=by or holder(case), at=at, **cast.SAID | changes)
    assert refused.value.clause.id == "10"
    assert Revocation.objects.get(pk=case.pk).state == "served"
    assert not Appeal.objects.exists()
    return refused.value.reason


def test_an_appeal_starts_its_review() -> None:
    case = cast.appealed(files=[cast.pdf("认定书.pdf")])
    row = Appeal.objects.get(revocation=case)
    assert (row.real_name, row.contact, row.reasons) == tuple(list(cast.SAID.values())[:3])
    assert row.elements == ["contact", "evidence", "real_name", "reasons"]
    review = limits.running(case, "appeal_review")
    assert review is not None
    assert (review.trigger, review.last_day) == (date(2026, 9, 9), date(2026, 9, 22))
    assert limits.running(case, "appeal") is None
    assert case.files.get(section="appeal").access == "handlers"


def test_the_record_holds_no_word_of_it() -> None:
    case = cast.appealed()
    record = Record.objects.filter(case=case).latest("seq")
    assert not [word for word in cast.SAID.values() if word in record.body]
    assert not record.statements.exists()


def test_no_appeal_expires_early() -> None:
    case = cast.served()
    appeals.appeal(case, by=holder(case), at=cast.LAST_INSTANT, **cast.SAID)
    assert case.state == "appealed"


def test_the_first_instant_after_is_too_late() -> None:
    assert refusal(cast.served(), at=cast.TOO_LATE) == "申诉期已于 2026-09-14 24:00 届满"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"real_name": " "}, "申诉尚缺：真实姓名或单位名称"),
        ({"contact": ""}, "申诉尚缺：联系方式"),
        ({"reasons": "", "evidence": ""}, "申诉尚缺：具体异议理由、佐证材料"),
        (dict.fromkeys(cast.SAID, ""), "请填写申诉内容"),
        ({"received_on": date(2026, 9, 10)}, "收到日期由受理机关填写"),
    ],
)
def test_what_an_appeal_lacks_is_said(changes: dict[str, Any], reason: str) -> None:
    assert refusal(cast.served(), **changes) == reason


def test_files_are_evidence() -> None:
    case = cast.served()
    given = cast.SAID | {"evidence": "", "files": [cast.pdf()]}
    appeals.appeal(case, by=holder(case), at=cast.LAST_INSTANT, **given)
    assert "evidence" in Appeal.objects.get().elements


def test_paper_counts_from_its_stamp() -> None:
    case, at = cast.served(), beijing("2026-09-17 10:00")
    paper = {"by": cast.lead(), "at": at, "entry_reason": "窗口当日签收，隔日转办"}
    assert refusal(case, **paper, received_on=date(2026, 9, 15)) == "申诉期已于 2026-09-14 24:00 届满"
    assert refusal(case, **paper, received_on=date(2026, 9, 18)) == "收到日期不能晚于今天"
    assert "事后录入的原因" in refusal(case, **paper | {"entry_reason": ""}, received_on=date(2026, 9, 14))
    appeals.appeal(case, **paper, received_on=date(2026, 9, 14), **cast.SAID)
    review = limits.running(case, "appeal_review")
    assert review is not None
    assert (case.state, review.trigger) == ("appealed", date(2026, 9, 14))


@pytest.mark.parametrize("code", ["prefecture.hrss", "prefecture.agriculture", "county.culture"])
def test_other_offices_enter_no_appeal(code: str) -> None:
    with pytest.raises(WrongActor):
        appeals.appeal(cast.served(), by=head(code), at=cast.LAST_INSTANT, **cast.SAID)


def test_another_applicant_does_not_appeal() -> None:
    with pytest.raises(WrongActor):
        appeals.appeal(cast.served(), by=applicant(), at=cast.LAST_INSTANT, **cast.SAID)


def test_a_second_appeal_is_refused_and_the_first_stands() -> None:
    case = cast.appealed()
    with pytest.raises(WrongState):
        appeals.appeal(case, by=holder(case), at=cast.LAST_INSTANT, **cast.SAID | {"reasons": "另一番话"})
    assert Appeal.objects.get().reasons == cast.SAID["reasons"]


def test_before_the_notice_there_is_nothing_to_appeal_against() -> None:
    case = cast.automatic()
    with pytest.raises(WrongState):
        appeals.appeal(case, by=holder(case), at=cast.SERVED, **cast.SAID)
    assert not Appeal.objects.exists()


def test_an_upheld_appeal_leaves_the_recognition_as_it_was() -> None:
    case = cast.agreed(cast.appealed(), at=cast.DECIDED)
    appeals.uphold_appeal(case, by=cast.lead(), at=cast.DECIDED, **cast.ANSWER)
    workshop = Workshop.objects.get(pk=case.workshop_id)
    assert (case.state, workshop.status) == ("overturned", "recognised")
    assert queries.open_revocation_of(workshop) is None
    assert not workshop.events.filter(kind=EventKind.RESTORED).exists()


def test_an_upheld_appeal_gives_back_what_was_suspended_for_it() -> None:
    case = cast.automatic()
    given = {"method": "post", "received_on": cast.SERVED.date(), "proof": "签收单"}
    serving.serve_notice(case, by=cast.lead(), at=cast.SERVED, **given)
    appeals.appeal(case, by=holder(case), at=cast.LAST_INSTANT, **cast.SAID)
    cast.agreed(case, at=cast.DECIDED)
    appeals.uphold_appeal(case, by=cast.lead(), at=cast.DECIDED, **cast.ANSWER)
    workshop = Workshop.objects.get(pk=case.workshop_id)
    assert workshop.status == "recognised"
    event = workshop.events.get(kind=EventKind.RESTORED)
    assert (event.on, event.clause_id) == (cast.DECIDED.date(), "10")


@pytest.mark.parametrize("name", ["findings", "reply"])
def test_an_appeal_is_answered_with_findings_and_a_reply(name: str) -> None:
    case = cast.agreed(cast.appealed(), at=cast.DECIDED)
    with pytest.raises(StepRefused, match="请填写"):
        appeals.uphold_appeal(case, by=cast.lead(), at=cast.DECIDED, **cast.ANSWER | {name: ""})


def test_an_appeal_is_decided_jointly_and_by_the_head() -> None:
    case = cast.appealed()
    with pytest.raises(StepRefused, match="须三部门一致同意"):
        appeals.uphold_appeal(case, by=cast.lead(), at=cast.DECIDED, **cast.ANSWER)
    cast.agreed(case, at=cast.DECIDED)
    with pytest.raises(WrongActor, match="负责人"):
        appeals.uphold_appeal(case, by=officer("prefecture.culture"), at=cast.DECIDED, **cast.ANSWER)
    with pytest.raises(WrongActor):
        appeals.uphold_appeal(case, by=head("prefecture.hrss"), at=cast.DECIDED, **cast.ANSWER)
    assert Revocation.objects.get(pk=case.pk).state == "appealed"
