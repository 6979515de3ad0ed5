"""The annual filing, part by part, and its roster from a file."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from gongfang.applications.materials import MaterialSet
from gongfang.applications.views.filling import FilingPages
from gongfang.applications.views.roster import RosterPages
from gongfang.cases.pages import signed_in

from .. import keeping, queries, wizard
from ..draft_forms import FORMS
from ..models import AnnualFiling
from ..parts import BY_NAME, SLOT_BY_NAME, missing_by_part
from ..permissions import may_log


def _page(request: HttpRequest, filing: AnnualFiling, current: MaterialSet, at: datetime) -> dict[str, Any]:
    return wizard.page_context(filing, current, at=at) | _log(request, filing, current.name)


def _log(request: HttpRequest, filing: AnnualFiling, part: str) -> dict[str, Any]:
    if part != "activities":
        return {}
    activities = queries.activities_for(filing).prefetch_related("files__file")
    return {"activities": activities, "may_log": may_log(signed_in(request), filing.workshop), "has_log": True}


PAGES = FilingPages(
    kind=queries.KIND,
    home=keeping.FILING,
    forms=FORMS,
    sets=BY_NAME,
    lists={wizard.ROSTER.name: wizard.ROSTER},
    slots=SLOT_BY_NAME,
    missing=missing_by_part,
    url=wizard.part_url,
    page=_page,
    side=wizard.side_context,
    shown=wizard.shown,
    slots_of=wizard.slots_of,
    page_template="filings/part.html",
    side_template="filings/_side.html",
)
ROSTERS = RosterPages(app="filings", step="people", pages=PAGES, home=keeping.ROSTERS)
