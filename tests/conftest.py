"""What every test may rely on: the divisions, offices and calendars are loaded, the chain can be emptied."""

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase

from gongfang.accounts import reference as divisions
from gongfang.calendars import reference as calendars
from tests import emptying

LONGEST = "test_main_job.py"
"""Begun last, it would keep one worker busy long after the others."""
_USES_DATABASE = {"db", "transactional_db", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--second-database",
        action="store_true",
        help="leave out what has been seen on the first: tests that use no database, and those marked `once`",
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the longest test first; on a second database, deselect those that cannot come out otherwise there."""
    items.sort(key=lambda item: item.path.name != LONGEST)
    if not config.getoption("--second-database"):
        return
    left_out = [item for item in items if item.get_closest_marker("once") or not _uses_database(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in set(left_out)]


def pytest_collection_finish(session: pytest.Session) -> None:
    """Let the collector of cycles pass over what stays to the end: the tests and all that is imported."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _uses_database(item: pytest.Item) -> bool:
    named = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(named & _USES_DATABASE)


@pytest.fixture(autouse=True)
def _nobody_was_counted() -> None:
    """Let no test meet the rate limits that another has used up."""
    cache.clear()


def load_reference_data() -> None:
    divisions.load()
    calendars.load()


LEFT_BEHIND = """SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()"""
"""Threads of a server under test may hold a session on PostgreSQL, which then would not drop the database."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        load_reference_data()
        emptying.keep()
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(LEFT_BEHIND)
        connection.close()


_flush = TransactionTestCase._fixture_teardown


def _restore(self: TransactionTestCase) -> None:
    emptying.restore()


@pytest.fixture(scope="session", autouse=True)
def _emptied_between_transactional_tests() -> Iterator[None]:
    TransactionTestCase._fixture_teardown = _restore
    yield
    TransactionTestCase._fixture_teardown = _flush
