"""The demonstration is written once for all tests of this folder, and rolled back after them."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from gongfang.demonstration import seed
from tests.factories import beijing

NOW = beijing("2027-01-12 11:00")
"""A Tuesday: limits that end today are due, not overdue. The story crosses a year's end: some filings miss it."""


@pytest.fixture(scope="module")
def demonstration(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        assert seed(at=NOW)
        yield
        transaction.set_rollback(True)
