"""Who is let into what by which token: the role × operation matrix of the interface."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongfang.api.site import api
from gongfang.cases.models import RunningLimit
from gongfang.notices.models import Notice, NoticeEntry
from tests.access.policy import ANONYMOUS, OTHER_COUNTY
from tests.api.conftest import TOKENS, bearer_of
from tests.exchange.cast import numbers, people, sheet
from tests.world import World

pytestmark = pytest.mark.django_db
EVERYBODY = frozenset(TOKENS) | ANONYMOUS
OFFICES = frozenset(TOKENS)
HOME = OFFICES - OTHER_COUNTY
AWAY = OTHER_COUNTY | {role for role in OFFICES if role.startswith("prefecture.")}
OPEN, LISTS, LIBRARY, AN_OFFER = "open", "lists", "who offers or enters", "an offer"
A_NEW_REGISTER, A_REGISTER = "agriculture's new register", "a register of agriculture's"
SENT: dict[str, dict[str, Any]] = {
    "/library/{number}/acknowledgement": {"data": {"is_entered": False, "reasons": "尚未形成带动计划"}},
    "/registers/{key}/decision": {"data": {"apply": True}},
}
"""What is posted where nothing would be answered before it is asked who posts."""
POLICY = {
    ("get", "/workshops"): OPEN,
    ("get", "/workshops/{public_id}"): OPEN,
    ("get", "/notices"): OPEN,
    ("get", "/products"): OPEN,
    ("get", "/products/{public_id}"): OPEN,
    ("get", "/statistics"): OPEN,
    ("get", "/library"): LIBRARY,
    ("post", "/library/{number}/acknowledgement"): AN_OFFER,
    ("post", "/registers"): A_NEW_REGISTER,
    ("get", "/registers/{key}"): A_REGISTER,
    ("post", "/registers/{key}/decision"): A_REGISTER,
    ("get", "/cases"): LISTS,
    ("get", "/changes"): LISTS,
    ("get", "/cases/{number}"): "a case",
    ("get", "/cases/{number}/records"): "a case",
    ("post", "/cases/{number}/steps/{action}"): "a step of a case",
}
"""Every operation, and whose it is. What comes of agriculture's is in tests/api/test_exchange.py."""


def operations() -> set[tuple[str, str]]:
    paths = api.get_openapi_schema(path_prefix="")["paths"]
    return {(method, path) for path, methods in paths.items() for method in methods}


def test_every_operation_is_declared() -> None:
    assert operations() == set(POLICY)


def status(path: str, headers: dict[str, str], method: str = "get", **sent: Any) -> int:
    return int(getattr(Client(headers=headers), method)(f"/api/v1{path}", **sent).status_code)


def path_of(path: str, number: str, public_id: str) -> str:
    return path.format(number=number, public_id=public_id, action="accept", key=UUID(int=7))


def sent(method: str, path: str) -> dict[str, Any]:
    """Return what a request carries, so that it is refused for who sends it and for nothing else."""
    if method == "get":
        return {}
    if path == "/registers":
        return {"data": {"file": sheet(people(numbers(1))), "as_of": "2026-06-01"}}
    return {"data": {}, "content_type": "application/json"} | SENT.get(path, {})


@pytest.mark.once
@pytest.mark.parametrize(("method", "path"), POLICY)
def test_token_opens_what_its_office_sees_and_nothing_else(
    method: str, path: str, world: World, headers: dict[str, dict[str, str]]
) -> None:
    home, away = (story.cases["expert_review"].number for story in (world.home, world.away))
    whose = POLICY[method, path]
    shown = world.home.product if "products" in path else world.home.workshop
    for role in EVERYBODY:
        found = [
            status(path_of(path, number, shown.public_id), headers[role], method, **sent(method, path))
            for number in (home, away, "SQ2026-9999")
        ]
        assert found == expected(whose, role), role


def expected(whose: str, role: str) -> list[int]:
    """Return the answers to a case of one's own county, of another and of none."""
    if whose == OPEN:
        return [200] * 3
    if role in ANONYMOUS:
        return [401] * 3
    if whose == LISTS:
        return [200] * 3
    if whose == LIBRARY:
        return [200 if role.startswith(("prefecture.culture", "prefecture.agriculture")) else 403] * 3
    if whose in (A_NEW_REGISTER, A_REGISTER):
        let_in = 409 if whose == A_NEW_REGISTER else 404  # the world's last register still waits for its decision
        return [let_in if ".agriculture." in role else 403] * 3
    if whose == AN_OFFER:
        return [404] * 3
    done = 200 if whose == "a case" else 409
    return [done if role in HOME else 404, done if role in AWAY else 404, 404]


def test_a_session_opens_nothing(world: World) -> None:
    client = world.client("prefecture.culture.head")
    assert client.get("/api/v1/cases").status_code == 401


@pytest.mark.parametrize("wrong", ["", "gf_", "gf_" + "A" * 43, "Bearer", "\u0000"])
def test_a_wrong_secret_opens_nothing(wrong: str) -> None:
    assert status("/cases", {"Authorization": f"Bearer {wrong}"}) == 401


def test_token_without_a_scope_is_told_so(world: World) -> None:
    person = world.people["county.culture.head"]
    assert person is not None
    headers = bearer_of(person, ["read"])
    number = world.home.cases["county_review"].number
    answer = Client(headers=headers).post(f"/api/v1/cases/{number}/steps/recommend", "{}", "application/json")
    assert (answer.status_code, answer.json()["detail"]) == (403, "令牌没有这项权限")


def test_unknown_address_is_answered_in_the_form_of_the_interface() -> None:
    answer = Client().get("/api/v1/nowhere")
    assert (answer.status_code, answer.json()["detail"]) == (404, "没有这个地址")


def test_lists_hold_what_the_office_sees(world: World, headers: dict[str, dict[str, str]]) -> None:
    for role, stories in (("county.culture.head", {"home"}), ("prefecture.hrss.head", {"home", "away"})):
        answer = Client(headers=headers[role]).get("/api/v1/cases?limit=100&kind=application").json()
        counties = {each["region"] for each in answer["items"]}
        assert counties == {getattr(world, story).cast.county.code for story in stories}


def another_notice(world: World) -> None:
    """Put a second application on a notice of its own."""
    application, first = world.home.cases["proposed"], world.notice.entries.get()
    second = Notice.objects.get(pk=world.notice.pk)
    second.pk, second.number = None, "GS2026-0099"
    second.save()
    NoticeEntry.objects.create(notice=second, application=application, position=1, workshop_name="另一家")
    period = RunningLimit.objects.get(case=first.application, name="public_notice")
    period.pk, period.case_id = None, application.pk
    period.save()


def test_one_notice_more_costs_nothing_more(world: World) -> None:
    def page() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries:
            shown = len(Client().get("/api/v1/notices").json()["items"])
        return shown, len(queries)

    shown, cost = page()
    another_notice(world)
    assert page() == (shown + 1, cost)
