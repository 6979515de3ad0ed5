"""The guards of changes and of giving the recognition up (articles 7(四), 9(一), reading R18)."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from gongfang.regulation import edition
from gongfang.regulation.procedure import NEW, Actor, StepRefused, decide
from gongfang.regulation.registration_change import EVASIVE, REGISTRATION_CHANGE, ChangeFacts, State

AT = datetime(2026, 7, 10, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
REASONS = {"reasons": "换发营业执照"}


def facts(state: str = NEW, actor: Actor = Actor.APPLICANT, **known: Any) -> ChangeFacts:
    lawful = {
        "at": AT,
        "changes": frozenset({"name"}),
        "edition": edition.get("2026-draft"),
        "given": REASONS,
    }
    return ChangeFacts(state=state, actor=actor, **lawful | known)


def refusal(action: str, case: ChangeFacts) -> StepRefused:
    with pytest.raises(StepRefused) as refused:
        decide(REGISTRATION_CHANGE, case, action)
    return refused.value


LAWFUL = [
    ("request_change", NEW, Actor.APPLICANT, State.REQUESTED, "7(四)"),
    ("confirm_change", State.REQUESTED, Actor.COUNTY_CULTURE, State.COUNTY_CONFIRMED, "9(一)"),
    ("approve_change", State.COUNTY_CONFIRMED, Actor.PREFECTURE_CULTURE, State.CONFIRMED, "7(四)"),
    ("refuse_change", State.REQUESTED, Actor.COUNTY_CULTURE, State.REFUSED, "9(一)"),
    ("refuse_change", State.COUNTY_CONFIRMED, Actor.PREFECTURE_CULTURE, State.REFUSED, "7(四)"),
    ("withdraw_change", State.REQUESTED, Actor.APPLICANT, State.WITHDRAWN, "7(四)"),
    ("withdraw_change", State.COUNTY_CONFIRMED, Actor.APPLICANT, State.WITHDRAWN, "7(四)"),
]


@pytest.mark.parametrize(("action", "source", "actor", "target", "clause"), LAWFUL)
def test_the_way_of_a_request(action: str, source: str, actor: Actor, target: str, clause: str) -> None:
    decision = decide(REGISTRATION_CHANGE, facts(source, actor), action)
    assert (decision.target, decision.step.clause.id) == (target, clause)


def test_a_request_that_changes_nothing_or_says_not_why_is_refused() -> None:
    assert "没有需要变更" in refusal("request_change", facts(changes=frozenset())).reason
    assert "请填写理由" in refusal("request_change", facts(given={})).reason


def test_one_request_at_a_time() -> None:
    refused = refusal("request_change", facts(has_other_open=True))
    assert ("在办" in refused.reason, refused.clause.id) == (True, "7(四)")


BOTH = [("request_change", NEW, Actor.APPLICANT), ("approve_change", "county_confirmed", Actor.PREFECTURE_CULTURE)]
both = pytest.mark.parametrize(("action", "state", "actor"), BOTH)


@both
def test_only_what_is_recognised_changes(action: str, state: str, actor: Actor) -> None:
    assert "认定有效期" in refusal(action, facts(state, actor, is_recognised=False)).reason


@both
@pytest.mark.parametrize("what", sorted(EVASIVE))
def test_nobody_slips_away_from_a_revocation(action: str, state: str, actor: Actor, what: str) -> None:
    case = facts(state, actor, changes=frozenset({what}), is_revocation_open=True)
    assert "撤销命名程序在办" in refusal(action, case).reason


@both
def test_what_has_no_bearing_on_a_revocation_may_change(action: str, state: str, actor: Actor) -> None:
    decide(REGISTRATION_CHANGE, facts(state, actor, is_revocation_open=True), action)


@both
def test_a_banned_successor_waits_for_the_end_of_the_ban(action: str, state: str, actor: Actor) -> None:
    refused = refusal(action, facts(state, actor, banned_until=date(2026, 7, 11)))
    assert ("2026-07-11 起方可变更" in refused.reason, refused.clause.id) == (True, "10")
    decide(REGISTRATION_CHANGE, facts(state, actor, banned_until=date(2026, 7, 10)), action)


@pytest.mark.parametrize("state", [State.REQUESTED, State.COUNTY_CONFIRMED])
def test_a_request_lapses_with_the_recognition_and_not_before(state: str) -> None:
    lost = facts(state, Actor.SYSTEM, is_recognised=False)
    assert decide(REGISTRATION_CHANGE, lost, "lapse_change").target == State.LAPSED
    assert "应当办结" in refusal("lapse_change", facts(state, Actor.SYSTEM)).reason
