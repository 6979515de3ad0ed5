"""The guards of the annual filing (articles 7(四), 9(一) and 10(七), readings R11 and R13)."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from gongfang.regulation import edition
from gongfang.regulation.annual_filing import ANNUAL_FILING, FilingFacts, State
from gongfang.regulation.expectations import expected_steps
from gongfang.regulation.procedure import NEW, Actor, StepRefused, available_actions, decide

BEIJING = ZoneInfo("Asia/Shanghai")
ENDS = datetime(2028, 1, 1, tzinfo=BEIJING)
CORRECTION_ENDS = datetime(2028, 1, 20, tzinfo=BEIJING)
LAST_INSTANT = timedelta(microseconds=1)
DRAFT = edition.get("2026-draft")


def facts(state: str = State.OWED, actor: Actor = Actor.APPLICANT, **known: Any) -> FilingFacts:
    lawful: dict[str, Any] = {
        "at": ENDS - LAST_INSTANT,
        "edition": DRAFT,
        "year": 2027,
        "recognised_on": date(2026, 6, 30),
        "is_truth_declared": True,
        "due_ends_at": ENDS,
    }
    return FilingFacts(state=state, actor=actor, **(lawful | known))


def refusal(case: FilingFacts, action: str, clause: str = "9(一)") -> str:
    with pytest.raises(StepRefused) as refused:
        decide(ANNUAL_FILING, case, action)
    assert refused.value.clause.id == clause
    return refused.value.reason


# ---- open


@pytest.mark.parametrize("recognised_on", [date(2026, 1, 1), date(2026, 12, 31), date(2020, 5, 5)])
def test_first_filing_is_that_of_the_next_year(recognised_on: date) -> None:
    opening = facts(NEW, Actor.SYSTEM, recognised_on=recognised_on)
    assert decide(ANNUAL_FILING, opening, "open_filing").target == State.OWED


@pytest.mark.parametrize("recognised_on", [date(2027, 1, 1), date(2028, 6, 1), None])
def test_nothing_is_owed_for_the_year_of_recognition(recognised_on: date | None) -> None:
    assert refusal(facts(NEW, Actor.SYSTEM, recognised_on=recognised_on), "open_filing") == "自认定次年起报备"


def test_nothing_is_owed_without_recognition() -> None:
    opening = facts(NEW, Actor.SYSTEM, is_still_recognised=False)
    assert refusal(opening, "open_filing") == "工坊已不在认定有效期内，不再要求报备"


# ---- file


@pytest.mark.parametrize("state", [State.OWED, State.RETURNED])
def test_filing_in_the_last_instant_is_in_time(state: str) -> None:
    assert decide(ANNUAL_FILING, facts(state), "file").target == State.FILED


@pytest.mark.parametrize("state", [State.OWED, State.RETURNED])
def test_filing_at_the_end_is_late(state: str) -> None:
    assert refusal(facts(state, at=ENDS), "file") == "报备期限已于 2027-12-31 24:00 届满"


def test_filing_without_a_limit_is_not_late() -> None:
    assert decide(ANNUAL_FILING, facts(due_ends_at=None), "file").target == State.FILED


def test_correction_period_after_the_year_counts() -> None:
    returned = facts(State.RETURNED, at=CORRECTION_ENDS - LAST_INSTANT, correction_ends_at=CORRECTION_ENDS)
    assert decide(ANNUAL_FILING, returned, "file").target == State.FILED
    assert "2028-01-19 24:00" in refusal(replace(returned, at=CORRECTION_ENDS), "file")


def test_correction_period_within_the_year_shortens_nothing() -> None:
    early = datetime(2027, 4, 1, tzinfo=BEIJING)
    assert decide(ANNUAL_FILING, facts(State.RETURNED, correction_ends_at=early), "file").target == State.FILED


def test_filing_is_complete_and_declared_true() -> None:
    lacking = facts(missing_sections=("就业人员（名单）", "经营与补助（产值）"))
    assert refusal(lacking, "file") == "报备内容不完整，尚缺：就业人员（名单）；经营与补助（产值）"
    assert refusal(facts(is_truth_declared=False), "file") == "请先确认报备内容客观真实的承诺"


# ---- on paper


def paper(state: str = State.OWED, **known: Any) -> FilingFacts:
    usual: dict[str, Any] = {
        "at": ENDS + timedelta(days=5),
        "received_on": date(2027, 12, 31),
        "entry_reason": "年末收到",
    }
    return facts(state, **(usual | known))


@pytest.mark.parametrize("state", [State.OWED, State.RETURNED, State.MISSED])
def test_paper_counts_from_its_stamp(state: str) -> None:
    assert decide(ANNUAL_FILING, paper(state), "file").target == State.FILED
    assert "届满" in refusal(paper(state, received_on=date(2028, 1, 1)), "file")


@pytest.mark.parametrize("state", [State.OWED, State.MISSED])
def test_stamp_is_plausible(state: str) -> None:
    assert refusal(paper(state, received_on=date(2028, 1, 7)), "file") == "收到日期不能晚于今天"
    assert "说明事后录入的原因" in refusal(paper(state, entry_reason=" "), "file")


def test_stamp_of_today_needs_no_reason() -> None:
    on_the_day = paper(at=ENDS - timedelta(hours=3), entry_reason="")
    assert decide(ANNUAL_FILING, on_the_day, "file").target == State.FILED


def test_missed_year_takes_nothing_but_paper() -> None:
    assert "只能补录" in refusal(facts(State.MISSED, at=ENDS), "file")
    assert "不再要求报备" in refusal(paper(State.MISSED, is_still_recognised=False), "file")


def test_missed_year_is_expected_of_nobody() -> None:
    assert expected_steps(ANNUAL_FILING, facts(State.MISSED, at=ENDS), tuple(Actor)) == ()


# ---- accept, return, miss, waive


@pytest.mark.parametrize(("action", "target"), [("accept_filing", "accepted"), ("return_filing", "returned")])
def test_county_confirms_or_returns(action: str, target: str) -> None:
    given = {"given": {"missing": "名单"}}
    assert decide(ANNUAL_FILING, facts(State.FILED, Actor.COUNTY_CULTURE, **given), action).target == target
    prefecture = facts(State.FILED, Actor.PREFECTURE_CULTURE, **given)
    assert refusal(prefecture, action) == "年度报备由县（市）级确认"


def test_edition_may_name_the_prefecture() -> None:
    other = replace(DRAFT, filing_recipient="prefecture")
    prefecture = facts(State.FILED, Actor.PREFECTURE_CULTURE, edition=other)
    assert decide(ANNUAL_FILING, prefecture, "accept_filing").target == State.ACCEPTED
    county = facts(State.FILED, Actor.COUNTY_CULTURE, edition=other)
    assert refusal(county, "accept_filing") == "年度报备由地区确认"


def test_return_names_what_is_missing() -> None:
    assert refusal(facts(State.FILED, Actor.COUNTY_CULTURE), "return_filing") == "请填写需补正的全部内容"


@pytest.mark.parametrize("state", [State.OWED, State.RETURNED])
def test_miss_waits_for_the_end(state: str) -> None:
    system = {"actor": Actor.SYSTEM}
    assert refusal(facts(state, **system), "miss") == "报备期限未满"
    assert refusal(facts(state, at=ENDS, correction_ends_at=CORRECTION_ENDS, **system), "miss") == "报备期限未满"
    assert refusal(facts(state, due_ends_at=None, **system), "miss") == "报备期限未满"
    assert decide(ANNUAL_FILING, facts(state, at=ENDS, **system), "miss").target == State.MISSED


@pytest.mark.parametrize("state", [State.OWED, State.FILED, State.RETURNED])
def test_waiver_follows_the_end_of_recognition(state: str) -> None:
    ended = facts(state, Actor.SYSTEM, is_still_recognised=False)
    assert decide(ANNUAL_FILING, ended, "waive_filing").target == State.WAIVED
    still = replace(ended, is_still_recognised=True)
    assert refusal(still, "waive_filing", "7(四)") == "工坊仍在认定有效期内，应当报备"


def test_filed_filing_can_not_be_missed() -> None:
    names = {found.step.action for found in available_actions(ANNUAL_FILING, facts(State.FILED, Actor.SYSTEM))}
    assert names == {"waive_filing"}
