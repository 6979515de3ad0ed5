"""What was read becomes the register: all of it at once, each person's status a version with its day.

Uploading the same list again changes nothing. A list of the same day corrects that day.
"""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from gongfang.accounts.models import Office, User
from gongfang.records.services import log_access
from gongfang.records.sheets import SheetRefused

from . import queries
from .models import ImportState, RegisterEntry, RegisterImport, StagedEntry

_COPIED = ("id_index", "key_id", "category", "county_id", "identified_on")


def forecast(source: RegisterImport) -> dict[str, int]:
    """Return what an upload would add, change, keep, and say has left."""
    staged = StagedEntry.objects.filter(source=source)
    known = staged.filter(Exists(_current().filter(id_index=OuterRef("id_index")))).count()
    changed = _differing(source).count()
    return {
        "added": staged.count() - known,
        "changed": changed,
        "kept": known - changed,
        "left": _missing(source).count() if source.is_exhaustive else 0,
    }


def _current() -> QuerySet[RegisterEntry]:
    return RegisterEntry.objects.filter(valid_to=None)


def _missing(source: RegisterImport) -> QuerySet[RegisterEntry]:
    """Return the current entries of the office's counties that a list does not name."""
    named = StagedEntry.objects.filter(source=source, id_index=OuterRef("id_index"))
    counties = [county.code for county in queries.counties_of(source.office)]
    return _current().filter(~Exists(named), county__in=counties)


def _differing(source: RegisterImport) -> QuerySet[RegisterEntry]:
    """Return the current entries of which a list says something else."""
    named = StagedEntry.objects.filter(source=source, id_index=OuterRef("id_index"))
    same_day = Q(identified_on=OuterRef("identified_on"))
    said = {name: OuterRef(name) for name in ("key_id", "category", "county_id")}
    dated = named.filter(same_day, **said)
    undated = named.filter(identified_on=None, **said)
    is_same = Exists(dated) | (Q(identified_on=None) & Exists(undated))
    return _current().filter(Exists(named)).exclude(is_same)


@transaction.atomic
def apply_register(source: RegisterImport, *, by: User, at: datetime) -> RegisterImport:
    """Bring a list that was read into the register (articles 9(二) and 11(三)).

    :raises SheetRefused: when it is not, or no longer, to be confirmed, or a newer list was brought in meanwhile.
    """
    row = _locked(source)
    last = queries.registered_as_of(row.office)
    if last is not None and row.as_of < last:
        raise SheetRefused(_("登记库已更新到 %(day)s，不能用更早的名单覆盖。") % {"day": last})
    figures = forecast(row)
    if row.is_exhaustive:
        _end(_missing(row), row)
    _replace(row)
    _add(row)
    _close(row, ImportState.APPLIED, at, **figures)
    log_access(by=by, action="apply_register", subject=f"register_import:{row.pk}", at=at)
    return row


def _locked(source: RegisterImport) -> RegisterImport:
    """Lock the register, of which there is one, and the upload.

    :raises SheetRefused: when it does not wait for confirmation.
    """
    list(Office.objects.select_for_update().filter(division__level="prefecture", department="agriculture"))
    row = RegisterImport.objects.select_for_update(of=("self",)).select_related("office__division")
    found = row.get(pk=source.pk)
    if found.state != ImportState.READ:
        raise SheetRefused(_("这份名单不在待确认状态。"))
    return found


def _end(rows: QuerySet[RegisterEntry], source: RegisterImport) -> None:
    """End versions with the day of a list; what began on that very day never was."""
    rows.filter(valid_from=source.as_of).delete()
    rows.filter(valid_from__lt=source.as_of).update(valid_to=source.as_of, ended_by=source)


def _replace(source: RegisterImport) -> None:
    """Correct what began on the same day, and end what began before."""
    staged = StagedEntry.objects.filter(source=source, id_index=OuterRef("id_index"))
    new: dict[str, Any] = {name: Subquery(staged.values(name)[:1]) for name in _COPIED if name != "id_index"}
    differing = _differing(source)
    differing.filter(valid_from=source.as_of).update(**new, brought_by=source)
    _differing(source).filter(valid_from__lt=source.as_of).update(valid_to=source.as_of, ended_by=source)


def _add(source: RegisterImport) -> None:
    """Insert everybody who has no version that holds: one statement, however many there are."""
    entry, staged = (connection.ops.quote_name(model._meta.db_table) for model in (RegisterEntry, StagedEntry))
    columns = ", ".join(connection.ops.quote_name(name) for name in _COPIED)
    chosen = ", ".join(f"staged.{connection.ops.quote_name(name)}" for name in _COPIED)
    key = StagedEntry._meta.get_field("source").get_db_prep_value(source.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {entry} ({columns}, valid_from, brought_by_id) "
            f"SELECT {chosen}, %s, %s FROM {staged} staged WHERE staged.source_id = %s AND NOT EXISTS "
            f"(SELECT 1 FROM {entry} held WHERE held.id_index = staged.id_index AND held.valid_to IS NULL)",
            [source.as_of, key, key],
        )


@transaction.atomic
def drop_register(source: RegisterImport, *, by: User, at: datetime) -> None:
    """Forget a list that was read; the register stays as it is.

    :raises SheetRefused: when it does not wait for confirmation.
    """
    _close(_locked(source), ImportState.DROPPED, at)
    log_access(by=by, action="drop_register", subject=f"register_import:{source.pk}", at=at)


def _close(row: RegisterImport, state: str, at: datetime, **figures: int) -> None:
    StagedEntry.objects.filter(source=row).delete()
    for name, value in {**figures, "state": state, "ended_at": at}.items():
        setattr(row, name, value)
    row.save(update_fields=["state", "ended_at", *figures])
