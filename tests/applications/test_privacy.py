"""Personal data: encrypted when stored, masked on pages, revealed one by one, hidden from experts."""

import logging
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.urls import reverse

from gongfang.accounts.encryption import DecryptionError
from gongfang.accounts.models import User
from gongfang.applications.models import Application, Person, RosterEntry, RosterUpload
from gongfang.cases import registry
from gongfang.cases.services import perform
from gongfang.records.models import AccessEntry, Record, Statement
from tests import factories as people
from tests.applications import factories as made
from tests.applications import specimen
from tests.applications.factories import COUNTY
from tests.applications.test_roster import GOOD, upload, workbook
from tests.applications.test_wizard import signed_in, url
from tests.factories import TACHENG_CITY

pytestmark = pytest.mark.django_db
CANARY = specimen.STANDARD.responsible_id_number
PHONE = "13800138000"


def everything_stored() -> str:
    """Return every value of every table, bytes as they are."""
    text = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                text.extend(
                    bytes(v).decode("latin-1") if isinstance(v, (bytes, memoryview)) else str(v) for v in row
                )
    return "\n".join(text)


def secrets(application: Application) -> list[str]:
    entries = list(application.roster.all())
    return [CANARY, PHONE, *(entry.id_number for entry in entries), *(entry.name for entry in entries)]


def reveal(user: User, kind: str, row: Any, field: str) -> Any:
    return signed_in(user).post(reverse("applications:reveal", args=[kind, row.pk, field]))


def test_no_personal_number_is_stored_in_the_clear() -> None:
    application = made.in_prefecture_review()
    stored = everything_stored()
    assert application.number in stored
    assert [secret for secret in secrets(application) if secret in stored] == []


def test_staged_roster_is_stored_encrypted() -> None:
    application = made.draft()
    client = signed_in(application.holder)
    upload(client, application, workbook(GOOD))
    assert RosterUpload.objects.exists()
    stored = everything_stored()
    assert GOOD[0] not in stored
    assert GOOD[1] not in stored


def test_no_personal_number_is_in_records_or_logs(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        application = made.in_prefecture_review()
        reveal(people.head(COUNTY), "roster", application.roster.first(), "id_number")
    kept = [*Record.objects.values_list("body", flat=True), *Statement.objects.values_list("text", flat=True)]
    kept += [f"{entry.subject} {entry.reason}" for entry in AccessEntry.objects.all()]
    kept += [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert [secret for secret in secrets(application) if secret in "\n".join(kept)] == []


@pytest.mark.parametrize("who", ["holder", "county", "auditor"])
def test_pages_show_masks_only(who: str) -> None:
    application = made.in_county_review()
    user = {"holder": application.holder, "county": people.head(COUNTY), "auditor": people.auditor()}[who]
    page = signed_in(user).get(application.get_absolute_url()).content.decode()
    assert [secret for secret in secrets(application) if secret in page] == []
    assert "110105********002X" in page


def test_filing_pages_show_masks_only() -> None:
    application = made.draft()
    client = signed_in(application.holder)
    pages = [client.get(url("step", application, step)).content.decode() for step in ("workshop", "employment")]
    assert [secret for secret in secrets(application) if secret in "".join(pages)] == []


@pytest.mark.parametrize(("kind", "field"), [("roster", "id_number"), ("roster", "name"), ("person", "phone")])
def test_reveal_shows_one_value_and_is_recorded(kind: str, field: str) -> None:
    application = made.in_county_review()
    row = application.roster.first() if kind == "roster" else application.people.get()
    official = people.officer(COUNTY)
    answer = reveal(official, kind, row, field)
    assert getattr(row, field) in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    entry = AccessEntry.objects.get()
    assert (entry.user, entry.action, entry.subject) == (official, "reveal", f"{kind}:{row.pk}:{field}")


def test_reveal_is_refused_to_those_who_may_not_see() -> None:
    application = made.in_county_review()
    entry = application.roster.first()
    assert reveal(people.auditor(), "roster", entry, "id_number").status_code == 403
    for user in (people.applicant(), people.expert_user(), people.head(COUNTY, TACHENG_CITY)):
        assert reveal(user, "roster", entry, "id_number").status_code == 404
    assert not AccessEntry.objects.exists()


def test_reveal_of_what_is_not_personal_data_does_not_exist() -> None:
    application = made.in_county_review()
    entry = application.roster.first()
    user = people.head(COUNTY)
    assert reveal(user, "roster", entry, "id_index").status_code == 404
    assert reveal(user, "operations", entry, "year").status_code == 404
    assert (
        signed_in(user).get(reverse("applications:reveal", args=["roster", entry.pk, "name"])).status_code == 405
    )


def test_experts_see_head_counts_and_no_people() -> None:
    application = made.in_county_review()
    expert = people.expert_user()
    contexts = {part.name: part.context(application, expert) for part in registry.kind_of("application").sections}
    assert contexts["roster"]["entries"] == []
    assert [count for _label, count in contexts["roster"]["counts"]] == [3, 3]
    assert contexts["workshop"]["people"] == []


def test_experts_see_no_files_on_people() -> None:
    application = made.in_county_review()
    application.files.update(access="handlers")
    sections = {part.name: part for part in registry.kind_of("application").sections}
    assert sections["files"].context(application, people.expert_user())["groups"] == []
    assert len(sections["files"].context(application, people.head(COUNTY))["groups"]) == 1


def test_a_value_moved_to_another_row_cannot_be_read() -> None:
    first, second = made.draft(), made.draft()
    stored = Person.objects.filter(application=first).values_list("pk", flat=True).get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number FROM applications_person WHERE application_id = %s", [first.pk])
        sealed = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE applications_person SET id_number = %s WHERE application_id = %s", [bytes(sealed), second.pk]
        )
    assert Person.objects.get(pk=stored).id_number == CANARY
    with pytest.raises(DecryptionError):
        _ = Person.objects.get(application=second).id_number


def test_roster_holds_a_person_once_in_the_database_too() -> None:
    application = made.draft()
    entry = application.roster.first()
    twin = RosterEntry(
        application=application,
        name="另名",
        id_number=entry.id_number,
        kind="poverty",
        mode="home",
        added_at=made.AT,
    )
    with pytest.raises(IntegrityError):
        twin.save()


def test_withdrawn_case_still_belongs_to_its_offices_only() -> None:
    application = made.in_county_review()
    perform(application, "withdraw", by=application.holder, at=made.AT)
    entry = application.roster.first()
    assert reveal(people.expert_user(), "roster", entry, "name").status_code == 404
