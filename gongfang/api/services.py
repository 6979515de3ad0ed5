"""Making and ending tokens and webhooks. Each is recorded in the access log, its secret never."""

import secrets
from collections.abc import Collection
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongfang.accounts.models import User
from gongfang.records import services as records
from gongfang.records.chain import sm3
from gongfang.records.models import ChainHead
from gongfang.regulation.time_limits import beijing_date

from .models import Token, Webhook
from .permissions import scopes_for

PREFIX = "gf_"
LONGEST = timedelta(days=366)


class TokenRefused(Exception):
    """A token or a webhook cannot be made as it was asked for."""


def digest_of(secret: str) -> str:
    """Return what is kept of a token's 256 random bits; they cannot be guessed, so that no salt is needed."""
    return sm3(b"gongfang-token", secret.encode())


@transaction.atomic
def create_token(
    *, by: User, name: str, scopes: Collection[str], expires_on: date, at: datetime
) -> tuple[Token, str]:
    """Return a new token and its secret, which nobody can read again.

    :raises TokenRefused: when it would open more than `by` may do, or holds for longer than a year.
    """
    if by.office is None or not set(scopes) <= set(scopes_for(by)) or not scopes:
        raise TokenRefused(_("所选权限超出您的办理权限"))
    today = beijing_date(at)
    if not today <= expires_on <= today + LONGEST:
        raise TokenRefused(_("有效期须在今天起的一年之内"))
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        name=name,
        user=by,
        office=by.office,
        scopes=sorted(scopes),
        hint=secret[:8],
        digest=digest_of(secret),
        created_at=at,
        expires_on=expires_on,
    )
    records.log_access(by=by, action="create_token", subject=f"token:{token.hint}", reason=name, at=at)
    return token, secret


@transaction.atomic
def revoke_token(token: Token, *, by: User, at: datetime) -> None:
    """End a token at once; ending it again changes nothing."""
    if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
        records.log_access(by=by, action="revoke_token", subject=f"token:{token.hint}", at=at)


@transaction.atomic
def create_webhook(*, by: User, url: str, at: datetime) -> tuple[Webhook, str]:
    """Return a new webhook, which begins with what happens from now on, and the secret that signs its deliveries.

    :raises TokenRefused: when the host is not one that the system's administrator allows, or the address is known.
    """
    if not is_allowed(url):
        raise TokenRefused(_("该地址不在系统管理员允许的范围内（GONGFANG_WEBHOOK_HOSTS）"))
    assert by.office is not None  # permissions.may_have_webhooks
    secret = secrets.token_urlsafe(32)
    last = ChainHead.objects.filter(pk=1).values_list("seq", flat=True).first() or 0
    try:
        with transaction.atomic():
            webhook = Webhook.objects.create(
                office=by.office,
                user=by,
                url=url,
                secret=secret,
                created_at=at,
                last_seq=last,
                next_attempt_at=at,
            )
    except IntegrityError:
        raise TokenRefused(_("本单位已登记过这一地址")) from None
    host = urlsplit(url).hostname or ""
    records.log_access(by=by, action="create_webhook", subject=f"webhook:{host}"[:120], at=at)
    return webhook, secret


def is_allowed(url: str) -> bool:
    """Return whether changes may be sent to `url`: over TLS, to a host the administrator has named."""
    parts = urlsplit(url)
    return parts.scheme == "https" and (parts.hostname or "") in settings.GONGFANG_WEBHOOK_HOSTS


@transaction.atomic
def end_webhook(webhook: Webhook, *, by: User, at: datetime) -> None:
    """Send nothing more to an address; ending it again changes nothing."""
    running = Webhook.objects.filter(pk=webhook.pk, ended_at=None)
    if running.update(ended_at=at, next_attempt_at=None):
        host = urlsplit(webhook.url).hostname or ""
        records.log_access(by=by, action="end_webhook", subject=f"webhook:{host}"[:120], at=at)
