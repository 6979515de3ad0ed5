from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongfang.regulation import clauses
from gongfang.regulation import edition as editions
from gongfang.regulation.clauses import Clause
from gongfang.regulation.conditions import ConditionFacts, Finding, Outcome, assess, count_in_window

CUMULATIVE = editions.get("2026-draft")
ALTERNATIVE = replace(CUMULATIVE, route_limbs="alternative")
MET, NOT_MET, NEEDS_JUDGEMENT = Outcome.MET, Outcome.NOT_MET, Outcome.NEEDS_JUDGEMENT

LAWFUL = ConditionFacts(
    relies_on_heritage_item=True,
    uses_traditional_craft=True,
    county_recognised=True,
    former_poverty_workshop=False,
    county_code="654201",
    has_operator=True,
    wages_on_time=True,
    no_violations=True,
    site_area_m2=Decimal("85"),
    has_utilities=True,
    has_tools=True,
    has_safety=True,
    poverty_workers=3,
    employment_plan_evidence=True,
    trainings=3,
    successors_evidence=True,
    core_craft=True,
    practitioners=4,
    welfare_activities=2,
    exhibition_evidence=True,
    sales_online=True,
    sales_offline=True,
    sales_evidence=True,
)
FORMER = replace(LAWFUL, county_recognised=False, former_poverty_workshop=True, county_code="654224")


def outcomes(facts: ConditionFacts, edition: editions.Edition = CUMULATIVE) -> dict[str, Outcome]:
    return {finding.clause.id: finding.outcome for finding in assess(facts, edition)}


def scope(facts: ConditionFacts, edition: editions.Edition = CUMULATIVE) -> dict[str, Outcome]:
    return {id: outcome for id, outcome in outcomes(facts, edition).items() if id.startswith("3")}


def finding(clause: Clause, **changes: Any) -> Finding:
    found = assess(replace(LAWFUL, **changes), CUMULATIVE)
    return next(each for each in found if each.clause == clause)


def test_lawful_filing_meets_what_can_be_computed_and_leaves_the_rest_to_people() -> None:
    assert outcomes(LAWFUL) == {
        "3(一)": MET,
        "3(二)": MET,
        "4(一)": NEEDS_JUDGEMENT,
        "4(二)": MET,
        "4(三)": NEEDS_JUDGEMENT,
        "4(四)": MET,
        "4(五)": MET,
        "4(六)": MET,
        "4(七)": NEEDS_JUDGEMENT,
    }


def test_empty_filing_meets_nothing() -> None:
    assert set(outcomes(ConditionFacts()).values()) == {NOT_MET}


def test_first_route_needs_craft_and_county_recognition() -> None:
    assert scope(LAWFUL) == {"3(一)": MET, "3(二)": MET}
    assert scope(replace(LAWFUL, county_recognised=False)) == {"3(一)": MET, "3(二)": NOT_MET}
    assert scope(replace(LAWFUL, county_recognised=None)) == {"3(一)": MET, "3(二)": NOT_MET}


def test_former_workshop_of_a_poverty_county_needs_no_county_recognition() -> None:
    assert scope(FORMER) == {"3(一)": MET, "3(三)": MET}


def test_former_workshop_elsewhere_is_no_route() -> None:
    assert scope(replace(FORMER, county_code="654201")) == {"3(一)": MET, "3(三)": NOT_MET}


@pytest.mark.parametrize(("code", "shown"), [("654201", "654201"), (None, "未填写")])
def test_former_workshop_elsewhere_is_told_its_county(code: str | None, shown: str) -> None:
    (_, former, *_) = assess(replace(FORMER, county_code=code), CUMULATIVE)

    assert former.why == f"所在县（{shown}）不是脱贫县"


def test_former_workshop_with_county_recognition_takes_the_first_route() -> None:
    assert scope(replace(FORMER, county_recognised=True)) == {"3(一)": MET, "3(二)": MET}


def test_heritage_item_meets_the_scope_and_a_mere_craft_needs_judgement() -> None:
    assert finding(clauses.SCOPE_CRAFT).outcome is MET
    assert finding(clauses.SCOPE_CRAFT, relies_on_heritage_item=False).outcome is NEEDS_JUDGEMENT


