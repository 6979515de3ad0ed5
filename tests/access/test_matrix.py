"""Every page, every role, every method, against `policy`: what is one's own, somebody else's, and nobody's."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from gongfang.applications.models import Round
from tests.factories import PASSWORD
from tests.world import ANONYMOUS, World

from .addresses import address, trio_of
from .policy import ALL, BY_TABLE, BY_TOKEN, PAGES, PREFECTURE, SIGNED_IN, Page, Roles
from .visiting import HIDDEN, LET_IN, NO_METHOD, REFUSED, SIGN_IN, answer, ask, body, written

pytestmark = pytest.mark.django_db
ELSEWHERE = "https://elsewhere.example"
NEXT = (
    ELSEWHERE,
    "//elsewhere.example",
    "/\\elsewhere.example",
    "http:///elsewhere.example",
    "javascript:alert(1)",
)
MAY_WRITE_ON_GET = {
    "records:file of an objection": {"records_accessentry"},
    "records:file on people": {"records_accessentry"},
    "records:file of a filing": {"records_accessentry"},
    "records:file of a revocation": {"records_accessentry"},
    "records:file of an evaluation": {"records_accessentry"},
}
"""Who looks at personal data is written down, also where the look is a GET."""

each_page = pytest.mark.parametrize("name", PAGES)
each_page_objects_once = pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.once if page.of else ()) for name, page in PAGES.items()]
)
"""What a list holds is asked of the database by role; whom a page of one object is for, no database changes."""


def routes(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    """Return the names of all URLs, with their namespaces."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield ":".join((*spaces, str(pattern.name)))
        else:
            inner = (pattern.namespace,) if pattern.namespace else ()
            yield from routes(pattern, (*spaces, *inner))


def test_every_route_is_declared() -> None:
    declared = {name.split()[0] for name in PAGES} | BY_TABLE
    pages = {name for name in routes(get_resolver()) if not name.startswith(BY_TOKEN)}
    undeclared = pages - declared - {"api:not_there"}
    assert not undeclared, f"say in tests/access/policy.py who reads and who writes: {sorted(undeclared)}"


def test_every_declared_route_exists() -> None:
    assert {name.split()[0] for name in PAGES} <= set(routes(get_resolver()))


def test_the_roles_of_the_policy_are_those_of_the_world(world: World) -> None:
    assert set(world.people) == ALL


def test_a_write_is_noticed(world: World) -> None:
    with written() as tables:
        Round.objects.filter(pk=world.round.pk).update(year=2027)
    assert tables == {"applications_round"}


def expected(page: Page, role: str, let_in: Roles | None) -> set[str]:
    """Return what somebody may be answered: where the page lacks the method, whether that is found out first."""
    known = HIDDEN if role not in page.refused else REFUSED
    if role == ANONYMOUS and not page.is_public:
        return {SIGN_IN, NO_METHOD} if let_in is None else {SIGN_IN}
    if let_in is None:
        return {NO_METHOD, known}
    return {LET_IN if role in let_in else known}


@each_page_objects_once
def test_get_lets_in_whom_the_policy_lets_in(world: World, name: str) -> None:
    page = PAGES[name]
    url = address(name, page, trio_of(world, page).own)
    wrong = {}
    for role in sorted(ALL):
        with written() as tables:
            response = ask(world, role, "GET", url)
        found = answer(response)
        if found not in expected(page, role, page.reads) or tables - MAY_WRITE_ON_GET.get(name, set()):
            wrong[role] = (found, sorted(tables))
        assert_guarded(response, is_signed_in=role != ANONYMOUS)
    assert wrong == {}


def assert_guarded(response: Any, *, is_signed_in: bool) -> None:
    """Assert the headers that every page carries."""
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy or policy.startswith("sandbox")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    if is_signed_in:
        assert "no-store" in response["Cache-Control"]


@pytest.mark.once
@each_page
def test_post_lets_in_whom_the_policy_lets_in(world: World, name: str) -> None:
    page = PAGES[name]
    url = address(name, page, trio_of(world, page).own)
    found = {role: answer(ask(world, role, "POST", url)) for role in ALL}
    assert {role: said for role, said in found.items() if said not in expected(page, role, page.writes)} == {}


with_objects = pytest.mark.parametrize("name", [name for name, page in PAGES.items() if page.of])


Answer = tuple[str, int, bytes]
Knock = Callable[[str, str, str], Answer]


