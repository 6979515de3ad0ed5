"""The guards of objections (article 6(三), readings R9–R12)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from gongfang.regulation import edition
from gongfang.regulation.objection import OBJECTION, ObjectionFacts, State
from gongfang.regulation.procedure import NEW, Actor, JointOpinions, StepRefused, decide

BEIJING = ZoneInfo("Asia/Shanghai")
ENDS = datetime(2026, 5, 29, tzinfo=BEIJING)
COMPLETE = frozenset({"real_name", "contact", "reasons", "evidence"})


def facts(state: str = NEW, actor: Actor = Actor.PUBLIC, **known: Any) -> ObjectionFacts:
    lawful: dict[str, Any] = {
        "at": ENDS - timedelta(microseconds=1),
        "elements": COMPLETE,
        "notice_starts_on": date(2026, 5, 20),
        "notice_ends_at": ENDS,
        "edition": edition.get("2026-draft"),
    }
    return ObjectionFacts(state=state, actor=actor, **(lawful | known))


def refusal(case: ObjectionFacts, action: str) -> str:
    with pytest.raises(StepRefused) as refused:
        decide(OBJECTION, case, action)
    assert refused.value.clause.id == "6(三)"
    return refused.value.reason


@pytest.mark.parametrize(
    ("known", "target"),
    [
        ({}, State.VERIFYING),
        ({"at": ENDS}, State.INADMISSIBLE),
        ({"elements": COMPLETE - {"real_name"}}, State.INADMISSIBLE),
        ({"elements": COMPLETE - {"evidence"}}, State.INCOMPLETE),
    ],
)
def test_objection_goes_where_its_form_and_time_send_it(known: dict[str, Any], target: str) -> None:
    assert decide(OBJECTION, facts(**known), "object").target == target


def test_paper_counts_from_its_stamp_and_not_from_its_entry() -> None:
    entered = facts(
        actor=Actor.PREFECTURE_CULTURE,
        at=ENDS + timedelta(days=3),
        received_on=date(2026, 5, 28),
        entry_reason="邮寄件",
    )
    assert decide(OBJECTION, entered, "object").target == State.VERIFYING
    assert (
        decide(OBJECTION, replace(entered, received_on=date(2026, 5, 29)), "object").target == State.INADMISSIBLE
    )
    assert "事后录入" in refusal(replace(entered, entry_reason=""), "object")
    assert "不能晚于" in refusal(replace(entered, received_on=date(2026, 6, 2)), "object")
    assert "早于公示" in refusal(replace(entered, received_on=date(2026, 5, 19)), "object")


def test_paper_entered_on_its_day_needs_no_explanation() -> None:
    at = datetime(2026, 5, 28, 9, tzinfo=BEIJING)
    entered = facts(actor=Actor.PREFECTURE_CULTURE, at=at, received_on=at.date())
    assert decide(OBJECTION, entered, "object").target == State.VERIFYING


def test_objection_without_a_notice_is_refused() -> None:
    assert "尚未公示" in refusal(facts(notice_starts_on=None, notice_ends_at=None), "object")


def test_completion_within_the_period() -> None:
    case = facts(State.INCOMPLETE)
    assert decide(OBJECTION, case, "complete_objection").target == State.VERIFYING
    assert "佐证材料" in refusal(replace(case, elements=COMPLETE - {"evidence"}), "complete_objection")
    assert "届满" in refusal(replace(case, at=ENDS), "complete_objection")


@pytest.mark.parametrize(
    ("action", "target"), [("uphold_objection", State.UPHELD), ("dismiss_objection", State.DISMISSED)]
)
def test_decision_is_joint_and_brings_findings_and_reply(action: str, target: str) -> None:
    known: dict[str, Any] = {"actor": Actor.PREFECTURE_CULTURE, "given": {"findings": "已核", "reply": "答复"}}
    case = facts(State.VERIFYING, **known)
    assert "三部门" in refusal(case, action)
    agreed = replace(case, opinions=JointOpinions(agreed=frozenset({"culture", "hrss", "agriculture"})))
    assert decide(OBJECTION, agreed, action).target == target
    assert "答复" in refusal(replace(agreed, given={"findings": "已核"}), action)
