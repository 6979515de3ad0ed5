"""Workshops for the tests of the portal."""

from datetime import date
from typing import Any

from gongfang.workshops import services
from gongfang.workshops.models import Plaque, Workshop
from gongfang.workshops.services import ReliedItem
from tests.factories import TUOLI, beijing, division

ENTERED = beijing("2026-06-01 10:00")
DOCUMENT = "塔地文旅〔2026〕10号"


def workshop(name: str = "哈孜别克毡绣工坊", *, county: str = TUOLI, **fields: Any) -> Workshop:
    """Return a workshop recognised on 1 June 2026."""
    given = {
        "application_number": f"SQ2026-{Workshop.objects.count() + 1:04}",
        "operator_name": f"{name}合作社",
        "operator_kind": "cooperative",
        "credit_code": "",
        "responsible_id_index": "",
        "items": [ReliedItem(name="毡绣", category="fine_arts", level="region")],
        "category": "fine_arts",
        "document_number": DOCUMENT,
        "recognised_on": date(2026, 6, 1),
        "batch": "2026年第一批",
        "at": ENTERED,
    }
    return services.recognise(county=division(county), name=name, **(given | fields))


def plaque(name: str = "哈孜别克毡绣工坊", number: str = "TCGF-001") -> Plaque:
    """Return the plaque of a new workshop."""
    found = workshop(name)
    return services.award_plaque(workshop=found, number=number, awarded_on=date(2026, 6, 10), at=ENTERED)
