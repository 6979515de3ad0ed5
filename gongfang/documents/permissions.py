"""Who writes documents, who signs them, and who reads what was issued or is being written."""

from typing import Any

from gongfang.accounts import permissions
from gongfang.accounts.models import Division, Office, User
from gongfang.cases.models import Case
from gongfang.cases.permissions import visible_to
from gongfang.regulation.revocation import State

from .kinds import Audience, DocumentKind, Subject, kind_named
from .models import Document

_SERVED = frozenset({State.SERVED, State.APPEALED, State.OVERTURNED, State.REVOKED})
"""States of a revocation of which the workshop was told: before, its documents are not the workshop's."""


def office_for(kind: DocumentKind, subject: Subject) -> Office:
    """Return the office that writes a document: of the case's county, or of the prefecture."""
    level, _dot, department = (subject.office or kind.office).partition(".")
    division = _division(level, subject.cases[0] if subject.cases else None)
    return Office.objects.select_related("division").get(division=division, department=department)


def _division(level: str, case: Case | None) -> Division:
    if case is not None and level == Division.Level.COUNTY:
        return case.region
    return Division.objects.get(level=Division.Level.PREFECTURE)


def may_make(user: Any, kind: DocumentKind, subject: Subject) -> bool:
    """Return whether `user` serves in the office that writes this document."""
    return permissions.is_official(user) and user.office == office_for(kind, subject)


def writes_on(user: Any, case: Case) -> bool:
    """Return whether some document of this case could be the work of the office of `user`."""
    office: Office | None = user.office
    if not permissions.is_official(user) or office is None or office.department != "culture":
        return False
    return office.level == Division.Level.PREFECTURE or office.division_id == case.region_id


def writes(user: Any, document: Document) -> bool:
    """Return whether `user` serves in the office whose document this is."""
    return permissions.is_official(user) and user.office_id == document.office_id


def may_edit(user: Any, document: Document) -> bool:
    """Return whether `user` may change the words: the office, as long as nothing was issued."""
    return writes(user, document) and not document.is_issued


def may_issue(user: Any, document: Document) -> bool:
    """Return whether `user` may issue it now: the head of its office signs."""
    return may_edit(user, document) and permissions.is_head(user)


def may_read(user: Any, document: Document, *, case: Case | None = None) -> bool:
    """Return whether a document exists for `user`, who may be anonymous.

    `case` is one of its cases of which it is known that `user` sees it: then no query is needed.
    """
    if writes(user, document):
        return True
    if not document.is_issued:
        return False
    audience = kind_named(document.kind).audience
    if audience == Audience.PUBLIC:
        return True
    return bool(user.is_authenticated) and _reads(user, document, audience, case)


def _reads(user: User, document: Document, audience: Audience, case: Case | None) -> bool:
    if audience == Audience.PREFECTURE:
        return is_of_prefecture(user) or permissions.is_auditor(user)
    if audience == Audience.HANDLERS:
        return is_of_prefecture(user)
    case = case or visible_to(user).filter(documents=document).first()
    if case is None:
        return False
    inside = permissions.is_official(user) or permissions.is_auditor(user)
    if audience == Audience.OFFICES or inside:
        return inside
    return permissions.is_applicant(user) and (audience == Audience.PARTIES or case.state in _SERVED)


def is_of_prefecture(user: Any) -> bool:
    """Return whether `user` serves in one of the prefecture's three departments."""
    return permissions.is_official(user) and user.office is not None and user.office.level == "prefecture"


def may_list(user: Any) -> bool:
    """Return whether `user` has a register of documents: officials, each office its own, and the auditor."""
    return permissions.is_official(user) or permissions.is_auditor(user)


def sees_other_registers(user: Any) -> bool:
    """Return whether `user` reads the registers of other offices too: the auditor."""
    return permissions.is_auditor(user)
