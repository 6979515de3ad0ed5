"""The guards of panels (article 6(二), readings R6–R8)."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies

from gongfang.regulation import edition
from gongfang.regulation.panel_guards import PanelReviewFacts, Review
from gongfang.regulation.panel_steps import PANEL, State
from gongfang.regulation.procedure import NEW, Actor, StepRefused, available_actions, decide

DRAFT = edition.get("2026-draft")
DRAW_AT = datetime(2026, 6, 2, 16, tzinfo=ZoneInfo("Asia/Shanghai"))
RECUSALS_END = datetime(2026, 6, 6, tzinfo=ZoneInfo("Asia/Shanghai"))
FIVE = ("a", "b", "c", "d", "e")
SHEET = {criterion.code: criterion.points for criterion in DRAFT.rubric}
SCORED = Review(title="甲", seated=FIVE, cleared=frozenset(FIVE), scored=frozenset(FIVE))
CLEARED = replace(SCORED, scored=frozenset())
LEAD, EXPERT, APPLICANT = Actor.PREFECTURE_CULTURE, Actor.EXPERT, Actor.APPLICANT


def facts(state: str, actor: Actor, *reviews: Review, **known: Any) -> PanelReviewFacts:
    lawful: dict[str, Any] = {
        "at": RECUSALS_END,
        "size": 5,
        "draw_at": DRAW_AT,
        "public_value_source": "排列5",
        "recusal_ends_at": RECUSALS_END,
        "reviews": {str(number): review for number, review in enumerate(reviews or (CLEARED,), start=1)},
    }
    return PanelReviewFacts(state=state, actor=actor, edition=DRAFT, **(lawful | known))


def refusal(case: PanelReviewFacts, action: str) -> str:
    with pytest.raises(StepRefused) as refused:
        decide(PANEL, case, action)
    assert refused.value.clause.id == "6(二)"
    return refused.value.reason


ANNOUNCING = {"at": DRAW_AT - timedelta(days=1), "given": {"pools": ["region"]}}


def test_lawful_draw_is_announced() -> None:
    assert decide(PANEL, facts(NEW, LEAD, **ANNOUNCING), "announce_draw").target == State.ANNOUNCED


@pytest.mark.parametrize(
    ("review", "known", "why"),
    [
        (CLEARED, {"size": 4}, "不足 5 名"),
        (CLEARED, {"size": 6}, "应为单数"),
        (CLEARED, {"given": {"pools": []}}, "请选择抽取的专家库"),
        (CLEARED, {"given": {"pools": ["region", "province"]}}, "专家库应为"),
        (CLEARED, {"at": DRAW_AT}, "应晚于公告时间"),
        (CLEARED, {"public_value_source": " "}, "公开随机值的来源"),
        (replace(CLEARED, is_in_expert_review=False), {}, "尚未进入专家评审：甲"),
        (replace(CLEARED, is_exhausted=True), {}, "不足 5 名：甲"),
    ],
)
def test_unlawful_draw_is_not_announced(review: Review, known: dict[str, Any], why: str) -> None:
    assert why in refusal(facts(NEW, LEAD, review, **(ANNOUNCING | known)), "announce_draw")


def test_panel_for_nothing_is_not_announced() -> None:
    assert "请选择交付评审的申报" in refusal(facts(NEW, LEAD, **(ANNOUNCING | {"reviews": {}})), "announce_draw")


def test_size_follows_the_quotas_of_the_edition() -> None:
    quotas = replace(DRAFT, pool_quotas={"region": 3, "prefecture": 4})
    case = replace(facts(NEW, LEAD, **ANNOUNCING), edition=quotas)
    assert "名额合计 7 名" in refusal(case, "announce_draw")
    assert decide(PANEL, replace(case, size=7), "announce_draw").target == State.ANNOUNCED


DRAWING = {"public_value": "31415", "public_value_source": "排列5"}


def test_draw_comes_at_its_time_from_its_source() -> None:
    case = facts(State.ANNOUNCED, LEAD, at=DRAW_AT, given=DRAWING)
    assert decide(PANEL, case, "draw").target == State.DRAWN
    assert "未到公告的抽取时间" in refusal(replace(case, at=DRAW_AT - timedelta(microseconds=1)), "draw")
    assert "与公告一致" in refusal(replace(case, given=DRAWING | {"public_value_source": "3D"}), "draw")
    assert "公开随机值" in refusal(replace(case, given=DRAWING | {"public_value": " "}), "draw")


def scoring_facts(review: Review = CLEARED, **known: Any) -> PanelReviewFacts:
    lawful = {"given": {"expert": "a", "application": "1", "items": SHEET}}
    return facts(State.DRAWN, EXPERT, review, **(lawful | known))


def test_score_of_a_cleared_expert_opens_the_scoring() -> None:
    assert decide(PANEL, scoring_facts(), "score").target == State.SCORING


@pytest.mark.parametrize(
    ("review", "why"),
    [
        (replace(CLEARED, seated=("b", "c", "d", "e", "f")), "不是该申报的评审专家"),
        (replace(CLEARED, is_exhausted=True), "抽取名单已用尽"),
        (replace(CLEARED, cleared=frozenset("bcde")), "请先声明"),
        (replace(CLEARED, challenged=frozenset("b")), "尚未决定"),
        (replace(CLEARED, scored=frozenset("a")), "不能更改"),
    ],
)
def test_score_is_refused_while_the_panel_is_not_in_order(review: Review, why: str) -> None:
    assert why in refusal(scoring_facts(review), "score")


def test_score_waits_for_the_recusal_period_or_for_every_waiver() -> None:
    early = RECUSALS_END - timedelta(microseconds=1)
    waived = replace(CLEARED, is_waived=True)
    assert "申请回避期未满" in refusal(scoring_facts(at=early), "score")
    assert decide(PANEL, scoring_facts(waived, at=early), "score")
    two = replace(scoring_facts(waived, at=early), reviews={"1": waived, "2": CLEARED})
    assert "申请回避期未满" in refusal(two, "score")


def test_score_for_another_panels_application_is_refused() -> None:
    case = replace(scoring_facts(), given={"expert": "a", "application": "9", "items": SHEET})
    assert "不由本专家组评审" in refusal(case, "score")


@given(strategies.dictionaries(strategies.sampled_from([*SHEET, "charm"]), strategies.integers(-3, 30)))
def test_only_a_whole_sheet_within_its_points_is_taken(items: dict[str, int]) -> None:
    case = replace(scoring_facts(), given={"expert": "a", "application": "1", "items": items})
    is_lawful = items.keys() == SHEET.keys() and all(0 <= items[code] <= SHEET[code] for code in items)
    if is_lawful:
        assert decide(PANEL, case, "score")
    else:
        assert refusal(case, "score")


def test_score_is_offered_to_an_expert_while_one_application_waits_for_him() -> None:
    done = replace(CLEARED, scored=frozenset("a"))
    offered = replace(scoring_facts(), given={"expert": "a"}, reviews={"1": done, "2": CLEARED})
    assert {each.step.action for each in available_actions(PANEL, offered) if each.is_open} >= {"score"}
    finished = replace(offered, reviews={"1": done})
    assert "score" not in {each.step.action for each in available_actions(PANEL, finished) if each.is_open}


def asking(review: Review = CLEARED, challenged: str = "a", **known: Any) -> PanelReviewFacts:
    lawful = {
        "at": RECUSALS_END - timedelta(microseconds=1),
        "given": {"application": "1", "challenged": challenged, "reasons": "亲属"},
    }
    return facts(State.DRAWN, APPLICANT, review, **(lawful | known))


def test_recusal_is_asked_for_within_the_period() -> None:
    assert decide(PANEL, asking(), "request_recusal").target == State.DRAWN
    assert "届满" in refusal(asking(at=RECUSALS_END), "request_recusal")
    assert "已声明无回避申请" in refusal(asking(replace(CLEARED, is_waived=True)), "request_recusal")
    assert "不是本申报的评审专家" in refusal(asking(challenged="x"), "request_recusal")
    assert "正在办理" in refusal(asking(replace(CLEARED, challenged=frozenset("a"))), "request_recusal")


def test_replacement_may_be_challenged_until_he_has_scored() -> None:
    replaced = replace(CLEARED, replacements=frozenset("a"), is_waived=True)
    assert decide(PANEL, asking(replaced, at=RECUSALS_END), "request_recusal")
    scored = replace(replaced, scored=frozenset("a"))
    assert refusal(asking(scored, at=RECUSALS_END), "request_recusal")


def test_waiver_is_refused_twice_and_beside_a_request() -> None:
    case = replace(asking(), given={"application": "1"})
    assert decide(PANEL, case, "waive_recusal").target == State.DRAWN
    assert refusal(replace(case, reviews={"1": replace(CLEARED, is_waived=True)}), "waive_recusal")
    challenged = replace(CLEARED, challenged=frozenset("b"))
    assert "正在办理" in refusal(replace(case, reviews={"1": challenged}), "waive_recusal")


def test_scoring_closes_with_every_sheet_or_with_reasons_and_a_lawful_rest() -> None:
    seven = replace(SCORED, seated=(*FIVE, "f", "g"))
    closing = {"size": 7, "given": {"reasons": ""}}
    assert decide(PANEL, facts(State.SCORING, LEAD, SCORED), "close_scoring").target == State.DELIBERATING
    assert "须写明理由" in refusal(facts(State.SCORING, LEAD, seven, **closing), "close_scoring")
    assert decide(PANEL, facts(State.SCORING, LEAD, seven, size=7, given={"reasons": "两人出差"}), "close_scoring")
    six = replace(seven, scored=frozenset("abcdef"))
    assert "应为单数" in refusal(facts(State.SCORING, LEAD, six, **closing), "close_scoring")
    pending = facts(State.SCORING, LEAD, SCORED, pending_requests=frozenset({"1"}))
    assert "尚有回避申请未决定" in refusal(pending, "close_scoring")


@pytest.mark.parametrize(("number", "is_lawful"), [(0, False), (4, False), (5, True), (6, False), (7, True)])
def test_conclusion_asks_for_an_odd_panel_of_five_on_every_application(number: int, is_lawful: bool) -> None:
    keys = frozenset("abcdefg"[:number])
    review = Review(title="乙", seated=tuple(keys), scored=keys)
    case = facts(State.DELIBERATING, LEAD, SCORED, review, has_minutes=True, signed=frozenset("abcdefg"))
    if is_lawful:
        assert decide(PANEL, case, "conclude").target == State.CONCLUDED
    else:
        assert "乙" in refusal(case, "conclude")


def test_conclusion_needs_minutes_signed_by_all_who_scored() -> None:
    signed = facts(State.DELIBERATING, LEAD, SCORED, has_minutes=True, signed=frozenset("abcd"))
    assert "尚有 1 名" in refusal(signed, "conclude")
    assert "尚未形成" in refusal(replace(signed, has_minutes=False), "conclude")
    exhausted = replace(signed, reviews={"1": replace(SCORED, is_exhausted=True)})
    assert "抽取名单已用尽" in refusal(exhausted, "conclude")


def test_recusal_in_the_deliberation_reopens_the_scoring() -> None:
    case = facts(State.DELIBERATING, EXPERT, SCORED, given={"expert": "a", "is_clear": False, "reasons": "师徒"})
    assert decide(PANEL, case, "declare").target == State.SCORING
    clear = replace(case, given={"expert": "a", "is_clear": True})
    assert "只能声明回避" in refusal(clear, "declare")


def test_decision_on_a_request_is_binding_and_needs_reasons() -> None:
    case = facts(State.DRAWN, LEAD, pending_requests=frozenset({"7"}), given={"request": "7", "reasons": "有据"})
    assert decide(PANEL, case, "decide_recusal").step.is_binding
    assert "理由" in refusal(replace(case, given={"request": "7", "reasons": ""}), "decide_recusal")
    assert "已经决定" in refusal(replace(case, given={"request": "8", "reasons": "有据"}), "decide_recusal")
