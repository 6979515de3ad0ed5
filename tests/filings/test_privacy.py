"""People of a roster are in no page, record, log or address in the clear; each look is recorded."""

import logging
from typing import Any

import pytest
from django.core import serializers
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongfang.accounts.models import User
from gongfang.cases.services import perform
from gongfang.filings.models import AnnualFiling, FilingRosterUpload, Worker
from gongfang.notifications.models import Message
from gongfang.records.models import AccessEntry, Record, Statement
from gongfang.regulation.procedure import Actor
from tests.applications.test_roster import file, workbook
from tests.factories import TACHENG_CITY, applicant, auditor, beijing, expert_user, head

from . import cast

pytestmark = pytest.mark.django_db
NAME, NUMBER = "加娜尔古丽·卡纳里", "11010519491231002X"
CANARIES = (NAME, NUMBER)


@pytest.fixture(autouse=True)
def _in_june(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: cast.AT)


@pytest.fixture
def filing() -> AnnualFiling:
    """Return a filing that was filed, with one person nobody else is called like."""
    row = cast.owed()
    worker = cast.worker(NUMBER, name=NAME, monthly_pay=2600)
    worker.filing, worker.added_at = row, cast.AT
    worker.save()
    return cast.filed(row, people=1)


def signed_in(user: User | None) -> Client:
    client = Client()
    assert user is not None
    client.force_login(user, backend="gongfang.accounts.backends.LoginBackend")
    return client


def readers(filing: AnnualFiling) -> list[User | None]:
    return [filing.holder, head("county.culture"), head("county.hrss"), head("prefecture.culture"), auditor()]


def test_roster_is_encrypted_in_the_database(filing: AnnualFiling) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, id_number FROM filings_worker")
        stored = repr([bytes(value) if isinstance(value, memoryview) else value for value in cursor.fetchone()])
    assert not any(canary in stored for canary in CANARIES)
    assert NAME.encode().hex() not in stored


def test_staged_roster_is_encrypted_and_gone_after_use() -> None:
    filing = cast.owed()
    client = signed_in(filing.holder)
    row = (NAME, NUMBER, "脱贫人口", "灵活就业", 2600, "2025-03-01")
    upload = reverse("filings:roster_upload", args=[filing.number])
    client.post(upload, {"file": file(workbook(row)), "replaces": "add"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM filings_filingrosterupload")
        stored = repr(bytes(cursor.fetchone()[0]))
    assert not any(canary in stored for canary in CANARIES)
    assert not any(canary in client.get(upload).content.decode() for canary in CANARIES)
    client.post(reverse("filings:roster_confirm", args=[filing.number]))
    assert not FilingRosterUpload.objects.exists()


def test_no_page_shows_people_in_the_clear(filing: AnnualFiling) -> None:
    perform(filing, "accept_filing", by=head("county.culture"), at=cast.AT)
    later = cast.owed(filing.workshop, year=2028)
    later.roster.all().delete()
    cast.filed(later, at=beijing("2028-05-06 10:00"), people=0, has_no_roster=True)  # they show who has left
    urls = [
        filing.get_absolute_url(),
        later.get_absolute_url(),
        filing.workshop.get_absolute_url(),
        reverse("filings:index"),
        reverse("filings:mine"),
        reverse("public:workshop", args=[filing.workshop.public_id]),
    ]
    for reader in readers(filing):
        client = signed_in(reader)
        for url in urls:
            page = client.get(url).content.decode()
            assert not any(canary in page for canary in CANARIES), (reader, url)


def test_form_of_a_person_shows_nothing_of_what_is_kept() -> None:
    filing = cast.owed()
    worker = cast.worker(NUMBER, name=NAME)
    worker.filing, worker.added_at = filing, cast.AT
    worker.save()
    client = signed_in(filing.holder)
    for name, args in (("part", ["people"]), ("change_row", ["roster", worker.pk])):
        page = client.get(reverse(f"filings:{name}", args=[filing.number, *args])).content.decode()
        assert not any(canary in page for canary in CANARIES)


def test_records_messages_and_statements_name_nobody(filing: AnnualFiling) -> None:
    cast.returned(filing)
    perform(cast.file(filing), "accept_filing", by=head("county.culture"), at=cast.AT)
    for model in (Record, Statement, Message, AccessEntry):
        stored = serializers.serialize("json", model._default_manager.all())
        assert not any(canary in stored for canary in CANARIES)


def test_log_of_the_server_names_nobody(filing: AnnualFiling, caplog: pytest.LogCaptureFixture) -> None:
    draft = cast.owed()
    client = signed_in(draft.holder)
    with caplog.at_level(logging.DEBUG, logger="gongfang"), caplog.at_level(logging.INFO, logger="django.request"):
        given = {"name": NAME, "id_number": NUMBER + "9", "kind": "poverty", "mode": "flexible"}
        client.post(reverse("filings:add_row", args=[draft.number, "roster"]), given)
        client.get(reverse("filings:part", args=[draft.number, "nothing"]))
    assert not any(canary in caplog.text for canary in CANARIES)


# ---- uncovering


def reveal(worker: Worker, user: User | None, field: str = "id_number") -> Any:
    return signed_in(user).post(reverse("filings:reveal", args=["roster", worker.pk, field]))


def test_each_look_is_recorded(filing: AnnualFiling) -> None:
    worker = filing.roster.get()
    for user in (filing.holder, head("county.culture"), head("prefecture.hrss")):
        assert NUMBER in reveal(worker, user).content.decode()
    entries = AccessEntry.objects.filter(action="reveal")
    assert entries.count() == 3
    assert {entry.subject for entry in entries} == {f"filing_roster:{worker.pk}:id_number"}
    assert NAME in reveal(worker, filing.holder, "name").content.decode()


def test_others_uncover_nothing(filing: AnnualFiling) -> None:
    worker = filing.roster.get()
    others = (applicant(), head("county.culture", TACHENG_CITY), expert_user())
    assert [reveal(worker, other).status_code for other in others] == [404] * 3
    assert reveal(worker, auditor()).status_code == 403
    assert reveal(worker, filing.holder, "monthly_pay").status_code == 404
    assert not AccessEntry.objects.filter(action="reveal").exists()


def test_what_is_still_being_written_is_uncovered_by_its_keeper_only() -> None:
    filing = cast.filled()
    worker = filing.roster.first()
    assert worker is not None
    assert reveal(worker, head("county.culture")).status_code == 404
    assert reveal(worker, filing.holder).status_code == 200


def test_reasons_of_a_miss_name_the_years_only() -> None:
    shop = cast.workshop(holder=applicant())
    filing = cast.filled(cast.owed(shop))
    worker = filing.roster.first()
    assert worker is not None
    worker.name = NAME
    worker.save()
    perform(filing, "miss", by=Actor.SYSTEM, at=cast.TOO_LATE)
    cast.missed(shop, 2028)
    stored = serializers.serialize("json", [*Record.objects.all(), *Message.objects.all()])
    assert NAME not in stored
