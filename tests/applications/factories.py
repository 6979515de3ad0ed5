"""Applications for tests, made and moved through their services."""

from datetime import datetime, timedelta
from typing import Any

from gongfang.accounts.models import User
from gongfang.applications.models import Application
from gongfang.cases.services import perform
from gongfang.regulation.recognition import State
from tests import factories as people
from tests.applications import specimen
from tests.factories import TUOLI, beijing

AT = beijing("2026-05-06 10:00")
COUNTY = "county.culture"
DEPARTMENTS = ("culture", "hrss", "agriculture")


def draft(holder: User | None = None, *, county: str = TUOLI, at: datetime = AT, **facts: Any) -> Application:
    """Return a complete draft; `facts` are those of a `Specimen`."""
    return specimen.complete_draft(
        holder=holder or people.applicant(),
        region=people.division(county),
        at=at,
        specimen=specimen.Specimen(**facts),
    )


def submitted(holder: User | None = None, **facts: Any) -> Application:
    application = draft(holder, **facts)
    perform(application, "submit", by=application.holder, at=AT)
    return application


def correcting(holder: User | None = None, *, missing: str = "营业执照复印件", **facts: Any) -> Application:
    application = submitted(holder, **facts)
    perform(application, "request_correction", by=people.head(COUNTY), at=AT + timedelta(hours=1), missing=missing)
    return application


def in_county_review(holder: User | None = None, **facts: Any) -> Application:
    application = submitted(holder, **facts)
    perform(application, "accept", by=people.head(COUNTY), at=AT + timedelta(hours=2))
    return application


def agreed(application: Application, level: str, *, at: datetime = AT + timedelta(hours=3)) -> None:
    """Let the three departments of a level agree."""
    for department in DEPARTMENTS:
        signer = people.head(f"{level}.{department}", application.region_id)
        perform(application, "give_opinion", by=signer, at=at, agree=True)


def in_prefecture_review(holder: User | None = None, **facts: Any) -> Application:
    application = in_county_review(holder, **facts)
    agreed(application, "county")
    perform(application, "recommend", by=people.head(COUNTY), at=AT + timedelta(hours=4))
    return application


def moved_to(state: State, holder: User | None = None, **facts: Any) -> Application:
    """Return an application put into a state whose way there is other apps' business."""
    application = in_prefecture_review(holder, **facts)
    Application.objects.filter(pk=application.pk).update(state=state, state_since=AT + timedelta(hours=5))
    application.refresh_from_db()
    return application
