"""Making an archive is a look at everything in a case: it is recorded before it is handed out."""

import tempfile
from contextlib import ExitStack
from datetime import datetime
from typing import IO, Any

from django.utils.translation import gettext as _

from gongfang.accounts.models import User
from gongfang.records import services as records
from gongfang.regulation import clauses
from gongfang.regulation.procedure import StepRefused

from . import bagging
from .permissions import has_ended


class NotEnded(StepRefused):
    """A case that is still under way has no complete dossier."""


def archive(*, case: Any, by: User, at: datetime, with_personal_data: bool = False, reason: str = "") -> IO[bytes]:
    """Return the archive of a case as an open temporary file, and record that it was made (article 6(二)).

    :raises NotEnded: when the case has not ended.
    :raises StepRefused: when personal data is asked for without a reason.
    """
    if not has_ended(case):
        raise NotEnded(_("本件尚未办结，办结后才能归档"), clauses.REVIEW)
    if with_personal_data and not reason.strip():
        raise StepRefused(_("档案包含身份证号码、电话等个人信息时，须写明用途"), clauses.REVIEW)
    action = "archive_with_personal_data" if with_personal_data else "archive"
    records.log_access(by=by, action=action, subject=f"case:{case.number}", reason=reason[:200], at=at)
    with ExitStack() as closing:
        out = closing.enter_context(tempfile.TemporaryFile())
        bagging.make(case, out, by=by, at=at, with_personal_data=with_personal_data)
        closing.pop_all()
    out.seek(0)
    return out
