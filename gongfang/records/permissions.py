"""Who may open a file, and who reads the access log.

Which cases a person sees is for the app above to say: it registers how with `cases_from`.
"""

from collections.abc import Callable
from typing import Any

from gongfang.accounts import permissions

from .models import EvidenceFile

MaySee = Callable[[Any, int], bool]

_rules: dict[str, MaySee] = {}
_owned: dict[str, Callable[[Any, EvidenceFile], bool]] = {}


def cases_from(*, may_see: MaySee, handles: MaySee) -> None:
    """Register who sees a case, and whose office handles it: each takes a user and the key of the case."""
    _rules.update(may_see=may_see, handles=handles)


def files_from(section: str, *, may_see: Callable[[Any, EvidenceFile], bool]) -> None:
    """Register who sees the files of a section that belong to no case but to something else."""
    _owned[section] = may_see


def may_open(user: Any, stored: EvidenceFile) -> bool:
    """Return whether `user` (also an anonymous one) may open a file; to everybody else it does not exist.

    What only handlers see is also open to whoever uploaded it, as long as that person sees the case.
    """
    if stored.access == EvidenceFile.Access.PUBLIC:
        return True
    if not user.is_authenticated:
        return False
    if stored.case_id is None and stored.section in _owned:
        return _owned[stored.section](user, stored)
    if stored.case_id is None:
        return bool(stored.uploaded_by_id == user.pk)
    may_see, handles = _rules["may_see"], _rules["handles"]
    if stored.access == EvidenceFile.Access.HANDLERS and stored.uploaded_by_id != user.pk:
        return handles(user, stored.case_id)
    return may_see(user, stored.case_id)


def reads_access_log(user: Any) -> bool:
    """Return whether `user` reads who looked at what: the audit administrator and the auditors."""
    return permissions.is_audit_admin(user) or permissions.is_auditor(user)
