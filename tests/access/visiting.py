"""Knocking at pages: what somebody is answered, in one word, and what it wrote."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.urls import reverse

from tests.world import World

LET_IN, SIGN_IN, REFUSED, HIDDEN, NO_METHOD = "let in", "sign in", "403", "404", "405"
_TOKEN = re.compile(rb"(csrfmiddlewaretoken\" value=|name=\"window\" value=|X-CSRFToken\": )\"[^\"]+")
_WRITES = re.compile(r"^(INSERT INTO|UPDATE|DELETE FROM) \"?(\w+)")
_OWN_BOOKKEEPING = re.compile(r"^(django_session|axes_\w+)$")


def ask(world: World, role: str, method: str, url: str, **options: Any) -> Any:
    """Send one request as somebody of `role`; whatever it writes is undone. `statements` is what it asked."""
    with transaction.atomic(), stated() as statements:
        response = world.client(role, raise_request_exception=False).generic(method, url, **options)
        response.received, response.statements = response.getvalue(), statements
        transaction.set_rollback(True)
    return response


@contextmanager
def stated() -> Iterator[set[str]]:
    """Collect the statements that the block sends to the database."""
    statements: set[str] = set()

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        statements.add(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield statements


def answer(response: Any) -> str:
    """Return what a response comes to. A redirect to the sign-in page lets nobody in."""
    if response.status_code in (301, 302):
        return SIGN_IN if response["Location"].startswith(reverse("account_login")) else LET_IN
    if response.status_code in (403, 404, 405):
        return str(response.status_code)
    return LET_IN if response.status_code < 500 else f"error {response.status_code}"


def body(response: Any) -> bytes:
    """Return the content without the tokens that are new with every request."""
    return _TOKEN.sub(b"", response.received)


@contextmanager
def written() -> Iterator[set[str]]:
    """Collect the tables that the block writes to, sessions and counted sign-ins apart."""
    tables: set[str] = set()

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        found = _WRITES.match(sql)
        if found and not _OWN_BOOKKEEPING.match(found[2]):
            tables.add(found[2])
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield tables
