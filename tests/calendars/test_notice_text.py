"""Reading the days of a notice as officials write them."""

import io
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from gongfang.calendars.notice_text import (
    NamedDay,
    WrongLine,
    days_of_text,
    days_of_workbook,
    problem_of,
)


def rest(text: str, year: int = 2026) -> list[NamedDay]:
    return days_of_text(text, year=year, is_rest=True)


@pytest.mark.parametrize(
    "line",
    ["2026-05-27 古尔邦节", "2026/5/27，古尔邦节", "2026年5月27日：古尔邦节", "5月27日古尔邦节", "5-27 古尔邦节"],
)
def test_one_day(line: str) -> None:
    assert rest(line) == [NamedDay(date(2026, 5, 27), True, "古尔邦节")]


@pytest.mark.parametrize(
    "line", ["2026-05-27 至 2026-05-29 古尔邦节", "5月27日至5月29日 古尔邦节", "5.27—5.29 古尔邦节"]
)
def test_a_span_of_days(line: str) -> None:
    assert [day.day.day for day in rest(line)] == [27, 28, 29]


def test_blank_lines_are_left_out_and_counted() -> None:
    assert len(rest("\n5-27 节\n\n5-28 节\n")) == 2
    with pytest.raises(WrongLine, match="第 3 行"):
        rest("\n5-27 节\nxyz")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("2026-02-30 节", "没有这一天"),
        ("2026-13-01 节", "没有这一天"),
        ("古尔邦节", "读不懂"),
        ("2026-05-27", "缺少节日名称"),
        ("2026-05-29 至 2026-05-27 节", "颠倒"),
        ("2026-01-01 至 2026-12-31 节", "相距过远"),
    ],
)
def test_a_wrong_line_says_what_is_wrong(line: str, problem: str) -> None:
    with pytest.raises(WrongLine, match=problem):
        rest(line)


def test_an_extra_workday_needs_no_name() -> None:
    assert days_of_text("5-31", year=2026, is_rest=False) == [NamedDay(date(2026, 5, 31), False, "调休上班")]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "至少一个"),
        ("5-27 节\n5-27 节", "重复"),
        ("2027-03-01 节", "不属于"),
        ("2025-11-30 节", "不属于"),
    ],
)
def test_the_days_must_make_sense_together(text: str, problem: str) -> None:
    assert problem in (problem_of(rest(text), year=2026) or "")


def test_the_turn_of_the_year_belongs_to_it() -> None:
    assert problem_of(rest("2025-12-31 元旦\n2027-01-02 元旦"), year=2026) is None


def workbook(rows: list[list[object]]) -> bytes:
    handle = io.BytesIO()
    book = xlsxwriter.Workbook(handle)
    sheet, dates = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, column, value, dates)
            else:
                sheet.write(number, column, value)
    book.close()
    return handle.getvalue()


def test_a_table_is_read_with_or_without_a_heading() -> None:
    rows: list[list[object]] = [[date(2026, 5, 27), "休息", "古尔邦节"], ["2026-05-31", "上班", ""]]
    expected = [NamedDay(date(2026, 5, 27), True, "古尔邦节"), NamedDay(date(2026, 5, 31), False, "调休上班")]
    assert days_of_workbook(workbook(rows[:1]), year=2026) == expected[:1]
    heading: list[object] = ["日期", "类别", "名称"]
    with_work = [heading, rows[0], ["2026-05-31", "上班", "调休上班"]]
    assert days_of_workbook(workbook(with_work), year=2026) == expected


def test_a_wrong_row_names_its_number() -> None:
    with pytest.raises(WrongLine, match="第 2 行"):
        days_of_workbook(workbook([["2026-05-27", "休息", "节"], ["哪天", "休息", "节"]]), year=2026)


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(WrongLine, match="无法打开"):
        days_of_workbook(b"PK\x03\x04nothing", year=2026)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        days = rest(text)
    except WrongLine:
        return
    assert all(day.is_rest and day.name for day in days)
