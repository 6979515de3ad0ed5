"""The official documents of the world of the tests of access."""

from typing import Any

from gongfang.accounts.models import User
from gongfang.applications.models import Application
from gongfang.documents import services as documents
from gongfang.documents.kinds import Subject, kind_named
from gongfang.documents.models import Document
from tests.factories import beijing


def given_documents(story: Any, lead: User) -> tuple[Document, Document]:
    """Return what the county is writing, and the certificate that the prefecture has issued."""
    at, by = beijing("2026-06-17 17:00"), story.cast.officer("county.culture")
    letter, certificate = story.cases["correcting"], story.cases["recognised"]
    draft = documents.prepare("correction_notice", subject=_subject("correction_notice", letter), by=by, at=at)
    issued = documents.prepare(
        "plaque_certificate", subject=_subject("plaque_certificate", certificate), by=lead, at=at
    )
    return draft, documents.issue(issued, by=lead, at=at, seen_version=1)


def _subject(name: str, case: Application) -> Subject:
    return next(iter(kind_named(name).subjects(case)))
