"""How often one address may send objections: enough for anybody, too little for a flood.

Counted by the hour in the cache, under keyed digests: no address is stored.
"""

from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from gongfang.accounts.encryption import blind_index

ADDRESS_PER_HOUR = 20
NOTICE_PER_HOUR = 300
_HOUR = 3600


def address_of(request: HttpRequest) -> str:
    """Return the address a request came from, as the outermost of our own proxies saw it."""
    proxies: int = settings.GONGFANG_TRUSTED_PROXIES
    parts = str(request.headers.get("X-Forwarded-For", "")).split(",")
    passed_on = [part.strip() for part in parts if part.strip()]
    if proxies and len(passed_on) >= proxies:
        return passed_on[-proxies]
    return str(request.META["REMOTE_ADDR"])


def may_send(*, address: str, notice: str, at: datetime) -> bool:
    """Count one attempt from `address` on `notice`, and return whether it is within the hour's allowance."""
    hour = int(at.timestamp()) // _HOUR
    by_address = _count(f"address|{address}|{notice}|{hour}")
    by_notice = _count(f"notice|{notice}|{hour}")
    return by_address <= ADDRESS_PER_HOUR and by_notice <= NOTICE_PER_HOUR


def _count(subject: str) -> int:
    key = f"objections:{blind_index(subject, 'objection_rate')}"
    cache.add(key, 0, timeout=_HOUR)
    return int(cache.incr(key))
