"""Fields whose values are encrypted at rest, and keyed indexes by which an encrypted value can be matched.

A stored value is `version | key id | nonce | ciphertext and tag`; the version names the cipher. Table, row
and column are authenticated with it, so that a ciphertext moved to another row or column cannot be opened.
"""

import os
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hmac
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES, SM4
from cryptography.hazmat.primitives.hashes import SM3
from django.conf import settings
from django.core import checks
from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query_utils import DeferredAttribute

from gongfang.accounts import identifiers, keys

Algorithm: TypeAlias = type[AES] | type[SM4]
VERSIONS: dict[str, int] = {"AES-GCM": 1, "SM4-GCM": 2}
# version → cipher, what its key is derived for, key length in bytes
CIPHERS: dict[int, tuple[Algorithm, str, int]] = {1: (AES, "AES-GCM", 32), 2: (SM4, "SM4-GCM", 16)}
HEADER = struct.Struct(">BH12s")
TAG_BYTES = 16

NORMALISERS: dict[str, Callable[[str], str]] = {
    "id_number": identifiers.normalise_id_number,
    "credit_code": identifiers.normalise_credit_code,
    "phone": identifiers.normalise_phone,
    "login": identifiers.normalise_login,
}


class DecryptionError(Exception):
    """A stored value was changed, moved, or encrypted under a key that is not at hand."""


@dataclass(frozen=True)
class Sealed:
    """A value as it is stored: encrypted for one table, row and column."""

    stored: bytes

    def is_current(self) -> bool:
        """Return whether it was written by the newest key and the cipher of the settings."""
        return self.stored[:3] == struct.pack(">BH", _version(), keys.newest_id("data"))


def _version() -> int:
    return VERSIONS[settings.GONGFANG_CIPHER]


def encrypt(value: str, context: bytes) -> Sealed:
    """Encrypt `value` under the newest key, bound to `context`."""
    header = HEADER.pack(_version(), keys.newest_id("data"), os.urandom(12))
    cipher = _cipher(header).encryptor()
    cipher.authenticate_additional_data(header + context)
    body = cipher.update(value.encode()) + cipher.finalize()
    return Sealed(header + body + cipher.tag)


def decrypt(sealed: Sealed, context: bytes) -> str:
    """Return the plaintext.

    :raises DecryptionError: when a byte or the context differs from what was encrypted.
    """
    header, body, tag = _parts(sealed.stored)
    try:
        cipher = _cipher(header, tag).decryptor()
        cipher.authenticate_additional_data(header + context)
        return (cipher.update(body) + cipher.finalize()).decode()
    except (InvalidTag, KeyError, keys.KeyMissing) as error:
        raise DecryptionError(f"{context.decode()} cannot be decrypted") from error


def _parts(stored: bytes) -> tuple[bytes, bytes, bytes]:
    if len(stored) < HEADER.size + TAG_BYTES:
        raise DecryptionError("The stored value is too short to be a ciphertext.")
    return stored[: HEADER.size], stored[HEADER.size : -TAG_BYTES], stored[-TAG_BYTES:]


def _cipher(header: bytes, tag: bytes | None = None) -> Cipher[modes.GCM]:
    version, key_id, nonce = HEADER.unpack(header)
    algorithm, use, length = CIPHERS[version]
    key = keys.derived_key("data", key_id, use=use, length=length)
    return Cipher(algorithm(key), modes.GCM(nonce, tag))


