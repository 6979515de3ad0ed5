"""What a pass works off besides cases: each queue that holds something, and no other."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import QuerySet

from gongfang.cases import queues
from gongfang.notifications.delivery import Delivery
from gongfang.notifications.models import Message
from tests.factories import applicant, beijing

pytestmark = pytest.mark.django_db
AT = beijing("2026-05-06 09:00")
Calls = list[tuple[str, datetime]]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Iterator[Calls]:
    """Return who was called: a queue of mails that wait until AT, and one that nothing is ever put into."""
    called: Calls = []

    def until(at: datetime) -> QuerySet[Any]:
        return Message.objects.filter(created_at__lte=at)

    monkeypatch.setattr(queues, "_others", [])
    queues.add(until, lambda at: called.append(("full", at)) or Delivery(sent=2, failed=1))
    queues.add(
        lambda at: Message.objects.filter(subject="", created_at__lte=at), lambda at: called.append(("empty", at))
    )
    yield called
    queues._statement.cache_clear()


def write(created_at: datetime) -> Message:
    return Message.objects.create(
        user=applicant(), channel=Message.Channel.INBOX, subject="通知", body="", key="k", created_at=created_at
    )


def test_a_queue_is_worked_off_when_it_holds_something(calls: Calls) -> None:
    write(AT)
    assert queues.work_off(AT) == Delivery(sent=2, failed=1)
    assert calls == [("full", AT)]


def test_what_waits_for_a_later_instant_waits(calls: Calls) -> None:
    write(AT)
    assert queues.work_off(AT - timedelta(microseconds=1)) == Delivery()
    later = AT + timedelta(days=400)
    queues.work_off(later)
    assert calls == [("full", later)]


def test_all_queues_are_asked_at_once(calls: Calls, django_assert_num_queries: Any) -> None:
    queues.work_off(AT)
    with django_assert_num_queries(1):
        queues.work_off(AT)
    assert calls == []
