"""Revocations in each of their states, made by the services."""

import itertools
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from gongfang.accounts.models import Division, User
from gongfang.cases.services import perform
from gongfang.regulation.procedure import Actor
from gongfang.revocations import appeals, decisions, services, serving
from gongfang.revocations.models import Revocation
from gongfang.workshops import services as register
from gongfang.workshops.models import Workshop
from gongfang.workshops.services import ReliedItem
from tests.applications import specimen
from tests.factories import TUOLI, applicant, beijing, head

OPENED = beijing("2026-09-01 10:00")
PROPOSED = beijing("2026-09-03 10:00")
SERVED = beijing("2026-09-07 15:00")
SAFETY = "10(八)"
DEPARTMENTS = ("culture", "hrss", "agriculture")
_sequence = itertools.count(1)


def pdf(name: str = "调查笔录.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, specimen.PDF, content_type="application/pdf")


def workshop(*, holder: User | None = None, has_plaque: bool = True, **changes: Any) -> Workshop:
    """Return a recognised workshop with somebody who acts for it, and its plaque."""
    number = next(_sequence)
    usual: dict[str, Any] = {
        "application_number": f"SQ2025-{number:04d}",
        "county": Division.objects.get(code=TUOLI),
        "name": f"库甫花毡工坊{number}",
        "operator_name": "托里县花毡专业合作社",
        "operator_kind": "cooperative",
        "credit_code": "",
        "responsible_id_index": "",
        "items": [ReliedItem(name="花毡", category="crafts", level="national")],
        "category": "crafts",
        "document_number": "塔地文旅发〔2026〕12号",
        "recognised_on": date(2026, 6, 30),
        "batch": "2026年第一批",
        "at": beijing("2026-06-30 10:00"),
        "holder": holder or applicant(),
    }
    found = register.recognise(**usual | changes)
    if has_plaque:
        awarded_on, at = date(2026, 7, 1), beijing("2026-07-01 10:00")
        register.award_plaque(workshop=found, number=f"TC-{number:03d}", awarded_on=awarded_on, at=at)
    return found


def lead() -> User:
    return head("prefecture.culture")


def opened(target: Workshop | None = None, **changes: Any) -> Revocation:
    """Return an inquiry with its evidence."""
    usual: dict[str, Any] = {"by": lead(), "at": OPENED, "grounds": [SAFETY], "facts": "七月二日仓库失火。"}
    given = usual | {"files": [pdf()]} | changes
    return services.open_revocation(target or workshop(), **given)


def automatic(target: Workshop | None = None) -> Revocation:
    """Return what two missed years lead to: a proposal that the law itself makes."""
    given: dict[str, Any] = {"grounds": ["10(七)"], "facts": "连续两年未报备。"}
    return services.open_revocation(target or workshop(), by=Actor.SYSTEM, at=OPENED, **given)


def agreed(case: Revocation, at: Any = OPENED) -> Revocation:
    """Let the three departments agree."""
    for department in DEPARTMENTS:
        perform(case, "give_opinion", by=head(f"prefecture.{department}"), at=at, agree=True)
    return case


SAID = {
    "real_name": "托里县花毡专业合作社",
    "contact": "13800138000",
    "reasons": "失火的是相邻仓库，不属本工坊。",
    "evidence": "消防认定书一份",
}
ANSWER = {"findings": "复核查明起火点在本工坊仓库。", "reply": "经复核，申诉不成立。"}
LAST_INSTANT = beijing("2026-09-14 23:59:59")
TOO_LATE = beijing("2026-09-15 00:00:00")
DECIDED = beijing("2026-09-16 10:00")
DOCUMENT = "塔地文旅发〔2026〕40号"


def proposed(target: Workshop | None = None, **changes: Any) -> Revocation:
    """Return what the three departments propose."""
    case = agreed(opened(target, **changes))
    services.propose_revocation(case, by=lead(), at=PROPOSED)
    return case


def served(target: Workshop | None = None, *, grounds: Sequence[str] = (), **changes: Any) -> Revocation:
    """Return what the workshop was told of on Monday, 7 September: it may appeal until 14 September, 24:00."""
    case = proposed(target, **({"grounds": grounds} if grounds else {}))
    given: dict[str, Any] = {"method": "in_person", "received_on": SERVED.date(), "proof": pdf("送达回证.pdf")}
    serving.serve_notice(case, by=lead(), at=SERVED, **given | changes)
    return case


def appealed(target: Workshop | None = None, **changes: Any) -> Revocation:
    """Return what the workshop appealed against on 9 September."""
    case = served(target)
    assert case.holder is not None
    appeals.appeal(case, by=case.holder, at=beijing("2026-09-09 10:00"), **SAID | changes)
    return case


def revoked(target: Workshop | None = None) -> Revocation:
    """Return what was revoked on 16 September, without an appeal."""
    case = served(target)
    decisions.revoke(case, by=lead(), at=DECIDED, document_number=DOCUMENT)
    return case