@pytest.mark.parametrize(("stated", "shown"), [(None, "未填写"), (False, "无")])
def test_neither_item_nor_craft_is_out_of_scope(stated: bool | None, shown: str) -> None:
    found = finding(clauses.SCOPE_CRAFT, relies_on_heritage_item=stated, uses_traditional_craft=stated)

    assert (found.outcome, found.stated) == (NOT_MET, shown)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (LAWFUL, {"3(一)": MET, "3(二)": MET}),
        (replace(LAWFUL, county_recognised=False), {"3(一)": MET}),
        (replace(FORMER, relies_on_heritage_item=False, uses_traditional_craft=False), {"3(三)": MET}),
        (replace(LAWFUL, relies_on_heritage_item=False), {"3(二)": MET}),
        (
            replace(LAWFUL, relies_on_heritage_item=False, county_recognised=False),
            {"3(一)": NEEDS_JUDGEMENT},
        ),
        (ConditionFacts(), {"3(一)": NOT_MET, "3(二)": NOT_MET, "3(三)": NOT_MET}),
    ],
)
def test_as_alternatives_any_one_limb_is_enough(facts: ConditionFacts, expected: dict[str, Outcome]) -> None:
    assert scope(facts, ALTERNATIVE) == expected


@pytest.mark.parametrize(
    ("clause", "field", "enough", "too_few", "why"),
    [
        (clauses.SITE, "site_area_m2", Decimal("60"), Decimal("59.99"), "场地 59.99 ㎡，少于 60 ㎡"),
        (clauses.SITE, "site_area_m2", Decimal("60.00"), Decimal("52.0"), "场地 52 ㎡，少于 60 ㎡"),
        (clauses.TRAINING, "trainings", 2, 1, "技艺培训 1 次，少于 2 次"),
        (clauses.CORE_CRAFT, "practitioners", 2, 1, "传承人、从业者 1 名，少于 2 名"),
        (clauses.WELFARE, "welfare_activities", 2, 0, "公益活动 0 次，少于 2 次"),
    ],
)
def test_countable_limb_is_computed_with_its_figures(
    clause: Clause, field: str, enough: object, too_few: object, why: str
) -> None:
    assert finding(clause, **{field: enough}).outcome is MET
    assert finding(clause, **{field: too_few}).outcome is NOT_MET
    assert finding(clause, **{field: too_few}).why == why


@pytest.mark.parametrize(
    ("clause", "field"),
    [
        (clauses.SITE, "site_area_m2"),
        (clauses.EMPLOYMENT, "poverty_workers"),
        (clauses.TRAINING, "trainings"),
        (clauses.CORE_CRAFT, "practitioners"),
        (clauses.WELFARE, "welfare_activities"),
    ],
)
def test_figure_not_stated_is_not_met_and_says_so(clause: Clause, field: str) -> None:
    found = finding(clause, **{field: None})

    assert (found.outcome, found.stated) == (NOT_MET, "未填写")
    assert found.why.endswith("未填写")


@pytest.mark.parametrize(
    ("clause", "field", "what"),
    [
        (clauses.OPERATOR, "has_operator", "牵头经营主体或带头人"),
        (clauses.OPERATOR, "wages_on_time", "按时足额支付劳动报酬"),
        (clauses.OPERATOR, "no_violations", "无违法违纪行为"),
        (clauses.SITE, "has_utilities", "水电暖"),
        (clauses.SITE, "has_tools", "工具设备"),
        (clauses.SITE, "has_safety", "安全保障"),
        (clauses.CORE_CRAFT, "core_craft", "核心环节使用传统技艺"),
    ],
)
def test_statement_denied_or_missing_is_not_met(clause: Clause, field: str, what: str) -> None:
    assert finding(clause, **{field: False}).outcome is NOT_MET
    assert finding(clause, **{field: False}).why == f"{what}：否"
    assert finding(clause, **{field: None}).why == f"{what}未填写"


