"""How often one address may send objections: enough for anybody, too little for a flood.

Counted by the hour in the cache, under keyed digests: no address is stored.
"""

from datetime import datetime

from django.core.cache import cache

from gongfang.accounts.encryption import blind_index

ADDRESS_PER_HOUR = 20
NOTICE_PER_HOUR = 300
_HOUR = 3600


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
