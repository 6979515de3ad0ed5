"""The visit behind `finish_inspection` and `finish_check`, signed by as many inspectors as a rehearsal says."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from gongfang.inspections import services
from gongfang.inspections.models import Conclusion
from gongfang.inspections.services import Report
from gongfang.inspections.visited import visited_kind
from gongfang.regulation.time_limits import beijing_date

from .scene import Scene

_INSPECTORS = ("prefecture.culture", "prefecture.hrss", "prefecture.agriculture")


def visit(scene: Scene, case: Any, *, at: datetime, signatures: int) -> None:
    """Plan a visit, write its report and have `signatures` of its inspectors sign it."""
    inspectors = [scene.cast.officer(code) for code in _INSPECTORS]
    planned = services.plan_visit(
        case,
        by=scene.cast.head("prefecture.culture"),
        at=at,
        planned_on=beijing_date(at),
        place="演练路 1 号",
        inspectors=inspectors,
    )
    report = Report(
        visited_on=beijing_date(at),
        measured_area_m2=getattr(case, "site_area_m2", None) or Decimal(1),
        checklist={code: {"answer": "yes", "note": ""} for code in visited_kind(case).codes},
        findings="演练：现场情况与申报材料相符",
        conclusion=Conclusion.CONSISTENT,
    )
    saved = services.save_report(planned, by=inspectors[0], at=at, seen_revision=planned.revision, report=report)
    for inspector in inspectors[:signatures]:
        services.sign_report(saved, by=inspector, at=at, seen_revision=saved.revision)
