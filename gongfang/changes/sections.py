"""What the pages of requests, workshops and applications show of changes and of the counties' registers."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from gongfang.accounts.models import User
from gongfang.accounts.permissions import is_auditor, is_official
from gongfang.applications.models import Application, Route
from gongfang.cases.presentation import tone_of
from gongfang.records.queries import files_of
from gongfang.regulation import clauses
from gongfang.regulation.recognition import State as ApplicationState
from gongfang.regulation.registration_change import REGISTRATION_CHANGE
from gongfang.workshops import county_register
from gongfang.workshops.models import OF_COUNTY, Workshop

from . import permissions, presentation, queries
from .models import Change
from .services import FILES

SHOWN = 20
"""How many requests, and how many former values, the page of a workshop shows."""


def of_change(case: Any, user: User) -> Mapping[str, Any]:
    """Return what a request changes, old beside new, with its evidence."""
    change = Change.objects.select_related("workshop").get(pk=case.pk)
    return {
        "change": change,
        "workshop": change.workshop,
        "differences": presentation.differences(change, may_reveal=permissions.may_reveal(user, change)),
        "files": list(files_of(case, section=FILES)),
    }


def row_of(change: Change) -> dict[str, Any]:
    """Return a request as a line of a list."""
    return {
        "change": change,
        "what": presentation.summary(change),
        "label": _(REGISTRATION_CHANGE.states[change.state]),
        "tone": tone_of(change.state),
    }


def of_workshop(workshop: Workshop, user: User) -> Mapping[str, Any] | None:
    """Return the requests and the former values of a recognised workshop, and what `user` may do there."""
    if workshop.status in OF_COUNTY:
        return None
    return {
        "workshop": workshop,
        "rows": [row_of(change) for change in queries.changes_of(workshop, user)[:SHOWN]],
        "former": [_former(row) for row in queries.former(workshop)[:SHOWN]],
        "may_request": workshop.holds_recognition and permissions.acts_for(user, workshop),
        "may_assign": permissions.may_assign(user),
        "has_account": workshop.holder_id is not None,
        "clause": clauses.ANNUAL_REGISTRATION,
    }


def _former(row: Any) -> dict[str, Any]:
    return {
        "label": row.get_field_display(),
        "lines": presentation.lines(row.field, row.old),
        "until": row.applied_on,
        "change": row.change,
    }


def county_register_of_workshop(workshop: Workshop, user: User) -> Mapping[str, Any] | None:
    """Return how an entry of the county's register and the recognitions that rest on it hang together."""
    recognitions = list(workshop.recognitions.order_by("pk"))
    if workshop.status not in OF_COUNTY and workshop.county_entry_id is None:
        return None
    return {
        "workshop": workshop,
        "entry": workshop.county_entry or workshop,
        "rests": workshop.county_entry_id is not None,
        "recognitions": recognitions,
        "may_keep": permissions.county_register_of(user).filter(pk=workshop.pk, status="county").exists(),
        "clause": clauses.SCOPE_COUNTY,
    }


def county_register_of_application(case: Application, user: User) -> Mapping[str, Any] | None:
    """Return whether the county's register has what a filing by route A says it recognised: a hint, no refusal."""
    is_reader = is_official(user) or is_auditor(user)
    if not is_reader or case.state == ApplicationState.DRAFT or case.route != Route.COUNTY:
        return None
    entry = county_register.entry_for(county=case.region, name=case.title, credit_code=case.credit_code)
    return {
        "entry": entry,
        "stated_number": case.county_document,
        "differs": bool(entry and case.county_document and entry.county_document_number != case.county_document),
        "clause": clauses.SCOPE_COUNTY,
    }
