"""Keyset pages: the next page starts behind the last row of this one, so page 1,000 costs what page 1 does.

No count over the table, no offset.
"""

import base64
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of one page, and the cursors of the pages before and after it (empty where there is none)."""

    items: list[Row]
    previous: str
    next: str


@dataclass
class Walk:
    """A list read from its beginning, page after page: how large the pages are, and where the next one starts."""

    size: int
    cursor: str = ""


_walk: ContextVar[Walk | None] = ContextVar("walk", default=None)


@contextmanager
def walking(size: int) -> Iterator[Walk]:
    """Let `page_of` turn the pages of a walk, whatever cursor and size a view asks for."""
    walk = Walk(size)
    token = _walk.set(walk)
    try:
        yield walk
    finally:
        _walk.reset(token)


def page_of(rows: QuerySet[Row], *, order: Sequence[str], cursor: str | None = None, size: int = 50) -> Page[Row]:
    """Return one page of `rows` in `order` (field names, `-` for descending; the last one unique).

    A cursor that cannot be read shows the first page.
    """
    walk = _walk.get()
    if walk is None:
        return _page(rows, order, cursor, size)
    page = _page(rows, order, walk.cursor, walk.size)
    walk.cursor = page.next
    return page


def _page(rows: QuerySet[Row], order: Sequence[str], cursor: str | None, size: int) -> Page[Row]:
    backwards, values = _read(cursor, len(order))
    names = [_flip(name) for name in order] if backwards else list(order)
    selected = rows.order_by(*names)
    try:
        selected = selected.filter(_behind(names, values)) if values else selected
    except (ValueError, TypeError, ValidationError):  # a cursor somebody has written by hand
        backwards, values, selected = False, [], rows.order_by(*order)
    found = list(selected[: size + 1])
    has_more = len(found) > size
    items = found[:size]
    if backwards:
        items.reverse()
    first_is_reached = not has_more if backwards else not values
    last_is_reached = False if backwards else not has_more
    return Page(
        items,
        "" if first_is_reached or not items else _write(items[0], order, backwards=True),
        "" if last_is_reached or not items else _write(items[-1], order, backwards=False),
    )


def links(page: Page[Any], **chosen: Any) -> dict[str, str]:
    """Return the addresses of the pages before and after one, for `c-pager`; the filters that are set are kept."""
    kept = {name: value for name, value in chosen.items() if value}

    def url(cursor: str) -> str:
        return "?" + urlencode({**kept, "after": cursor}) if cursor else ""

    return {"previous": url(page.previous), "next": url(page.next)}


def _flip(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _behind(names: Sequence[str], values: Sequence[Any]) -> Q:
    """Return the condition "after `values` in the order of `names`", column by column."""
    condition, equal = Q(pk__in=[]), Q()
    for name, value in zip(names, values, strict=True):
        field, verb = (name[1:], "lt") if name.startswith("-") else (name, "gt")
        condition |= equal & Q(**{f"{field}__{verb}": value})
        equal &= Q(**{field: value})
    first = names[0].lstrip("-")
    verb = "lte" if names[0].startswith("-") else "gte"
    # The redundant bound on the first column lets the database walk its index instead of joining the OR.
    return Q(**{f"{first}__{verb}": values[0]}) & condition


def _write(row: Model, order: Sequence[str], *, backwards: bool) -> str:
    values = [_value(row, name.lstrip("-")) for name in order]
    text = json.dumps([backwards, values], cls=ExactEncoder)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


class ExactEncoder(DjangoJSONEncoder):
    """Keeps microseconds, which the usual encoder cuts: a cursor must name its row exactly."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, (datetime, date)) else super().default(o)


def _value(row: Any, name: str) -> Any:
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def _is_plain(value: Any) -> bool:
    return not isinstance(value, (list, dict)) and "\0" not in str(value)


def _read(cursor: str | None, length: int) -> tuple[bool, list[Any]]:
    if not cursor or len(cursor) > 500:
        return False, []
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        backwards, values = json.loads(base64.urlsafe_b64decode(padded))
        if len(values) != length or not all(map(_is_plain, values)):
            return False, []
    except (ValueError, TypeError):
        return False, []
    return bool(backwards), list(values)
