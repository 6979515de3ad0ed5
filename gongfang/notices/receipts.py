"""The code on an objector's receipt: told once, kept as a digest only."""

import secrets

from django.contrib.sessions.backends.base import SessionBase

from gongfang.accounts import encryption
from gongfang.records.chain import sm3

# 32 signs that nobody mistakes for each other; 28 of them are 140 bits.
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH = 28
_GROUP = 4
_CARRIED = "objection_receipt"
_CONTEXT = b"session|objection_receipt"


def new_receipt_code() -> str:
    """Return a random code in groups of four signs, to be written down."""
    signs = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    return "-".join(signs[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def receipt_digest(code: str) -> str:
    """Return the SM3 under which a code is kept, whatever its case, spaces and hyphens."""
    signs = "".join(sign for sign in code.upper() if sign.isalnum())
    return sm3(b"gongfang/receipt", signs.encode())


def carry(session: SessionBase, number: str, code: str) -> None:
    """Carry a receipt to the page that shows it: sealed, because sessions lie in the database."""
    session[_CARRIED] = encryption.encrypt(f"{number} {code}", _CONTEXT).stored.hex()


def carried(session: SessionBase) -> tuple[str, str] | None:
    """Return the number and the code that were carried here, once."""
    sealed = session.pop(_CARRIED, None)
    if sealed is None:
        return None
    number, code = encryption.decrypt(encryption.Sealed(bytes.fromhex(sealed)), _CONTEXT).split(" ")
    return number, code
