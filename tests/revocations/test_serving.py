"""Serving the notice: on paper, or electronically where the workshop agreed to it."""

from datetime import date
from typing import Any

import pytest

from gongfang.accounts.models import User
from gongfang.cases import limits
from gongfang.cases.models import Case
from gongfang.cases.permissions import visible_to
from gongfang.cases.presentation import actions_for
from gongfang.records.models import Record
from gongfang.regulation.procedure import StepRefused, WrongActor
from gongfang.revocations import serving
from gongfang.revocations.models import Revocation, ServiceConsent
from gongfang.workshops.models import Workshop
from gongfang.workshops.services import assign_holder
from tests.factories import applicant, beijing, head, officer
from tests.revocations import cast

pytestmark = pytest.mark.django_db


def agree(workshop: Workshop, *, is_given: bool = True) -> None:
    assert workshop.holder is not None
    serving.set_service_consent(workshop, by=workshop.holder, at=cast.OPENED, is_given=is_given)


def test_the_appeal_period_runs_from_the_day_of_receipt() -> None:
    case = cast.proposed()
    at = beijing("2026-09-10 09:00")
    given: dict[str, Any] = {"method": "post", "received_on": date(2026, 9, 7), "proof": cast.pdf("签收单.pdf")}
    record = serving.serve_notice(case, by=cast.lead(), at=at, **given)
    row = Revocation.objects.get(pk=case.pk)
    assert (row.state, row.method, row.received_on) == ("served", "post", date(2026, 9, 7))
    assert row.holder == row.workshop.holder
    period = limits.running(case, "appeal")
    assert period is not None
    assert (period.trigger, period.last_day) == (date(2026, 9, 7), date(2026, 9, 14))
    assert period.ends_at == cast.TOO_LATE
    assert case.files.get(section="notice_proof").access == "handlers"
    assert case.files.get(section="notice_proof").digest in record.body


def test_a_proof_in_words_is_kept_as_a_statement() -> None:
    case = cast.served(proof="送达回证存本局档案室")
    assert Record.objects.filter(case=case).last().statements.get().text == "送达回证存本局档案室"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"method": ""}, "请填写送达方式"),
        ({"method": "pigeon"}, "送达方式应为直接送达或者邮寄送达"),
        ({"method": "electronic"}, "电子送达以工坊签收为准，不能代填收到日期"),
        ({"received_on": None}, "请填写收到日期"),
        ({"received_on": date(2026, 9, 8)}, "收到日期不能晚于今天"),
        ({"received_on": date(2026, 9, 2)}, "收到日期不能早于提出撤销的 2026-09-03"),
        ({"proof": ""}, "请填写送达凭证"),
        ({"proof": None}, "请填写送达凭证"),
    ],
)
def test_a_receipt_that_is_not_plausible_is_refused(changes: dict[str, Any], reason: str) -> None:
    case = cast.proposed()
    given = {"method": "in_person", "received_on": cast.SERVED.date(), "proof": cast.pdf()}
    with pytest.raises(StepRefused) as refused:
        serving.serve_notice(case, by=cast.lead(), at=cast.SERVED, **given | changes)
    assert refused.value.reason == reason
    row = Revocation.objects.get(pk=case.pk)
    assert (row.state, row.method, row.holder) == ("proposed", "", None)
    assert not row.files.filter(section="notice_proof").exists()


@pytest.mark.parametrize("code", ["prefecture.hrss", "county.culture"])
def test_only_the_lead_serves(code: str) -> None:
    case = cast.proposed()
    with pytest.raises(WrongActor):
        serving.serve_notice(case, by=head(code), at=cast.SERVED, method="post", received_on=cast.SERVED.date())
    with pytest.raises(WrongActor):
        serving.offer_notice(case, by=head(code), at=cast.SERVED)


def test_consent_is_given_and_withdrawn_on_the_record() -> None:
    workshop = cast.workshop()
    agree(workshop)
    assert Workshop.objects.get(pk=workshop.pk).electronic_service_agreed_at == cast.OPENED
    agree(workshop, is_given=False)
    assert Workshop.objects.get(pk=workshop.pk).electronic_service_agreed_at is None
    assert list(ServiceConsent.objects.values_list("is_given", flat=True)) == [True, False]


