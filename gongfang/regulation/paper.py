"""What is handed in on paper counts from the day it was received, not from the day it was entered (R11)."""

from datetime import date, datetime, time
from typing import Protocol

from .time_limits import BEIJING


class OnPaper(Protocol):
    """Facts of a step that may answer a paper: `received_on` is its stamp, None for one made here and now."""

    @property
    def at(self) -> datetime: ...
    @property
    def received_on(self) -> date | None: ...
    @property
    def entry_reason(self) -> str: ...


def received_at(case: OnPaper) -> datetime:
    """Return the instant that counts: the first of the stamped day, else now (reading R11)."""
    if case.received_on is None:
        return case.at
    return datetime.combine(case.received_on, time.min, BEIJING)


def paper_date_is_plausible(case: OnPaper) -> str | None:
    """Refuse a stamp from the future, and a late entry that does not say why (reading R11)."""
    if case.received_on is None:
        return None
    today = case.at.astimezone(BEIJING).date()
    if case.received_on > today:
        return "收到日期不能晚于今天"
    if case.received_on < today and not case.entry_reason.strip():
        return "收到日期早于录入日期的，请说明事后录入的原因"
    return None
