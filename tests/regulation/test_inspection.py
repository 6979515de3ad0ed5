"""The guards of plans, checks and findings (articles 9(三) and 10(九))."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from gongfang.regulation import edition
from gongfang.regulation.inspection import (
    CAMPAIGN,
    CHECK,
    FINDING,
    CampaignFacts,
    CampaignState,
    CheckFacts,
    CheckState,
    FindingFacts,
    FindingState,
)
from gongfang.regulation.procedure import NEW, Actor, Facts, Procedure, StepRefused, decide

BEIJING = ZoneInfo("Asia/Shanghai")
AT = datetime(2027, 3, 1, 10, tzinfo=BEIJING)
ENDS = datetime(2027, 4, 10, tzinfo=BEIJING)
LEAD = Actor.PREFECTURE_CULTURE
EDITION = edition.get("2026-draft")


def plan(state: str = NEW, **known: Any) -> CampaignFacts:
    lawful: dict[str, Any] = {
        "at": AT,
        "actor": LEAD,
        "starts_on": AT.date(),
        "ends_on": date(2027, 6, 30),
        "population": 3,
    }
    return CampaignFacts(state=state, edition=EDITION, **(lawful | known))


def check(state: str = CheckState.PLANNED, **known: Any) -> CheckFacts:
    return CheckFacts(state=state, edition=EDITION, **({"at": AT, "actor": LEAD} | known))


def finding(state: str = FindingState.NOTED, **known: Any) -> FindingFacts:
    return FindingFacts(state=state, edition=EDITION, **({"at": AT, "actor": LEAD} | known))


def refusal(procedure: Procedure, case: Facts, action: str) -> str:
    with pytest.raises(StepRefused) as refused:
        decide(procedure, case, action)
    assert refused.value.clause.id == "9(三)"
    return refused.value.reason


def test_a_plan_runs_at_once_and_one_with_a_draw_is_announced_first() -> None:
    assert decide(CAMPAIGN, plan(), "plan_campaign").target == CampaignState.RUNNING
    drawing = plan(draw_size=3, draw_at=AT + timedelta(microseconds=1))
    assert decide(CAMPAIGN, drawing, "plan_campaign").target == CampaignState.ANNOUNCED


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"starts_on": None}, "请填写检查期间"),
        ({"ends_on": None}, "请填写检查期间"),
        ({"ends_on": date(2027, 2, 28)}, "已经过去"),
        ({"starts_on": date(2027, 7, 1)}, "不得早于第一日"),
        ({"population": 0}, "没有符合条件的工坊"),
        ({"draw_size": 4, "draw_at": ENDS}, "符合条件的只有 3 家"),
        ({"draw_size": 1}, "应晚于公布名单的时间"),
        ({"draw_size": 1, "draw_at": AT}, "应晚于公布名单的时间"),
    ],
)
def test_a_plan_is_refused(known: dict[str, Any], words: str) -> None:
    assert words in refusal(CAMPAIGN, plan(**known), "plan_campaign")


def test_a_period_may_end_today() -> None:
    assert decide(CAMPAIGN, plan(ends_on=AT.date()), "plan_campaign").target == CampaignState.RUNNING


def test_a_draw_waits_for_its_time() -> None:
    case = plan(CampaignState.ANNOUNCED, draw_size=1, draw_at=AT, given={"public_value": "1"})
    assert decide(CAMPAIGN, case, "draw_workshops").target == CampaignState.RUNNING
    early = plan(CampaignState.ANNOUNCED, draw_at=AT, at=AT - timedelta(seconds=1), given={"public_value": "1"})
    assert "定于 2027-03-01 10:00" in refusal(CAMPAIGN, early, "draw_workshops")
    assert "公开随机值" in refusal(CAMPAIGN, plan(CampaignState.ANNOUNCED, draw_at=AT), "draw_workshops")


def test_a_plan_ends_with_its_last_check() -> None:
    assert decide(CAMPAIGN, plan(CampaignState.RUNNING), "end_campaign").target == CampaignState.ENDED
    assert "还有 2 家" in refusal(CAMPAIGN, plan(CampaignState.RUNNING, open_checks=2), "end_campaign")


def test_a_check_is_of_a_recognised_workshop() -> None:
    assert decide(CHECK, check(NEW), "plan_check").target == CheckState.PLANNED
    assert "不在认定有效期内" in refusal(CHECK, check(NEW, is_still_recognised=False), "plan_check")


@pytest.mark.parametrize(("signed", "is_enough"), [(0, False), (1, False), (2, True), (3, True)])
def test_a_check_ends_with_a_report_that_enough_have_signed(signed: int, is_enough: bool) -> None:
    case = check(inspectors_signed=signed)
    if is_enough:
        assert decide(CHECK, case, "finish_check").target == CheckState.DONE
    else:
        assert f"不少于 2 名检查人员签字，现有 {signed} 名" in refusal(CHECK, case, "finish_check")


def test_a_check_is_called_off_with_a_reason_or_with_the_recognition() -> None:
    assert "理由" in refusal(CHECK, check(), "call_off_check")
    assert decide(CHECK, check(given={"reasons": "大雪"}), "call_off_check").target == CheckState.CALLED_OFF
    gone = check(actor=Actor.SYSTEM, is_still_recognised=False)
    assert decide(CHECK, gone, "drop_check").target == CheckState.CALLED_OFF
    assert "仍在认定有效期内" in refusal(CHECK, check(actor=Actor.SYSTEM), "drop_check")


def test_a_finding_says_what_is_wrong_with_a_recognised_workshop() -> None:
    said = {"problems": "堆放毛料"}
    assert decide(FINDING, finding(NEW, given=said), "note_finding").target == FindingState.NOTED
    assert "存在的问题" in refusal(FINDING, finding(NEW), "note_finding")
    assert "不在认定" in refusal(FINDING, finding(NEW, given=said, is_still_recognised=False), "note_finding")


@pytest.mark.parametrize("state", [FindingState.NOTED, FindingState.RECTIFIED])
def test_an_order_sets_a_deadline_that_is_ahead(state: str) -> None:
    def order(deadline: date | None) -> FindingFacts:
        return finding(state, given={"problems": "清理", "deadline": deadline})

    tomorrow = AT.date() + timedelta(days=1)
    assert decide(FINDING, order(tomorrow), "order_rectification").target == FindingState.RECTIFYING
    assert "晚于今天" in refusal(FINDING, order(AT.date()), "order_rectification")
    assert "最后一日" in refusal(FINDING, order(None), "order_rectification")


def test_a_report_comes_before_the_end_of_the_last_day() -> None:
    def report(at: datetime) -> FindingFacts:
        known = {"at": at, "actor": Actor.APPLICANT, "rectification_ends_at": ENDS}
        return finding(FindingState.RECTIFYING, given={"reply": "已清理"}, **known)

    in_time = ENDS - timedelta(microseconds=1)
    assert decide(FINDING, report(in_time), "report_rectified").target == FindingState.RECTIFIED
    assert "2027-04-09 24:00" in refusal(FINDING, report(ENDS), "report_rectified")


def test_nobody_is_failed_before_the_deadline_at_all() -> None:
    known = {"rectification_ends_at": ENDS, "given": {"reasons": "未整改"}}
    running = finding(FindingState.RECTIFYING, at=ENDS - timedelta(microseconds=1), **known)
    assert "整改期限未满" in refusal(FINDING, running, "fail_finding")
    over = finding(FindingState.RECTIFYING, at=ENDS, **known)
    assert decide(FINDING, over, "fail_finding").target == FindingState.FAILED
    reported = finding(FindingState.RECTIFIED, at=ENDS, **known)
    assert decide(FINDING, reported, "fail_finding").target == FindingState.FAILED
    early = finding(FindingState.RECTIFIED, **known)
    assert "整改期限未满" in refusal(FINDING, early, "fail_finding")


@pytest.mark.parametrize("state", [FindingState.NOTED, FindingState.RECTIFIED, FindingState.FAILED])
def test_a_finding_is_closed_with_a_reason(state: str) -> None:
    assert "理由" in refusal(FINDING, finding(state), "close_finding")
    case = finding(state, given={"reasons": "复查合格"})
    assert decide(FINDING, case, "close_finding").target == FindingState.CLOSED


def test_a_failed_finding_is_not_closed_over_a_revocation() -> None:
    case = finding(FindingState.FAILED, given={"reasons": "—"}, has_running_revocation=True)
    assert "撤销命名正在办理" in refusal(FINDING, case, "close_finding")


@pytest.mark.parametrize("state", sorted(set(FindingState) - {FindingState.CLOSED}))
def test_a_finding_is_closed_with_the_recognition(state: str) -> None:
    gone = finding(state, actor=Actor.SYSTEM, is_still_recognised=False)
    assert decide(FINDING, gone, "drop_finding").target == FindingState.CLOSED
    assert "仍在认定有效期内" in refusal(FINDING, finding(state, actor=Actor.SYSTEM), "drop_finding")
