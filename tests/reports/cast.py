"""Workshops that have filed, with who they employ and what they earn. Nobody in it exists."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from gongfang.filings import keeping
from gongfang.filings.models import AnnualFiling
from gongfang.reports import services
from gongfang.reports.models import Bulletin
from gongfang.workshops.models import Workshop
from tests.factories import TUOLI, applicant, beijing, head
from tests.filings import cast as yearly

NOW = beijing("2028-07-03 10:00")
TODAY = date(2028, 7, 3)
THIS_YEAR, LAST_YEAR = beijing("2028-06-01 10:00"), beijing("2027-06-01 10:00")


def workshop(county: str = TUOLI, **changes: Any) -> Workshop:
    return yearly.workshop(holder=applicant(), county=county, **changes)


def filed(
    shop: Workshop, *, at: datetime = THIS_YEAR, kinds: str = "poverty", people: int = 2, **changes: Any
) -> AnnualFiling:
    """Return an accepted filing that employs so many people of a kind."""
    row = yearly.owed(shop, year=at.year)
    row.roster.all().delete()  # it starts from those of the year before
    for number in yearly.islice(yearly.identity_numbers(), people):
        worker = yearly.worker(number, kind=kinds, mode=changes.get("mode", "flexible"))
        keeping.FILING.add_row(row, worker, by=yearly.keeper(row), at=at)
    amounts = {"sales_online": Decimal(changes.get("online", 40)), "sales_offline": Decimal(70)}
    return yearly.accepted(row, at=at, people=people, **amounts)


def lead() -> Any:
    return head("prefecture.culture")


def bulletin(*, at: datetime = NOW, year: int = 2028, period: str = "h1") -> Bulletin:
    return services.draw_up_bulletin(by=lead(), at=at, year=year, period=period)


def fresh(case: Bulletin) -> Bulletin:
    return Bulletin.objects.get(pk=case.pk)
