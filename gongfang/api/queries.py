"""What the interface reads: tokens, and the changes somebody may see."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from gongfang.accounts.models import Office, User
from gongfang.cases.permissions import visible_to
from gongfang.cases.registry import kind_of
from gongfang.records.models import Record
from gongfang.regulation.time_limits import beijing_date

from .models import Token, Webhook
from .services import digest_of


def token_of(secret: str, *, at: datetime) -> Token | None:
    """Return the token with this secret if it opens anything at `at`."""
    rows = Token.objects.select_related("user__office__division")
    token = rows.filter(digest=digest_of(secret), revoked_at=None).first()
    if token is None or token.expires_on < beijing_date(at) or not token.user.is_active:
        return None
    return token if token.user.office_id == token.office_id else None


def tokens_of(office: Office) -> QuerySet[Token]:
    """Return the tokens of an office, the latest first."""
    return Token.objects.filter(office=office).select_related("user")


def webhooks_of(office: Office) -> QuerySet[Webhook]:
    """Return the webhooks of an office, the latest first."""
    return Webhook.objects.filter(office=office).select_related("user")


def changes(user: User, *, since: int, size: int) -> tuple[list[dict[str, Any]], int]:
    """Return at most `size` changes after record `since` that `user` may see, and the number to go on from."""
    rows = Record.objects.filter(seq__gt=since, case__in=visible_to(user)).select_related("case")
    found = list(rows.order_by("seq")[:size])
    return [change_of(record) for record in _read_by(user, found)], found[-1].seq if found else since


def _read_by(user: User, records: Iterable[Record]) -> list[Record]:
    return [record for record in records if kind_of(record.case.kind).is_read(user, record)]


def change_of(record: Record) -> dict[str, Any]:
    """Return what a record says of a case, without a person and without a text."""
    return {
        "seq": record.seq,
        "case": record.case.number,
        "kind": record.case.kind,
        "action": record.action,
        "actor": record.actor,
        "source": record.source,
        "target": record.target,
        "clause": record.clause_id,
        "at": record.at,
        "digest": record.digest,
    }
