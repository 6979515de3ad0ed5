"""Workshops under supervision, checks and findings in each of their states, made by the services."""

import json
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from gongfang.accounts.models import User
from gongfang.cases.services import perform
from gongfang.inspections import services as inspections
from gongfang.inspections.models import Visit
from gongfang.inspections.services import Report
from gongfang.oversight import checklist, planning, services
from gongfang.oversight.models import Campaign, Finding, WorkshopCheck
from gongfang.records.models import Record
from gongfang.workshops import services as register
from gongfang.workshops.models import Workshop
from tests.factories import beijing, head, officer
from tests.revocations.cast import workshop
from tests.workshops.test_photos import picture

PLANNED = beijing("2027-03-01 10:00")
VISITED = beijing("2027-03-10 15:00")
NOTED = beijing("2027-03-11 10:00")
DEADLINE = date(2027, 4, 9)  # a Friday
IN_TIME = beijing("2027-04-09 23:59")
TOO_LATE = beijing("2027-04-10 00:00")
CODES = frozenset(check.code for domain in checklist.DOMAINS for check in domain.checks)

__all__ = ["workshop"]


def lead() -> User:
    return head("prefecture.culture")


def photo(name: str = "整改后.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture().getvalue(), "image/jpeg")


def campaign(**changes: Any) -> Campaign:
    usual: dict[str, Any] = {
        "by": lead(),
        "at": PLANNED,
        "name": "2027年上半年定期检查",
        "starts_on": date(2027, 3, 1),
        "ends_on": date(2027, 6, 30),
    }
    return planning.plan_campaign(**usual | changes)


def announced(size: int = 2, **changes: Any) -> Campaign:
    """Return a plan whose workshops are to be drawn at noon."""
    drawing: dict[str, Any] = {
        "selection": "random",
        "draw_size": size,
        "draw_at": beijing("2027-03-01 12:00"),
        "public_source": "中国体育彩票排列5",
    }
    return campaign(**drawing | changes)


def drawn(case: Campaign, public_value: str = "3 1 4 1 5") -> Campaign:
    planning.draw_workshops(case, by=lead(), at=beijing("2027-03-01 21:00"), public_value=public_value)
    return Campaign.objects.get(pk=case.pk)


def check(target: Workshop | None = None, **changes: Any) -> WorkshopCheck:
    return planning.plan_check(target or workshop(), **{"by": lead(), "at": PLANNED} | changes)


def visit(case: WorkshopCheck, *, signatures: int = 2, **changes: Any) -> Visit:
    """Plan the visit of a check, write its report without measuring, and have it signed."""
    people = [officer("prefecture.culture"), officer("prefecture.hrss")]
    planned = inspections.plan_visit(
        case, by=lead(), at=PLANNED, planned_on=date(2027, 3, 10), place="库甫乡", inspectors=people
    )
    report: dict[str, Any] = {
        "visited_on": date(2027, 3, 10),
        "measured_area_m2": None,
        "checklist": {code: {"answer": "yes", "note": ""} for code in CODES},
        "findings": "三人在岗，正在擀毡。",
        "conclusion": "consistent",
    }
    seen = planned.revision
    saved = inspections.save_report(
        planned, by=people[0], at=VISITED, seen_revision=seen, report=Report(**report | changes)
    )
    for person in people[:signatures]:
        inspections.sign_report(saved, by=person, at=VISITED, seen_revision=saved.revision)
    return saved


def done(target: Workshop | None = None, **changes: Any) -> WorkshopCheck:
    case = check(target, **changes)
    visit(case)
    perform(case, "finish_check", by=lead(), at=VISITED)
    return case


def finding(target: Workshop | None = None, **changes: Any) -> Finding:
    usual: dict[str, Any] = {"by": lead(), "at": NOTED, "problems": "消防通道堆放毛料。", "aspect": "site"}
    return services.note_finding(target or workshop(), **usual | changes)


def ordered(target: Workshop | None = None, **changes: Any) -> Finding:
    case = finding(target)
    usual: dict[str, Any] = {"by": lead(), "at": NOTED, "problems": "清理消防通道。", "deadline": DEADLINE}
    services.order_rectification(case, **usual | changes)
    return case


def rectified(target: Workshop | None = None, **changes: Any) -> Finding:
    case = ordered(target, **changes)
    services.report_rectified(case, by=case.holder, at=IN_TIME, reply="已清理并贴了标识。", files=[photo()])
    return case


def failed(target: Workshop | None = None, **changes: Any) -> Finding:
    case = ordered(target, **changes)
    perform(case, "fail_finding", by=lead(), at=TOO_LATE, reasons="逾期未整改")
    return case


def recorded(**which: Any) -> dict[str, Any]:
    """Return the public facts of the one record there is of `which`."""
    facts: dict[str, Any] = json.loads(Record.objects.get(**which).body)["facts"]
    return facts


def end_recognition(target: Workshop, status: str = "surrendered") -> Workshop:
    at = beijing("2027-03-20 10:00")
    return register.set_status(workshop=target, status=status, on=at.date(), at=at)
