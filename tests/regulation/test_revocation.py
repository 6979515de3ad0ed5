"""The guards of revocation (article 10, readings R11, R14, R17, R18)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from gongfang.regulation import edition
from gongfang.regulation.paper import paper_date_is_plausible, received_at
from gongfang.regulation.procedure import NEW, Actor, JointOpinions, StepRefused, available_actions, decide
from gongfang.regulation.revocation import REVOCATION, State
from gongfang.regulation.revocation_guards import RevocationFacts

BEIJING = ZoneInfo("Asia/Shanghai")
ENDS = datetime(2026, 9, 15, tzinfo=BEIJING)
LAST = ENDS - timedelta(microseconds=1)
COMPLETE = frozenset({"real_name", "contact", "reasons", "evidence"})
AGREED = JointOpinions(agreed=frozenset({"culture", "hrss", "agriculture"}))
LEAD, WORKSHOP = Actor.PREFECTURE_CULTURE, Actor.APPLICANT
MADE = {"elements": sorted(COMPLETE)}


def facts(state: str = NEW, actor: Actor = LEAD, **known: Any) -> RevocationFacts:
    lawful: dict[str, Any] = {
        "at": LAST,
        "edition": edition.get("2026-draft"),
        "grounds": ("10(八)",),
        "states_facts": True,
        "evidence_count": 1,
        "opinions": AGREED,
        "appeal_ends_at": ENDS,
        "appeal_elements": COMPLETE,
    }
    return RevocationFacts(state=state, actor=actor, **(lawful | known))


def refusal(case: RevocationFacts, action: str) -> str:
    with pytest.raises(StepRefused) as refused:
        decide(REVOCATION, case, action)
    assert refused.value.clause.id == "10"
    return refused.value.reason


@pytest.mark.parametrize(
    ("actor", "grounds", "target"),
    [
        (LEAD, ("10(八)",), State.INVESTIGATING),
        (LEAD, ("10(七)",), State.INVESTIGATING),
        (Actor.SYSTEM, ("10(七)",), State.PROPOSED),
        (Actor.SYSTEM, ("10(九)",), State.INVESTIGATING),
    ],
)
def test_where_a_revocation_begins(actor: Actor, grounds: tuple[str, ...], target: str) -> None:
    assert decide(REVOCATION, facts(actor=actor, grounds=grounds), "open_revocation").target == target


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        ({"is_recognised": False}, "工坊不在认定有效期内"),
        ({"has_other_open": True}, "该工坊已有撤销命名程序在办"),
        ({"grounds": ()}, "请选择撤销命名所依据的情形"),
        ({"grounds": ("10(八)", "10")}, "撤销命名只能依据第十条列明的情形"),
        ({"states_facts": False}, "请写明有关事实"),
    ],
)
def test_what_stands_in_the_way_of_opening(known: dict[str, Any], reason: str) -> None:
    assert refusal(facts(**known), "open_revocation") == reason


def test_a_supplement_adds_something() -> None:
    case = facts(State.INVESTIGATING)
    assert decide(REVOCATION, replace(case, given={"adds": True}), "supplement_revocation").target == case.state
    assert "请补充" in refusal(replace(case, given={"adds": False}), "supplement_revocation")


def test_a_proposal_is_joint_and_has_evidence() -> None:
    case = facts(State.INVESTIGATING)
    assert decide(REVOCATION, case, "propose_revocation").target == State.PROPOSED
    assert "三部门" in refusal(replace(case, opinions=JointOpinions()), "propose_revocation")
    assert "证据" in refusal(replace(case, evidence_count=0), "propose_revocation")


def test_electronic_service_needs_consent_and_happens_once() -> None:
    case = facts(State.PROPOSED, consents_to_electronic=True)
    assert decide(REVOCATION, case, "offer_notice").target == State.PROPOSED
    assert "未同意" in refusal(replace(case, consents_to_electronic=False), "offer_notice")
    assert "已经发出" in refusal(replace(case, is_notice_offered=True), "offer_notice")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"method": "electronic"}, "电子送达以工坊签收为准，不能代填收到日期"),
        ({"method": "fax"}, "送达方式应为直接送达或者邮寄送达"),
        ({"received_on": date(2026, 9, 15)}, "收到日期不能晚于今天"),
        ({"received_on": date(2026, 9, 2)}, "收到日期不能早于提出撤销的 2026-09-03"),
    ],
)
def test_a_receipt_is_plausible(changes: dict[str, Any], reason: str) -> None:
    given = {"method": "post", "received_on": date(2026, 9, 3), "proof": "回证"}
    case = facts(State.PROPOSED, proposed_on=date(2026, 9, 3), given=given)
    assert decide(REVOCATION, case, "serve_notice").target == State.SERVED
    assert refusal(replace(case, given=given | changes), "serve_notice") == reason


def test_without_a_day_of_proposal_any_past_day_is_plausible() -> None:
    given = {"method": "post", "received_on": date(2026, 1, 1), "proof": "回证"}
    assert decide(REVOCATION, facts(State.PROPOSED, given=given), "serve_notice").target == State.SERVED


def test_before_its_form_is_filled_in_service_is_offered_without_complaint() -> None:
    offered = available_actions(REVOCATION, facts(State.PROPOSED, consents_to_electronic=True))
    assert all(each.is_open for each in offered)


def test_only_what_was_sent_is_opened() -> None:
    case = facts(State.PROPOSED, WORKSHOP, is_notice_offered=True)
    assert decide(REVOCATION, case, "acknowledge_notice").target == State.SERVED
    assert "尚无" in refusal(replace(case, is_notice_offered=False), "acknowledge_notice")


def test_an_appeal_is_in_time_to_the_last_instant() -> None:
    case = facts(State.SERVED, WORKSHOP, given=MADE)
    assert decide(REVOCATION, case, "appeal").target == State.APPEALED
    assert refusal(replace(case, at=ENDS), "appeal") == "申诉期已于 2026-09-14 24:00 届满"
    assert decide(REVOCATION, replace(case, appeal_ends_at=None, at=ENDS), "appeal").target == State.APPEALED


def test_an_appeal_says_what_it_lacks() -> None:
    case = facts(State.SERVED, WORKSHOP, given=MADE, appeal_elements=frozenset({"contact", "reasons"}))
    assert refusal(case, "appeal") == "申诉尚缺：真实姓名或单位名称、佐证材料"
    assert refusal(replace(case, given={"elements": []}), "appeal") == "请填写申诉内容"


def test_before_it_is_written_an_appeal_is_offered_without_complaint() -> None:
    case = facts(State.SERVED, WORKSHOP, appeal_elements=frozenset())
    (offered,) = [each for each in available_actions(REVOCATION, case) if each.step.action == "appeal"]
    assert offered.is_open


def test_the_stamp_of_a_paper_appeal_counts() -> None:
    late = ENDS + timedelta(days=2)
    case = facts(State.SERVED, given=MADE, at=late, received_on=date(2026, 9, 14), entry_reason="窗口签收")
    assert decide(REVOCATION, case, "appeal").target == State.APPEALED
    assert "届满" in refusal(replace(case, received_on=date(2026, 9, 15)), "appeal")
    assert "晚于今天" in refusal(replace(case, received_on=date(2026, 9, 18)), "appeal")
    assert "事后录入" in refusal(replace(case, entry_reason=" "), "appeal")
    assert "受理机关" in refusal(replace(case, actor=WORKSHOP), "appeal")


def test_a_paper_of_today_needs_no_reason() -> None:
    case = facts(State.SERVED, received_on=LAST.date())
    assert paper_date_is_plausible(case) is None
    assert received_at(case) == datetime(2026, 9, 14, tzinfo=BEIJING)
    assert paper_date_is_plausible(replace(case, received_on=None)) is None
    assert received_at(replace(case, received_on=None)) == LAST


def test_a_revocation_waits_for_the_appeal_period() -> None:
    case = facts(State.SERVED, at=ENDS, given={"document_number": "文号"})
    assert decide(REVOCATION, case, "revoke").target == State.REVOKED
    assert refusal(replace(case, at=LAST), "revoke") == "申诉期未满，2026-09-14 24:00 届满"
    assert refusal(replace(case, appeal_ends_at=None), "revoke") == "尚未送达书面告知"
    assert "认定有效期" in refusal(replace(case, is_recognised=False), "revoke")


def test_an_appeal_is_decided_jointly() -> None:
    answer = {"document_number": "文号", "findings": "查明", "reply": "答复"}
    case = facts(State.APPEALED, given=answer)
    assert decide(REVOCATION, case, "revoke").target == State.REVOKED
    assert decide(REVOCATION, case, "uphold_appeal").target == State.OVERTURNED
    divided = replace(case, opinions=replace(AGREED, agreed=frozenset({"culture"}), disagreed=frozenset({"hrss"})))
    for action in ("revoke", "uphold_appeal"):
        assert "不同意" in refusal(divided, action)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"returned_on": None, "reasons": " "}, "请填写收回日期；无法收回的，写明声明作废的理由"),
        ({"returned_on": date(2026, 9, 15)}, "收回日期不能晚于今天"),
        ({"returned_on": date(2026, 9, 9)}, "收回日期不能早于撤销命名之日 2026-09-10"),
    ],
)
def test_a_plaque_comes_back_or_is_void(given: dict[str, Any], reason: str) -> None:
    case = facts(State.REVOKED, has_plaque_out=True, decided_on=date(2026, 9, 10), given=given)
    assert refusal(case, "recover_plaque") == reason


@pytest.mark.parametrize("given", [{"returned_on": date(2026, 9, 10)}, {"reasons": "遗失"}, {}])
def test_what_answers_for_a_plaque(given: dict[str, Any]) -> None:
    case = facts(State.REVOKED, has_plaque_out=True, decided_on=date(2026, 9, 10), given=given)
    assert decide(REVOCATION, case, "recover_plaque").target == State.REVOKED
    assert decide(REVOCATION, replace(case, decided_on=None), "recover_plaque").target == State.REVOKED
    assert "没有待收回" in refusal(replace(case, has_plaque_out=False), "recover_plaque")
