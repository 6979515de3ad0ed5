"""The keys of field encryption and of signed certificates: one file a key, readable by this account only.

`data-0002.key` is the second key of the class "data". The newest key of a class writes; all of them read.
Outside production the first key of a class is made when it is first needed; in production `manage.py add_key`
makes it.
"""

import os
import secrets
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal

from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

KeyClass = Literal["data", "index", "certificate"]
KEY_CLASSES: tuple[KeyClass, ...] = ("data", "index", "certificate")
KEY_BYTES = 32


class KeyMissing(Exception):
    """No key of the class and id asked for."""


def newest_id(key_class: KeyClass) -> int:
    """Return the id of the key that writes.

    :raises KeyMissing: in production, when no key has been made.
    """
    ids = key_ids(key_class)
    if ids:
        return ids[-1]
    if settings.GONGFANG_KEYS_ON_FIRST_USE:
        return _create(key_class, 1)
    raise KeyMissing(f"No {key_class} key in {settings.GONGFANG_KEY_DIR}: run `manage.py add_key`.")


def key_ids(key_class: KeyClass) -> list[int]:
    """Return the ids of the keys at hand, oldest first."""
    return sorted(_ring(key_class))


def derived_key(key_class: KeyClass, key_id: int, *, use: str, length: int) -> bytes:
    """Return `length` bytes derived from a key for one use, so that no two algorithms share a key.

    :raises KeyMissing: when the key is not in the folder.
    """
    secret = _ring(key_class).get(key_id)
    if secret is None:
        raise KeyMissing(f"Key {key_class}-{key_id:04d} is not in {settings.GONGFANG_KEY_DIR}.")
    return _derive(secret, use, length)


def add_key(key_class: KeyClass) -> int:
    """Make the next key of a class and return its id; from now on it writes."""
    return _create(key_class, max(_ring(key_class), default=0) + 1)


def files() -> list[Path]:
    """Return the key files there are."""
    return sorted(Path(settings.GONGFANG_KEY_DIR).glob("*-????.key"))


@lru_cache(maxsize=256)
def _derive(secret: bytes, use: str, length: int) -> bytes:
    return HKDF(algorithm=SM3(), length=length, salt=None, info=f"gongfang/{use}".encode()).derive(secret)


def _ring(key_class: KeyClass) -> Mapping[int, bytes]:
    folder = Path(settings.GONGFANG_KEY_DIR)
    try:
        changed_at = folder.stat().st_mtime_ns
    except FileNotFoundError:
        return {}
    return _read(folder, key_class, changed_at)


@lru_cache(maxsize=16)
def _read(folder: Path, key_class: KeyClass, changed_at: int) -> Mapping[int, bytes]:
    """Read the keys of a class; `changed_at` makes a key added by another process seen at once."""
    return {
        int(path.stem.rpartition("-")[2]): bytes.fromhex(path.read_text(encoding="ascii").strip())
        for path in folder.glob(f"{key_class}-????.key")
    }


def _create(key_class: KeyClass, key_id: int) -> int:
    """Write a key file whole or not at all; when another process was first, its key stands."""
    folder = Path(settings.GONGFANG_KEY_DIR)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = folder / f".{secrets.token_hex(8)}"
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_hex(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(unfinished, folder / f"{key_class}-{key_id:04d}.key")
    except FileExistsError:
        pass
    finally:
        unfinished.unlink()
    return key_id
