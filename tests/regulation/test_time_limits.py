from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongfang.regulation import clauses
from gongfang.regulation import edition as editions
from gongfang.regulation.calendar import DayRule, WorkingCalendar
from gongfang.regulation.shipped_calendar import national_rules, national_years, shipped_calendar
from gongfang.regulation.time_limits import (
    BEIJING,
    TimeLimit,
    anniversary,
    beijing_date,
    date_limits,
    filing_due_on,
    limit_named,
    limits,
    months_after,
    until,
)

NATIONAL_ONLY = WorkingCalendar(national_rules(), national_years(), national_years())
DRAFT = editions.get("2026-draft")
TUESDAY = date(2025, 6, 3)


def notice(working_days: int = 5, *, counts_first_day: bool = False, day_ends_at: str = "24:00") -> TimeLimit:
    return TimeLimit(
        name="public_notice",
        label="公示期",
        clause=clauses.PUBLIC_NOTICE,
        working_days=working_days,
        counts_first_day=counts_first_day,
        day_ends_at=day_ends_at,
    )


def naive_last_day(rests: Mapping[date, bool], trigger: date, days: int, counts_first_day: bool) -> date:
    """Count on the fingers: one day after the other, with no generator and no slice."""
    day, left = trigger, days
    if not counts_first_day:
        day = day + timedelta(days=1)
    while True:
        works = not rests[day] if day in rests else day.isoweekday() not in (6, 7)
        left -= 1 if works else 0
        if left == 0:
            return day
        day = day + timedelta(days=1)


start_days = st.dates(date(2024, 11, 1), date(2026, 2, 28))
random_rules = st.dictionaries(st.dates(date(2024, 11, 1), date(2026, 4, 30)), st.booleans(), max_size=60)


@given(random_rules, start_days, st.integers(1, 30), st.booleans())
def test_last_day_agrees_with_counting_on_the_fingers(
    rests: dict[date, bool], trigger: date, days: int, counts_first_day: bool
) -> None:
    calendar = WorkingCalendar([DayRule(day, is_rest, "", "") for day, is_rest in rests.items()], (), ())

    last = notice(days, counts_first_day=counts_first_day).last_day(trigger, calendar)

    assert last == naive_last_day(rests, trigger, days, counts_first_day)


@given(random_rules, start_days, st.integers(1, 30), st.booleans())
def test_explanation_accounts_for_every_day_once(
    rests: dict[date, bool], trigger: date, days: int, counts_first_day: bool
) -> None:
    calendar = WorkingCalendar([DayRule(day, is_rest, "节", "") for day, is_rest in rests.items()], (), ())
    limit = notice(days, counts_first_day=counts_first_day)

    account = limit.explain(trigger, calendar)

    span = [trigger + timedelta(days=n) for n in range((account.last_day - trigger).days + 1)]
    counted, skipped = [each.day for each in account.counted], [each.day for each in account.skipped]
    assert sorted(counted + skipped) == span
    assert len(account.counted) == days
    assert account.counted[-1].day == account.last_day == limit.last_day(trigger, calendar)
    assert account.ends_at == limit.ends_at(trigger, calendar)


@given(random_rules, start_days, st.integers(1, 30))
def test_working_days_between_agrees_with_the_limit(rests: dict[date, bool], trigger: date, days: int) -> None:
    calendar = WorkingCalendar([DayRule(day, is_rest, "", "") for day, is_rest in rests.items()], (), ())

    assert calendar.working_days_between(trigger, notice(days).last_day(trigger, calendar)) == days


@given(random_rules, start_days, st.integers(1, 30))
def test_longer_limits_and_later_triggers_never_end_earlier(
    rests: dict[date, bool], trigger: date, days: int
) -> None:
    calendar = WorkingCalendar([DayRule(day, is_rest, "", "") for day, is_rest in rests.items()], (), ())
    last = notice(days).last_day(trigger, calendar)

    assert notice(days + 1).last_day(trigger, calendar) > last
    assert notice(days).last_day(trigger + timedelta(days=1), calendar) >= last


def test_five_working_days_step_over_the_xinjiang_holiday() -> None:
    assert notice().last_day(TUESDAY, shipped_calendar()) == date(2025, 6, 13)
    assert notice().last_day(TUESDAY, NATIONAL_ONLY) == date(2025, 6, 10)


