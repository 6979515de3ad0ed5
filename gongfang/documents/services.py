"""Making, changing and issuing documents."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import translation

from gongfang.accounts.models import User
from gongfang.cases import registry
from gongfang.cases import services as cases
from gongfang.records import uploads
from gongfang.records.models import EvidenceFile
from gongfang.records.services import log_access
from gongfang.regulation.procedure import StepRefused, WrongActor
from gongfang.regulation.time_limits import beijing_date

from . import numbering, permissions, queries, rendering
from .content import Content
from .kinds import Audience, DocumentKind, Subject, kind_named
from .models import Document, DocumentState, DocumentVersion

ISSUE = "issue_document"
SECTION = "document"
"""The section of evidence files under which issued documents are kept."""
CHINESE = "zh-hans"
_ATTEMPTS = 5


class DocumentRefused(StepRefused):
    """A document that cannot be made, changed or issued now."""


class VersionConflict(DocumentRefused):
    """Somebody else has saved another version since the page was made."""


@transaction.atomic
def prepare(name: str, *, subject: Subject, by: User, at: datetime, content: Content | None = None) -> Document:
    """Draft a document of the kind `name` about `subject`, or return the draft there is.

    `content` is what it says where the kind does not write it by itself. An issued document is corrected by a new
    draft, which replaces it once it is issued.

    :raises WrongActor: when it is another office's document.
    """
    kind = kind_named(name)
    if not permissions.may_make(by, kind, subject):
        raise WrongActor("应由制发单位拟制", kind.clause)
    rows = Document.objects.filter(kind=name, subject=subject.key)
    existing = rows.filter(state=DocumentState.DRAFT).first()
    if existing is not None:
        return existing
    written = content or _written(kind, subject)
    document = Document.objects.create(
        kind=name,
        subject=subject.key,
        title=written.title,
        office=permissions.office_for(kind, subject),
        made_by=by,
        made_at=at,
        replaces=rows.filter(state=DocumentState.ISSUED, replaced_by=None).first(),
    )
    document.cases.set(subject.cases)
    _save(document, written, number=1, by=by, at=at)
    return document


def _written(kind: DocumentKind, subject: Subject) -> Content:
    with translation.override(CHINESE):  # the documents of an office are Chinese, whatever its pages speak
        return kind.write(subject.source)


def _save(document: Document, content: Content, *, number: int, by: User, at: datetime) -> DocumentVersion:
    return DocumentVersion.objects.create(
        document=document, number=number, content=content.as_json(), saved_by=by, saved_at=at
    )


@transaction.atomic
def revise(
    document: Document, *, by: User, at: datetime, title: str, texts: Sequence[str], seen_version: int
) -> DocumentVersion:
    """Save other words as a new version; tables hold facts and stay as they are.

    :raises VersionConflict: when somebody else has saved since version `seen_version`.
    :raises DocumentRefused: when it was issued, or it is another office's.
    """
    _lock(document)
    _check_open(document, by)
    last = queries.latest(document)
    if last.number != seen_version:
        raise VersionConflict("文稿刚被他人修改过，请核对后再保存", kind_named(document.kind).clause)
    content = queries.content_of(last).with_texts(texts)
    content = Content(**{**vars(content), "title": title})
    if document.title != title:
        document.title = title
        document.save(update_fields=["title"])
    return _save(document, content, number=last.number + 1, by=by, at=at)


def _lock(document: Document) -> None:
    """Lock the row and bring its state up to date."""
    document.state = Document.objects.select_for_update().values_list("state", flat=True).get(pk=document.pk)


def _check_open(document: Document, by: User) -> None:
    clause = kind_named(document.kind).clause
    if not permissions.writes(by, document):
        raise WrongActor("应由制发单位办理", clause)
    if document.is_issued:
        raise DocumentRefused("文书已经制发，不能再修改；需要更正的，请另行拟制", clause)


@transaction.atomic
def rewrite(document: Document, *, by: User, at: datetime) -> DocumentVersion:
    """Write the document anew from the facts as they stand now, as a new version.

    :raises DocumentRefused: when it can no longer be made.
    """
    _lock(document)
    _check_open(document, by)
    kind = kind_named(document.kind)
    content = _written(kind, _subject(document))
    return _save(document, content, number=queries.latest(document).number + 1, by=by, at=at)


@transaction.atomic
def discard(document: Document, *, by: User) -> None:
    """Delete a draft with its versions; no number was given to it.

    :raises DocumentRefused: when it was issued.
    """
    _lock(document)
    _check_open(document, by)
    document.delete()


def issue(document: Document, *, by: User, at: datetime, seen_version: int) -> Document:
    """Number, render and file a document, and record its digests on its cases; the head of the office signs.

    It is rendered before anything is locked, under the number that comes next; if another document takes that
    number meanwhile, it is rendered again.

    :raises WrongActor: when `by` does not sign for the office.
    :raises VersionConflict: when somebody else has saved since version `seen_version`.
    :raises DocumentRefused: when it was issued, or the case no longer allows it.
    """
    kind = kind_named(document.kind)
    if not permissions.may_issue(by, document):
        _check_open(document, by)
        raise WrongActor("须由本部门负责人签发", kind.clause)
    subject = _subject(document)
    version = queries.latest(document)
    if version.number != seen_version:
        raise VersionConflict("文稿刚被他人修改过，请核对后再签发", kind.clause)
    for _attempt in range(_ATTEMPTS):
        if _issued(document, kind, subject, version, by=by, at=at):
            return document
    raise DocumentRefused("同时签发的文书较多，请稍后再试", kind.clause)


def _subject(document: Document) -> Subject:
    subject = queries.subject_of(document)
    if subject is None:
        raise DocumentRefused("案件状态已经变化，不能再制发这份文书", kind_named(document.kind).clause)
    return subject


def _issued(
    document: Document, kind: DocumentKind, subject: Subject, version: DocumentVersion, *, by: User, at: datetime
) -> bool:
    """Issue under the next number; False when another document was given it meanwhile."""
    today = beijing_date(at)
    given = kind.number_of(subject.source)
    serial = None if given else numbering.next_serial(document.office, today.year)
    number = given or numbering.number_for(document.office, today.year, serial or 0)
    document.enclosure = kind.enclosure(subject.source)
    sheet = rendering.sheet_of(
        document,
        queries.content_of(version),
        number=number,
        day=today,
        addressee=kind.addressee_of(subject.source),
    )
    files = rendering.files_of(sheet)
    with transaction.atomic():
        _lock(document)
        _check_open(document, by)
        if queries.latest(document).pk != version.pk:
            raise VersionConflict("文稿刚被他人修改过，请核对后再签发", kind.clause)
        if serial is not None and not numbering.take(document.office, today.year, serial):
            return False
        _file(document, kind, files, number=number, by=by, at=at)
        document.state, document.year, document.serial, document.number = (
            DocumentState.ISSUED,
            today.year,
            serial,
            number,
        )
        document.issued_by, document.issued_at = by, at
        document.save()
        _record(document, kind, by=by, at=at)
    return True


def _file(
    document: Document, kind: DocumentKind, files: dict[str, bytes], *, number: str, by: User, at: datetime
) -> None:
    for extension, data in files.items():
        stored = _stored(document, kind, data, f"{number} {document.title}.{extension}", by=by, at=at)
        setattr(document, extension, stored)


def _stored(
    document: Document, kind: DocumentKind, data: bytes, name: str, *, by: User, at: datetime
) -> EvidenceFile:
    """Keep a file: public where the document is, else for those who handle the case, whom its own page widens."""
    is_public = kind.audience == Audience.PUBLIC
    return uploads.store(
        case=document.cases.order_by("pk").first(),
        section=SECTION,
        upload=SimpleUploadedFile(name, data, content_type=""),
        by=by,
        at=at,
        access=EvidenceFile.Access.PUBLIC if is_public else EvidenceFile.Access.HANDLERS,
    )


def _record(document: Document, kind: DocumentKind, *, by: User, at: datetime) -> None:
    """Record the digests on every case the document belongs to; without a case, in the access log."""
    files = [file for file in (document.docx, document.pdf) if file is not None]
    facts = {"document": document.kind, "number": document.number}
    act = registry.act_named(ISSUE)
    assert act is not None  # registered with the app
    affected = list(document.cases.order_by("pk"))
    for case in affected:
        cases.note(case, act, by=by, at=at, clause=kind.clause, documents=files, facts=facts)
    if not affected:
        digests = " ".join(file.digest for file in files)
        log_access(by=by, action=ISSUE, subject=f"document:{document.pk}", reason=digests[:200], at=at)


def described(facts: Any) -> str:
    """Return what the history of a case calls an issued document."""
    kind = kind_named(facts["document"])
    return f"{translation.gettext('制发文书')}：{kind.label} {facts['number']}"
