"""`gongfang deadline START LIMIT`: when a period ends, and how every day was counted."""

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

from gongfang.calendars.deadlines import WrongArgument, day_of, edition_for, limit_of
from gongfang.regulation.calendar import WorkingCalendar
from gongfang.regulation.shipped_calendar import shipped_calendar
from gongfang.regulation.time_limits import Explanation

from .terminal import say, start_django, warn

HELP = "计算期限：从某日起，某一法定期限或若干个工作日何时届满"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Take the start, the limit, the edition and the form of the answer."""
    parser.add_argument("start", metavar="起算日", help="如 2026-05-06（公示、告知或收到之日）")
    parser.add_argument("limit", metavar="期限", help="期限名称（如 public_notice）或工作日数（如 5）")
    parser.add_argument("--edition", metavar="版本", help="办法的版本，默认为起算日施行的版本")
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def run(args: argparse.Namespace) -> int:
    """Print the end and the account; 2 when an argument cannot be understood."""
    try:
        explained = _explained(day_of(args.start), args.limit, args.edition)
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


def _explained(start: date, limit_text: str, edition_id: str | None) -> Explanation:
    edition = edition_for(start, edition_id)
    limit = limit_of(limit_text, edition)
    if start < edition.in_force_from and not limit_text.isdecimal():
        warn(f"{start} 时《办法》尚未施行，按版本 {edition.id} 计算。")
    return limit.explain(start, calendar_at_hand())


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
    except OSError:  # no folder in which development could keep its keys
        return None
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError, connection

    from gongfang.calendars import queries

    database = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite" and "memory" not in database and not Path(database).is_file():
        return None  # to connect would create an empty file
    try:
        return queries.working_calendar() if queries.has_notices() else None
    except (DatabaseError, ImproperlyConfigured):
        return None


def as_json(explained: Explanation) -> dict[str, Any]:
    """Return the account for machines: start, last_day, ends_at, provisional, counted, skipped, clause."""
    limit = explained.limit
    return explained.as_dict() | {
        "limit": limit.name,
        "working_days": getattr(limit, "working_days", None),
        "clause": limit.clause.id,
        "citation": limit.clause.cite,
    }
