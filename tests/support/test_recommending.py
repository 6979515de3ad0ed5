"""Recommendation (article 8(一)): who is considered with what facts, who is chosen, what comes of it."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongfang.cases.models import Task
from gongfang.cases.services import perform
from gongfang.notifications.models import Message
from gongfang.regulation import clauses
from gongfang.regulation.procedure import Actor, StepRefused, WrongActor
from gongfang.support import ranking, recommending
from gongfang.support.models import Candidate, Recommendation
from gongfang.workshops.services import ReliedItem
from tests.evaluations import cast as evaluations
from tests.factories import applicant, beijing, head, officer
from tests.filings import cast as filings
from tests.oversight import cast as oversight

from . import cast

pytestmark = pytest.mark.django_db


def test_every_workshop_in_good_standing_is_considered_and_no_other() -> None:
    good, suspended, gone = cast.workshop(), cast.workshop(), cast.workshop()
    cast.set_status(suspended, "suspended")
    cast.set_status(gone, "surrendered")
    call = cast.call()
    assert list(call.candidates.values_list("workshop", flat=True)) == [good.pk]
    assert call.state == "choosing"
    assert Task.objects.get(case=call).is_ready is False


def test_the_facts_that_rank_are_those_of_the_day() -> None:
    target = cast.workshop(
        items=[
            ReliedItem(name="花毡", category="crafts", level="region"),
            ReliedItem(name="毡绣", category="crafts", level=""),
        ]
    )
    oversight.finding(target)
    filings.logged(target, kind="training", held_on=date(2027, 2, 1), at=beijing("2027-03-01 10:00"))
    filings.logged(target, kind="training", held_on=date(2026, 1, 1), at=beijing("2027-03-01 10:00"))
    filings.logged(target, kind="welfare", held_on=date(2027, 2, 1), at=beijing("2027-03-01 10:00"))
    row = cast.candidate(cast.call(), target)
    assert (row.open_findings, row.trainings, row.item_rank) == (1, 1, 3)
    assert (row.is_evaluated, row.has_filing, row.employed) == (False, False, 0)
    assert row.recognised_on == date(2026, 6, 30)
    assert row.level_label == "自治区级"


def test_people_and_sales_are_those_of_the_last_confirmed_filing() -> None:
    filing = filings.accepted()
    facts = dict(ranking.facts_of_all(at=beijing("2027-06-02 10:00")))[filing.workshop_id]
    people = filing.roster.filter(kind="poverty").count()
    assert facts["has_filing"] is True
    assert facts["employed_poverty"] == people > 0
    assert facts["sales"] == Decimal(110)


def test_the_mark_is_that_of_the_last_evaluation() -> None:
    evaluation = evaluations.scored()
    perform(evaluation, "pass_evaluation", by=evaluations.lead(), at=evaluations.SCORED)
    facts = dict(ranking.facts_of_all(at=cast.HELD))[evaluation.workshop_id]
    assert (facts["is_evaluated"], facts["mark"]) == (
        True,
        sum(evaluation.scores.values_list("points", flat=True)),
    )


def test_thirty_workshops_cost_what_one_costs() -> None:
    costs = []
    for number in (1, 30):
        for _ in range(number):
            cast.workshop(has_plaque=False)
        with CaptureQueriesContext(connection) as captured:
            list(ranking.facts_of_all(at=cast.NOW))
        costs.append(len(captured))
    assert costs[1] <= costs[0] <= 12


def test_facts_are_taken_anew_until_the_list_is_handed_in() -> None:
    target = cast.workshop()
    call = cast.call()
    cast.chosen(call, target)
    newcomer = cast.workshop()
    oversight.finding(target)
    recommending.refresh_facts(call, by=cast.lead(), at=beijing("2027-03-16 10:00"))
    row = cast.candidate(call, target)
    assert (row.open_findings, row.is_chosen) == (1, True)
    assert call.candidates.filter(workshop=newcomer).exists()
    perform(call, "hand_in_candidates", by=cast.lead(), at=cast.NOW)
    with pytest.raises(StepRefused, match="已经报送"):
        recommending.refresh_facts(call, by=cast.lead(), at=cast.NOW)


def test_a_call_is_opened_by_the_lead_before_its_deadline() -> None:
    with pytest.raises(StepRefused, match="已经过去") as refused:
        cast.call(deadline=date(2027, 3, 14))
    assert refused.value.clause == clauses.RECOMMENDATION
    with pytest.raises(StepRefused, match="名额"):
        cast.call(places=0)
    for stranger in (head("prefecture.hrss"), head("county.culture"), Actor.SYSTEM):
        with pytest.raises(WrongActor):
            cast.call(by=stranger)
    assert not Recommendation.objects.exists()


def test_a_candidate_is_chosen_with_reasons_within_the_places() -> None:
    first, second = cast.workshop(), cast.workshop()
    call = cast.call(places=1)
    with pytest.raises(StepRefused, match="理由"):
        cast.chosen(call, first, reasons="  ")
    cast.chosen(call, first)
    with pytest.raises(StepRefused, match="已经选满"):
        cast.chosen(call, second)
    cast.chosen(call, first, reasons="改写的理由")
    assert cast.candidate(call, first).reasons == "改写的理由"
    recommending.unchoose(cast.candidate(call, first), by=cast.lead(), at=cast.NOW)
    assert not cast.candidate(call, first).is_chosen
    with pytest.raises(WrongActor):
        recommending.choose(cast.candidate(call, first), by=officer("prefecture.hrss"), at=cast.NOW, reasons="好")


def test_what_is_suspended_is_neither_chosen_nor_handed_in() -> None:
    first, second = cast.workshop(), cast.workshop()
    call = cast.call()
    cast.chosen(call, first)
    for target in (first, second):
        cast.set_status(target, "suspended")
    with pytest.raises(StepRefused, match="不在支持范围"):
        cast.chosen(call, second)
    with pytest.raises(StepRefused, match="1 家资格中止"):
        perform(call, "hand_in_candidates", by=cast.lead(), at=cast.NOW)
    cast.set_status(first, "recognised")
    perform(call, "hand_in_candidates", by=cast.lead(), at=cast.NOW)
    assert call.state == "handed_in"


def test_the_head_hands_the_list_in_and_those_on_it_are_told() -> None:
    target, other = cast.workshop(), cast.workshop()
    call = cast.call()
    with pytest.raises(StepRefused, match="还没有选出"):
        perform(call, "hand_in_candidates", by=cast.lead(), at=cast.NOW)
    cast.chosen(call, target)
    with pytest.raises(StepRefused, match="负责人"):
        perform(call, "hand_in_candidates", by=officer("prefecture.culture"), at=cast.NOW)
    perform(call, "hand_in_candidates", by=cast.lead(), at=cast.NOW)
    row = cast.candidate(call, target)
    assert row.recommended_on == cast.NOW.date()
    letter = Message.objects.get(user=target.holder, subject__contains="已被推荐")
    assert "第八条第（一）项" in letter.body
    assert not Message.objects.filter(user=other.holder, subject__contains="推荐").exists()
    with pytest.raises(StepRefused, match="不能再改"):
        recommending.unchoose(row, by=cast.lead(), at=cast.NOW)


def test_too_long_a_list_is_refused() -> None:
    targets = [cast.workshop() for _ in range(2)]
    call = cast.call(places=2)
    for target in targets:
        cast.chosen(call, target)
    Recommendation.objects.filter(pk=call.pk).update(places=1)
    with pytest.raises(StepRefused, match="名额 1 个，已选 2 家"):
        perform(call, "hand_in_candidates", by=cast.lead(), at=cast.NOW)


def test_the_answer_of_the_higher_level_is_followed_to_the_end() -> None:
    selected, not_selected, unchosen = cast.workshop(), cast.workshop(), cast.workshop()
    call = cast.handed_in(selected, not_selected)
    with pytest.raises(StepRefused, match="还有 2 家"):
        perform(call, "conclude_recommendation", by=cast.lead(), at=cast.HELD)
    cast.answered(call, selected)
    cast.answered(call, not_selected, "not_selected")
    for refused, changes in (
        (unchosen, {}),
        (selected, {"answered_on": date(2027, 3, 14)}),
        (selected, {"answered_on": date(2027, 4, 3)}),
        (selected, {"by": applicant()}),
        (selected, {"answer": "maybe"}),
    ):
        with pytest.raises(StepRefused):
            cast.answered(call, refused, **changes)
    perform(call, "conclude_recommendation", by=cast.lead(), at=cast.HELD)
    assert oversight.recorded(case=call, action="conclude_recommendation") == {"selected": [selected.number]}
    assert Message.objects.filter(user=selected.holder, subject__contains="已入选").exists()
    with pytest.raises(StepRefused):
        cast.answered(call, selected, "not_selected")


def test_a_call_is_called_off_with_reasons() -> None:
    cast.workshop()
    call = cast.call()
    perform(call, "call_off_recommendation", by=cast.lead(), at=cast.NOW, reasons="上级推迟")
    assert call.state == "called_off"


def test_revocation_ends_a_candidacy_and_nothing_waits_for_an_answer() -> None:
    target, other = cast.workshop(), cast.workshop()
    call = cast.handed_in(target, other)
    cast.set_status(target, "suspended")
    cast.set_status(target, "revoked")
    assert cast.candidate(call, target).ended_on == cast.NOW.date()
    cast.answered(call, other)
    perform(call, "conclude_recommendation", by=cast.lead(), at=cast.HELD)
    assert call.state == "concluded"


def test_surrender_takes_a_choice_back() -> None:
    target = cast.workshop()
    call = cast.call()
    cast.chosen(call, target)
    cast.set_status(target, "surrendered")
    assert not Candidate.objects.filter(call=call, is_chosen=True).exists()
