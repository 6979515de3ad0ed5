"""`gongfang deadline START LIMIT`: when a period ends, and how every day was counted."""

import argparse
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

from gongfang.regulation import clauses
from gongfang.regulation import edition as editions
from gongfang.regulation.calendar import WorkingCalendar
from gongfang.regulation.edition import Edition, EditionError, NoEditionInForce
from gongfang.regulation.shipped_calendar import shipped_calendar
from gongfang.regulation.time_limits import Explanation, TimeLimit, limits

from .terminal import say, start_django, warn

HELP = "计算期限：从某日起，某一法定期限或若干个工作日何时届满"
MAX_WORKING_DAYS = 1000
_WRITTEN = re.compile(r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})日?")


class WrongArgument(ValueError):
    """An argument that cannot be understood; the message says what is expected."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the start, the limit, the edition and the form of the answer."""
    parser.add_argument("start", metavar="起算日", help="如 2026-05-06（公示、告知或收到之日）")
    parser.add_argument("limit", metavar="期限", help="期限名称（如 public_notice）或工作日数（如 5）")
    parser.add_argument("--edition", metavar="版本", help="办法的版本，默认为起算日施行的版本")
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def run(args: argparse.Namespace) -> int:
    """Print the end and the account; 2 when an argument cannot be understood."""
    try:
        start = start_of(args.start)
        explained = limit_of(args.limit, start, args.edition).explain(start, calendar_at_hand())
    except WrongArgument as error:
        warn(str(error))
        return 2
    except OverflowError:
        warn(f"起算日超出可计算的范围：{args.start}")
        return 2
    if args.json:
        say(json.dumps(as_json(explained), ensure_ascii=False, indent=2))
    else:
        say("\n".join(explained.in_words()))
    return 0


def start_of(text: str) -> date:
    """Return the date, written as 2026-05-06 or 2026年5月6日.

    :raises WrongArgument: when it is no date.
    """
    written = _WRITTEN.fullmatch(text.strip())
    try:
        return date(*map(int, written.groups())) if written else date.fromisoformat(text.strip())
    except ValueError:
        raise WrongArgument(f"起算日应为日期，如 2026-05-06；收到的是：{text}") from None


def limit_of(text: str, start: date, edition_id: str | None = None) -> TimeLimit:
    """Return the named limit of the edition, or a plain period of working days.

    :raises WrongArgument: when there is no such limit or edition.
    """
    if re.fullmatch(r"\d{1,6}", text):
        return _plain(int(text), _edition(start, edition_id))
    edition = _edition(start, edition_id)
    if start < edition.in_force_from:
        warn(f"{start} 时《办法》尚未施行，按版本 {edition.id} 计算。")
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


def _edition(start: date, edition_id: str | None) -> Edition:
    try:
        return editions.get(edition_id) if edition_id else editions.in_force(start)
    except NoEditionInForce:
        return editions.available()[0]
    except EditionError as error:
        raise WrongArgument(str(error)) from None


def calendar_at_hand() -> WorkingCalendar:
    """Return the database's calendar, or the shipped one where there is none, which it says."""
    calendar = _stored_calendar()
    if calendar is None:
        warn("未找到数据库中的工作日历，按随软件附带的日历计算。")
        return shipped_calendar()
    return calendar


def _stored_calendar() -> WorkingCalendar | None:
    try:
        start_django()
        from django.core.exceptions import ImproperlyConfigured
        from django.db import DatabaseError, connection
    except (ImportError, OSError):
        return None
    from gongfang.calendars import queries

    database = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite" and not _is_there(str(database)):
        return None  # to connect would create an empty file
    try:
        return queries.working_calendar() if queries.has_notices() else None
    except (DatabaseError, ImproperlyConfigured):
        return None


def _is_there(database: str) -> bool:
    return "memory" in database or Path(database).is_file()


def as_json(explained: Explanation) -> dict[str, Any]:
    """Return the account for machines: start, last_day, ends_at, provisional, counted, skipped, clause."""
    limit = explained.limit
    return explained.as_dict() | {
        "limit": limit.name,
        "working_days": limit.working_days,
        "clause": limit.clause.id,
        "citation": limit.clause.cite,
    }
