"""What each pass of `advance` works off besides cases: mail, calls to other systems, uploads to read.

All queues are asked by one query which of them holds anything. Its statement is composed once, for composing takes
ten times as long as asking: a pass that finds nothing waiting costs the same however many queues there are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import IntegerField, QuerySet, Value

from gongfang.notifications import delivery
from gongfang.notifications.delivery import Delivery

Waiting = Callable[[datetime], QuerySet[Any]]
Work = Callable[[datetime], object]


@dataclass(frozen=True)
class Queue:
    """Something that fills up. `waiting(at)` selects what waits by an index; `work(at)` works it off."""

    waiting: Waiting
    work: Work


MAIL = Queue(delivery.waiting, delivery.deliver)
_others: list[Queue] = []


def add(waiting: Waiting, work: Work) -> None:
    """Let each pass call `work(at)` when `waiting(at)` selects anything; a `Delivery` it returns is reported."""
    _others.append(Queue(waiting, work))
    _statement.cache_clear()


def work_off(at: datetime) -> Delivery:
    """Work off the queues that hold something, the mail last: the others may write some."""
    holding = _holding(at)
    done = [each.work(at) for each in holding if each is not MAIL]
    if holding:
        done.append(MAIL.work(at))
    sent = [each for each in done if isinstance(each, Delivery)]
    return Delivery(sum(each.sent for each in sent), sum(each.failed for each in sent))


_INSTANT = datetime(2000, 1, 1, tzinfo=UTC)
"""What stands in the statement where the instant of the pass goes."""


def _holding(at: datetime) -> list[Queue]:
    """Return the queues in which something waits."""
    statement, values = _statement(connection.vendor)
    written, now = (connection.ops.adapt_datetimefield_value(each) for each in (_INSTANT, at))
    with connection.cursor() as cursor:
        cursor.execute(statement, [now if value == written else value for value in values])
        places = sorted(place for (place,) in cursor.fetchall())
    return [[MAIL, *_others][place] for place in places]


@cache
def _statement(vendor: str) -> tuple[str, tuple[Any, ...]]:
    """Return the statement that yields the place of each queue that holds something, and its values."""
    first, *rest = (
        each.waiting(_INSTANT).order_by().annotate(queue=Value(place, IntegerField())).values_list("queue")
        for place, each in enumerate([MAIL, *_others])
    )
    statement, values = first.union(*rest).query.sql_with_params()
    return statement, tuple(values)
