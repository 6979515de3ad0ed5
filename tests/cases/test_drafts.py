"""What an officer has prepared: encrypted at rest, also what was written before it was."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from gongfang.cases import drafts
from gongfang.cases.models import Draft
from gongfang.regulation.recognition import State
from tests.applications import factories as made
from tests.factories import head, officer

COUNTY = "county.culture"
BEFORE = [("cases", "0002_task_is_ready")]
WORDS = "场地面积不足"


def stored() -> list[bytes]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM cases_draft")
        return [bytes(row[0]) for row in cursor.fetchall()]


@pytest.mark.django_db
def test_draft_is_encrypted_at_rest() -> None:
    application = made.in_county_review()
    by, data = officer(COUNTY), {"reasons": WORDS}
    drafts.prepare(case=application, action="not_recommend", by=by, data=data, at=made.AT)
    (sealed,) = stored()
    assert WORDS.encode() not in sealed
    assert drafts.initial_for(head(COUNTY), application, "not_recommend") == data


@pytest.fixture
def plain_draft(transactional_db: None) -> Iterator[Any]:
    """A draft in the tables as they were, in the clear; the tables of today are back afterwards."""
    application, by = made.in_county_review(), officer(COUNTY)
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    old = executor.loader.project_state(BEFORE).apps.get_model("cases", "Draft")
    old.objects.create(
        case_id=application.pk,
        action="not_recommend",
        office_id=by.office_id,
        data={"reasons": WORDS},
        prepared_by_id=by.pk,
        prepared_at=made.AT,
    )
    yield application
    call_command("migrate", verbosity=0)


def test_drafts_in_the_clear_are_encrypted_by_the_migration(plain_draft: Any) -> None:
    call_command("migrate", verbosity=0)
    (sealed,) = stored()
    assert WORDS.encode() not in sealed
    draft = Draft.objects.get()
    assert (draft.case.state, draft.prepared_at) == (State.COUNTY_REVIEW, made.AT)
    assert drafts.initial_for(head(COUNTY), plain_draft, "not_recommend") == {"reasons": WORDS}


def test_encrypted_drafts_go_back_into_the_clear(plain_draft: Any) -> None:
    call_command("migrate", verbosity=0)
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    old = executor.loader.project_state(BEFORE).apps.get_model("cases", "Draft")
    assert old.objects.get().data == {"reasons": WORDS}