@pytest.mark.parametrize(
    ("trigger", "last"),
    [
        (date(2016, 9, 9), date(2016, 9, 21)),  # 古尔邦节, 中秋; 09-10 and 09-18 are worked
        (date(2022, 7, 8), date(2022, 7, 20)),
        (date(2022, 4, 29), date(2022, 5, 11)),  # 劳动节, 肉孜节 and the worked Saturday 05-07
        (date(2023, 4, 20), date(2023, 4, 27)),  # 肉孜节 on a Friday, 04-23 is worked
        (date(2023, 6, 27), date(2023, 7, 7)),
        (date(2025, 3, 28), date(2025, 4, 8)),  # 肉孜节, then 清明
    ],
)
def test_published_xinjiang_years_give_these_ends(trigger: date, last: date) -> None:
    assert notice().last_day(trigger, shipped_calendar()) == last


@pytest.mark.parametrize(
    ("place", "published", "days", "last"),
    [
        ("遂宁", date(2023, 4, 13), 5, date(2023, 4, 19)),
        ("铁山区", date(2025, 11, 4), 7, date(2025, 11, 12)),
        ("姑苏区", date(2023, 8, 1), 10, date(2023, 8, 14)),
    ],
)
def test_published_notices_that_count_the_posting_day(place: str, published: date, days: int, last: date) -> None:
    assert notice(days, counts_first_day=True).last_day(published, NATIONAL_ONLY) == last, place


def test_posting_on_a_rest_day_counts_from_the_next_working_day() -> None:
    saturday = date(2025, 6, 21)

    account = notice(1, counts_first_day=True).explain(saturday, shipped_calendar())

    assert account.last_day == date(2025, 6, 23)
    assert [(each.day, each.why) for each in account.skipped] == [
        (saturday, "周六"),
        (date(2025, 6, 22), "周日"),
    ]


def test_limit_ends_at_midnight_after_its_last_day() -> None:
    ends_at = notice().ends_at(TUESDAY, shipped_calendar())

    assert ends_at == datetime(2025, 6, 14, tzinfo=BEIJING)
    assert datetime(2025, 6, 13, 23, 59, 59, 999999, BEIJING) < ends_at
    assert not datetime(2025, 6, 14, 0, 0, 0, 0, BEIJING) < ends_at
    assert datetime(2025, 6, 13, 15, 59, 59, 999999, UTC) < ends_at == datetime(2025, 6, 13, 16, tzinfo=UTC)


def test_limit_may_end_at_close_of_business() -> None:
    ends_at = notice(day_ends_at="18:00").ends_at(TUESDAY, shipped_calendar())

    assert ends_at == datetime(2025, 6, 13, 18, tzinfo=BEIJING)


def test_explanation_tells_each_day_in_words() -> None:
    words = notice(2).explain(date(2026, 4, 30), shipped_calendar()).in_words()

    assert words[0] == "公示期为 2 个工作日（《办法》第六条第（三）项），自 2026-04-30 起算。"
    assert words[1] == "2026-04-30 不计：开始的当日不计入（《民法典》第二百零一条）。"
    assert words[2] == "2026-05-01 不计：劳动节（国务院办公厅通知）。"
    assert words[6] == "2026-05-05 不计：劳动节调休（国务院办公厅通知）。"
    assert words[7] == "2026-05-06 为第 1 个工作日。"
    assert words[-2] == "2026-05-07 24:00（北京时间）届满。"
    assert words[-1].startswith("暂定")


def test_explanation_of_a_settled_year_is_not_provisional() -> None:
    account = notice().explain(TUESDAY, shipped_calendar())

    assert not account.provisional
    assert account.in_words()[-1] == "2025-06-13 24:00（北京时间）届满。"


def test_explanation_marks_a_made_up_working_day() -> None:
    account = notice(4).explain(date(2026, 5, 5), shipped_calendar())

    assert account.counted[-1].day == date(2026, 5, 9)
    assert account.counted[-1].note == "第 4 个工作日，调休上班（国务院办公厅通知）"


def test_limit_that_runs_into_an_unsettled_year_is_provisional() -> None:
    assert not notice(1).explain(date(2025, 12, 30), shipped_calendar()).provisional
    assert notice(2).explain(date(2025, 12, 30), shipped_calendar()).provisional


def test_trigger_in_an_unsettled_year_that_is_not_counted_does_not_matter() -> None:
    assert not notice(1).explain(date(2024, 12, 31), shipped_calendar()).provisional


