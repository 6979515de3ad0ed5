"""What every test may rely on: the divisions, offices and calendars are loaded, the chain can be emptied."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase

from gongfang.accounts import reference as divisions
from gongfang.calendars import reference as calendars
from gongfang.records import protection

_USES_DATABASE = {"db", "transactional_db", "live_server", "demonstration"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--second-database",
        action="store_true",
        help="leave out what has been seen on the first: tests that use no database, and those marked `once`",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect, on a second database, the tests that cannot come out otherwise there."""
    if not config.getoption("--second-database"):
        return
    left_out = [item for item in items if item.get_closest_marker("once") or not _uses_database(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in set(left_out)]


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


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        load_reference_data()


_flush = TransactionTestCase._fixture_teardown


def _flush_append_only(self: TransactionTestCase) -> None:
    """Empty the database although its records refuse it, and give the next test its reference data back."""
    protection.remove(connection)
    _flush(self)
    protection.install(connection)
    load_reference_data()


@pytest.fixture(scope="session", autouse=True)
def _emptied_between_transactional_tests() -> Iterator[None]:
    TransactionTestCase._fixture_teardown = _flush_append_only
    yield
    TransactionTestCase._fixture_teardown = _flush
