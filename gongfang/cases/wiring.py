"""What the apps below are told about cases, so that they need not import this one."""

from typing import Any

from gongfang.accounts.permissions import is_official
from gongfang.records import permissions as files
from gongfang.regulation.procedure import Actor

from .permissions import visible_to
from .registry import kind_of


def connect() -> None:
    """Tell the store of files who sees a case and whose office handles it."""
    files.cases_from(may_see=may_see, handles=handles)


def may_see(user: Any, case_id: int) -> bool:
    """Return whether the case exists for `user`."""
    return visible_to(user).filter(pk=case_id).exists()


def handles(user: Any, case_id: int) -> bool:
    """Return whether `user` serves in an office that takes steps on this case: an auditor does not."""
    if not is_official(user):
        return False
    case = visible_to(user).filter(pk=case_id).first()
    return case is not None and any(
        Actor(user.office.code) in step.by for step in kind_of(case.kind).procedure.steps
    )
