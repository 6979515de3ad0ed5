"""The guards of evaluations (article 9(四), readings R11 and R15)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from gongfang.regulation import edition
from gongfang.regulation.evaluation import (
    EVALUATION,
    EvaluationFacts,
    State,
    counts_from_at_latest,
    due_on,
)
from gongfang.regulation.procedure import NEW, Actor, StepRefused, decide

BEIJING = ZoneInfo("Asia/Shanghai")
EDITION = edition.get("2026-draft")
ENDS = datetime(2028, 7, 15, tzinfo=BEIJING)
SCORES = {each.code: 20 for each in EDITION.evaluation_dimensions}
LAWFUL = {each.code: {"points": each.points, "remark": "台账齐全"} for each in EDITION.evaluation_dimensions}


def facts(state: str = NEW, actor: Actor = Actor.PREFECTURE_CULTURE, **known: Any) -> EvaluationFacts:
    lawful: dict[str, Any] = {
        "at": ENDS - timedelta(days=1),
        "edition": EDITION,
        "counts_from": date(2026, 6, 16),
        "self_assessment_ends_at": ENDS,
    }
    return EvaluationFacts(state=state, actor=actor, **(lawful | known))


def refusal(case: EvaluationFacts, action: str) -> str:
    with pytest.raises(StepRefused) as refused:
        decide(EVALUATION, case, action)
    assert refused.value.clause.id == "9(四)"
    return refused.value.reason


@pytest.mark.parametrize(
    ("since", "first_day"),
    [
        (date(2026, 6, 16), date(2028, 6, 16)),
        (date(2028, 2, 29), date(2030, 2, 28)),
        (date(2026, 2, 28), date(2028, 2, 28)),
        (date(2026, 12, 31), date(2028, 12, 31)),
    ],
)
def test_evaluation_is_due_two_years_later_to_the_day(since: date, first_day: date) -> None:
    assert due_on(since, EDITION) == first_day
    instant = datetime(first_day.year, first_day.month, first_day.day, tzinfo=BEIJING)
    case = facts(actor=Actor.SYSTEM, counts_from=since, at=instant)
    assert decide(EVALUATION, case, "open_evaluation").target == State.DUE
    early = replace(case, at=instant - timedelta(microseconds=1))
    assert f"{first_day} 起评估" in refusal(early, "open_evaluation")


def test_no_evaluation_without_a_recognition() -> None:
    assert "有效期" in refusal(facts(actor=Actor.SYSTEM, is_still_recognised=False), "open_evaluation")
    assert "有效期" in refusal(facts(actor=Actor.SYSTEM, counts_from=None), "open_evaluation")


@given(some.dates(min_value=date(2020, 1, 1), max_value=date(2080, 12, 31)))
def test_what_is_selected_as_due_is_due_and_nothing_else(on: date) -> None:
    latest = counts_from_at_latest(EDITION, on=on)
    assert due_on(latest, EDITION) <= on < due_on(latest + timedelta(days=1), EDITION)


def test_both_last_days_of_february_are_due_with_the_twenty_eighth() -> None:
    assert counts_from_at_latest(EDITION, on=date(2030, 2, 28)) == date(2028, 2, 29)
    assert counts_from_at_latest(EDITION, on=date(2032, 2, 29)) == date(2030, 2, 28)


def test_self_assessment_is_complete_and_in_time() -> None:
    case = facts(State.DUE, Actor.APPLICANT)
    assert decide(EVALUATION, case, "self_assess").target == State.SELF_ASSESSED
    assert "带动就业" in refusal(replace(case, missing_sections=("带动就业",)), "self_assess")
    assert "届满" in refusal(replace(case, at=ENDS), "self_assess")
    unlimited = replace(case, self_assessment_ends_at=None)
    assert decide(EVALUATION, unlimited, "self_assess").target == State.SELF_ASSESSED


def test_self_assessment_on_paper_counts_from_its_stamp() -> None:
    said = {"received_on": ENDS.date() - timedelta(days=1), "entry_reason": "邮寄"}
    case = facts(State.DUE, Actor.APPLICANT, at=ENDS + timedelta(days=3), given=said)
    assert decide(EVALUATION, case, "self_assess").target == State.SELF_ASSESSED
    assert "事后录入" in refusal(replace(case, given=said | {"entry_reason": None}), "self_assess")
    assert "届满" in refusal(replace(case, given=said | {"received_on": ENDS.date()}), "self_assess")


def test_lead_waits_for_the_self_assessment_or_for_its_period() -> None:
    waiting = facts(State.DUE, given={"scores": LAWFUL}, scores=SCORES)
    for action in ("score_evaluation", "pass_evaluation"):
        assert "自评期未满" in refusal(waiting, action)
        assert "自评期未满" in refusal(replace(waiting, self_assessment_ends_at=None), action)
    over = replace(waiting, at=ENDS)
    assert decide(EVALUATION, over, "score_evaluation").target == State.DUE
    assert decide(EVALUATION, over, "pass_evaluation").target == State.PASSED
    order = {"problems": "台账缺失", "deadline": date(2028, 9, 1)}
    assert "自评期未满" in refusal(replace(waiting, given=order), "order_rectification")
    assert decide(EVALUATION, replace(over, given=order), "order_rectification").target == State.RECTIFYING
    past = replace(over, given=order | {"deadline": ENDS.date()})
    assert "晚于今天" in refusal(past, "order_rectification")


@pytest.mark.parametrize("state", [State.SELF_ASSESSED, State.RECTIFIED])
def test_scores_stay_within_the_points_and_say_why(state: str) -> None:
    case = facts(state, given={"scores": LAWFUL})
    assert decide(EVALUATION, case, "score_evaluation").target == state

    def scored(**changes: Any) -> str:
        one = {"funds": {"points": 10, "remark": "凭证不全"} | changes}
        return refusal(replace(case, given={"scores": one}), "score_evaluation")

    assert "0 至 25" in scored(points=26)
    assert "0 至 25" in scored(points=-1)
    assert "0 至 25" in scored(points=None)
    assert "0 至 25" in scored(points=True)
    assert "评分依据" in scored(remark=" ")
    assert "评分依据" in scored(remark=None)
    assert "至少评一项" in refusal(replace(case, given={"scores": {}}), "score_evaluation")
    assert "没有这一评估内容" in refusal(replace(case, given={"scores": {"luck": {}}}), "score_evaluation")
    assert "请填写评分" in refusal(replace(case, given={}), "score_evaluation")


@pytest.mark.parametrize("state", [State.SELF_ASSESSED, State.RECTIFIED])
def test_result_rests_on_every_dimension(state: str) -> None:
    case = facts(state, scores=SCORES)
    assert decide(EVALUATION, case, "pass_evaluation").target == State.PASSED
    partly = {code: points for code, points in SCORES.items() if code != "funds"}
    assert "资金使用合规" in refusal(replace(case, scores=partly), "pass_evaluation")


def test_result_binds_the_office_and_scoring_does_not() -> None:
    bound = {step.action for step in EVALUATION.steps if step.is_binding}
    assert bound == {"pass_evaluation", "order_rectification", "fail_evaluation"}
