"""The guards of rectifications (articles 9(三), 9(四), readings R11 and R15), on the table that uses them all."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from gongfang.regulation import edition
from gongfang.regulation.evaluation import EVALUATION, EvaluationFacts, State
from gongfang.regulation.procedure import Actor, StepRefused, decide

BEIJING = ZoneInfo("Asia/Shanghai")
LAST_DAY = date(2028, 9, 15)
ENDS = datetime(2028, 9, 16, tzinfo=BEIJING)
SCORES = {"transmission": 20, "employment": 20, "funds": 5, "quality": 20}


def facts(state: str, actor: Actor = Actor.PREFECTURE_CULTURE, **known: Any) -> EvaluationFacts:
    lawful: dict[str, Any] = {
        "at": ENDS - timedelta(days=30),
        "edition": edition.get("2026-draft"),
        "rectification_ends_at": ENDS,
        "scores": SCORES,
    }
    return EvaluationFacts(state=state, actor=actor, **(lawful | known))


def refusal(case: EvaluationFacts, action: str) -> str:
    with pytest.raises(StepRefused) as refused:
        decide(EVALUATION, case, action)
    assert refused.value.clause.id == "9(四)"
    return refused.value.reason


@pytest.mark.parametrize("state", [State.SELF_ASSESSED, State.RECTIFIED])
def test_order_names_problems_and_a_day_that_is_ahead(state: str) -> None:
    given = {"problems": "补助资金用途不明", "deadline": LAST_DAY}
    case = facts(state, given=given)
    assert decide(EVALUATION, case, "order_rectification").target == State.RECTIFYING
    assert "问题" in refusal(replace(case, given=given | {"problems": " "}), "order_rectification")
    assert "最后一日" in refusal(replace(case, given={"problems": "不明"}), "order_rectification")
    today = given | {"deadline": case.at.date()}
    assert "晚于今天" in refusal(replace(case, given=today), "order_rectification")
    tomorrow = given | {"deadline": case.at.date() + timedelta(days=1)}
    assert decide(EVALUATION, replace(case, given=tomorrow), "order_rectification").target == State.RECTIFYING


def test_first_order_rests_on_scores() -> None:
    given = {"problems": "补助资金用途不明", "deadline": LAST_DAY}
    assert "尚未评分" in refusal(facts(State.SELF_ASSESSED, scores={}, given=given), "order_rectification")
    unasked = facts(State.RECTIFIED, scores={}, given=given)
    assert decide(EVALUATION, unasked, "order_rectification").target == State.RECTIFYING


def test_report_is_in_time_until_the_last_instant_of_the_deadline() -> None:
    case = facts(State.RECTIFYING, Actor.APPLICANT, given={"reply": "已补齐账目"})
    assert decide(EVALUATION, case, "report_rectified").target == State.RECTIFIED
    last = replace(case, at=ENDS - timedelta(microseconds=1))
    assert decide(EVALUATION, last, "report_rectified").target == State.RECTIFIED
    assert "届满" in refusal(replace(case, at=ENDS), "report_rectified")
    assert "填写" in refusal(replace(case, given={"reply": ""}), "report_rectified")


def test_report_on_paper_counts_from_its_stamp() -> None:
    given = {"reply": "已补齐账目", "received_on": LAST_DAY, "entry_reason": "邮寄"}
    case = facts(State.RECTIFYING, Actor.APPLICANT, at=ENDS + timedelta(days=2), given=given)
    assert decide(EVALUATION, case, "report_rectified").target == State.RECTIFIED
    late = given | {"received_on": LAST_DAY + timedelta(days=1)}
    assert "届满" in refusal(replace(case, given=late), "report_rectified")
    assert "事后录入" in refusal(replace(case, given=given | {"entry_reason": ""}), "report_rectified")
    future = given | {"received_on": LAST_DAY + timedelta(days=9)}
    assert "不能晚于今天" in refusal(replace(case, given=future), "report_rectified")


@pytest.mark.parametrize("state", [State.RECTIFYING, State.RECTIFIED])
def test_nobody_fails_before_the_deadline_is_over(state: str) -> None:
    case = facts(state, given={"reasons": "账目仍不清"})
    assert "期限未满" in refusal(replace(case, at=ENDS - timedelta(microseconds=1)), "fail_evaluation")
    over = replace(case, at=ENDS)
    assert decide(EVALUATION, over, "fail_evaluation").target == State.FAILED
    assert "理由" in refusal(replace(over, given={}), "fail_evaluation")


def test_an_order_without_a_known_end_binds_nobody_to_wait() -> None:
    case = facts(State.RECTIFYING, rectification_ends_at=None, given={"reasons": "账目仍不清"})
    assert decide(EVALUATION, case, "fail_evaluation").target == State.FAILED
    report = facts(State.RECTIFYING, Actor.APPLICANT, rectification_ends_at=None, given={"reply": "已改"})
    assert decide(EVALUATION, report, "report_rectified").target == State.RECTIFIED


def test_what_was_put_right_without_a_report_passes_once_the_deadline_is_over() -> None:
    case = facts(State.RECTIFYING)
    assert "期限未满" in refusal(case, "pass_evaluation")
    assert decide(EVALUATION, replace(case, at=ENDS), "pass_evaluation").target == State.PASSED
    assert decide(EVALUATION, facts(State.RECTIFIED), "pass_evaluation").target == State.PASSED


@pytest.mark.parametrize("state", [State.DUE, State.SELF_ASSESSED, State.RECTIFYING, State.RECTIFIED])
def test_case_is_closed_only_where_the_recognition_has_ended(state: str) -> None:
    case = facts(state, Actor.SYSTEM)
    assert "仍在认定" in refusal(case, "waive_evaluation")
    lost = replace(case, is_still_recognised=False)
    assert decide(EVALUATION, lost, "waive_evaluation").target == State.WAIVED
