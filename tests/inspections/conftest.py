"""An application under inspection, brought there by the lawful steps, and the people who go and look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import pytest

from gongfang.accounts.models import User
from gongfang.applications.models import Application
from gongfang.cases.services import perform
from gongfang.inspections import checklist, services
from gongfang.inspections.models import Visit
from gongfang.inspections.services import Report
from tests import factories
from tests.applications import specimen
from tests.factories import beijing

DEPARTMENTS = ("culture", "hrss", "agriculture")
FILED = beijing("2026-05-06 10:00")
PLANNED = beijing("2026-05-20 09:00")
VISITED = beijing("2026-05-22 15:00")


@dataclass
class Scene:
    """A case in `inspecting`, the lead's head, two inspectors of the prefecture and one of the county."""

    case: Application
    lead: User
    applicant: User
    inspectors: list[User]
    companion: User

    def plan(self, *, at: datetime = PLANNED, inspectors: Sequence[User] | None = None) -> Visit:
        return services.plan_visit(
            self.case,
            by=self.lead,
            at=at,
            planned_on=date(2026, 5, 22),
            place="托里县库甫乡某村",
            inspectors=[*self.inspectors, self.companion] if inspectors is None else inspectors,
        )

    def report(self, visit: Visit, **changes: object) -> Visit:
        return services.save_report(
            visit, by=self.inspectors[0], at=VISITED, seen_revision=visit.revision, report=complete(**changes)
        )

    def sign(self, visit: Visit, by: User) -> None:
        services.sign_report(visit, by=by, at=VISITED, seen_revision=visit.revision)

    def signed_visit(self) -> Visit:
        visit = self.report(self.plan())
        for inspector in self.inspectors:
            self.sign(visit, inspector)
        return visit


def complete(**changes: object) -> Report:
    """Return a report with nothing left out."""
    usual: dict[str, object] = {
        "visited_on": date(2026, 5, 22),
        "measured_area_m2": Decimal("83.50"),
        "checklist": {code: {"answer": "yes", "note": ""} for code in checklist.CODES},
        "findings": "现场有十一人在擀毡。",
        "conclusion": "consistent",
    }
    return Report(**usual | changes)  # type: ignore[arg-type]


def bring_to_inspection(county: str = factories.TUOLI, name: str = "样例花毡工坊") -> Scene:
    """File an application and take the steps up to `start_inspection`."""
    applicant = factories.applicant()
    case = specimen.complete_draft(
        holder=applicant,
        region=factories.division(county),
        at=FILED,
        specimen=specimen.Specimen(name=name),
    )
    perform(case, "submit", by=applicant, at=FILED, truth_declared=True)
    perform(case, "accept", by=factories.head("county.culture", county), at=FILED)
    agree(case, "county", county)
    perform(case, "recommend", by=factories.head("county.culture", county), at=FILED)
    agree(case, "prefecture", county)
    lead = factories.head("prefecture.culture")
    perform(case, "start_inspection", by=lead, at=FILED)
    return Scene(
        case=case,
        lead=lead,
        applicant=applicant,
        inspectors=[factories.officer("prefecture.culture"), factories.officer("prefecture.hrss")],
        companion=factories.officer("county.culture", county),
    )


def agree(case: Application, level: str, county: str) -> None:
    for department in DEPARTMENTS:
        perform(case, "give_opinion", by=factories.head(f"{level}.{department}", county), at=FILED, agree=True)


@pytest.fixture
def scene(db: None) -> Scene:
    return bring_to_inspection()