@pytest.fixture(scope="module")
def nobodys(world: World) -> Knock:
    """Return how somebody is answered who asks for what there is not: found out once, for nothing changes it."""

    @cache
    def knock(role: str, method: str, url: str) -> Answer:
        response = ask(world, role, method, url)
        return answer(response), response.status_code, same(response, url)

    return knock


@pytest.mark.once
@with_objects
def test_what_is_anothers_is_as_if_it_were_not(world: World, nobodys: Knock, name: str) -> None:
    page = PAGES[name]
    trio = trio_of(world, page)
    if trio.foreign is None or trio.missing is None or (page.is_public and page.reads == ALL):
        return
    foreign, missing = address(name, page, trio.foreign), address(name, page, trio.missing)
    told = []
    for role in sorted(ALL - page.away):
        for method in ("GET", "POST"):
            theirs = ask(world, role, method, foreign)
            if (theirs.status_code, same(theirs, foreign)) != nobodys(role, method, missing)[1:]:
                told.append((role, method))
    assert told == []


def same(response: Any, url: str) -> bytes:
    """Return what is left to compare once the address itself, which the asker knew, is taken out."""
    return body(response).replace(url.encode(), b"")


@pytest.mark.once
@with_objects
def test_what_is_anothers_is_there_for_them(world: World, name: str) -> None:
    page = PAGES[name]
    foreign = trio_of(world, page).foreign
    method = "POST" if page.reads is None else "GET"
    if foreign is not None:
        url = address(name, page, foreign)
        assert {role for role in page.away if answer(ask(world, role, method, url)) == HIDDEN} == set()


@pytest.mark.once
@with_objects
def test_what_is_not_there_is_for_nobody(world: World, nobodys: Knock, name: str) -> None:
    page = PAGES[name]
    missing = trio_of(world, page).missing
    method = "POST" if page.reads is None else "GET"
    if missing is not None:
        url = address(name, page, missing)
        found = {role: nobodys(role, method, url)[0] for role in ALL}
        assert [role for role, said in found.items() if said not in (HIDDEN, REFUSED, SIGN_IN)] == []


@pytest.mark.once
@each_page
def test_other_methods_change_nothing(world: World, name: str) -> None:
    page = PAGES[name]
    url = address(name, page, trio_of(world, page).own)
    allowed = sorted((page.writes or frozenset()) | (page.reads or frozenset()))
    for role in (ANONYMOUS, *allowed[:1]):
        for method in ("HEAD", "PUT", "DELETE", "OPTIONS"):
            with written() as tables:
                response = ask(world, role, method, url)
            assert response.status_code < 500
            assert tables - MAY_WRITE_ON_GET.get(name, set()) == set()
            assert method != "HEAD" or response.received == b""


@pytest.mark.once
@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if page.writes])
def test_post_without_the_token_is_refused(world: World, name: str) -> None:
    page = PAGES[name]
    role = sorted(page.writes or SIGNED_IN)[-1]
    client, url = world.client(role, enforce_csrf_checks=True), address(name, page, trio_of(world, page).own)
    with written() as tables:
        response = client.post(url)
    assert response.status_code == 403
    assert tables == set()


@pytest.mark.parametrize("target", NEXT)
def test_nobody_is_led_to_another_host(world: World, target: str) -> None:
    role = sorted(PREFECTURE)[0]
    login = reverse("account_login")
    tries = [
        ask(world, role, "GET", f"{login}?next={target}"),
        world.client(role).post(reverse("set_language"), {"language": "en", "next": target}),
        world.client(role).post(reverse("account_logout"), {"next": target}),
        world.client(ANONYMOUS).get(login, {"next": target}),
        world.client(ANONYMOUS).get(reverse("account_signup"), {"next": target}),
    ]
    for response in tries:
        assert "elsewhere" not in response.get("Location", "")
        assert not response.get("Location", "").startswith("javascript:")
        assert f'href="{target}' not in response.content.decode()


def test_signing_in_leads_to_no_other_host(world: World) -> None:
    person = world.people["auditor"]
    assert person is not None
    for target in NEXT:
        given = {"login": person.login, "password": PASSWORD, "next": target}
        response = world.client(ANONYMOUS).post(reverse("account_login"), given)
        assert response.status_code == 302
        assert "elsewhere" not in response["Location"]
        assert "script" not in response["Location"]
