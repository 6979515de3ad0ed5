"""How the secrets of second factors are kept.

allauth hands over a secret without saying whose it is: it is bound to this table, not to its row.
"""

import base64

from allauth.mfa.models import Authenticator
from django.db import transaction

from gongfang.accounts.encryption import Sealed, decrypt, encrypt

CONTEXT = b"mfa_authenticator|secret"
SECRET_NAMES = ("secret", "seed")


def seal(secret: str) -> str:
    """Return a secret as allauth stores it: encrypted, in base64."""
    return base64.b64encode(encrypt(secret, CONTEXT).stored).decode()


def unseal(stored: str) -> str:
    """Return the secret.

    :raises DecryptionError: when it was changed, or its key is not at hand.
    """
    return decrypt(_sealed(stored), CONTEXT)


def renew() -> int:
    """Bring every secret to the newest key; return how many second factors were changed."""
    return sum(_renew(key) for key in Authenticator.objects.values_list("pk", flat=True))


@transaction.atomic
def _renew(key: int) -> bool:
    factor = Authenticator.objects.select_for_update().filter(pk=key).first()
    if factor is None:
        return False
    old = {name: factor.data[name] for name in SECRET_NAMES if name in factor.data}
    new = {name: seal(unseal(stored)) for name, stored in old.items() if not _sealed(stored).is_current()}
    if new:
        factor.data = {**factor.data, **new}
        factor.save(update_fields=["data"])
    return bool(new)


def _sealed(stored: str) -> Sealed:
    return Sealed(base64.b64decode(stored))
