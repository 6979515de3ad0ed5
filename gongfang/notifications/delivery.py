"""Sending what waits in the outbox: at least once, with the same Message-ID every time."""

import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import QuerySet

from .models import Message

CHUNK = 50
MAX_ATTEMPTS = 12
CLAIM = timedelta(minutes=10)
"""How long a mail is left to whoever is sending it; after a crash it is tried again then."""
LONGEST_WAIT = timedelta(hours=12)
FAILURES_IN_A_ROW = 3
"""After so many the server is taken to be down, and the rest waits for the next run."""
_TIMEOUT_SECONDS = 20


@dataclass(frozen=True)
class Delivery:
    """How many mails went out, and how many could not be sent this time."""

    sent: int = 0
    failed: int = 0


def waiting(at: datetime) -> QuerySet[Message]:
    """Return the e-mails that are due to be sent, the longest waiting first."""
    due = Message.objects.filter(channel=Message.Channel.EMAIL, next_attempt_at__lte=at)
    return due.order_by("next_attempt_at", "id")


def deliver(at: datetime) -> Delivery:
    """Send every e-mail that is due; those that fail are tried again later, ever more rarely."""
    sent = failed = in_a_row = 0
    connection: BaseEmailBackend | None = None
    while in_a_row < FAILURES_IN_A_ROW:
        keys = list(waiting(at).values_list("pk", flat=True)[:CHUNK])
        chunk = Message.objects.select_related("user").in_bulk(keys) if keys else {}
        for message in chunk.values():
            if in_a_row >= FAILURES_IN_A_ROW or not _claim(message, at):
                continue
            connection = connection or get_connection(timeout=_TIMEOUT_SECONDS)
            if _send(message, connection, at):
                sent, in_a_row = sent + 1, 0
            else:
                failed, in_a_row = failed + 1, in_a_row + 1
        if len(keys) < CHUNK:
            break
    return Delivery(sent, failed)


def _claim(message: Message, at: datetime) -> bool:
    """Take a mail before sending it, so that two runs at once do not both send it."""
    unchanged = Message.objects.filter(pk=message.pk, next_attempt_at=message.next_attempt_at)
    return bool(unchanged.update(next_attempt_at=at + CLAIM, attempts=message.attempts + 1))


def _send(message: Message, connection: BaseEmailBackend, at: datetime) -> bool:
    """Send one claimed mail and note what came of it; True unless the sending failed."""
    user = message.user
    if user is None or not user.is_active or not user.email:
        _note(message, next_attempt_at=None, last_error="no address")
        return True
    mail = EmailMessage(
        message.subject,
        message.body,
        to=[user.email],
        headers={"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    try:
        mail.send()
    except (smtplib.SMTPException, OSError) as error:
        _note(message, next_attempt_at=_next_attempt(message, at), last_error=_without_address(error))
        return False
    _note(message, next_attempt_at=None, sent_at=at, last_error="")
    return True


def _note(message: Message, **fields: object) -> None:
    Message.objects.filter(pk=message.pk).update(**fields)


def message_id(message: Message) -> str:
    """Return the Message-ID of an e-mail: the same on every attempt, so that a second copy is recognised."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<gongfang.{message.pk}.{message.created_at:%Y%m%d%H%M%S}@{domain}>"


def _next_attempt(message: Message, at: datetime) -> datetime | None:
    """Return when to try again: after 1, 2, 4 … minutes, at most half a day; None when it is given up."""
    tried = message.attempts + 1
    if tried >= MAX_ATTEMPTS:
        return None
    return at + min(timedelta(minutes=2**message.attempts), LONGEST_WAIT)


def _without_address(error: Exception) -> str:
    """Return what failed; a server's own words would name the addressee."""
    code = getattr(error, "smtp_code", "")
    return f"{type(error).__name__} {code}".strip()
