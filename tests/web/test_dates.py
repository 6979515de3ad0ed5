from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from gongfang.web import dates

MIDNIGHT_AFTER_13_MAY = datetime(2026, 5, 13, 16, tzinfo=UTC)  # 2026-05-14 00:00 in Beijing


def test_full_date_names_the_weekday():
    assert dates.full_date(date(2026, 5, 13)) == "2026年5月13日（星期三）"


def test_full_date_of_an_instant_is_the_date_in_beijing():
    assert dates.full_date(MIDNIGHT_AFTER_13_MAY) == "2026年5月14日（星期四）"


def test_full_instant_is_on_the_clocks_of_beijing():
    assert dates.full_instant(datetime(2026, 5, 13, 6, 30, tzinfo=UTC)) == "2026年5月13日（星期三） 14:30"


def test_a_period_that_ends_at_midnight_ends_at_24_00_of_the_day_before():
    assert dates.until(MIDNIGHT_AFTER_13_MAY) == "2026年5月13日（星期三） 24:00"
    assert dates.last_day(MIDNIGHT_AFTER_13_MAY) == date(2026, 5, 13)


def test_a_period_that_ends_at_close_of_business_keeps_its_day():
    end = datetime(2026, 5, 13, 10, tzinfo=UTC)
    assert dates.until(end) == "2026年5月13日（星期三） 18:00"
    assert dates.last_day(end) == date(2026, 5, 13)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (dates.full_date(date(2026, 5, 13)), "2026年5月13日（星期三）"),
        (dates.short_date(date(2026, 12, 1)), "12月1日"),
        (dates.clock(MIDNIGHT_AFTER_13_MAY), "00:00"),
    ],
)
def test_chinese_forms(shown, expected):
    assert shown == expected


def test_english_pages_show_english_dates():
    with translation.override("en"):
        assert dates.full_date(date(2026, 5, 13)) == "Wednesday, 13 May 2026"
        assert dates.short_date(date(2026, 5, 13)) == "13 May"
        assert dates.until(MIDNIGHT_AFTER_13_MAY) == "Wednesday, 13 May 2026 24:00"


def test_calendar_days_puts_counted_and_skipped_days_in_order():
    account = {
        "counted": [{"day": "2026-05-06", "note": "第 1 个工作日"}],
        "skipped": [{"day": "2026-05-05", "why": "劳动节"}, {"day": "2026-05-09", "why": "周六"}],
    }
    days = dates.calendar_days(account)
    assert [(day.date.day, day.is_counted, day.note) for day in days] == [
        (5, False, "劳动节"),
        (6, True, "第 1 个工作日"),
        (9, False, "周六"),
    ]
