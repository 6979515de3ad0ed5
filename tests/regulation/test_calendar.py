from datetime import date, timedelta
from itertools import islice

import pytest

from gongfang.regulation.calendar import DayRule, WorkingCalendar
from gongfang.regulation.shipped_calendar import (
    local_rules,
    local_years,
    national_rules,
    national_years,
    shipped_calendar,
    shipped_rules,
)

FRIDAY, SATURDAY, MONDAY = date(2025, 6, 20), date(2025, 6, 21), date(2025, 6, 23)

XINJIANG_REST_DAYS = {
    2016: ["2016-09-11", "2016-09-12", "2016-09-13", "2016-09-14"],
    2022: ["2022-05-05", "2022-07-09", "2022-07-10", "2022-07-11", "2022-07-12", "2022-07-13"],
    2023: ["2023-04-21", "2023-06-28", "2023-06-29", "2023-06-30"],
    2025: [
        *("2025-03-29", "2025-03-30", "2025-03-31"),
        *("2025-06-06", "2025-06-07", "2025-06-08", "2025-06-09", "2025-06-10"),
    ],
}


def rest(day: date, *, is_local: bool = False, name: str = "节日") -> DayRule:
    return DayRule(day, True, name, "通知", is_local)


def work(day: date, *, is_local: bool = False) -> DayRule:
    return DayRule(day, False, "调休上班", "通知", is_local)


def calendar(*rules: DayRule) -> WorkingCalendar:
    return WorkingCalendar(rules, {2025}, {2025})


def test_without_rules_monday_to_friday_are_working_days() -> None:
    week = [MONDAY + timedelta(days=n) for n in range(7)]

    assert [calendar().is_working_day(day) for day in week] == [True] * 5 + [False] * 2


def test_reason_of_plain_days_is_the_weekday() -> None:
    assert calendar().reason(SATURDAY) == "周六"
    assert calendar().reason(SATURDAY + timedelta(days=1)) == "周日"
    assert calendar().reason(MONDAY) == "工作日（周一）"


def test_rest_rule_names_festival_and_source() -> None:
    assert calendar(rest(MONDAY, name="古尔邦节")).reason(MONDAY) == "古尔邦节（通知）"
    assert calendar(DayRule(MONDAY, True, "演练", "")).reason(MONDAY) == "演练"


def test_extra_working_day_works_and_says_so() -> None:
    made_up = calendar(work(SATURDAY))

    assert made_up.is_working_day(SATURDAY)
    assert made_up.is_extra_working_day(SATURDAY)
    assert made_up.reason(SATURDAY) == "调休上班（通知）"


@pytest.mark.parametrize("rules", [(), (rest(MONDAY),)])
def test_plain_and_rest_days_are_no_extra_working_days(rules: tuple[DayRule, ...]) -> None:
    assert not calendar(*rules).is_extra_working_day(MONDAY)


def test_local_rest_beats_national_work_in_either_order() -> None:
    national, local = work(SATURDAY), rest(SATURDAY, is_local=True)

    assert not calendar(national, local).is_working_day(SATURDAY)
    assert not calendar(local, national).is_working_day(SATURDAY)


def test_later_rule_of_the_same_authority_holds() -> None:
    assert calendar(rest(MONDAY), work(MONDAY)).is_working_day(MONDAY)
    assert not calendar(work(MONDAY), rest(MONDAY)).is_working_day(MONDAY)


def test_extra_rules_override_even_local_ones_and_leave_the_calendar_alone() -> None:
    shipped = calendar(rest(MONDAY, is_local=True))

    rehearsed = shipped.with_rules([work(MONDAY), rest(FRIDAY)])

    assert rehearsed.is_working_day(MONDAY)
    assert not rehearsed.is_working_day(FRIDAY)
    assert not shipped.is_working_day(MONDAY)
    assert not rehearsed.is_provisional(MONDAY)


