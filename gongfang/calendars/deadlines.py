"""Which period is meant: a time limit by its name, or a number of working days. No database, no clock."""

import re
from datetime import date

from gongfang.regulation import clauses
from gongfang.regulation import edition as editions
from gongfang.regulation.edition import Edition, EditionError, NoEditionInForce
from gongfang.regulation.time_limits import TimeLimit, limits

MAX_WORKING_DAYS = 1000
_WRITTEN = re.compile(r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})日?")
_NUMBER = re.compile(r"[0-9]{1,6}")


class WrongArgument(ValueError):
    """Something that cannot be understood; the message says what is expected."""


def day_of(text: str) -> date:
    """Return the date, written as 2026-05-06, 2026/5/6 or 2026年5月6日.

    :raises WrongArgument: when it is no date.
    """
    written = _WRITTEN.fullmatch(text.strip())
    try:
        return date(*map(int, written.groups())) if written else date.fromisoformat(text.strip())
    except ValueError:
        raise WrongArgument(f"起算日应为日期，如 2026-05-06；收到的是：{text}") from None


def edition_for(start: date, edition_id: str | None = None) -> Edition:
    """Return the edition named, or the one in force at `start`; before all of them, the first.

    :raises WrongArgument: when there is none of that name.
    """
    try:
        return editions.get(edition_id) if edition_id else editions.in_force(start)
    except NoEditionInForce:
        return editions.available()[0]
    except EditionError as error:
        raise WrongArgument(str(error)) from None


def limit_of(text: str, edition: Edition) -> TimeLimit:
    """Return the limit of this name, or a plain period of so many working days (Civil Code 201).

    :raises WrongArgument: when there is no such limit, or the number is out of range.
    """
    if _NUMBER.fullmatch(text):
        return _plain(int(text), edition)
    named = limits(edition)
    if text not in named:
        known = "、".join(f"{name}（{limit.label}）" for name, limit in named.items())
        raise WrongArgument(f"没有名为 {text} 的期限。可用：{known}，或工作日数")
    return named[text]


def _plain(working_days: int, edition: Edition) -> TimeLimit:
    if not 1 <= working_days <= MAX_WORKING_DAYS:
        raise WrongArgument(f"工作日数应在 1 到 {MAX_WORKING_DAYS} 之间")
    return TimeLimit(
        name="working_days",
        label="期限",
        clause=clauses.FIRST_DAY,
        working_days=working_days,
        day_ends_at=edition.day_ends_at,
    )
