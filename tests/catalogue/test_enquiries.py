"""Enquiries and demands: received, brought to workshops, answered, and what came of them (article 8(五))."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from gongfang.cases.advance import advance
from gongfang.cases.models import Task
from gongfang.cases.services import perform
from gongfang.cases.todo import todos_of
from gongfang.catalogue import enquiring, permissions, queries
from gongfang.catalogue.models import Buyer, Enquiry
from gongfang.notifications.models import Message
from gongfang.records.models import Record
from gongfang.regulation import clauses
from gongfang.regulation.procedure import Actor, StepRefused, WrongActor
from gongfang.support.registry import given_to
from gongfang.support.standing import NotInGoodStanding
from tests.factories import applicant, auditor, beijing, head, officer

from . import cast

pytestmark = pytest.mark.django_db


def fresh(case: Any) -> Any:
    return type(case).objects.get(pk=case.pk)


def test_enquire_waits_for_the_office_and_the_workshop_does_not_see_it_yet() -> None:
    receipt = cast.asked()
    case = receipt.case
    assert (case.state, case.holder, case.title, case.number) == (
        "received",
        None,
        "询价：羊角纹花毡",
        "XJ2027-0001",
    )
    assert [(task.office.code, task.action) for task in Task.objects.filter(case=case)] == [
        ("prefecture.culture", "forward_enquiry")
    ]
    assert queries.by_receipt(case.number.lower(), receipt.code.replace("-", " ")) == case
    assert queries.by_receipt(case.number, "X" * 28) is None


def test_who_asks_and_what_is_kept_encrypted_and_out_of_the_record() -> None:
    case = cast.answered().case
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, organisation, contact, message, receipt_digest FROM catalogue_buyer")
        stored = b"|".join(
            bytes(value) if not isinstance(value, str) else value.encode() for value in cursor.fetchone()
        )
    bodies = "".join(Record.objects.values_list("body", flat=True)) + "".join(
        Message.objects.values_list("body", flat=True)
    )
    for secret in ("王女士", "某酒店", "13999880033", "客房要六十条"):
        assert secret.encode() not in stored
        assert secret not in bodies
    assert Buyer.objects.get(case=case).contact == "13999880033"


def test_an_enquiry_is_about_products_of_one_workshop_in_good_standing() -> None:
    first, second = cast.published(), cast.published()
    with pytest.raises(ValueError, match="one workshop"):
        enquiring.enquire(products=[first, second], words=cast.BUYER, at=cast.ASKED)
    cast.set_status(first.workshop, "suspended")
    with pytest.raises(StepRefused) as refused:
        cast.asked(cast.fresh(first))
    assert refused.value.clause == clauses.CATALOGUE
    assert not Enquiry.objects.exists()


def test_forward_enquiry_brings_it_to_the_workshop_with_a_day_to_answer_by() -> None:
    case = fresh(cast.forwarded().case)
    assert case.holder == case.workshop.holder
    assert case.answer_by == date(2027, 3, 15)  # five working days after a Monday
    assert [todo.label for todo in todos_of(case.holder, at=cast.ASKED).items] == ["答复询价"]


def test_the_hoped_for_answer_is_a_setting() -> None:
    settings.GONGFANG_ENQUIRY_WORKING_DAYS, before = 1, settings.GONGFANG_ENQUIRY_WORKING_DAYS
    try:
        assert enquiring.answer_hoped_for(date(2027, 3, 8)) == date(2027, 3, 9)
    finally:
        settings.GONGFANG_ENQUIRY_WORKING_DAYS = before


def test_who_waits_too_long_is_reminded_once_and_nothing_else_happens() -> None:
    case = cast.forwarded().case
    on_the_day, after = beijing("2027-03-15 09:00"), beijing("2027-03-16 09:00")
    for at, told in ((on_the_day, 0), (after, 1), (after + timedelta(days=1), 1)):
        assert advance(at).is_clean
        found = Message.objects.filter(case=case, subject__contains="买方在等您答复", channel="inbox")
        assert found.count() == told
    assert fresh(case).state == "forwarded"


@pytest.mark.parametrize("by", [applicant, cast.lead, lambda: head("county.culture"), auditor])
def test_answer_enquiry_is_for_the_workshop_that_is_asked(by: Any) -> None:
    case = cast.forwarded().case
    with pytest.raises(WrongActor):
        perform(case, "answer_enquiry", by=by(), at=cast.ANSWERED, reply="可以")


def test_answer_enquiry_needs_words_and_may_be_given_again() -> None:
    case = cast.forwarded().case
    with pytest.raises(StepRefused, match="答复内容"):
        perform(case, "answer_enquiry", by=case.holder, at=cast.ANSWERED, reply=" ")
    for words in ("可以。", "也可以下月交货。"):
        perform(case, "answer_enquiry", by=case.holder, at=cast.ANSWERED, reply=words)
    assert fresh(case).state == "answered"
    assert [todo.label for todo in todos_of(case.holder, at=cast.ANSWERED).items] == ["登记成交"]


def test_order_enquiry_counts_as_support_and_in_the_statistics() -> None:
    case = cast.ordered()
    assert (case.state, case.amount, case.ordered_quantity) == ("ordered", 18000, 60)
    given = given_to([case.workshop_id])[case.workshop_id]
    assert [(measure.name, each.result) for measure, each in given] == [
        ("orders", "成交 60 件，18,000.00 元"),
        ("catalogue", "询价 1 件，成交 1 件"),
    ]
    found = queries.enquiry_statistics(since=date(2027, 1, 1), until=date(2027, 12, 31))
    assert (found["total"], found["ordered"], found["amount"], found["states"]) == (1, 1, 18000, {"ordered": 1})
    assert queries.enquiry_statistics(since=date(2027, 4, 1))["total"] == 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"amount": 0}, "大于零"),
        ({"ordered_on": date(2027, 3, 11)}, "晚于今天"),
        ({"quantity": None}, "数量"),
    ],
)
def test_an_order_that_cannot_be_is_refused_and_changes_nothing(changes: dict[str, Any], said: str) -> None:
    case = cast.answered().case
    with pytest.raises(StepRefused, match=said):
        perform(case, "order_enquiry", by=case.holder, at=cast.ANSWERED, **cast.order(**changes))
    assert (fresh(case).state, fresh(case).amount) == ("answered", None)


def test_close_enquiry_says_why_and_spam_is_the_offices() -> None:
    case = cast.asked().case
    with pytest.raises(WrongActor):
        perform(case, "close_enquiry", by=case.workshop.holder, at=cast.ASKED, outcome="spam", reasons="广告")
    with pytest.raises(StepRefused, match="理由"):
        perform(case, "close_enquiry", by=cast.lead(), at=cast.ASKED, outcome="spam")
    perform(case, "close_enquiry", by=cast.lead(), at=cast.ASKED, outcome="spam", reasons="广告")
    assert (fresh(case).state, fresh(case).outcome) == ("dropped", "spam")
    given = given_to([case.workshop_id])[case.workshop_id]
    assert [each.result for _measure, each in given] == [""]


def test_withdraw_enquiry_is_the_buyers() -> None:
    case = cast.answered().case
    with pytest.raises(WrongActor):
        perform(case, "withdraw_enquiry", by=case.holder, at=cast.ANSWERED)
    perform(case, "withdraw_enquiry", by=Actor.PUBLIC, at=cast.ANSWERED)
    assert (fresh(case).state, fresh(case).outcome) == ("dropped", "withdrawn")


def test_the_end_of_the_recognition_ends_open_enquiries_and_suspension_does_not() -> None:
    case = cast.forwarded().case
    cast.set_status(case.workshop, "suspended")
    assert fresh(case).state == "forwarded"
    cast.set_status(case.workshop, "surrendered")
    assert (fresh(case).state, fresh(case).outcome) == ("dropped", "lapsed")


def test_only_who_answers_or_brings_an_enquiry_may_know_who_asks() -> None:
    new, case = cast.asked().case, fresh(cast.forwarded().case)
    lead, holder = officer("prefecture.culture"), case.holder
    others = [head("prefecture.hrss"), head("county.culture"), auditor(), applicant()]
    assert permissions.may_reveal(lead, case)
    assert permissions.may_reveal(holder, case)
    assert not any(permissions.may_reveal(each, case) for each in others)
    assert not permissions.may_reveal(new.workshop.holder, new)


def test_match_demand_gives_each_workshop_an_enquiry_of_its_own_and_follows_them_to_a_result() -> None:
    first, second = cast.workshop(), cast.workshop()
    demand = cast.matched(first, second)
    rows = list(Enquiry.objects.filter(of_demand=demand).order_by("pk"))
    assert [(row.workshop, row.holder, row.state) for row in rows] == [
        (first, first.holder, "forwarded"),
        (second, second.holder, "forwarded"),
    ]
    assert queries.buyer_of(rows[0]).message == cast.BUYER.message
    with pytest.raises(StepRefused, match="还有 2 家"):
        perform(demand, "conclude_demand", by=cast.lead(), at=cast.ANSWERED)
    perform(rows[0], "order_enquiry", by=first.holder, at=cast.ANSWERED, **cast.order())
    perform(rows[1], "close_enquiry", by=second.holder, at=cast.ANSWERED, outcome="cannot", reasons="太忙")
    assert [task.is_ready for task in Task.objects.filter(case=demand)] == [True]
    perform(demand, "conclude_demand", by=cast.lead(), at=cast.ANSWERED)
    assert fresh(demand).state == "concluded"
    [row] = queries.demands()
    assert (row.matched_count, row.ordered_count) == (2, 1)


def test_match_demand_asks_no_workshop_twice_and_none_out_of_standing() -> None:
    target, other = cast.workshop(), cast.set_status(cast.workshop(), "suspended")
    demand = cast.matched(target)
    for workshops, refusal in (((target,), StepRefused), ((other,), NotInGoodStanding), ((), StepRefused)):
        with pytest.raises(refusal):
            perform(demand, "match_demand", by=cast.lead(), at=cast.ASKED, workshops=workshops)
    assert list(queries.workshops_for(demand)) == []
    with pytest.raises(WrongActor):
        perform(demand, "match_demand", by=head("prefecture.hrss"), at=cast.ASKED, workshops=(target,))


@pytest.mark.parametrize(("action", "outcome"), [("close_demand", "other"), ("withdraw_demand", "withdrawn")])
def test_the_end_of_a_demand_ends_what_is_open_under_it(action: str, outcome: str) -> None:
    demand = cast.matched(cast.workshop())
    by: Any = cast.lead() if action == "close_demand" else Actor.PUBLIC
    perform(demand, action, by=by, at=cast.ANSWERED, **({"reasons": "已另行采购"} if outcome == "other" else {}))
    assert fresh(demand).state == "dropped"
    assert [(row.state, row.outcome) for row in demand.enquiries.all()] == [("dropped", outcome)]