def test_working_days_from_starts_with_the_day_itself() -> None:
    days = calendar(rest(MONDAY)).working_days_from(FRIDAY)

    assert list(islice(days, 2)) == [FRIDAY, MONDAY + timedelta(days=1)]


def test_working_days_between_leaves_out_the_start() -> None:
    assert calendar().working_days_between(FRIDAY, MONDAY) == 1
    assert calendar().working_days_between(FRIDAY, FRIDAY) == 0
    assert calendar().working_days_between(SATURDAY, MONDAY) == 1


def test_working_days_between_is_negative_when_overdue() -> None:
    assert calendar().working_days_between(MONDAY, FRIDAY) == -1


@pytest.mark.parametrize(
    ("national", "local", "is_provisional"),
    [({2025}, {2025}, False), ({2025}, set(), True), (set(), {2025}, True), (set(), set(), True)],
)
def test_year_is_provisional_until_both_notices_are_loaded(
    national: set[int], local: set[int], is_provisional: bool
) -> None:
    assert WorkingCalendar((), national, local).is_provisional(MONDAY) is is_provisional


@pytest.mark.parametrize("year", XINJIANG_REST_DAYS)
def test_shipped_xinjiang_days_are_those_of_the_published_notice(year: int) -> None:
    shipped = [rule.day.isoformat() for rule in local_rules() if rule.day.year == year and rule.is_rest]

    assert shipped == XINJIANG_REST_DAYS[year]
    assert not any(shipped_calendar().is_working_day(date.fromisoformat(day)) for day in shipped)


def test_shipped_extra_working_day_of_2016_is_a_saturday() -> None:
    extra = date(2016, 9, 10)

    assert [rule.day for rule in local_rules() if not rule.is_rest] == [extra]
    assert shipped_calendar().is_working_day(extra)
    assert shipped_calendar().reason(extra).startswith("调休上班（自治区2016年放假通知")


def test_years_without_a_published_notice_are_not_invented() -> None:
    assert local_years() == {2016, 2022, 2023, 2025}
    assert {rule.day.year for rule in local_rules()} == local_years()
    assert national_years() == set(range(2004, 2027))
    assert not shipped_calendar().is_provisional(date(2025, 1, 1))
    assert shipped_calendar().is_provisional(date(2024, 1, 1))
    assert shipped_calendar().is_provisional(date(2026, 5, 1))
    assert shipped_calendar().is_provisional(date(2027, 1, 1))


def test_every_local_rule_names_its_source() -> None:
    assert all(rule.is_local and "，据 " in rule.source for rule in local_rules())


@pytest.mark.parametrize(
    ("day", "is_working", "reason"),
    [
        (date(2026, 5, 1), False, "劳动节（国务院办公厅通知）"),
        (date(2026, 5, 5), False, "劳动节调休（国务院办公厅通知）"),
        (date(2026, 5, 9), True, "调休上班（国务院办公厅通知）"),
        (date(2025, 1, 26), True, "调休上班（国务院办公厅通知）"),
        (date(2025, 10, 8), False, "国庆节调休（国务院办公厅通知）"),
    ],
)
def test_shipped_national_days_hold_rest_and_make_up_days(day: date, is_working: bool, reason: str) -> None:
    assert shipped_calendar().is_working_day(day) is is_working
    assert shipped_calendar().reason(day) == reason


def test_shipped_calendar_agrees_with_chinesecalendar_outside_local_days() -> None:
    import chinese_calendar

    local = {rule.day for rule in local_rules()}
    start, end = date(2004, 1, 1), date(2026, 12, 31)
    days = (start + timedelta(days=n) for n in range((end - start).days + 1))

    differing = {day for day in days if shipped_calendar().is_working_day(day) != chinese_calendar.is_workday(day)}
    assert differing <= local


def test_shipped_rules_are_the_national_ones_and_then_the_local_ones() -> None:
    assert shipped_rules() == national_rules() + local_rules()
    assert len({rule.day for rule in national_rules()}) == len(national_rules())
