"""Workshops and requests for the tests of changes."""

from datetime import date
from typing import Any

from gongfang.accounts.encryption import blind_index
from gongfang.accounts.models import User
from gongfang.cases.services import perform
from gongfang.changes import services
from gongfang.changes.models import Change
from gongfang.workshops import services as workshops
from gongfang.workshops.models import Workshop
from gongfang.workshops.services import ReliedItem
from tests.factories import TUOLI, applicant, beijing, division, head

AT = beijing("2026-07-10 10:00")
LATER = beijing("2026-07-20 10:00")
CODE = "91350100M000100Y43"
ID_NUMBER = "11010519491231002X"
FELT = ReliedItem(name="哈萨克族毡绣", category="crafts", level="region")
WHY = {"reasons": "换发了营业执照"}


def recognised(holder: User | None = None, *, county: str = TUOLI, **changes: Any) -> Workshop:
    """Return a recognised workshop; without a holder everything comes on paper."""
    usual: dict[str, Any] = {
        "application_number": "",
        "county": division(county),
        "name": "库甫花毡工坊",
        "operator_name": "托里县花毡专业合作社",
        "operator_kind": "cooperative",
        "credit_code": CODE,
        "responsible_id_index": "",
        "holder": holder,
        "items": [FELT],
        "category": "crafts",
        "document_number": "塔地文旅发〔2026〕12号",
        "recognised_on": date(2026, 6, 30),
        "batch": "2026年第一批",
        "town": "铁厂沟镇",
        "address": "光明路1号",
        "main_business": "花毡制品",
        "at": beijing("2026-06-30 10:00"),
    }
    return workshops.recognise(**usual | changes)


def held(**changes: Any) -> Workshop:
    """Return a recognised workshop with an account of its own."""
    return recognised(applicant(), **changes)


def requested(workshop: Workshop, **wanted: Any) -> Change:
    """Return a request of the workshop's account, by default for another name."""
    asked = wanted or {"name": "库甫毡绣工坊"}
    return services.request_change(workshop, by=workshop.holder, at=AT, **WHY | asked)


def confirmed(workshop: Workshop, **wanted: Any) -> Change:
    """Return a request that the county has confirmed."""
    change = requested(workshop, **wanted)
    perform(change, "confirm_change", by=head("county.culture"), at=AT)
    return change


def approved(workshop: Workshop, *, at: Any = LATER, given: dict[str, Any] | None = None, **wanted: Any) -> Change:
    """Return a request that the prefecture has confirmed."""
    change = confirmed(workshop, **wanted)
    perform(change, "approve_change", by=head("prefecture.culture"), at=at, **given or {})
    return change


def plaque(workshop: Workshop) -> Any:
    return workshops.award_plaque(workshop=workshop, number="TC-001", awarded_on=date(2026, 7, 1), at=AT)


def index(id_number: str) -> str:
    return blind_index(id_number, "person.id_number")


def revoked(**changes: Any) -> Workshop:
    """Return a workshop of another operator and person, revoked on 1 July 2026."""
    lost = recognised(name="某工坊", **{"credit_code": "", "responsible_id_index": ""} | changes)
    return workshops.set_status(workshop=lost, status="revoked", on=date(2026, 7, 1), at=AT)
