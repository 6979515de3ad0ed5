"""A lawful, complete filing. Nobody in it exists."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile
from stdnum.cn import ric

from gongfang.accounts.models import Division, User
from gongfang.applications.filing import open_draft
from gongfang.applications.models import (
    Activity,
    ActivityKind,
    Application,
    HeritageUse,
    Inheritor,
    Operations,
    Person,
    PersonRole,
    Practitioner,
    RosterEntry,
    RosterKind,
    Round,
    Route,
    SiteTenure,
    WorkMode,
)
from gongfang.applications.queries import open_rounds
from gongfang.records import uploads
from gongfang.regulation.time_limits import beijing_date
from gongfang.workshops.models import Category, HeritageLevel, OperatorKind

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
STATEMENT = "样例：情况属实，材料齐全。"


@dataclass(frozen=True, kw_only=True)
class Specimen:
    """The facts of a filing in which cases differ; the defaults meet every limb of articles 3 and 4."""

    name: str = "样例花毡工坊"
    operator_name: str = "样例民族手工艺专业合作社"
    operator_kind: str = OperatorKind.COOPERATIVE
    credit_code: str = "91350100M000100Y43"
    responsible_id_number: str = "11010519491231002X"
    site_area: Decimal = Decimal(85)
    county_recognised: bool = True
    former_poverty_workshop: bool = False
    heritage_name: str = "哈萨克族花毡制作技艺"
    heritage_category: str = Category.CRAFTS
    heritage_level: str = HeritageLevel.REGION
    trainings: int = 3
    welfare_activities: int = 3
    practitioners: int = 4
    poverty_workers: int = 6
    wages_on_time: bool = True
    no_violations: bool = True
    has_site_conditions: bool = True
    core_craft: bool = True
    has_sales: bool = True
    missing: tuple[str, ...] = field(default=())


STANDARD = Specimen()


def open_round(*, at: datetime, name: str = "样例批次") -> Round:
    """Return a round of this name that is open at `at`; a new one stays open for a year."""
    on = beijing_date(at)
    found = open_rounds(at).filter(name__startswith=name).first()
    return found or Round.objects.create(
        name=f"{name}（{on.isoformat()}）",
        year=on.year,
        opens_at=at - timedelta(days=1),
        closes_at=at + timedelta(days=365),
        call_text=STATEMENT,
        opened_at=at - timedelta(days=1),
    )


def complete_draft(
    *, holder: User, region: Division, at: datetime, round: Round | None = None, specimen: Specimen = STANDARD
) -> Application:
    """Open a draft in `round` (or in one made for it) and fill in all five material sets and the declaration."""
    chosen = round or open_round(at=at)
    draft = open_draft(holder=holder, region=region, round=chosen, title=specimen.name, at=at)
    fill(draft, specimen, at=at)
    return draft


def fill(application: Application, specimen: Specimen = STANDARD, *, at: datetime) -> None:
    """Fill in a draft. `specimen.missing` names the steps of the filing to leave empty."""
    on = beijing_date(at)
    steps = {
        "workshop": _fill_workshop,
        "heritage": _fill_heritage,
        "employment": _fill_employment,
        "operations": _fill_operations,
        "evidence": _fill_evidence,
    }
    for name, write in steps.items():
        if name not in specimen.missing:
            write(application, specimen, at, on)
    application.truth_declared_at = at
    application.save()


def _fill_workshop(application: Application, specimen: Specimen, at: datetime, on: date) -> None:
    values = {
        "route": Route.COUNTY if specimen.county_recognised else Route.FORMER,
        "operator_name": specimen.operator_name,
        "operator_kind": specimen.operator_kind,
        "credit_code": specimen.credit_code,
        "town": "样例镇",
        "address": "样例村 1 号",
        "founded_on": date(2018, 5, 1),
        "main_business": "花毡、毡绣制品的制作和销售",
        "county_recognised": specimen.county_recognised,
        "county_document": "样文旅〔2025〕1号" if specimen.county_recognised else "",
        "former_poverty_workshop": specimen.former_poverty_workshop,
        "site_area_m2": specimen.site_area,
        "site_tenure": SiteTenure.LEASED,
        "has_utilities": specimen.has_site_conditions,
        "has_tools": specimen.has_site_conditions,
        "has_safety": specimen.has_site_conditions,
        "site_statement": STATEMENT,
        "wages_on_time": specimen.wages_on_time,
        "no_violations": specimen.no_violations,
        "management_statement": STATEMENT,
    }
    for name, value in values.items():
        setattr(application, name, value)
    Person.objects.create(
        application=application,
        role=PersonRole.RESPONSIBLE,
        name="样例负责人",
        position="理事长",
        id_number=specimen.responsible_id_number,
        phone="13800138000",
        added_at=at,
    )


def _fill_heritage(application: Application, specimen: Specimen, at: datetime, on: date) -> None:
    application.uses_traditional_craft = True
    application.core_craft = specimen.core_craft
    application.craft_statement = application.protection_statement = STATEMENT
    HeritageUse.objects.create(
        application=application,
        name=specimen.heritage_name,
        category=specimen.heritage_category,
        level=specimen.heritage_level,
        added_at=at,
    )
    people = range(specimen.practitioners)
    for number in people[:1]:
        Inheritor.objects.create(
            application=application,
            name=f"样例传承人{number + 1}",
            level=HeritageLevel.COUNTY,
            item_name=specimen.heritage_name,
            added_at=at,
        )
    for number in people[1:]:
        Practitioner.objects.create(
            application=application, name=f"样例从业者{number + 1}", craft="擀毡", years=5, added_at=at
        )


def _fill_employment(application: Application, specimen: Specimen, at: datetime, on: date) -> None:
    application.has_no_roster = specimen.poverty_workers == 0
    application.employment_plan = STATEMENT
    numbers = identity_numbers()
    for number in range(specimen.poverty_workers):
        RosterEntry.objects.create(
            application=application,
            name=f"样例务工{number + 1}",
            id_number=next(numbers),
            kind=RosterKind.POVERTY if number % 2 == 0 else RosterKind.MONITORED,
            mode=WorkMode.FLEXIBLE,
            monthly_pay=Decimal(2600),
            since=date(2025, 3, 1),
            added_at=at,
        )


def _fill_operations(application: Application, specimen: Specimen, at: datetime, on: date) -> None:
    application.sells_online = application.sells_offline = specimen.has_sales
    application.sales_statement = STATEMENT if specimen.has_sales else ""
    Operations.objects.create(
        application=application,
        year=on.year - 1,
        output_value=Decimal(120),
        sales_online=Decimal(40),
        sales_offline=Decimal(70),
        profit=Decimal(18),
        subsidies_received=Decimal(0),
        subsidies_spent=Decimal(0),
        added_at=at,
    )


def _fill_evidence(application: Application, specimen: Specimen, at: datetime, on: date) -> None:
    application.successors_statement = STATEMENT
    held = (
        (ActivityKind.TRAINING, specimen.trainings),
        (ActivityKind.WELFARE, specimen.welfare_activities),
        (ActivityKind.EXHIBITION, 1),
    )
    for kind, times in held:
        for number in range(times):
            Activity.objects.create(
                application=application,
                kind=kind,
                held_on=on - timedelta(days=30 * (number + 1)),
                title=f"样例{kind.label}{number + 1}",
                participants=20,
                added_at=at,
            )
    uploads.store(
        case=application,
        section="other",
        upload=SimpleUploadedFile("样例佐证.pdf", PDF, content_type="application/pdf"),
        by=application.holder,
        at=at,
    )


def identity_numbers() -> Iterator[str]:
    """Yield made-up identity numbers with lawful check digits; no county has the code 000000."""
    for number in count(1):
        digits = f"00000019900101{number % 1000:03d}"
        yield digits + ric.calc_check_digit(digits + "0")
