"""Documents as pages show them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gongfang.records.models import EvidenceFile
from gongfang.regulation.clauses import Clause

from . import permissions, rendering
from .kinds import kind_named
from .models import Document


@dataclass(frozen=True, kw_only=True)
class Row:
    """A document in a list: `files` are what can be downloaded of it."""

    document: Document
    label: str
    clause: Clause
    state: str
    tone: str
    may_edit: bool


def row_of(document: Document, user: Any) -> Row:
    """Return a document as a list shows it."""
    kind = kind_named(document.kind)
    return Row(
        document=document,
        label=str(kind.label),
        clause=kind.clause,
        state=_state(document),
        tone=_tone(document),
        may_edit=permissions.may_edit(user, document),
    )


def _state(document: Document) -> str:
    if not document.is_issued:
        return _("拟稿")
    return _("已更正") if is_replaced(document) else _("已制发")


def _tone(document: Document) -> str:
    if not document.is_issued:
        return "waiting"
    return "quiet" if is_replaced(document) else "good"


def is_replaced(document: Document) -> bool:
    """Return whether another document has been issued in the place of this one."""
    follower = getattr(document, "replaced_by", None)
    return follower is not None and bool(follower.is_issued)


def digests_of(document: Document) -> list[tuple[str, EvidenceFile]]:
    """Return the files that were issued, under the name of their format."""
    found = [("Word", document.docx), ("PDF", document.pdf)]
    return [(label, file) for label, file in found if file is not None]


def lacking() -> list[str]:
    """Return what this machine lacks to make PDFs, in words."""
    return [str(each) for each in rendering.missing()]
