"""The guards of recognition: each refusal with its reason and clause, each success (articles 5 and 6)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from gongfang.regulation import edition
from gongfang.regulation.expectations import Expected, expected_steps
from gongfang.regulation.procedure import Actor, JointOpinions, StepRefused, decide
from gongfang.regulation.recognition import RECOGNITION, State
from gongfang.regulation.recognition_guards import PanelFacts, RecognitionFacts

AT = datetime(2026, 5, 6, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
ALL_AGREE = JointOpinions(agreed=frozenset({"culture", "hrss", "agriculture"}))
PASSED = PanelFacts(is_scoring_closed=True, is_deliberation_signed=True, has_passed=True)


def facts(state: str, actor: Actor, **known: Any) -> RecognitionFacts:
    return RecognitionFacts(state=state, actor=actor, at=AT, edition=edition.get("2026-draft"), **known)


def filing(**known: Any) -> RecognitionFacts:
    lawful: dict[str, Any] = {"is_truth_declared": True, "is_round_open": True}
    return facts(State.DRAFT, Actor.APPLICANT, **(lawful | known))


def refusal(case: RecognitionFacts, action: str) -> StepRefused:
    with pytest.raises(StepRefused) as refused:
        decide(RECOGNITION, case, action)
    return refused.value


def test_submit_with_everything_is_lawful() -> None:
    assert decide(RECOGNITION, filing(), "submit").target == State.SUBMITTED


@pytest.mark.parametrize(
    ("known", "words", "clause"),
    [
        ({"missing_materials": ("场地",)}, "尚缺：场地", "6(一)"),
        ({"is_truth_declared": False}, "客观真实", "6(一)"),
        ({"is_round_open": False}, "批次", "6(一)"),
        ({"banned_until": date(2029, 5, 6)}, "2029-05-06", "10"),
    ],
)
def test_submit_is_refused(known: dict[str, Any], words: str, clause: str) -> None:
    refused = refusal(filing(**known), "submit")
    assert words in refused.reason
    assert refused.clause.id == clause


def test_second_correction_request_is_refused() -> None:
    case = facts(State.SUBMITTED, Actor.COUNTY_CULTURE, corrections_asked=1, given={"missing": "场地证明"})
    assert "一次性" in refusal(case, "request_correction").reason
    assert decide(RECOGNITION, replace(case, corrections_asked=0), "request_correction").target == State.CORRECTING


def test_correction_counts_to_its_last_instant() -> None:
    case = facts(State.CORRECTING, Actor.APPLICANT, correction_ends_at=AT + timedelta(microseconds=1))
    assert decide(RECOGNITION, case, "resubmit").target == State.SUBMITTED
    late = replace(case, at=AT + timedelta(microseconds=1))
    assert "届满" in refusal(late, "resubmit").reason
    assert refusal(replace(case, actor=Actor.SYSTEM), "lapse").clause.id == "6(一)"
    assert decide(RECOGNITION, replace(late, actor=Actor.SYSTEM), "lapse").target == State.NOT_ACCEPTED


def on_paper(**given: Any) -> RecognitionFacts:
    """Return a filing on paper whose correction, asked for on 20 April, was due before today."""
    return facts(
        State.CORRECTING,
        Actor.APPLICANT,
        is_on_paper=True,
        correction_asked_on=date(2026, 4, 20),
        correction_ends_at=AT.replace(hour=0),
        given=given,
    )


def test_correction_on_paper_counts_from_its_receipt() -> None:
    yesterday, why = AT.date() - timedelta(days=1), "次日转办"
    in_time = on_paper(received_on=yesterday, entry_reason=why)
    assert decide(RECOGNITION, in_time, "resubmit").target == State.SUBMITTED
    assert "届满" in refusal(on_paper(received_on=AT.date()), "resubmit").reason
    assert "原因" in refusal(on_paper(received_on=yesterday, entry_reason=" "), "resubmit").reason
    assert "今天" in refusal(on_paper(received_on=AT.date() + timedelta(days=1)), "resubmit").reason
    early = on_paper(received_on=date(2026, 4, 19), entry_reason=why)
    assert "早于告知" in refusal(early, "resubmit").reason


def test_correction_online_has_no_other_day_of_receipt() -> None:
    online = replace(on_paper(received_on=AT.date() - timedelta(days=1), entry_reason="补录"), is_on_paper=False)
    assert "系统接收时间" in refusal(online, "resubmit").reason


def test_lapse_of_a_filing_on_paper_is_found_by_the_county() -> None:
    case = on_paper(reasons="期内未收到")
    assert "查明" in refusal(replace(case, actor=Actor.SYSTEM), "lapse").reason
    county = replace(case, actor=Actor.COUNTY_CULTURE)
    assert decide(RECOGNITION, county, "lapse").target == State.NOT_ACCEPTED
    assert "系统终结" in refusal(replace(county, is_on_paper=False), "lapse").reason


def test_lapse_without_a_clock_is_refused() -> None:
    assert refusal(facts(State.CORRECTING, Actor.SYSTEM), "lapse").reason == "补正期限未满"


def test_recommendation_names_the_silent_and_the_disagreeing() -> None:
    opinions = JointOpinions(agreed=frozenset({"culture"}), disagreed=frozenset({"hrss"}))
    refused = refusal(facts(State.COUNTY_REVIEW, Actor.COUNTY_CULTURE, opinions=opinions), "recommend")
    assert "农业农村部门尚未出具意见" in refused.reason
    assert "人力资源和社会保障部门不同意" in refused.reason
    assert refused.clause.id == "5"


def test_joint_recommendation_is_lawful() -> None:
    case = facts(State.COUNTY_REVIEW, Actor.COUNTY_CULTURE, opinions=ALL_AGREE)
    assert decide(RECOGNITION, case, "recommend").target == State.PREFECTURE_REVIEW


def test_opinion_is_given_once_a_round_and_a_disagreement_has_reasons() -> None:
    case = facts(State.COUNTY_REVIEW, Actor.COUNTY_HRSS, given={"agree": True})
    assert decide(RECOGNITION, case, "give_opinion").target == State.COUNTY_REVIEW
    silent = replace(case, given={"agree": False, "reasons": " "})
    assert "理由" in refusal(silent, "give_opinion").reason
    spoken = replace(case, opinions=JointOpinions(agreed=frozenset({"hrss"})))
    assert "已出具意见" in refusal(spoken, "give_opinion").reason


def test_consultation_answers_a_disagreement() -> None:
    case = facts(State.COUNTY_REVIEW, Actor.COUNTY_CULTURE, given={"minutes": "会商"})
    assert "无需会商" in refusal(case, "consult").reason
    disputed = replace(case, opinions=JointOpinions(disagreed=frozenset({"hrss"})))
    assert decide(RECOGNITION, disputed, "consult").target == State.COUNTY_REVIEW


def test_inspection_ends_with_two_signatures() -> None:
    case = facts(State.INSPECTING, Actor.PREFECTURE_CULTURE, inspectors_signed=1)
    assert "不少于 2 名" in refusal(case, "finish_inspection").reason
    assert decide(RECOGNITION, replace(case, inspectors_signed=2), "finish_inspection").target == "expert_review"


@pytest.mark.parametrize(
    ("panel", "words"),
    [
        (None, "尚未组成"),
        (replace(PASSED, problem="专家不足"), "专家不足"),
        (replace(PASSED, is_scoring_closed=False), "评分尚未结束"),
        (replace(PASSED, is_deliberation_signed=False), "签字"),
        (replace(PASSED, has_passed=False), "未通过"),
    ],
)
def test_proposal_needs_a_favourable_lawful_panel(panel: PanelFacts | None, words: str) -> None:
    refused = refusal(facts(State.EXPERT_REVIEW, Actor.PREFECTURE_CULTURE, panel=panel), "propose")
    assert words in refused.reason
    assert refused.clause.id == "6(二)"


def test_proposal_after_a_favourable_panel_is_lawful() -> None:
    case = facts(State.EXPERT_REVIEW, Actor.PREFECTURE_CULTURE, panel=PASSED)
    assert decide(RECOGNITION, case, "propose").target == State.PROPOSED


def test_refusal_after_review_needs_a_panel_that_failed_it() -> None:
    case = facts(State.EXPERT_REVIEW, Actor.PREFECTURE_CULTURE, panel=PASSED, given={"reasons": "评审未通过"})
    assert "已通过" in refusal(case, "refuse").reason
    assert "尚无结论" in refusal(replace(case, panel=None), "refuse").reason
    assert (
        decide(RECOGNITION, replace(case, panel=replace(PASSED, has_passed=False)), "refuse").target == "refused"
    )


def test_negative_step_without_reasons_is_refused() -> None:
    case = facts(State.SUBMITTED, Actor.COUNTY_CULTURE)
    assert refusal(case, "decline").reason == "请填写理由"


def test_notice_closes_when_it_has_run_and_nothing_stands_against_it() -> None:
    case = facts(State.PUBLIC_NOTICE, Actor.SYSTEM, notice_ends_at=AT)
    assert decide(RECOGNITION, case, "close_notice").target == State.CONFIRMING
    assert "未办结" in refusal(replace(case, open_objections=1), "close_notice").reason
    assert "成立" in refusal(replace(case, upheld_objections=1), "close_notice").reason
    assert "未满" in refusal(replace(case, notice_ends_at=AT + timedelta(seconds=1)), "close_notice").reason
    assert "尚未公示" in refusal(replace(case, notice_ends_at=None), "close_notice").reason


def test_cancellation_needs_an_upheld_objection() -> None:
    case = facts(State.CONFIRMING, Actor.PREFECTURE_CULTURE, given={"reasons": "异议成立"})
    assert "没有" in refusal(case, "cancel").reason
    assert decide(RECOGNITION, replace(case, upheld_objections=1), "cancel").target == State.CANCELLED


def test_confirmation_over_an_objection_cites_the_limb_on_notices() -> None:
    known: dict[str, Any] = {"opinions": ALL_AGREE, "given": {"document_number": "塔地文旅〔2026〕1号"}}
    case = facts(State.CONFIRMING, Actor.PREFECTURE_CULTURE, **known)
    assert decide(RECOGNITION, case, "confirm").target == State.RECOGNISED
    assert refusal(replace(case, open_objections=1), "confirm").clause.id == "6(三)"
    assert refusal(replace(case, opinions=JointOpinions()), "confirm").clause.id == "6(四)"
    assert refusal(replace(case, given={}), "confirm").reason == "请填写文号"


def test_expected_steps_leave_out_what_is_open_but_never_expected() -> None:
    case = facts(State.SUBMITTED, Actor.SYSTEM)
    expected = {(each.actor, each.step.action) for each in expected_steps(RECOGNITION, case, Actor)}
    assert expected == {(Actor.COUNTY_CULTURE, "accept")}


def expected(**known: Any) -> set[tuple[str, bool]]:
    return {(each.step.action, each.is_ready) for each in expected_in_review(**known)}


def expected_in_review(**known: Any) -> tuple[Expected, ...]:
    case = facts(State.EXPERT_REVIEW, Actor.SYSTEM, **known)
    return expected_steps(RECOGNITION, case, [Actor.PREFECTURE_CULTURE])


def test_work_towards_a_step_is_a_task_until_it_is_done() -> None:
    assert expected() == {("propose", False)}
    assert expected(panel=PASSED) == {("propose", True)}
    assert expected(panel=replace(PASSED, has_passed=False)) == {("refuse", True)}


def test_work_is_under_way_while_a_panel_that_can_finish_has_the_application() -> None:
    found = {
        name: [each.is_under_way for each in expected_in_review(panel=panel)]
        for name, panel in (
            ("none", None),
            ("at work", PanelFacts()),
            ("exhausted", PanelFacts(problem="评审专家不足")),
            ("passed", PASSED),
            ("failed", replace(PASSED, has_passed=False)),
        )
    }
    assert found == {
        "none": [False],
        "at work": [True],
        "exhausted": [False],
        "passed": [False],
        "failed": [False],
    }
