"""A year's filing as a rehearsal files it: complete, unless it says otherwise."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from gongfang.accounts.models import User
from gongfang.filings import keeping
from gongfang.filings.models import AnnualFiling
from gongfang.filings.parts import SLOT_BY_NAME
from gongfang.filings.permissions import may_edit

from .filing import file

_COMPLETE: Mapping[str, Any] = {
    "registration": "unchanged",
    "has_no_roster": True,
    "has_no_activities": True,
    "output_value": Decimal(100),
    "sales_online": Decimal(30),
    "sales_offline": Decimal(60),
    "subsidies_received": Decimal(0),
    "subsidies_spent": Decimal(0),
    "subsidies_remaining": Decimal(0),
    "subsidies_use": "演练：没有补助",
    "protection_statement": "演练：传习、建档情况",
}


def complete(filing: AnnualFiling, *, by: Any, at: datetime) -> None:
    """Fill in a filing that `by` keeps and that is open to changes; any other stays as it is."""
    if not isinstance(by, User) or not may_edit(by, filing):
        return
    part = "rehearsal"
    seen = filing.revisions.get(part, {}).get("count", 0)
    keeping.FILING.save_step(filing, step=part, by=by, changes=_COMPLETE, seen_revision=seen)
    if filing.is_on_paper and not filing.files.exists():
        keeping.FILING.add_file(filing, slot=SLOT_BY_NAME["filing_paper"], upload=file("报备"), by=by, at=at)
