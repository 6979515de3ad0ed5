"""Moving stored values to the newest keys."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import models, transaction

from gongfang.accounts.encryption import BlindIndexField, EncryptedTextField, Sealed, encrypt

Renew = Callable[[], int]

_copies: dict[str, Renew] = {}


def copied_index(name: str, renew: Renew) -> None:
    """Register a column that holds a copy of another row's blind index.

    `renew()` copies it anew once every row is under the newest keys, and returns how many rows it changed.
    """
    _copies[name] = renew


def renew_copies() -> Iterator[tuple[str, int]]:
    """Renew every registered copy; yield its name and how many rows were changed."""
    for name, renew in _copies.items():
        yield name, renew()


def encrypted_models() -> list[type[models.Model]]:
    """Return every model with encrypted columns of its own."""
    return [model for model in apps.get_models() if _encrypted(model)]


def _encrypted(model: type[models.Model]) -> list[EncryptedTextField]:
    return [field for field in model._meta.local_fields if isinstance(field, EncryptedTextField)]


def _indexes(model: type[models.Model]) -> list[BlindIndexField]:
    return [field for field in model._meta.local_fields if isinstance(field, BlindIndexField)]


def reencrypt(model: type[models.Model], *, batch_size: int) -> int:
    """Bring the rows of a table to the newest keys; return how many were changed.

    Rows that are up to date are skipped: a run that was stopped is finished by running it again.
    """
    return sum(_reencrypt_batch(model, keys) for keys in _batches(model, batch_size))


def _batches(model: type[models.Model], size: int) -> Iterator[Sequence[Any]]:
    last = None
    while True:
        rows = model._base_manager.order_by("pk")
        keys = list((rows if last is None else rows.filter(pk__gt=last)).values_list("pk", flat=True)[:size])
        if not keys:
            return
        yield keys
        last = keys[-1]


@transaction.atomic
def _reencrypt_batch(model: type[models.Model], keys: Sequence[Any]) -> int:
    rows = model._base_manager.select_for_update(of=("self",)).filter(pk__in=keys)
    return sum(_reencrypt_row(row) for row in rows)


def _reencrypt_row(row: models.Model) -> bool:
    """Write what is not current; `update()` so that nothing else of the row is touched."""
    model = type(row)
    changes: dict[str, Any] = {}
    for field in _encrypted(model):
        stored = row.__dict__[field.attname]
        if isinstance(stored, Sealed) and not stored.is_current():
            changes[field.attname] = encrypt(getattr(row, field.attname), field.context(row))
    for index in _indexes(model):
        before = getattr(row, index.attname)
        getattr(row, index.source)
        if index.pre_save(row, add=False) != before:
            changes[index.attname] = getattr(row, index.attname)
    if changes:
        model._base_manager.filter(pk=row.pk).update(**changes)
    return bool(changes)
