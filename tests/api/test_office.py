"""The interface does what the pages do: the same services, refusals and records."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongfang.accounts.models import User
from gongfang.api import delivering, services
from gongfang.api.models import Token, Webhook
from gongfang.api.services import TokenRefused
from gongfang.cases.models import Case
from gongfang.records.models import AccessEntry, Record
from tests.api.conftest import bearer_of
from tests.applications import factories as made
from tests.factories import head, officer
from tests.workshops.conftest import Maker, make_workshop

pytestmark = pytest.mark.django_db
AT = made.AT + timedelta(hours=6)
CULTURE = "county.culture"
BACKEND = "gongfang.accounts.backends.LoginBackend"
__all__ = ["make_workshop"]


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: AT)


def token(user: User, scopes: list[str] | None = None) -> Client:
    return Client(headers=bearer_of_now(user, scopes))


def bearer_of_now(user: User, scopes: Any = None) -> dict[str, str]:
    from tests import world

    assert world.NOW > AT  # a token made later is as good
    return bearer_of(user, scopes)


def step(client: Client, case: Case, action: str, **sent: Any) -> Any:
    return client.post(f"/api/v1/cases/{case.number}/steps/{action}", sent, content_type="application/json")


def test_step_is_taken_and_recorded_in_the_name_of_the_owner() -> None:
    case, lead = made.submitted(), head(CULTURE)
    answer = step(token(lead), case, "accept", seen_version=case.version)
    assert (answer.status_code, answer.json()["state"]) == (200, "county_review")
    record = Record.objects.filter(case=case).latest("seq")
    assert (record.action, record.user_id) == ("accept", lead.pk)


def test_refused_step_changes_nothing_and_cites_its_clause() -> None:
    case = made.in_county_review()
    answer = step(token(head(CULTURE)), case, "recommend")
    assert answer.status_code == 409
    assert answer.json()["clause"] == "5"
    assert answer.json()["citation"] == "《办法》第五条"
    case.refresh_from_db()
    assert case.state == "county_review"


def test_step_for_a_page_that_was_seen_before_another_step_conflicts() -> None:
    case = made.submitted()
    assert step(token(head(CULTURE)), case, "accept", seen_version=case.version + 7).status_code == 409


def test_missing_field_is_named() -> None:
    answer = step(token(head(CULTURE)), made.submitted(), "decline")
    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == ["reasons"]


def test_officer_cannot_sign_with_a_token() -> None:
    case = made.in_county_review()
    answer = step(token(officer(CULTURE)), case, "give_opinion", fields={"agree": "yes"})
    assert answer.status_code == 403
    with pytest.raises(TokenRefused, match="超出"):
        bearer_of(officer(CULTURE), ["sign"])


def test_opinion_is_given_with_the_fields_of_its_form() -> None:
    case = made.in_county_review()
    client = token(head("county.hrss"))
    assert step(client, case, "give_opinion", fields={"agree": "no"}).status_code == 409
    assert step(client, case, "give_opinion", fields={"agree": "yes"}).status_code == 200


def test_case_shows_limits_and_what_may_be_done_or_why_not() -> None:
    shown = token(head(CULTURE)).get(f"/api/v1/cases/{made.correcting().number}").json()
    (limit,) = shown["limits"]
    assert (limit["name"], limit["clause"], limit["is_running"]) == ("correction", "6(一)", True)
    review = token(head(CULTURE)).get(f"/api/v1/cases/{made.in_county_review().number}").json()
    actions = {each["action"]: each for each in review["actions"]}
    assert not actions["recommend"]["is_open"]
    assert actions["recommend"]["refusal"]
    assert actions["give_opinion"]["fields"] == ["agree", "reasons"]


def test_changes_go_on_where_the_last_answer_ended() -> None:
    client, case = token(head(CULTURE)), made.submitted()
    first = client.get("/api/v1/changes?limit=1").json()
    assert [each["action"] for each in first["changes"]] == ["submit"]
    step(client, case, "accept")
    then = client.get(f"/api/v1/changes?since={first['next']}").json()
    assert [(each["case"], each["action"]) for each in then["changes"]] == [(case.number, "accept")]
    assert client.get(f"/api/v1/changes?since={then['next']}").json()["changes"] == []


@pytest.mark.parametrize("wrong", ["limit=0", "limit=101", "since=-1", "since=99999999999999999999", "after=%00"])
def test_unbounded_or_odd_parameters_are_refused(wrong: str) -> None:
    path = "changes" if wrong.startswith("since") else "cases"
    answer = token(head(CULTURE)).get(f"/api/v1/{path}?{wrong}")
    assert (answer.status_code, answer.json()["detail"]) == (422, "请求的内容不合格式")


def test_pages_hold_every_workshop_once(make_workshop: Maker) -> None:
    names = {make_workshop(name=f"{number}号工坊").name for number in range(5)}
    found, after = [], ""
    while True:
        page = Client().get(f"/api/v1/workshops?limit=2&after={after}").json()
        found += [each["name"] for each in page["items"]]
        after = page["next"]
        if not after:
            break
    assert sorted(found) == sorted(names)


def test_csv_is_inert_and_has_every_workshop(make_workshop: Maker) -> None:
    make_workshop(name="=1+1")
    answer = Client().get("/api/v1/workshops.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "'=1+1" in text
    assert text.startswith("名录编号")


def test_thirty_cost_what_one_costs(make_workshop: Maker) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert Client().get("/api/v1/workshops").status_code == 200
        return len(queries)

    make_workshop()
    one = cost()
    for _ in range(29):
        make_workshop()
    assert cost() == one


@pytest.mark.parametrize("ending", ["revoked", "expired", "disabled", "moved"])
def test_an_ended_token_opens_nothing(ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    user = head(CULTURE)
    client = token(user)
    assert client.get("/api/v1/cases").status_code == 200
    made_token = Token.objects.get(user=user)
    if ending == "revoked":
        services.revoke_token(made_token, by=user, at=AT)
    elif ending == "expired":
        monkeypatch.setattr(timezone, "now", lambda: AT + timedelta(days=200))
    else:
        other = head("county.hrss").office_id
        User.objects.filter(pk=user.pk).update(
            **({"is_active": False} if ending == "disabled" else {"office": other})
        )
    assert client.get("/api/v1/cases").status_code == 401


def test_a_token_holds_a_year_at_most_and_its_secret_is_not_kept() -> None:
    user = head(CULTURE)
    with pytest.raises(TokenRefused, match="一年"):
        services.create_token(by=user, name="长期", scopes=["read"], expires_on=date(2030, 1, 1), at=AT)
    kept, secret = services.create_token(
        by=user, name="取数", scopes=["read"], expires_on=(AT + timedelta(days=9)).date(), at=AT
    )
    assert secret not in str(vars(kept))
    assert len(secret) > 40
    entry = AccessEntry.objects.get(action="create_token")
    assert secret not in entry.subject + entry.reason


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def test_page_makes_a_token_shows_it_once_and_ends_it() -> None:
    client = signed_in(officer(CULTURE))
    form = {"name": "取数", "scopes": ["read"], "expires_on": (AT + timedelta(days=9)).date().isoformat()}
    secret = client.post("/api/tokens/", form).context["secret"]
    assert Client(headers={"Authorization": f"Bearer {secret}"}).get("/api/v1/cases").status_code == 200
    assert secret not in client.get("/api/tokens/").content.decode()
    client.post(f"/api/tokens/{Token.objects.get().pk}/revoke/")
    assert "已停用" in client.get("/api/tokens/").content.decode()


def test_page_keeps_a_refused_form() -> None:
    form = {"name": "取数", "scopes": ["read"], "expires_on": "2031-01-01"}
    text = signed_in(officer(CULTURE)).post("/api/tokens/", form).content.decode()
    assert "有效期须在今天起的一年之内" in text
    assert 'value="取数"' in text


# ---- webhooks

HOST = "https://data.example/changes"


@pytest.fixture
def webhook(monkeypatch: pytest.MonkeyPatch) -> Webhook:
    monkeypatch.setattr(settings, "GONGFANG_WEBHOOK_HOSTS", ["data.example"])
    return services.create_webhook(by=head(CULTURE), url=HOST, at=AT)[0]


class Receiver:
    """An address that answers as it is told and keeps what came."""

    def __init__(self, *answers: int | OSError) -> None:
        self.answers, self.received = list(answers), []

    def __call__(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        answer = self.answers.pop(0)
        if isinstance(answer, OSError):
            raise answer
        self.received.append((body, headers))
        return answer


def test_webhook_is_told_signed_and_once_when_it_answers(webhook: Webhook) -> None:
    case = made.submitted()
    receiver = Receiver(200)
    assert delivering.deliver(AT, receiver).sent == 1
    assert delivering.deliver(AT, receiver).sent == 0
    ((body, headers),) = receiver.received
    assert case.number in body.decode()
    expected = delivering.signature(webhook.secret, headers["X-Gongfang-Timestamp"], body)
    assert headers["X-Gongfang-Signature"] == expected
    assert case.title not in body.decode()


@pytest.mark.parametrize("failure", [500, 302, OSError("down")])
def test_webhook_that_fails_is_told_the_same_later(webhook: Webhook, failure: Any) -> None:
    made.submitted()
    receiver = Receiver(failure, 200)
    assert delivering.deliver(AT, receiver).failed == 1
    assert delivering.deliver(AT, receiver).sent == 0
    assert delivering.deliver(AT + timedelta(minutes=2), receiver).sent == 1
    assert "submit" in receiver.received[-1][0].decode()


def test_webhook_is_told_only_what_its_office_sees(webhook: Webhook) -> None:
    from tests.factories import TACHENG_CITY

    made.submitted(county=TACHENG_CITY)
    assert delivering.deliver(AT, Receiver()).sent == 0


def test_an_ended_webhook_or_host_is_told_nothing(webhook: Webhook, monkeypatch: pytest.MonkeyPatch) -> None:
    made.submitted()
    monkeypatch.setattr(settings, "GONGFANG_WEBHOOK_HOSTS", [])
    assert delivering.deliver(AT, Receiver(200)).failed == 1
    services.end_webhook(webhook, by=head(CULTURE), at=AT)
    assert delivering.deliver(AT + timedelta(days=1), Receiver()) == delivering.Delivery()


@pytest.mark.parametrize("url", ["http://data.example/", "https://elsewhere.example/", "https://127.0.0.1/"])
def test_an_address_that_is_not_allowed_is_refused(webhook: Webhook, url: str) -> None:
    with pytest.raises(TokenRefused, match="GONGFANG_WEBHOOK_HOSTS"):
        services.create_webhook(by=head(CULTURE), url=url, at=AT)
    with pytest.raises(TokenRefused, match="已登记过"):
        services.create_webhook(by=head(CULTURE), url=HOST, at=AT)


def test_documentation_names_every_operation() -> None:
    text = Client().get("/api/docs/").content.decode()
    for path in ("/workshops", "/cases/{number}/steps/{action}", "/changes"):
        assert path in text
