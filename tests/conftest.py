"""What every test may rely on: the divisions, offices and calendars are loaded, the chain can be emptied."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase

from gongfang.accounts import reference as divisions
from gongfang.calendars import reference as calendars
from gongfang.records import protection


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
