"""The part 文书 of a case's page."""

from collections.abc import Mapping
from typing import Any

from gongfang.accounts.models import User

from . import permissions, queries
from .kinds import made_on
from .presentation import row_of


def of_case(case: Any, user: User) -> Mapping[str, Any] | None:
    """Return the documents of a case that `user` may read, and whether more can be made; nothing where neither."""
    rows = queries.of_case(case, user)
    may_write = permissions.writes_on(user, case) and bool(made_on(case))
    if not rows and not may_write:
        return None
    return {"case": case, "rows": [row_of(row, user) for row in rows], "may_write": may_write}
