"""Workshops and their filings for the tests of filings. Nobody in it exists."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import count, islice
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from gongfang.accounts.models import User
from gongfang.cases.services import perform
from gongfang.filings import activities, keeping, services
from gongfang.filings.models import Activity, ActivityKind, AnnualFiling, Worker
from gongfang.filings.parts import SLOT_BY_NAME
from gongfang.regulation.procedure import Actor
from gongfang.workshops.models import Workshop
from gongfang.workshops.services import ReliedItem, recognise
from tests.applications.specimen import PDF, identity_numbers
from tests.factories import TUOLI, applicant, beijing, division, head

YEAR = 2027
OPENED = beijing("2027-01-04 02:00")
AT = beijing("2027-06-01 10:00")
LAST_INSTANT = beijing("2027-12-31 23:59:59.999999")
TOO_LATE = beijing("2028-01-01 00:00")
FILLED: Mapping[str, Any] = {
    "registration": "unchanged",
    "output_value": Decimal("120"),
    "sales_online": Decimal("40"),
    "sales_offline": Decimal("70"),
    "profit": Decimal("18"),
    "subsidies_received": Decimal("5"),
    "subsidies_spent": Decimal("4"),
    "subsidies_remaining": Decimal("1"),
    "subsidies_use": "购置织机一台。",
    "protection_statement": "建有传习档案，每年记录整理一次。",
}
_names = count(1)


def workshop(
    *, recognised_on: date = date(2026, 6, 30), holder: User | None = None, county: str = TUOLI, **changes: Any
) -> Workshop:
    """Return a recognised workshop; without a holder it files on paper."""
    usual: dict[str, Any] = {
        "application_number": "",
        "county": division(county),
        "name": f"花毡工坊{next(_names)}",
        "operator_name": "花毡合作社",
        "operator_kind": "cooperative",
        "credit_code": "",
        "responsible_id_index": "",
        "holder": holder,
        "items": [ReliedItem(name="哈萨克族花毡", category="crafts", level="region")],
        "category": "crafts",
        "document_number": "塔地文旅发〔2026〕12号",
        "recognised_on": recognised_on,
        "batch": "",
        "at": beijing("2026-06-30 10:00"),
    }
    return recognise(**usual | changes)


def owed(found: Workshop | None = None, *, year: int = YEAR, on_paper: bool = False) -> AnnualFiling:
    """Return the filing that a workshop owes."""
    shop = found or workshop(holder=None if on_paper else applicant())
    at = beijing(f"{year}-01-04 02:00")
    return services.open_filing(shop, by=Actor.SYSTEM, at=at)


def keeper(filing: AnnualFiling) -> User:
    """Return who keeps a filing: the workshop's account, or the county's culture office."""
    return filing.holder or head("county.culture", filing.region_id)


def filled(
    filing: AnnualFiling | None = None, *, at: datetime = AT, people: int = 2, **changes: Any
) -> AnnualFiling:
    """Return a filing with everything filled in; `changes` differ from what is usual."""
    row = filing or owed()
    by = keeper(row)
    revision = row.revisions.get("all", {}).get("count", 0)
    keeping.FILING.save_step(row, step="all", by=by, changes={**FILLED, **changes}, seen_revision=revision)
    for number in islice(identity_numbers(), people):
        if not row.roster.exists() or row.roster.count() < people:
            keeping.FILING.add_row(row, worker(number), by=by, at=at)
    logged(row.workshop, by=by, at=at)
    if row.is_on_paper:
        keeping.FILING.add_file(row, slot=SLOT_BY_NAME["filing_paper"], upload=pdf(), by=by, at=at)
    return row


def worker(number: str, **changes: Any) -> Worker:
    usual = {"name": "务工人员甲", "id_number": number, "kind": "poverty", "mode": "flexible"}
    return Worker(**usual | changes)


def logged(shop: Workshop, *, by: User | None = None, at: datetime = AT, **changes: Any) -> Activity:
    """Return an activity of the log."""
    files = changes.pop("files", ())
    usual: dict[str, Any] = {"kind": ActivityKind.SCHOOL, "held_on": at.date(), "title": "毡绣进校园"}
    keeper_of_log = by or shop.holder or head("county.culture", shop.county_id)
    return activities.log_activity(
        Activity(**usual | changes), workshop=shop, by=keeper_of_log, at=at, files=files
    )


def file(filing: AnnualFiling, *, at: datetime = AT, **given: Any) -> AnnualFiling:
    """Hand in a filing as who keeps it."""
    usual: dict[str, Any] = {"truth_declared": True}
    if filing.is_on_paper:
        usual |= {"received_on": at.date()}
    perform(filing, "file", by=keeper(filing), at=at, **usual | given)
    return filing


def filed(filing: AnnualFiling | None = None, *, at: datetime = AT, **changes: Any) -> AnnualFiling:
    return file(filled(filing, at=at, **changes), at=at)


def accepted(filing: AnnualFiling | None = None, *, at: datetime = AT, **changes: Any) -> AnnualFiling:
    row = filed(filing, at=at, **changes)
    perform(row, "accept_filing", by=head("county.culture", row.region_id), at=at)
    return row


def returned(filing: AnnualFiling | None = None, *, at: datetime = AT, **given: Any) -> AnnualFiling:
    row = filing if filing is not None and filing.state == "filed" else filed(filing, at=at)
    lacking = {"missing": [services.MissingItem("people", "名单少一人")], **given}
    perform(row, "return_filing", by=head("county.culture", row.region_id), at=at, **lacking)
    return row


def missed(shop: Workshop, *years: int) -> list[AnnualFiling]:
    """Let a workshop miss the filings of `years`."""
    found = []
    for year in years:
        filing = owed(shop, year=year)
        perform(filing, "miss", by=Actor.SYSTEM, at=beijing(f"{year + 1}-01-01 00:00"))
        found.append(filing)
    return found


def fresh(filing: AnnualFiling) -> AnnualFiling:
    return AnnualFiling.objects.select_related("workshop").get(pk=filing.pk)


def pdf(name: str = "报备.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def picture(name: str = "照片.jpg") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (32, 24), "brown").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")