def test_explanation_as_dict_holds_iso_strings() -> None:
    assert notice(2).explain(date(2025, 6, 5), shipped_calendar()).as_dict() == {
        "start": "2025-06-05",
        "last_day": "2025-06-12",
        "ends_at": "2025-06-13T00:00:00+08:00",
        "provisional": False,
        "counted": [
            {"day": "2025-06-11", "note": "第 1 个工作日"},
            {"day": "2025-06-12", "note": "第 2 个工作日"},
        ],
        "skipped": [
            {"day": "2025-06-05", "why": "开始的当日不计入（《民法典》第二百零一条）"},
            *(
                {"day": f"2025-06-{day:02}", "why": shipped_calendar().reason(date(2025, 6, day))}
                for day in range(6, 11)
            ),
        ],
    }


def test_limit_of_no_days_is_refused() -> None:
    with pytest.raises(ValueError, match="期限至少为 1 个工作日"):
        notice(0)


def test_limits_of_the_draft_carry_their_clauses_and_days() -> None:
    assert {name: (limit.clause.id, limit.working_days) for name, limit in limits(DRAFT).items()} == {
        "correction": ("6(一)", 10),
        "recusal_request": ("6(二)", 3),
        "public_notice": ("6(三)", 5),
        "objection_review": ("6(三)", 5),
        "filing_correction": ("9(一)", 10),
        "self_assessment": ("9(四)", 20),
        "appeal": ("10", 5),
        "appeal_review": ("10", 10),
    }
    assert not any(limit.counts_first_day for limit in limits(DRAFT).values())


def test_only_the_notice_may_count_its_first_day() -> None:
    switched = limits(replace(DRAFT, notice_counts_first_day=True, day_ends_at="18:00"))

    assert [name for name, limit in switched.items() if limit.counts_first_day] == ["public_notice"]
    assert {limit.day_ends_at for limit in switched.values()} == {"18:00"}


def test_legal_date_is_beijings_wherever_the_clock_stands() -> None:
    before, after = datetime(2026, 5, 6, 15, 59, 59, 999999, UTC), datetime(2026, 5, 6, 16, tzinfo=UTC)

    assert (beijing_date(before), beijing_date(after)) == (date(2026, 5, 6), date(2026, 5, 7))
    assert beijing_date(datetime(2026, 5, 6, 23, tzinfo=ZoneInfo("Asia/Urumqi"))) == date(2026, 5, 7)


def test_instant_without_a_zone_has_no_legal_date() -> None:
    with pytest.raises(ValueError, match="时区"):
        beijing_date(datetime(2026, 5, 6))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("day", "years", "later"),
    [
        (date(2026, 6, 30), 3, date(2029, 6, 30)),
        (date(2024, 2, 29), 3, date(2027, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 12, 31)),
    ],
)
def test_anniversary_is_the_corresponding_day(day: date, years: int, later: date) -> None:
    assert anniversary(day, years) == later


@pytest.mark.parametrize(
    ("day", "months", "other"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2024, 3, 31), -13, date(2023, 2, 28)),
    ],
)
def test_months_after_falls_back_to_the_last_day_of_a_shorter_month(day: date, months: int, other: date) -> None:
    assert months_after(day, months) == other


def test_end_is_written_in_beijing_time() -> None:
    assert until(datetime(2026, 5, 13, 16, tzinfo=UTC)) == "2026-05-13 24:00"
    assert until(datetime(2026, 5, 13, 10, tzinfo=UTC)) == "2026-05-13 18:00"


def test_a_limit_that_ends_on_a_date_is_not_counted() -> None:
    limit = date_limits(DRAFT)["annual_filing"]
    explained = limit.explain(date(2027, 1, 1), filing_due_on(DRAFT, 2027))
    assert (explained.last_day, explained.ends_at) == (date(2027, 12, 31), datetime(2028, 1, 1, tzinfo=BEIJING))
    assert (explained.counted, explained.skipped, explained.provisional) == ((), (), False)
    assert "截至指定日期" in explained.in_words()[0]
    assert explained.in_words()[-1] == "2027-12-31 24:00（北京时间）届满。"


def test_limits_of_both_kinds_are_found_by_name() -> None:
    assert limit_named(DRAFT, "rectification").clause.id == "10(九)"
    assert limit_named(DRAFT, "appeal").clause.id == "10"
    with pytest.raises(KeyError):
        limit_named(DRAFT, "patience")
