"""Steps an officer prepares and the head signs."""

import json
from datetime import datetime
from typing import Any

from gongfang.accounts.models import User
from gongfang.regulation.procedure import Step

from .models import Case, Draft
from .registry import kind_of


def prepare(*, case: Case, action: str, by: User, data: dict[str, Any], at: datetime) -> Draft:
    """Keep the form an officer has filled in until the head of the office signs or replaces it."""
    draft, _created = Draft.objects.update_or_create(
        case_id=case.pk,
        action=action,
        office=by.office,
        defaults={"data": json.dumps(data, ensure_ascii=False), "prepared_by": by, "prepared_at": at},
    )
    return draft


def initial_for(user: User, case: Case, action: str) -> dict[str, Any]:
    """Return what the office's officer has prepared for this step, for the form to start from."""
    if user.office is None:
        return {}
    draft = Draft.objects.filter(case_id=case.pk, action=action, office=user.office).first()
    return dict(json.loads(draft.data)) if draft else {}


def shown_to(user: User, case: Case) -> list[dict[str, Any]]:
    """Return the drafts of the user's own office on this case."""
    if user.office is None:
        return []
    found = Draft.objects.filter(case_id=case.pk, office=user.office).select_related("prepared_by")
    return [{"draft": draft, "step": _row(case, draft.action)} for draft in found]


def _row(case: Case, action: str) -> Step:
    return kind_of(case.kind).procedure.rows(action)[0]