class DecryptedAttribute(DeferredAttribute):
    """The attribute of an encrypted field: decrypts when it is first read."""

    def __get__(self, instance: models.Model | None, cls: Any = None) -> Any:
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            field = cast(EncryptedTextField, self.field)
            value = decrypt(value, field.context(instance))
            instance.__dict__[field.attname] = value
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """Text that is stored encrypted. It can be read and saved by row, never searched or bulk-updated."""

    descriptor_class = DecryptedAttribute

    def get_internal_type(self) -> str:
        """Store bytes."""
        return "BinaryField"

    def context(self, instance: models.Model) -> bytes:
        """Return what the ciphertext of this field in this row is bound to."""
        options = self.model._meta
        row = options.pk.to_python(instance.pk)
        return f"{options.db_table}|{row}|{self.column}".encode()

    def is_sealed(self, instance: models.Model) -> bool:
        """Return whether the value was loaded and neither read nor changed since."""
        value = instance.__dict__.get(self.attname)
        return isinstance(value, Sealed) and not instance._state.adding

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed | None:
        """Return the ciphertext to write; one that was never opened is written back as it is."""
        if self.is_sealed(model_instance):
            return model_instance.__dict__[self.attname]  # type: ignore[no-any-return]
        value = getattr(model_instance, self.attname)
        return None if value is None else encrypt(str(value), self.context(model_instance))

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Sealed | None:
        """Keep what was read closed until somebody looks at it."""
        return None if value is None else Sealed(bytes(value))

    def to_python(self, value: Any) -> Any:
        """Return text as it is given; validation sees plaintext."""
        return value if value is None or isinstance(value, Sealed) else str(value)

    def get_prep_value(self, value: Any) -> Any:
        """Refuse plaintext: outside a row there is nothing to bind its ciphertext to."""
        if value is None or isinstance(value, Sealed):
            return value
        raise FieldError(f"{self.name} is encrypted: write it with save() or bulk_create().")

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        """Return the bytes to store."""
        sealed = self.get_prep_value(value)
        if sealed is None:
            return None
        return connection.Database.Binary(sealed.stored)  # type: ignore[attr-defined]

    def get_lookup(self, lookup_name: str) -> Any:
        """Allow `isnull` only."""
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted and cannot be searched: use its blind index.")
        return super().get_lookup(lookup_name)

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """Require a primary key that is known before the row is inserted."""
        return [*super().check(**kwargs), *self._check_primary_key()]

    def _check_primary_key(self) -> list[checks.CheckMessage]:
        key = self.model._meta.pk
        if key.is_relation or (isinstance(key, models.UUIDField) and key.has_default()):
            return []
        return [
            checks.Error(
                "An encrypted field needs a primary key that is known before the insert.",
                hint="Use UUIDField(primary_key=True, default=uuid.uuid4).",
                obj=self,
                id="gongfang.E101",
            )
        ]


def blind_index(value: str, purpose: str) -> str:
    """Return the keyed index of a value (HMAC-SM3, 64 hex characters) under the newest key.

    The last part of `purpose` chooses the normal form: "roster.id_number" is an identity number.
    """
    return _index(value, purpose, keys.newest_id("index"))


def blind_indexes(value: str, purpose: str) -> list[str]:
    """Return the index of a value under every key at hand: what to look up while keys change."""
    key_ids = {keys.newest_id("index"), *keys.key_ids("index")}
    return [_index(value, purpose, key_id) for key_id in sorted(key_ids)]


def bulk_indexer(purpose: str, key_id: int | None = None) -> Callable[[str], str]:
    """Return the function that indexes many values, in their normal form, under one key: derived only once.

    `key_id` is by default that of the newest key.

    :raises KeyMissing: when the key is not at hand.
    """
    newest = keys.newest_id("index") if key_id is None else key_id
    begun = hmac.HMAC(keys.derived_key("index", newest, use="index", length=keys.KEY_BYTES), SM3())
    begun.update(f"{purpose}|".encode())

    def index(value: str) -> str:
        digest = begun.copy()
        digest.update(value.encode())
        return digest.finalize().hex()

    return index


def _index(value: str, purpose: str, key_id: int) -> str:
    normal_form = NORMALISERS.get(purpose.rpartition(".")[2], identifiers.normalise)
    digest = hmac.HMAC(keys.derived_key("index", key_id, use="index", length=keys.KEY_BYTES), SM3())
    digest.update(f"{purpose}|{normal_form(value)}".encode())
    return digest.finalize().hex()


class BlindIndexField(models.CharField):  # type: ignore[type-arg]
    """The keyed index of another field of the row, filled when the row is saved. It leaks equality only."""

    def __init__(self, *args: Any, source: str, purpose: str, **kwargs: Any) -> None:
        self.source = source
        self.purpose = purpose
        kwargs |= {"max_length": 64, "editable": False}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        """Keep source and purpose in migrations."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"], kwargs["editable"]
        return name, path, args, {**kwargs, "source": self.source, "purpose": self.purpose}

    def pre_save(self, model_instance: models.Model, add: bool) -> str | None:
        """Index the source, unless it was loaded and never opened; an empty source has no index."""
        source = self.model._meta.get_field(self.source)
        if isinstance(source, EncryptedTextField) and source.is_sealed(model_instance):
            return getattr(model_instance, self.attname)  # type: ignore[no-any-return]
        value = getattr(model_instance, self.source)
        index = blind_index(value, self.purpose) if value else self._empty()
        setattr(model_instance, self.attname, index)
        return index

    def _empty(self) -> str | None:
        return None if self.null else ""
