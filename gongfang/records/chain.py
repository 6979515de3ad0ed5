"""The hash chain: how a record's digest is made, so that an outsider can recompute it."""

import json
import secrets
from collections.abc import Mapping
from typing import IO, Any

from cryptography.hazmat.primitives import hashes

GENESIS = "0" * 64
_DOMAIN = b"ev/1"
_CHUNK = 1 << 20


def sm3(*parts: bytes) -> str:
    """Return the SM3 of the parts, in hexadecimal."""
    digest = hashes.Hash(hashes.SM3())
    for part in parts:
        digest.update(part)
    return digest.finalize().hex()


def digest_of(handle: IO[bytes]) -> str:
    """Return the SM3 of what is left to read of `handle`, in hexadecimal and in bounded memory."""
    digest = hashes.Hash(hashes.SM3())
    while chunk := handle.read(_CHUNK):
        digest.update(chunk)
    return digest.finalize().hex()


def canonical(body: Mapping[str, Any]) -> str:
    """Return `body` as JSON with sorted keys and no spaces: one text for one meaning (RFC 8785)."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def link(seq: int, previous: str, body: str) -> str:
    """Return the digest of record `seq`, which covers its body and, through `previous`, all before it."""
    return sm3(_DOMAIN, seq.to_bytes(8, "big"), bytes.fromhex(previous), body.encode())


def new_salt() -> str:
    """Return 32 random bytes in hexadecimal: without it a digest of a short text could be guessed."""
    return secrets.token_hex(32)


def salted(salt: str, text: str) -> str:
    """Return the digest of a text that must not stand in the record itself."""
    return sm3(bytes.fromhex(salt), text.encode())