@pytest.mark.parametrize(
    ("clause", "field", "what"),
    [
        (clauses.EMPLOYMENT, "employment_plan_evidence", "就业增收的规划、制度和举措"),
        (clauses.TRAINING, "successors_evidence", "培养后继人才"),
        (clauses.WELFARE, "exhibition_evidence", "参加展示展演展销"),
        (clauses.SALES, "sales_evidence", "销售成效"),
    ],
)
def test_missing_evidence_is_named(clause: Clause, field: str, what: str) -> None:
    found = finding(clause, **{field: False})

    assert (found.outcome, found.why) == (NOT_MET, f"缺少{what}的佐证材料")


def test_every_failing_point_of_a_limb_is_told_at_once() -> None:
    found = finding(clauses.SITE, site_area_m2=Decimal("52"), has_safety=False)

    assert found.why == "场地 52 ㎡，少于 60 ㎡；安全保障：否"
    assert (found.stated, found.required) == ("52 ㎡", "不少于 60 ㎡，水电暖、工具设备、安全保障齐备")


def test_no_one_employed_from_poverty_is_not_met() -> None:
    assert finding(clauses.EMPLOYMENT, poverty_workers=0).outcome is NOT_MET
    assert finding(clauses.EMPLOYMENT, poverty_workers=1).outcome is NEEDS_JUDGEMENT


@pytest.mark.parametrize(
    ("online", "offline", "stated", "outcome"),
    [
        (True, True, "线上、线下", NEEDS_JUDGEMENT),
        (True, False, "线上", NEEDS_JUDGEMENT),
        (None, True, "线下", NEEDS_JUDGEMENT),
        (False, False, "无", NOT_MET),
        (None, None, "无", NOT_MET),
    ],
)
def test_effect_of_sales_is_judged_when_there_are_sales(
    online: bool | None, offline: bool | None, stated: str, outcome: Outcome
) -> None:
    found = finding(clauses.SALES, sales_online=online, sales_offline=offline)

    assert (found.stated, found.outcome) == (stated, outcome)


def test_another_edition_moves_the_figures_without_code() -> None:
    stricter = replace(CUMULATIVE, site_area_min_m2=100, trainings_min=4)

    assert outcomes(LAWFUL, stricter)["4(二)"] is NOT_MET
    assert outcomes(LAWFUL, stricter)["4(四)"] is NOT_MET


answers = st.none() | st.booleans()
counts = st.none() | st.integers(0, 5)
any_facts = st.builds(
    ConditionFacts,
    relies_on_heritage_item=answers,
    uses_traditional_craft=answers,
    county_recognised=answers,
    former_poverty_workshop=answers,
    county_code=st.sampled_from([None, "654201", "654224"]),
    site_area_m2=st.none() | st.decimals(0, 200, places=2),
    trainings=counts,
    practitioners=counts,
    poverty_workers=counts,
    welfare_activities=counts,
    sales_online=answers,
)


@given(any_facts, st.sampled_from([CUMULATIVE, ALTERNATIVE]))
def test_article_4_is_always_answered_limb_by_limb_and_explained(
    facts: ConditionFacts, edition: editions.Edition
) -> None:
    findings = assess(facts, edition)
    ids = [each.clause.id for each in findings]

    assert ids[-7:] == [f"4({numeral})" for numeral in "一二三四五六七"]
    assert 1 <= len(ids) - 7 <= 3
    assert all(each.why and each.stated and each.required for each in findings)


@given(any_facts, st.integers(0, 5))
def test_more_trainings_never_turn_a_met_limb_into_an_unmet_one(facts: ConditionFacts, trainings: int) -> None:
    fewer = replace(facts, trainings=trainings, successors_evidence=True)
    more = replace(fewer, trainings=trainings + 1)

    assert not (outcomes(fewer)["4(四)"] is MET and outcomes(more)["4(四)"] is NOT_MET)


def test_count_window_is_the_twelve_months_before_filing() -> None:
    dates = [date(2025, 5, 5), date(2025, 5, 6), date(2026, 1, 1), date(2026, 5, 6), date(2026, 5, 7)]

    assert count_in_window(dates, date(2026, 5, 6), CUMULATIVE) == 3
    assert count_in_window(dates, date(2026, 5, 6), replace(CUMULATIVE, count_window_months=4)) == 1
