"""The application, step by step."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from .. import rows, wizard
from ..draft_forms import FORMS
from ..filing import FILING
from ..materials import BY_NAME, SLOT_BY_NAME, MaterialSet, missing_by_step
from ..models import Application
from .filling import FilingPages


def _page(request: HttpRequest, application: Application, current: MaterialSet, at: datetime) -> dict[str, Any]:
    return wizard.page_context(application, current, at=at)


PAGES = FilingPages(
    kind="application",
    home=FILING,
    forms=FORMS,
    sets=BY_NAME,
    lists=rows.KINDS,
    slots=SLOT_BY_NAME,
    missing=missing_by_step,
    url=wizard.step_url,
    page=_page,
    side=wizard.side_context,
    shown=rows.shown,
    slots_of=wizard.slots_of,
    page_template="applications/step.html",
    side_template="applications/_side.html",
)
