"""Time limits in working days, in Beijing time, with an account of how each day was counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from gongfang.regulation import clauses
from gongfang.regulation.calendar import WorkingCalendar
from gongfang.regulation.clauses import Clause
from gongfang.regulation.edition import Edition

BEIJING = ZoneInfo("Asia/Shanghai")  # R21: legal time everywhere in China

_MIDNIGHT = "24:00"
_PROVISIONAL = "暂定：有关年度的放假通知尚未录入，录入后重新计算。"


@dataclass(frozen=True)
class CountedDay:
    """A working day of the period; `note` says which one it is."""

    day: date
    note: str


@dataclass(frozen=True)
class SkippedDay:
    """A day that was not counted, and why."""

    day: date
    why: str


@dataclass(frozen=True, kw_only=True)
class TimeLimit:
    """A period in working days and the clause that fixes it."""

    name: str
    label: str
    clause: Clause
    working_days: int
    counts_first_day: bool = False  # 民法典第二百零一条：开始的当日不计入
    day_ends_at: str = _MIDNIGHT

    def __post_init__(self) -> None:
        if self.working_days < 1:
            raise ValueError(f"{self.label}：期限至少为 1 个工作日")

    def last_day(self, trigger: date, calendar: WorkingCalendar) -> date:
        """Return the last day on which the act is still in time."""
        days = calendar.working_days_from(self._first_day(trigger))
        return next(islice(days, self.working_days - 1, None))

    def ends_at(self, trigger: date, calendar: WorkingCalendar) -> datetime:
        """Return the instant of expiry, in Beijing time: an act is in time only before it."""
        return _end_of(self.last_day(trigger, calendar), self.day_ends_at)

    def explain(self, trigger: date, calendar: WorkingCalendar) -> "Explanation":
        """Return how the period was counted from `trigger`, day by day (R9, R11, R21)."""
        last = self.last_day(trigger, calendar)
        period = _days(self._first_day(trigger), last)
        rest = (SkippedDay(day, calendar.reason(day)) for day in period if not calendar.is_working_day(day))
        return Explanation(
            limit=self,
            trigger=trigger,
            last_day=last,
            ends_at=_end_of(last, self.day_ends_at),
            counted=_counted(period, calendar),
            skipped=(*self._uncounted_trigger(trigger), *rest),
            provisional=any(map(calendar.is_provisional, period)),
        )

    def _first_day(self, trigger: date) -> date:
        return trigger if self.counts_first_day else trigger + timedelta(days=1)

    def _uncounted_trigger(self, trigger: date) -> tuple[SkippedDay, ...]:
        if self.counts_first_day:
            return ()
        return (SkippedDay(trigger, f"开始的当日不计入（{clauses.FIRST_DAY}）"),)


@dataclass(frozen=True, kw_only=True)
class DateLimit:
    """A period whose last day is a date: the edition names it, or an authority sets it for one case.

    No calendar moves it, so nothing is counted.
    """

    name: str
    label: str
    clause: Clause
    day_ends_at: str = _MIDNIGHT

    def explain(self, trigger: date, last_day: date) -> "Explanation":
        """Return the account of a period that runs from `trigger` to the end of `last_day`."""
        return Explanation(
            limit=self,
            trigger=trigger,
            last_day=last_day,
            ends_at=_end_of(last_day, self.day_ends_at),
            counted=(),
            skipped=(),
            provisional=False,
        )


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """How one time limit was counted. `provisional`: a yearly notice is still missing (R21)."""

    limit: TimeLimit | DateLimit
    trigger: date
    last_day: date
    ends_at: datetime
    counted: tuple[CountedDay, ...]
    skipped: tuple[SkippedDay, ...]
    provisional: bool

    def in_words(self) -> tuple[str, ...]:
        """Return the account as Chinese sentences, day after day."""
        limit = self.limit
        if isinstance(limit, DateLimit):
            length = f"{limit.label}截至指定日期（{limit.clause}）"
        else:
            length = f"{limit.label}为 {limit.working_days} 个工作日（{limit.clause}）"
        days = [(skipped.day, f"{skipped.day} 不计：{skipped.why}。") for skipped in self.skipped]
        days += [(counted.day, f"{counted.day} 为{counted.note}。") for counted in self.counted]
        end = f"{self.last_day} {limit.day_ends_at}（北京时间）届满。"
        sentences = (f"{length}，自 {self.trigger} 起算。", *(words for _, words in sorted(days)), end)
        return (*sentences, _PROVISIONAL) if self.provisional else sentences

    def as_dict(self) -> dict[str, Any]:
        """Return the account with ISO strings, ready for JSON."""
        return {
            "start": self.trigger.isoformat(),
            "last_day": self.last_day.isoformat(),
            "ends_at": self.ends_at.isoformat(),
            "provisional": self.provisional,
            "counted": [{"day": counted.day.isoformat(), "note": counted.note} for counted in self.counted],
            "skipped": [{"day": skipped.day.isoformat(), "why": skipped.why} for skipped in self.skipped],
        }


def limits(edition: Edition) -> Mapping[str, TimeLimit]:
    """Return the time limits in working days of an edition, by name."""
    return MappingProxyType({limit.name: limit for limit in _limits(edition)})


def date_limits(edition: Edition) -> Mapping[str, DateLimit]:
    """Return the time limits of an edition that end on a date, by name."""
    return MappingProxyType({limit.name: limit for limit in _date_limits(edition)})


def limit_named(edition: Edition, name: str) -> TimeLimit | DateLimit:
    """Return a time limit of either kind.

    :raises KeyError: when the edition has none of this name.
    """
    return date_limits(edition).get(name) or limits(edition)[name]


def beijing_date(at: datetime) -> date:
    """Return the legal date of an aware instant (R21).

    :raises ValueError: when `at` has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError("时刻必须带有时区")
    return at.astimezone(BEIJING).date()


