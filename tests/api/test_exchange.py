"""The agriculture offices exchange from their own systems: their register, and the project library (11(三))."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongfang.accounts.models import User
from gongfang.api import services as tokens
from gongfang.api.permissions import scopes_for
from gongfang.exchange import importing, services
from gongfang.exchange.models import LibraryEntry, RegisterEntry, RegisterImport
from gongfang.records.models import Record
from tests.exchange.cast import AT, TODAY, keeper, numbers, people, sheet
from tests.factories import head
from tests.filings.cast import workshop

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: AT)


def system(user: User | None = None, scopes: Any = None) -> Client:
    """Return the system of an office: of the prefecture's agriculture office, if nobody is named."""
    user = user or keeper()
    until = (AT + timedelta(days=30)).date()
    asked = scopes or scopes_for(user)
    _token, secret = tokens.create_token(by=user, name="系统", scopes=asked, expires_on=until, at=AT)
    return Client(headers={"Authorization": f"Bearer {secret}"})


def sent(client: Client, rows: Any, **changes: Any) -> Any:
    given = {"file": sheet(rows), "as_of": TODAY.isoformat(), "is_complete": "true"}
    return client.post("/api/v1/registers", given | changes)


def decide(client: Client, key: str, *, apply: bool) -> Any:
    return client.post(f"/api/v1/registers/{key}/decision", {"apply": apply}, content_type="application/json")


# the register


def test_register_is_uploaded_followed_and_brought_in() -> None:
    client, rows = system(), people(numbers(3))
    answer = sent(client, rows)
    assert (answer.status_code, answer.json()["state"]) == (201, "waiting")
    key = answer.json()["id"]
    importing.work(AT)
    shown = client.get(f"/api/v1/registers/{key}").json()
    assert (shown["state"], shown["added"], shown["problems"]) == ("read", 3, [])
    assert RegisterEntry.objects.count() == 0
    assert decide(client, key, apply=True).json()["state"] == "applied"
    assert RegisterEntry.objects.count() == 3


def test_register_can_be_forgotten() -> None:
    client = system()
    key = sent(client, people(numbers(1))).json()["id"]
    importing.work(AT)
    assert decide(client, key, apply=False).status_code == 200
    assert (decide(client, key, apply=True).status_code, RegisterEntry.objects.count()) == (409, 0)


def test_problems_are_told_by_row_and_repeat_no_number() -> None:
    client, wrong = system(), "65422419900101001Z"
    key = sent(client, people([*numbers(1), wrong])).json()["id"]
    importing.work(AT)
    answer = client.get(f"/api/v1/registers/{key}")
    (problem,) = answer.json()["problems"]
    assert (problem["row"], answer.json()["problem_count"]) == (3, 1)
    assert wrong not in answer.content.decode()


def test_second_register_waits_for_the_first_and_the_answer_cites_the_clause() -> None:
    client = system()
    sent(client, people(numbers(1)))
    answer = sent(client, people(numbers(1)))
    assert (answer.status_code, RegisterImport.objects.count()) == (409, 1)
    assert answer.json()["citation"]


@pytest.mark.parametrize("given", [{"as_of": "soon"}, {"file": "no file"}])
def test_upload_that_is_none_is_refused(given: dict[str, str]) -> None:
    assert sent(system(), people(numbers(1)), **given).status_code == 422
    assert RegisterImport.objects.count() == 0


def test_others_have_no_register() -> None:
    key = sent(system(), people(numbers(1))).json()["id"]
    culture = system(head("prefecture.culture"))
    assert sent(culture, people(numbers(1))).status_code == 403
    assert culture.get(f"/api/v1/registers/{key}").status_code == 403
    county = system(keeper("county.agriculture"))
    assert county.get(f"/api/v1/registers/{key}").status_code == 404


def test_token_that_only_reads_uploads_nothing() -> None:
    assert sent(system(scopes=["read"]), people(numbers(1))).status_code == 403
    assert RegisterImport.objects.count() == 0


# the project library


def offered(number: int) -> list[LibraryEntry]:
    lead = head("prefecture.culture")
    return [services.offer_to_library(workshop(), by=lead, at=AT) for _ in range(number)]


def test_feed_goes_on_where_it_ended_also_within_an_instant() -> None:
    entries, client, seen, since = offered(3), system(), [], 0
    for _ in entries:
        page = client.get(f"/api/v1/library?limit=1&since={since}").json()
        seen += [each["number"] for each in page["items"]]
        since = page["next"]
    assert sorted(seen) == sorted(entry.number for entry in entries)
    assert client.get(f"/api/v1/library?since={since}").json() == {"items": [], "next": since}


def test_changed_entry_comes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    (entry,), client = offered(1), system()
    since = client.get("/api/v1/library").json()["next"]
    later = AT + timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    given = {"is_entered": True, "library_number": "XMK-1", "entered_on": TODAY.isoformat()}
    answer = acknowledged(client, entry, **given)
    assert (answer.status_code, answer.json()["state"]) == (200, "entered")
    (again,) = client.get(f"/api/v1/library?since={since}").json()["items"]
    assert (again["number"], again["library_number"]) == (entry.number, "XMK-1")


def acknowledged(client: Client, entry: LibraryEntry, **given: Any) -> Any:
    path = f"/api/v1/library/{entry.number}/acknowledgement"
    return client.post(path, given, content_type="application/json")


def test_incomplete_acknowledgement_changes_nothing_and_cites_its_clause() -> None:
    (entry,) = offered(1)
    answer = acknowledged(system(), entry, is_entered=True)
    assert (answer.status_code, LibraryEntry.objects.get().state) == (409, "offered")
    assert answer.json()["clause"]


def test_declined_offer_is_recorded_for_the_owner_of_the_token() -> None:
    (entry,), user = offered(1), keeper()
    assert acknowledged(system(user), entry, is_entered=False, reasons="尚未形成带动计划").status_code == 200
    record = Record.objects.filter(case=entry.pk).latest("seq")
    assert (record.action, record.user_id) == ("decline_entry", user.pk)


def test_only_agriculture_answers() -> None:
    (entry,) = offered(1)
    answer = acknowledged(system(head("prefecture.culture")), entry, is_entered=False, reasons="不是我们的事")
    assert (answer.status_code, LibraryEntry.objects.get().state) == (403, "offered")


def test_one_entry_more_costs_nothing_more() -> None:
    offered(2)
    client = system()

    def cost(limit: int) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries:
            shown = len(client.get(f"/api/v1/library?limit={limit}").json()["items"])
        return shown, len(queries)

    cost(1)  # notes that the token is used today
    (one, few), (two, as_few) = cost(1), cost(2)
    assert (one, two, as_few) == (1, 2, few)


@pytest.mark.parametrize("since", ["x", "1-", "-1", "9" * 20])
def test_feed_does_not_go_on_from_what_is_no_cursor(since: str) -> None:
    assert system().get(f"/api/v1/library?since={since}").status_code == 422
