"""What belongs to a case: its rows, its files, its records, and the cases that hang on it.

Rows are found by the keys of the database itself, so that nothing that is added later is forgotten. Encrypted
values are masked unless the dossier is made with personal data.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from gongfang.accounts.encryption import BlindIndexField, EncryptedTextField
from gongfang.accounts.models import User
from gongfang.cases.models import Case, Draft, Task
from gongfang.cases.pages import as_own_kind
from gongfang.notifications.models import Message, Reminder
from gongfang.panels.models import Entry, Panel, ScoreSheet
from gongfang.records.models import EvidenceFile, Record
from gongfang.regulation.panel_steps import State as PanelState

MASKED = "＊＊＊"
NOT_ARCHIVED = (Draft, Task, Message, Reminder, Record, EvidenceFile)
"""Work in hand, news, and what has a place of its own in the bag."""

Row = dict[str, Any]


@dataclass
class Dossier:
    """A case with everything that belongs to it; `tables` are rows by the name of their model."""

    case: Any
    tables: dict[str, list[Row]] = field(default_factory=dict)
    related: list[Case] = field(default_factory=list)
    panels: list[Panel] = field(default_factory=list)
    is_sealed: bool = False
    seen: set[tuple[str, str]] = field(default_factory=set)

    @property
    def cases(self) -> list[Any]:
        """Return the case and those that hang on it, the case first."""
        return [self.case, *self.related]


def collect(case: Any, *, with_personal_data: bool) -> Dossier:
    """Return the dossier of a case. Sheets of a panel that has not concluded stay sealed (reading R8)."""
    dossier = Dossier(case)
    _take(dossier, case, with_personal_data)
    for related in list(dossier.related):
        _take(dossier, as_own_kind(related), with_personal_data, is_related=True)
    entries = Entry.objects.filter(application=case.pk).select_related("panel").order_by("panel")
    dossier.panels = [entry.panel for entry in entries]
    return dossier


def _take(dossier: Dossier, instance: models.Model, is_open: bool, *, is_related: bool = False) -> None:
    """Add a row, then the rows whose keys point to it; a case that points to it is a case of its own."""
    if (key := (instance._meta.label, str(instance.pk))) in dossier.seen:
        return
    dossier.seen.add(key)
    dossier.tables.setdefault(instance._meta.label, []).append(row_of(instance, is_open))
    for relation in instance._meta.related_objects:
        if _is_followed(relation):
            for row in _rows(relation, instance):
                _follow(dossier, row, is_open, is_related=is_related)


def _is_followed(relation: Any) -> bool:
    is_key = isinstance(relation.field, models.ForeignKey) and not relation.parent_link
    return is_key and relation.related_model not in NOT_ARCHIVED


def _rows(relation: Any, instance: models.Model) -> Iterator[models.Model]:
    rows = relation.related_model._base_manager.filter(**{relation.field.name: instance.pk})
    return rows.order_by("pk").iterator(chunk_size=500)  # type: ignore[no-any-return]


def _follow(dossier: Dossier, row: models.Model, is_open: bool, *, is_related: bool) -> None:
    if isinstance(row, Case):
        known = {each.pk for each in dossier.cases}
        if not is_related and row.pk not in known:
            dossier.related.append(row)
        return
    if _is_sealed(row):
        dossier.is_sealed = True
        return
    _take(dossier, row, is_open, is_related=is_related)


def _is_sealed(row: models.Model) -> bool:
    return isinstance(row, ScoreSheet) and row.entry.panel.state != PanelState.CONCLUDED


def row_of(instance: models.Model, with_personal_data: bool) -> Row:
    """Return a row as text by column; people are pseudonyms, files and keys their ids."""
    row = {"id": str(instance.pk)}
    for column in instance._meta.concrete_fields:
        if not column.primary_key and not isinstance(column, BlindIndexField):
            row[column.name] = _value(instance, column, with_personal_data)
    return row


def _value(instance: models.Model, column: Any, with_personal_data: bool) -> Any:
    if isinstance(column, EncryptedTextField) and not with_personal_data:
        return MASKED if getattr(instance, column.attname) else ""
    if column.is_relation and issubclass(column.related_model, User):
        person = getattr(instance, column.name)
        return person.username if person else None
    value = getattr(instance, column.attname)
    return value.name if isinstance(column, models.FileField) else value


def records_of(case: Case) -> list[Mapping[str, Any]]:
    """Return the records of a case as they are chained, with the texts they cover and the salts that open them."""
    rows = Record.objects.filter(case=case.pk).prefetch_related("statements").order_by("seq")
    return [
        {
            "seq": row.seq,
            "previous": row.previous,
            "digest": row.digest,
            "body": row.body,
            "texts": {each.name: {"text": each.text, "salt": each.salt} for each in row.statements.all()},
        }
        for row in rows
    ]
