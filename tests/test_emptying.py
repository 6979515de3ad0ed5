"""What a test commits is gone before the next, also from the reference data and from the records."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core import serializers
from django.db import DatabaseError, connection

from gongfang.accounts.models import Division, Office, User
from gongfang.accounts.queries import offices, offices_over
from gongfang.calendars.models import CalendarDay, CalendarNotice
from gongfang.cases.models import Case
from gongfang.records.models import Record
from tests import emptying
from tests.applications import factories as made

REFERENCE = (Division, Office, CalendarNotice, CalendarDay, Permission)
COUNTY, RENAMED = "654224", "改名县"


def rows() -> str:
    return serializers.serialize("json", [row for model in REFERENCE for row in model.objects.order_by("pk")])


@pytest.fixture
def changed(transactional_db: None) -> str:
    """The reference data as they were; changed, added to and taken from since."""
    before = rows()
    made.in_county_review()
    Division.objects.filter(code=COUNTY).update(name=RENAMED)
    Division.objects.create(code="654299", name="新设县", level="county", parent_id="654200")
    Office.objects.filter(division_id="654225").delete()
    offices.cache_clear()
    assert RENAMED in {office.division.name for office in offices_over(COUNTY)}
    CalendarNotice.objects.first().delete()
    Permission.objects.first().delete()
    return before


def test_the_database_is_as_it_was(changed: Any) -> None:
    assert rows() != changed
    emptying.restore()
    assert rows() == changed
    assert emptying.different() == set()
    assert [model for model in (User, Case, Record) if model.objects.exists()] == []


def test_records_refuse_again(changed: Any) -> None:
    emptying.restore()
    made.in_county_review()
    with pytest.raises(DatabaseError, match="append-only"):
        Record.objects.all()._raw_delete("default")


def test_offices_are_read_again(changed: Any) -> None:
    emptying.restore()
    assert RENAMED not in {office.division.name for office in offices_over(COUNTY)}


def test_nothing_is_touched_that_is_as_it_was(transactional_db: None) -> None:
    statements: list[str] = []

    def listen(execute: Any, sql: str, *rest: Any) -> Any:
        statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(listen):
        emptying.restore()
    assert not [sql for sql in statements if sql.startswith(("DELETE", "INSERT", "DROP", "CREATE"))]
