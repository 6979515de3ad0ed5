"""No address, filter or form, however wrong, makes the house fall over: it answers, and never with a 5xx."""

import logging
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.http import HttpRequest
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from tests.world import ANONYMOUS, World

from .addresses import address, trio_of
from .policy import PAGES, Page
from .visiting import ask

pytestmark = pytest.mark.django_db
NAMES = (
    *("after", "cursor", "q", "search", "state", "kind", "tab", "round", "county", "category", "level", "batch"),
    *("view", "inline", "start", "limit", "edition", "year", "pool", "action", "role", "next", "language"),
)
TO_THE_DATABASE = ("\0", "-1", "9" * 30, "2026-13-45", "x" * 3000)
"""What one database takes and another refuses."""
VALUES = (*TO_THE_DATABASE, "'\"><%", "..%2f..", "W10", "ＳＱ①")
TOO_LARGE = "9" * 25


@pytest.fixture(autouse=True, scope="module")
def _quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def values(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """Return what is sent; on a second database what a database may refuse."""
    return TO_THE_DATABASE if request.config.getoption("--second-database") else VALUES


def reader(page: Page) -> str:
    """Return a role that comes as far as the page lets anybody."""
    roles = sorted((page.reads or frozenset()) | (page.writes or frozenset()))
    return roles[-1] if roles else ANONYMOUS


@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if page.reads])
def test_a_hostile_filter_is_answered(world: World, values: tuple[str, ...], name: str) -> None:
    page = PAGES[name]
    url = address(name, page, trio_of(world, page).own)
    found = {}
    for value in values:
        response = ask(world, reader(page), "GET", f"{url}?{urlencode(dict.fromkeys(NAMES, value))}")
        if response.status_code >= 500:
            found[value[:20]] = response.status_code
        if not reads_parameters(response.wsgi_request):
            break
    assert found == {}


def reads_parameters(request: HttpRequest) -> bool:
    """Return whether anything has looked at what stands behind the question mark: if not, no value matters."""
    return "GET" in vars(request)


def test_a_page_that_reads_parameters_is_told_from_one_that_does_not(world: World) -> None:
    page, role = "public:directory", "anonymous"
    requests = [ask(world, role, "GET", reverse(name)).wsgi_request for name in (page, "public:privacy")]
    assert [reads_parameters(request) for request in requests] == [True, False]


@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if page.writes])
def test_a_hostile_form_is_answered(world: World, values: tuple[str, ...], name: str) -> None:
    page = PAGES[name]
    url = address(name, page, trio_of(world, page).own)
    asked = ask(world, reader(page), "GET", url)
    names = {*NAMES, *fields_of(asked), "seen_version", "seen_revision", "reasons", "revision", "file", "confirm"}
    found = {}
    for value in values:
        body = urlencode(dict.fromkeys(sorted(names), value))
        kind = "application/x-www-form-urlencoded"
        response = ask(world, reader(page), "POST", url, data=body.encode(), content_type=kind)
        if response.status_code >= 500:
            found[value[:20]] = response.status_code
    assert found == {}


def fields_of(response: object) -> set[str]:
    """Return the names of the form a page has shown, as far as it has shown one."""
    context = getattr(response, "context", None)
    form = context.get("form") if context is not None else None
    return set(getattr(form, "fields", {}))


def numbered(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Return every address that takes a number, with one that no database can hold."""
    for pattern in resolver.url_patterns:
        text = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from numbered(pattern, text)
        elif isinstance(pattern, URLPattern) and "<int:" in text and text.count("<") == 1:
            yield "/" + text[: text.index("<")] + TOO_LARGE + text[text.index(">") + 1 :]


@pytest.mark.parametrize("url", sorted(numbered(get_resolver())))
def test_a_number_that_no_database_holds_is_nowhere(world: World, url: str) -> None:
    for role in ("anonymous", "applicant", "prefecture.culture.head"):
        for method in ("GET", "POST"):
            assert ask(world, role, method, url).status_code < 500