@pytest.mark.parametrize("somebody", [applicant, lambda: head("prefecture.culture")])
def test_nobody_else_consents(somebody: Any) -> None:
    workshop = cast.workshop()
    with pytest.raises(serving.NotTheHolder):
        serving.set_service_consent(workshop, by=somebody(), at=cast.OPENED, is_given=True)
    assert not ServiceConsent.objects.exists()


def test_without_consent_nothing_is_sent_electronically() -> None:
    case = cast.proposed()
    with pytest.raises(StepRefused, match="未同意电子送达"):
        serving.offer_notice(case, by=cast.lead(), at=cast.SERVED)
    assert Revocation.objects.get(pk=case.pk).notice_offered_at is None


def test_opening_the_notice_is_its_receipt() -> None:
    workshop = cast.workshop()
    agree(workshop)
    case = cast.proposed(workshop)
    assert not Case.objects.filter(holder=workshop.holder).exists()
    serving.offer_notice(case, by=cast.lead(), at=cast.SERVED)
    row = Revocation.objects.get(pk=case.pk)
    assert (row.state, row.holder, row.received_on) == ("proposed", workshop.holder, None)
    with pytest.raises(StepRefused, match="已经发出"):
        serving.offer_notice(case, by=cast.lead(), at=cast.SERVED)
    assert workshop.holder is not None
    serving.acknowledge_notice(row, by=workshop.holder, at=beijing("2026-09-08 23:59:59"))
    row.refresh_from_db()
    assert (row.state, row.method, row.received_on) == ("served", "electronic", date(2026, 9, 8))
    period = limits.running(row, "appeal")
    assert period is not None
    assert period.last_day == date(2026, 9, 15)


def test_an_offered_notice_can_still_be_served_on_paper() -> None:
    workshop = cast.workshop()
    agree(workshop)
    case = cast.proposed(workshop)
    serving.offer_notice(case, by=cast.lead(), at=cast.PROPOSED)
    agree(workshop, is_given=False)
    given = {"method": "in_person", "received_on": cast.SERVED.date(), "proof": "回证"}
    serving.serve_notice(case, by=cast.lead(), at=cast.SERVED, **given)
    assert (case.state, case.method) == ("served", "in_person")


def test_what_was_not_sent_cannot_be_opened() -> None:
    case = cast.automatic()
    assert case.holder is not None
    with pytest.raises(StepRefused, match="尚无待签收的电子告知书"):
        serving.acknowledge_notice(case, by=case.holder, at=cast.SERVED)


@pytest.mark.parametrize(
    "somebody", [applicant, lambda: head("prefecture.culture"), lambda: head("county.culture")]
)
def test_nobody_else_opens_the_notice(somebody: Any) -> None:
    workshop = cast.workshop()
    agree(workshop)
    case = cast.proposed(workshop)
    serving.offer_notice(case, by=cast.lead(), at=cast.PROPOSED)
    with pytest.raises(WrongActor):
        serving.acknowledge_notice(case, by=somebody(), at=cast.SERVED)
    assert Revocation.objects.get(pk=case.pk).state == "proposed"


def test_a_notice_is_sent_by_the_head_only() -> None:
    workshop = cast.workshop()
    agree(workshop)
    case = cast.proposed(workshop)
    with pytest.raises(WrongActor, match="负责人"):
        serving.offer_notice(case, by=officer("prefecture.culture"), at=cast.SERVED)


def test_a_new_account_sees_and_answers_what_the_workshop_was_told() -> None:
    case, newcomer = cast.served(cast.workshop()), applicant()
    hand_to(case.workshop, newcomer)
    case = Revocation.objects.get(pk=case.pk)
    assert case.holder == newcomer
    assert "appeal" in {action.name for action in actions_for(newcomer, case, at=cast.OPENED)}


def test_a_new_account_learns_of_no_inquiry() -> None:
    case, newcomer = cast.opened(cast.workshop()), applicant()
    hand_to(case.workshop, newcomer)
    assert not visible_to(newcomer, "revocation").exists()


def hand_to(workshop: Workshop, holder: User) -> None:
    assign_holder(workshop=workshop, holder=holder, by=cast.lead(), at=cast.OPENED, reason="工坊补设账号")
