"""Writing records: the only door to the chain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from gongfang.accounts.models import User

from . import chain
from .models import AccessEntry, ChainHead, EvidenceFile, Record, Statement


@dataclass(frozen=True, kw_only=True)
class Event:
    """A step that was taken, as it enters the record.

    `texts` are the words given with it, by the name of the form's field: they are kept in rows of their own,
    the record gets their salted digests. `documents` are files whose digests it fixes. `facts` are small
    public values (a document number, a deadline): never personal data.
    """

    case: Any
    action: str
    actor: str
    user: User | None
    clause_id: str
    source: str
    target: str
    at: datetime
    version: int
    texts: Mapping[str, str]
    documents: Sequence[EvidenceFile]
    facts: Mapping[str, Any]


def append(event: Event) -> Record:
    """Append one record to the chain, in the caller's transaction.

    The head row is locked last of all rows a step touches, so that two steps on different cases wait for each
    other only here.
    """
    salts = {name: chain.new_salt() for name in event.texts}
    digests = {name: chain.salted(salts[name], text) for name, text in event.texts.items()}
    last, previous = _locked_head()
    seq = last + 1
    body = chain.canonical(_body(event, seq, digests))
    record = Record.objects.create(
        seq=seq,
        case=event.case,
        action=event.action,
        actor=event.actor,
        user=event.user,
        clause_id=event.clause_id,
        source=event.source,
        target=event.target,
        at=event.at,
        body=body,
        previous=previous,
        digest=chain.link(seq, previous, body),
    )
    ChainHead.objects.filter(pk=1).update(seq=seq, digest=record.digest)
    if event.texts:
        Statement.objects.bulk_create(
            Statement(record=record, name=name, text=text, salt=salts[name], digest=digests[name])
            for name, text in event.texts.items()
        )
    return record


def _locked_head() -> tuple[int, str]:
    """Return number and digest of the last record, and keep everybody else from appending until the commit."""
    head = ChainHead.objects.select_for_update().filter(pk=1).values_list("seq", "digest")
    found = list(head)
    if not found:
        ChainHead.objects.get_or_create(pk=1, defaults={"seq": 0, "digest": chain.GENESIS})
        found = list(head.all())
    return found[0]


def _body(event: Event, seq: int, digests: Mapping[str, str]) -> dict[str, Any]:
    return {
        "seq": seq,
        "case": event.case.number,
        "kind": event.case.kind,
        "edition": event.case.edition_id,
        "version": event.version,
        "action": event.action,
        "actor": event.actor,
        "user": event.user.username if event.user else None,
        "clause": event.clause_id,
        "source": event.source,
        "target": event.target,
        "at": event.at.astimezone(UTC).isoformat(),
        "texts": dict(digests),
        "documents": sorted(document.digest for document in event.documents),
        "facts": dict(event.facts),
    }


def log_access(*, by: User | None, action: str, subject: str, reason: str = "", at: datetime) -> AccessEntry:
    """Record one look at personal data, or one administrative act.

    `subject` names what was looked at by kind and key, never the value itself.
    """
    return AccessEntry.objects.create(user=by, action=action, subject=subject, reason=reason, at=at)
