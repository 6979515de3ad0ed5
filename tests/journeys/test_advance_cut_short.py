"""`gongfang advance` run twice, or cut short anywhere and run again, comes to the same (article 9(一))."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from gongfang.accounts.models import Division
from gongfang.cases.advance import advance
from gongfang.cases.models import Case, RunningLimit, Task
from gongfang.notifications.models import Message, Reminder
from gongfang.records.models import Record
from gongfang.records.verification import verify
from gongfang.workshops import services as workshops
from gongfang.workshops.models import Category, Workshop, WorkshopEvent
from gongfang.workshops.services import ReliedItem
from tests.factories import applicant, beijing, head

WORKSHOPS = 2
YEARS = (beijing("2026-05-06 09:00"), beijing("2027-01-04 09:00"), beijing("2027-12-03 09:00"))
TWICE_MISSED = beijing("2028-01-04 09:00")
CUTS = 8
SEED = 20280104


class Killed(BaseException):
    """What a power cut is to the program: nothing catches it."""


def register(number: int) -> None:
    """Enter workshops that were recognised before the measures (reading R20)."""
    head("prefecture.culture")
    for place in range(number):
        workshops.recognise(
            application_number="",
            holder=applicant() if place else None,
            county=Division.objects.get(code="654224"),
            name=f"毡绣工坊{place}",
            operator_name=f"毡绣合作社{place}",
            operator_kind="cooperative",
            credit_code="",
            responsible_id_index="",
            items=[ReliedItem(name="毡绣", category=Category.CRAFTS)],
            category=Category.CRAFTS,
            document_number="塔地文旅发〔2024〕1 号",
            recognised_on=date(2024, 9, 1),
            batch="",
            at=YEARS[0],
        )


def before_the_second_miss() -> None:
    """Let two years pass in which nothing is filed, up to where the second is about to be missed."""
    register(WORKSHOPS)
    for at in YEARS:
        advance(at)


def picture() -> dict[str, Any]:
    """Return all that a pass may have changed, without the keys that only count attempts."""
    return {
        "cases": list(Case.objects.order_by("number").values_list("number", "kind", "state", "version")),
        "records": list(Record.objects.order_by("seq").values_list("seq", "case__number", "action", "at")),
        "limits": sorted(RunningLimit.objects.values_list("case__number", "name", "ends_at", "closed_at")),
        "tasks": sorted(Task.objects.values_list("case__number", "office_id", "action", "due_at")),
        "statuses": list(Workshop.objects.order_by("number").values_list("number", "status")),
        "events": sorted(WorkshopEvent.objects.values_list("workshop__number", "kind", "on", "clause_id")),
        "messages": sorted(Message.objects.values_list("subject", "channel", "office_id", "user_id")),
        "reminders": sorted(Reminder.objects.values_list("limit__case__number", "limit__name", "stage")),
    }


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def killed_at(statement: int) -> Iterator[list[int]]:
    """Raise before the statement of that number, counted from 1; the list counts those that were run."""
    seen = [0]

    def count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        seen[0] += 1
        if seen[0] == statement:
            raise Killed
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        yield seen


@pytest.mark.django_db
def test_a_pass_cut_short_anywhere_is_finished_by_the_next() -> None:
    before_the_second_miss()
    with undone():
        with killed_at(0) as counted:
            advance(TWICE_MISSED)
        whole, statements = picture(), counted[0]
    assert {status for _number, status in whole["statuses"]} == {"suspended"}
    cuts = random.Random(SEED).sample(range(1, statements), CUTS)
    for cut in cuts:
        with undone():
            with killed_at(cut), pytest.raises(Killed):
                advance(TWICE_MISSED)
            advance(TWICE_MISSED)
            assert picture() == whole, f"cut before statement {cut} of {statements} (seed {SEED})"
            assert verify(with_files=False).is_sound


@pytest.mark.django_db
def test_a_second_pass_changes_nothing() -> None:
    before_the_second_miss()
    advance(TWICE_MISSED)
    first = picture()
    report = advance(TWICE_MISSED)
    assert (dict(report.taken), dict(report.failed), report.reminders) == ({}, {}, 0)
    assert picture() == first


COMMAND = "import sys; from gongfang.cli import main; sys.exit(main())"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="kills a process on a database file of its own")
def test_a_killed_process_leaves_a_database_that_the_next_pass_finishes(tmp_path: Path) -> None:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "gongfang.settings.dev",
        "GONGFANG_DATA_DIR": str(tmp_path),
        "DATABASE_URL": "",
    }
    del environment["DATABASE_URL"]
    database = tmp_path / "gongfang.sqlite3"
    run([sys.executable, "-c", SEEDING], environment)
    for opened in KILLED_AT:
        process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, "advance"], env=environment, cwd=settings.BASE_DIR
        )
        wait_for_cases(opened, database)
        process.send_signal(signal.SIGKILL)
        assert process.wait(timeout=30) == -signal.SIGKILL
    run([sys.executable, "-c", COMMAND, "advance"], environment)
    run([sys.executable, "-c", COMMAND, "verify"], environment)
    with closing(sqlite3.connect(database)) as looking:
        assert looking.execute(COUNTING).fetchone() == (KILLED_WORKSHOPS, KILLED_WORKSHOPS)


KILLED_WORKSHOPS = 60
KILLED_AT = (1, 30, 70)
"""How many of the 120 cases, a filing and an evaluation for each workshop, are open when the process is killed."""
SEEDING = f"""
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from gongfang.accounts import reference as divisions
from gongfang.calendars import reference as calendars
divisions.load(); calendars.load()
from django.db import transaction
from django.test import override_settings
from tests.journeys.test_advance_cut_short import register
hashed_fast = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
with hashed_fast, transaction.atomic():
    register({KILLED_WORKSHOPS})
"""
COUNTING = """
SELECT COUNT(*), COUNT(DISTINCT workshop_id)
FROM cases_case LEFT JOIN filings_annualfiling ON case_ptr_id = id WHERE kind = 'annual_filing'
"""


def wait_for_cases(number: int, database: Path) -> None:
    """Look until the pass has got that far; a machine under load takes its time."""
    deadline = time.monotonic() + 60
    with closing(sqlite3.connect(database, timeout=20)) as looking:
        while looking.execute("SELECT COUNT(*) FROM cases_case").fetchone()[0] < number:
            assert time.monotonic() < deadline
            time.sleep(0.02)


def run(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(
        command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr[-2000:]