def until(instant: datetime) -> str:
    """Write when something ends, in Beijing time: the first instant of a day is 24:00 of the day before."""
    local = instant.astimezone(BEIJING)
    if local.time() == time():
        return f"{local.date() - timedelta(days=1)} {_MIDNIGHT}"
    return f"{local:%Y-%m-%d %H:%M}"


def anniversary(day: date, years: int) -> date:
    """Return the same day `years` later; 29 February gives 28 February in a common year (R18)."""
    return months_after(day, 12 * years)


def months_after(day: date, months: int) -> date:
    """Return the corresponding day `months` later (earlier when negative), or that month's last day.

    Civil Code 202: without a corresponding day the period ends on the last day of the month.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    start_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (start_of_next - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def _limits(edition: Edition) -> tuple[TimeLimit, ...]:
    def limit(name: str, label: str, clause: Clause, days: int, counts_first_day: bool = False) -> TimeLimit:
        return TimeLimit(
            name=name,
            label=label,
            clause=clause,
            working_days=days,
            counts_first_day=counts_first_day,
            day_ends_at=edition.day_ends_at,
        )

    notice_days, counts_first_day = edition.notice_working_days, edition.notice_counts_first_day
    return (
        limit("correction", "补正期", clauses.APPLICATION, edition.correction_working_days),
        limit("recusal_request", "申请回避期", clauses.REVIEW, edition.recusal_request_working_days),
        limit("public_notice", "公示期", clauses.PUBLIC_NOTICE, notice_days, counts_first_day),
        limit("objection_review", "异议核查期", clauses.PUBLIC_NOTICE, edition.objection_review_working_days),
        limit("filing_correction", "报备补正期", clauses.ANNUAL_FILING, edition.filing_correction_working_days),
        limit("self_assessment", "自评期", clauses.EVALUATION, edition.self_assessment_working_days),
        limit("appeal", "申诉期", clauses.REVOCATION, edition.appeal_working_days),
        limit("appeal_review", "申诉复核期", clauses.REVOCATION, edition.appeal_review_working_days),
    )


def _date_limits(edition: Edition) -> tuple[DateLimit, ...]:
    def limit(name: str, label: str, clause: Clause) -> DateLimit:
        return DateLimit(name=name, label=label, clause=clause, day_ends_at=edition.day_ends_at)

    return (
        limit("annual_filing", "年度报备期", clauses.ANNUAL_FILING),
        limit("rectification", "整改期", clauses.NOT_RECTIFIED),
        limit("subsidy_account", "补助资金报账期", clauses.EVALUATION),
        limit("recommendation", "推荐报送期", clauses.RECOMMENDATION),
        limit("enrolment", "报名期", clauses.STUDY),
        limit("assignment", "会商事项办理期", clauses.CONSULTATION),
    )


def filing_due_on(edition: Edition, year: int) -> date:
    """Return the last day for the annual filing of `year` (article 9(一), reading R13)."""
    return date.fromisoformat(f"{year}-{edition.filing_due}")


def _days(first: date, last: date) -> tuple[date, ...]:
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


def _counted(period: tuple[date, ...], calendar: WorkingCalendar) -> tuple[CountedDay, ...]:
    days = filter(calendar.is_working_day, period)
    return tuple(CountedDay(day, _note(nth, day, calendar)) for nth, day in enumerate(days, start=1))


def _note(nth: int, day: date, calendar: WorkingCalendar) -> str:
    note = f"第 {nth} 个工作日"
    return f"{note}，{calendar.reason(day)}" if calendar.is_extra_working_day(day) else note


def _end_of(day: date, day_ends_at: str) -> datetime:
    if day_ends_at == _MIDNIGHT:
        return datetime.combine(day + timedelta(days=1), time(), BEIJING)
    return datetime.combine(day, time.fromisoformat(day_ends_at), BEIJING)
