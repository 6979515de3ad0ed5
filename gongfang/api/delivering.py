"""Telling webhooks: what they have not acknowledged is sent, signed, in order, at least once.

The records are the outbox: nothing is queued that could be lost. A webhook that does not answer is tried again
ever more rarely, and goes on where it stopped.
"""

import hmac
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from http.client import HTTPSConnection
from urllib.parse import urlsplit
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet

from gongfang.notifications.delivery import Delivery

from . import queries
from .models import Webhook
from .services import is_allowed

CHUNK = 100
LONGEST_WAIT = timedelta(hours=6)
PAUSE = timedelta(minutes=1)
_TIMEOUT_SECONDS = 10
Send = Callable[[str, bytes, dict[str, str]], int]


class NotAcknowledged(Exception):
    """The address answered with something else than 2xx."""


def waiting(at: datetime) -> QuerySet[Webhook]:
    """Return the addresses that are to be told now whether anything has changed."""
    return Webhook.objects.filter(ended_at=None, next_attempt_at__lte=at)


def deliver(at: datetime, send: Send | None = None) -> Delivery:
    """Send what is due; one failure holds up no other address."""
    keys = list(waiting(at).order_by("next_attempt_at").values_list("pk", flat=True)[:CHUNK])
    told = [_tell(key, at, send or post) for key in keys]
    return Delivery(told.count(True), told.count(False))


def _tell(key: UUID, at: datetime, send: Send) -> bool | None:
    """Return whether the address acknowledged, or None when there was nothing to tell."""
    webhook = Webhook.objects.select_related("user__office__division").get(pk=key)
    if not _claim(webhook, at):
        return None
    found, last = queries.changes(webhook.user, since=webhook.last_seq, size=CHUNK)
    if not found:
        _note(webhook, last_seq=last, attempts=0, next_attempt_at=at + PAUSE, last_error="")
        return None
    body = json.dumps({"changes": found, "next": last}, cls=DjangoJSONEncoder, ensure_ascii=False).encode()
    try:
        _send(webhook, body, at, send)
    except (OSError, NotAcknowledged) as error:
        wait = min(PAUSE * 2**webhook.attempts, LONGEST_WAIT)
        _note(webhook, attempts=min(webhook.attempts + 1, 20), next_attempt_at=at + wait, last_error=_why(error))
        return False
    _note(webhook, last_seq=last, attempts=0, next_attempt_at=at, last_error="")
    return True


def _claim(webhook: Webhook, at: datetime) -> bool:
    """Take a webhook before sending, so that two passes at once do not both send."""
    unchanged = Webhook.objects.filter(pk=webhook.pk, ended_at=None, next_attempt_at=webhook.next_attempt_at)
    return bool(unchanged.update(next_attempt_at=at + PAUSE * 10))


def _send(webhook: Webhook, body: bytes, at: datetime, send: Send) -> None:
    if not is_allowed(webhook.url) or not webhook.user.is_active:
        raise NotAcknowledged("not allowed any more")
    stamp = str(int(at.timestamp()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "X-Gongfang-Timestamp": stamp,
        "X-Gongfang-Signature": signature(webhook.secret, stamp, body),
    }
    status = send(webhook.url, body, headers)
    if not 200 <= status < 300:
        raise NotAcknowledged(f"HTTP {status}")


def signature(secret: str, stamp: str, body: bytes) -> str:
    """Return the HMAC-SHA256 of time and body: who knows the secret sees that we sent it, and when."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, "sha256").hexdigest()


def _note(webhook: Webhook, **fields: object) -> None:
    Webhook.objects.filter(pk=webhook.pk, ended_at=None).update(**fields)


def _why(error: Exception) -> str:
    return str(error)[:80] if isinstance(error, NotAcknowledged) else type(error).__name__


def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """Post over TLS and return the status; no redirect is followed."""
    parts = urlsplit(url)
    connection = HTTPSConnection(parts.hostname or "", parts.port or 443, timeout=_TIMEOUT_SECONDS)
    try:
        path = parts.path or "/"
        connection.request("POST", f"{path}?{parts.query}" if parts.query else path, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()
