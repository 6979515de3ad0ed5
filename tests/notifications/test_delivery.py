"""The outbox: sent once, tried again ever more rarely, given up in the end, and silent about addresses."""

import smtplib
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from gongfang.accounts.models import User
from gongfang.notifications import delivery, services
from gongfang.notifications.delivery import MAX_ATTEMPTS, deliver, message_id, waiting
from gongfang.notifications.models import Message
from tests import factories
from tests.factories import beijing

pytestmark = pytest.mark.django_db
AT = beijing("2026-05-06 10:00")
ADDRESS = "somebody@example.org"


def reader(address: str = ADDRESS) -> User:
    user = factories.officer("county.culture")
    user.email = address
    user.save(update_fields=["email"])
    return user


def queued(user: User, key: str = "x:1", at: datetime = AT) -> Message:
    services.queue(to=user, subject="SQ2026-0001：受理", body="案件编号：SQ2026-0001", case=None, at=at, key=key)
    return Message.objects.get(key=f"{key}:user:{user.pk}:email")


class Server:
    """Stands in for a mail server that fails as long as it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
        self.error: Exception | None = error
        self.tried: list[str] = []
        send = EmailMessage.send
        monkeypatch.setattr(EmailMessage, "send", lambda message: self.take(message, send))

    def take(self, message: EmailMessage, send: Any) -> None:
        self.tried.append(message.extra_headers["Message-ID"])
        if self.error is not None:
            raise self.error
        send(message)


def test_a_mail_is_sent_once() -> None:
    message = queued(reader())
    assert deliver(AT) == delivery.Delivery(sent=1)
    assert deliver(AT + timedelta(days=1)) == delivery.Delivery()
    assert len(mail.outbox) == 1
    sent = mail.outbox[0]
    assert (sent.subject, sent.to) == ("SQ2026-0001：受理", [ADDRESS])
    assert sent.extra_headers["Message-ID"] == message_id(message)
    message.refresh_from_db()
    assert (message.sent_at, message.next_attempt_at, message.attempts) == (AT, None, 1)


def test_a_mail_is_not_sent_before_its_time() -> None:
    queued(reader(), at=AT + timedelta(minutes=5))
    assert deliver(AT).sent == 0
    assert deliver(AT + timedelta(minutes=5)).sent == 1


def test_a_failed_mail_is_tried_again_with_the_same_id(monkeypatch: pytest.MonkeyPatch) -> None:
    message = queued(reader())
    server = Server(monkeypatch, smtplib.SMTPServerDisconnected("bye"))
    assert deliver(AT).failed == 1
    message.refresh_from_db()
    assert message.next_attempt_at == AT + timedelta(minutes=1)
    server.error = None
    assert deliver(AT + timedelta(seconds=59)).sent == 0
    assert deliver(AT + timedelta(minutes=1)).sent == 1
    assert len(set(server.tried)) == 1
    assert len(server.tried) == 2


def test_attempts_become_rarer_and_end(monkeypatch: pytest.MonkeyPatch) -> None:
    message = queued(reader())
    Server(monkeypatch, OSError("network down"))
    at, waits = AT, []
    for _ in range(MAX_ATTEMPTS):
        deliver(at)
        message.refresh_from_db()
        if message.next_attempt_at is None:
            break
        waits.append(message.next_attempt_at - at)
        at = message.next_attempt_at
    assert waits == sorted(waits)
    assert waits[-1] <= delivery.LONGEST_WAIT
    assert (message.attempts, message.sent_at, message.next_attempt_at) == (MAX_ATTEMPTS, None, None)
    assert deliver(at + timedelta(days=30)) == delivery.Delivery()


def test_the_error_kept_names_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    message = queued(reader())
    Server(monkeypatch, smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"no such user")}))
    deliver(AT)
    message.refresh_from_db()
    assert message.last_error == "SMTPRecipientsRefused"
    Server(monkeypatch, smtplib.SMTPResponseException(451, f"{ADDRESS} later"))
    deliver(AT + timedelta(minutes=1))
    message.refresh_from_db()
    assert message.last_error == "SMTPResponseException 451"


def test_a_server_that_is_down_is_not_asked_for_every_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    user = reader()
    for number in range(10):
        queued(user, key=f"x:{number}")
    server = Server(monkeypatch, OSError("network down"))
    assert deliver(AT).failed == delivery.FAILURES_IN_A_ROW
    assert len(server.tried) == delivery.FAILURES_IN_A_ROW
    assert waiting(AT).count() == 10 - delivery.FAILURES_IN_A_ROW


def test_two_runs_at_once_do_not_both_send(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second run has read the same row before the first took it."""
    message = queued(reader())
    stale = Message.objects.select_related("user").get(pk=message.pk)
    assert deliver(AT).sent == 1
    assert not delivery._claim(stale, AT)


def test_a_mail_taken_by_a_run_that_died_is_tried_again() -> None:
    message = queued(reader())
    assert delivery._claim(message, AT)
    assert deliver(AT + timedelta(minutes=9)).sent == 0
    assert deliver(AT + timedelta(minutes=10)).sent == 1


def test_whoever_has_no_address_any_more_gets_none() -> None:
    user = reader()
    message = queued(user)
    user.email = ""
    user.save(update_fields=["email"])
    deliver(AT)
    message.refresh_from_db()
    assert mail.outbox == []
    assert (message.sent_at, message.next_attempt_at, message.last_error) == (None, None, "no address")


def test_more_mails_than_one_chunk_go_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "CHUNK", 2)
    user = reader()
    for number in range(5):
        queued(user, key=f"x:{number}")
    assert deliver(AT).sent == 5
