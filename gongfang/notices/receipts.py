"""The code on an objector's receipt: told once, kept as a digest only."""

import secrets

from gongfang.records.chain import sm3

# 32 signs that nobody mistakes for each other; 28 of them are 140 bits.
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH = 28
_GROUP = 4


def new_receipt_code() -> str:
    """Return a random code in groups of four signs, to be written down."""
    signs = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    return "-".join(signs[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def receipt_digest(code: str) -> str:
    """Return the SM3 under which a code is kept, whatever its case, spaces and hyphens."""
    signs = "".join(sign for sign in code.upper() if sign.isalnum())
    return sm3(b"gongfang/receipt", signs.encode())
