"""Edits of a filing against its submission: whatever falls first, nothing changes once it is filed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.db import OperationalError, connection

from gongfang.applications import filing
from gongfang.applications.keeping import NotEditable, Overtaken, Repeated, revision_of
from gongfang.applications.models import Application, RosterEntry
from gongfang.cases.services import perform
from tests.applications import factories as made

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 6
ROUNDS = 20


def in_a_thread(work: Callable[[], Any]) -> Callable[[], Any]:
    """Return `work` with a connection of its own that is closed afterwards."""

    def run() -> Any:
        try:
            return work()
        finally:
            connection.close()

    return run


def keep_saving(application: Application, number: int, begun: Event) -> int:
    """Save until the filing is closed, and return how many saves were kept."""
    kept = 0
    for turn in range(ROUNDS):
        try:
            filing.FILING.save_step(
                application,
                step="operations",
                by=application.holder,
                changes={"sales_statement": f"{number}/{turn}"},
                seen_revision=revision_of(Application.objects.get(pk=application.pk), "operations"),
            )
            kept += 1
        except (Overtaken, OperationalError):
            continue
        except NotEditable:
            break
        finally:
            begun.set()
    return kept


def test_nothing_is_saved_into_a_filing_that_has_been_submitted() -> None:
    application = made.draft()
    begun = Event()
    with ThreadPoolExecutor(WRITERS) as pool:
        saves = [
            pool.submit(in_a_thread(lambda number=number: keep_saving(application, number, begun)))
            for number in range(WRITERS)
        ]
        begun.wait(20)
        perform(Application.objects.get(pk=application.pk), "submit", by=application.holder, at=made.AT)
        as_filed = Application.objects.get(pk=application.pk)
        kept = sum(save.result() for save in saves)
    settled = Application.objects.get(pk=application.pk)
    assert (settled.state, settled.revisions) == ("submitted", as_filed.revisions)
    assert settled.sales_statement == as_filed.sales_statement
    assert revision_of(settled, "operations") == kept


def add_person(application: Application) -> bool:
    row = RosterEntry(name="某人", id_number="11010519491231002X", kind="poverty", mode="home")
    try:
        filing.FILING.add_row(application, row, by=application.holder, at=made.AT)
    except Repeated:
        return False
    return True


def test_the_same_person_added_at_once_is_on_the_roster_once() -> None:
    application = made.draft(poverty_workers=0)
    with ThreadPoolExecutor(WRITERS) as pool:
        added = [pool.submit(in_a_thread(lambda: add_person(application))) for _ in range(WRITERS)]
        assert sum(each.result() for each in added) == 1
    assert application.roster.count() == 1
