"""Reading documents: those of a case, the register of an office, what can be made now."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from gongfang.accounts import permissions as people
from gongfang.accounts.models import Office, User
from gongfang.cases.models import Case
from gongfang.cases.pages import as_own_kind
from gongfang.cases.permissions import visible_to

from . import permissions
from .content import Content, read
from .kinds import Audience, DocumentKind, Subject, kind_named, kinds, made_on
from .models import Document, DocumentState, DocumentVersion

NEWEST_FIRST = ("-issued_at", "-id")
DRAFTS_FIRST = ("-made_at", "-id")


def documents() -> QuerySet[Document]:
    """Return every document with what pages show of it."""
    return Document.objects.select_related(
        "office__division", "made_by", "issued_by", "docx", "pdf", "replaces", "replaced_by"
    )


def of_case(case: Any, user: User) -> list[Document]:
    """Return the documents of a case that `user` may read, the newest first."""
    rows = documents().filter(cases=case.pk).order_by("-made_at", "-id")
    return [row for row in rows if permissions.may_read(user, row, case=case)]


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """How a register is narrowed; empty values select all. `office` is the key of an office."""

    year: int | None = None
    kind: str = ""
    office: int | None = None
    is_draft: bool = False


def registered(user: User, chosen: Chosen) -> QuerySet[Document]:
    """Return the documents of the office of `user`, or for an auditor what was issued and an auditor may read."""
    rows = documents()
    if people.is_official(user):
        rows = rows.filter(office=user.office)
    else:
        hidden = [kind.name for kind in kinds() if kind.audience == Audience.HANDLERS]
        rows = rows.filter(state=DocumentState.ISSUED).exclude(kind__in=hidden)
        rows = rows.filter(office=chosen.office) if chosen.office else rows
    rows = rows.filter(state=DocumentState.DRAFT if chosen.is_draft else DocumentState.ISSUED)
    if chosen.year is not None:
        rows = rows.filter(year=chosen.year)
    return rows.filter(kind=chosen.kind) if chosen.kind else rows


def years(user: User) -> list[int]:
    """Return the years in which the office of `user` issued something, the newest first."""
    rows = registered(user, Chosen()).order_by("-year").values_list("year", flat=True).distinct()
    return [year for year in rows if year is not None]


def issuing_offices() -> QuerySet[Office]:
    """Return the offices that have issued something."""
    return Office.objects.filter(documents__state=DocumentState.ISSUED).distinct()


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A document that can be made now. `document` is the one there is already."""

    kind: DocumentKind
    subject: Subject
    document: Document | None


def offers(case: Any, user: User) -> list[Offer]:
    """Return what the office of `user` can make on a case in its present state, one query a kind of document."""
    found = [
        (kind, subject)
        for kind in made_on(case)
        for subject in kind.subjects(case)
        if permissions.may_make(user, kind, subject)
    ]
    rows = Document.objects.filter(subject__in=[subject.key for _kind, subject in found]).order_by("made_at")
    known = {(row.kind, row.subject): row for row in rows}
    return [
        Offer(kind=kind, subject=subject, document=known.get((kind.name, subject.key))) for kind, subject in found
    ]


def find_subject(kind: DocumentKind, case: Any, key: str) -> Subject | None:
    """Return the subject of this key, if the document can be made about it on `case` now."""
    if kind not in made_on(case):
        return None
    return next((subject for subject in kind.subjects(case) if subject.key == key), None)


def subject_of(document: Document) -> Subject | None:
    """Return what a document is about, as it stands now; None where it could not be made any more."""
    kind = kind_named(document.kind)
    for case in document.cases.select_related("region").order_by("pk"):
        subject = find_subject(kind, as_own_kind(case), document.subject)
        if subject is not None:
            return subject
    return None


def latest(document: Document) -> DocumentVersion:
    """Return the version that counts."""
    found = document.versions.select_related("saved_by").first()
    assert found is not None  # a document is made with its first version
    return found


def content_of(version: DocumentVersion) -> Content:
    """Return the words of a version."""
    return read(version.content)


def cases_shown(document: Document, user: User) -> Iterable[Case]:
    """Return the cases of a document that `user` sees."""
    return visible_to(user).filter(documents=document).order_by("pk")


def files_of_cases(keys: Collection[int]) -> set[UUID]:
    """Return the keys of the files of all documents of some cases: one document may belong to several."""
    rows = Document.objects.filter(cases__in=keys).values_list("docx", "pdf")
    return {key for row in rows for key in row if key is not None}
