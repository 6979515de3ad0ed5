"""Registers, rosters and offices for the tests of exchange. Nobody in it exists."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import count, islice
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from gongfang.accounts.models import Office, Role, User
from gongfang.cases.models import Case
from gongfang.exchange import applying, importing, matching, subsidies
from gongfang.exchange.models import Matching, Mismatch, RegisterImport, Subsidy
from gongfang.exchange.register_sheet import LAYOUT
from gongfang.filings.models import AnnualFiling, Worker
from gongfang.records.sheets import XLSX
from gongfang.workshops.models import Workshop
from tests.factories import TUOLI, applicant, beijing, head, office, user
from tests.filings import cast as yearly

AT = beijing("2027-06-01 10:00")
TODAY = AT.date()
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_years = count(1)


def numbers(amount: int, *, county: str = TUOLI, skip: int = 0) -> list[str]:
    """Return lawful identity numbers, each of them once."""
    return list(islice(_numbers(county), skip, skip + amount))


def _numbers(county: str) -> Iterator[str]:
    head_sum = sum(int(digit) * weight for digit, weight in zip(county, WEIGHTS[:6], strict=True))
    day = date(1960, 1, 1)
    while True:
        born = f"{day:%Y%m%d}"
        day_sum = head_sum + sum(int(digit) * weight for digit, weight in zip(born, WEIGHTS[6:14], strict=True))
        for turn in range(1000):
            total = day_sum + turn // 100 * 8 + turn // 10 % 10 * 4 + turn % 10 * 2
            yield f"{county}{born}{turn:03d}{'10X98765432'[total % 11]}"
        day += timedelta(days=1)


def sheet(rows: Iterable[Sequence[Any]], *, headings: Sequence[str] = LAYOUT.headings) -> SimpleUploadedFile:
    """Return an upload with these rows below the heading."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        page = book.add_worksheet(LAYOUT.name)
        page.write_row(0, 0, headings)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    page.write_string(number, column, cell)
                else:
                    page.write(number, column, cell)
    return SimpleUploadedFile("名单.xlsx", target.getvalue(), content_type=XLSX)


def people(
    found: Iterable[str], *, category: str = "脱贫人口", county: str = "托里县"
) -> list[tuple[str, str, str]]:
    """Return rows of the sheet for these numbers."""
    return [(number, category, county) for number in found]


def keeper(code: str = "prefecture.agriculture", county: str = TUOLI) -> User:
    """Return an official of an agriculture office."""
    return head(code, county)


def uploaded(rows: Iterable[Sequence[Any]], *, by: User | None = None, **changes: Any) -> RegisterImport:
    """Return a register that was uploaded and not read yet."""
    usual = {"upload": sheet(rows), "as_of": TODAY, "is_complete": True, "by": by or keeper(), "at": AT}
    return importing.upload_register(**usual | changes)


def read(rows: Iterable[Sequence[Any]], **changes: Any) -> RegisterImport:
    """Return a register that was read to its end."""
    source = uploaded(rows, **changes)
    importing.work(changes.get("at", AT))
    return RegisterImport.objects.select_related("office__division").get(pk=source.pk)


def applied(rows: Iterable[Sequence[Any]], **changes: Any) -> RegisterImport:
    """Return a register that was brought in."""
    source = read(rows, **changes)
    return applying.apply_register(source, by=source.uploaded_by, at=changes.get("at", AT))


def workshop(
    roster: Iterable[str] = (), *, kind: str = "poverty", county: str = TUOLI, **changes: Any
) -> Workshop:
    """Return a recognised workshop whose filing of the year names these people."""
    shop = yearly.workshop(county=county, **{"holder": applicant(), **changes})
    with_roster(shop, roster, kind=kind)
    return shop


def with_roster(shop: Workshop, roster: Iterable[str], *, kind: str = "poverty", year: int = 2027) -> AnnualFiling:
    """Hand in a filing with these people, without going through its form."""
    filing = yearly.owed(shop, year=year)
    filing.roster.all().delete()
    Worker.objects.bulk_create(
        Worker(filing=filing, name=f"王{place}", id_number=number, kind=kind, mode="fixed", added_at=AT)
        for place, number in enumerate(roster)
    )
    Case.objects.filter(pk=filing.pk).update(state="filed")
    return filing


def matched(*, by: User | None = None, at: datetime = AT) -> Matching:
    return matching.match_rosters(by=by or head("prefecture.culture"), at=at)


def mismatch(shop: Workshop) -> Mismatch:
    return Mismatch.objects.select_related("region", "workshop").get(workshop=shop, is_open=True)


def granted(shop: Workshop | None = None, **changes: Any) -> Subsidy:
    """Return a subsidy of 5,000 yuan to be accounted for by the end of June."""
    usual: dict[str, Any] = {
        "by": head("prefecture.agriculture"),
        "at": AT,
        "amount": Decimal("5000.00"),
        "purpose": "购置织机",
        "document_number": "塔地农〔2027〕8号",
        "granted_on": date(2027, 5, 20),
        "account_by": date(2027, 6, 30),
    }
    return subsidies.grant_subsidy(shop or workshop(), **usual | changes)


def voucher() -> SimpleUploadedFile:
    return yearly.pdf("发票.pdf")


def official(code: str, county: str = TUOLI) -> User:
    return user(Role.OFFICER, office=office(code, county))


def agriculture() -> Office:
    return office("prefecture.agriculture")
