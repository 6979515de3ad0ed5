"""What a generated workshop files: the five material sets of article 6(一), filled in as an applicant would."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from gongfang.accounts.models import User
from gongfang.applications import filing
from gongfang.applications.materials import SLOT_BY_NAME
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
    Route,
    SiteTenure,
    WorkMode,
)
from gongfang.applications.models.materials import MaterialRow
from gongfang.regulation.time_limits import beijing_date
from gongfang.workshops.models import HeritageItem, HeritageLevel

from . import words
from .documents import pdf_upload, photo_upload
from .firms import Firm
from .people import MARK, person
from .places import COUNTY_NAMES

_COUNTY_DOCUMENT = "{county}文旅（演示）〔2025〕{number} 号"
_TITLES = {
    ActivityKind.TRAINING: ("{craft}基础班", "{craft}提高班", "师徒结对培训", "妇女技能培训班"),
    ActivityKind.WELFARE: ("非遗进校园体验课", "为敬老院义务制作", "社区公益传习日"),
    ActivityKind.EXHIBITION: ("文化和自然遗产日展示", "旅游节展销"),
}
_TIMES = {ActivityKind.TRAINING: (2, 5), ActivityKind.WELFARE: (2, 4), ActivityKind.EXHIBITION: (1, 3)}


@dataclass(frozen=True, kw_only=True)
class Gaps:
    """What a filing lacks on purpose, so that the pre-check and the county have something to find."""

    trainings: int | None = None
    area: int | None = None
    has_files: bool = True
    has_operations: bool = True


COMPLETE = Gaps()


def fill(
    draft: Application, firm: Firm, *, by: User, at: datetime, seed: random.Random, gaps: Gaps = COMPLETE
) -> None:
    """Fill in a draft for `firm`, as complete as `gaps` leaves it."""
    for step, changes in _fields(firm, seed, gaps).items():
        filing.FILING.save_step(draft, step=step, by=by, changes=changes, seen_revision=0)
    for rows in _rows(firm, beijing_date(at), seed, gaps):
        _write(draft, rows, at)
    if gaps.has_files:
        for slot, upload in _files(firm, seed, is_on_paper=draft.is_on_paper):
            filing.FILING.add_file(draft, slot=SLOT_BY_NAME[slot], upload=upload, by=by, at=at)


def _fields(firm: Firm, seed: random.Random, gaps: Gaps) -> dict[str, dict[str, Any]]:
    return {
        "workshop": {**_operator(firm), **_scope(firm, seed), **_site(firm, seed, gaps)},
        "heritage": {
            "uses_traditional_craft": True,
            "core_craft": True,
            "craft_statement": words.craft_statement(firm),
            "protection_statement": words.protection_statement(firm),
        },
        "employment": {"employment_plan": words.employment_plan(firm)},
        "operations": {
            "sells_online": True,
            "sells_offline": True,
            "sales_statement": words.sales_statement(firm),
        },
        "evidence": {"successors_statement": words.successors_statement(firm)},
    }


def _operator(firm: Firm) -> dict[str, Any]:
    return {
        "operator_name": firm.operator,
        "operator_kind": firm.kind,
        "credit_code": firm.credit_code,
        "town": firm.town,
        "address": firm.address,
        "founded_on": firm.founded_on,
        "main_business": words.main_business(firm),
        "food_permit": f"SC1226{firm.county}00123{MARK}" if firm.craft.is_food else "",
    }


def _scope(firm: Firm, seed: random.Random) -> dict[str, Any]:
    """Return the limbs of article 3 it applies by: in 托里县 some were workshops of the poverty programme."""
    if firm.county == "654224" and seed.random() < 0.3:
        return {
            "route": Route.FORMER,
            "former_poverty_workshop": True,
            "former_document": "托里扶贫（演示）〔2019〕21 号",
        }
    county = COUNTY_NAMES[firm.county].rstrip("市县")
    return {
        "route": Route.COUNTY,
        "county_recognised": True,
        "county_document": _COUNTY_DOCUMENT.format(county=county, number=seed.randrange(3, 60)),
        "county_recognised_on": date(2025, seed.randrange(1, 12), seed.randrange(1, 28)),
    }


def _site(firm: Firm, seed: random.Random, gaps: Gaps) -> dict[str, Any]:
    return {
        "site_area_m2": Decimal(gaps.area or firm.area),
        "site_tenure": seed.choice((SiteTenure.OWNED, SiteTenure.LEASED, SiteTenure.LEASED)),
        "has_utilities": True,
        "has_tools": True,
        "has_safety": True,
        "site_statement": words.site_statement(firm),
        "wages_on_time": True,
        "no_violations": True,
        "management_statement": words.management_statement(firm),
    }


def _rows(firm: Firm, today: date, seed: random.Random, gaps: Gaps) -> Iterator[Sequence[MaterialRow]]:
    yield _people(firm, seed)
    yield [_heritage(firm)]
    yield _inheritors(firm, seed)
    yield _practitioners(firm, seed)
    yield _roster(firm, today, seed)
    yield list(_activities(firm, today, seed, gaps))
    if gaps.has_operations:
        yield _operations(today, seed)


def _write(draft: Application, rows: Sequence[MaterialRow], at: datetime) -> None:
    for place, row in enumerate(rows):
        row.application, row.added_at = draft, at + timedelta(seconds=place)  # type: ignore[attr-defined]
    type(rows[0])._default_manager.bulk_create(rows)


def _people(firm: Firm, seed: random.Random) -> list[Person]:
    responsible, manager = firm.responsible, person(seed, firm.county)
    position = "理事长" if firm.kind == "cooperative" else "负责人"
    return [
        Person(
            role=PersonRole.RESPONSIBLE,
            name=responsible.name + MARK,
            position=position,
            id_number=responsible.id_number,
            phone=responsible.phone,
        ),
        Person(role=PersonRole.MANAGER, name=manager.name + MARK, position="生产主管", phone=manager.phone),
    ]


def _heritage(firm: Firm) -> HeritageUse:
    item = HeritageItem.objects.filter(name=firm.craft.item).first() if firm.craft.item else None
    if item is None:
        return HeritageUse(name=firm.craft.name, category=firm.craft.category)
    return HeritageUse(item=item, name=item.name, category=item.category, level=item.level, batch=item.batch)


def _inheritors(firm: Firm, seed: random.Random) -> list[Inheritor]:
    level = HeritageLevel.PREFECTURE if firm.craft.item else HeritageLevel.COUNTY
    return [Inheritor(name=person(seed, firm.county).name + MARK, level=level, item_name=firm.craft.name)]


def _practitioners(firm: Firm, seed: random.Random) -> list[Practitioner]:
    return [
        Practitioner(
            name=person(seed, firm.county).name + MARK, craft=firm.craft.short, years=seed.randrange(3, 25)
        )
        for _ in range(seed.randrange(2, 5))
    ]


def _roster(firm: Firm, today: date, seed: random.Random) -> list[RosterEntry]:
    kinds = [RosterKind.POVERTY] * 3 + [RosterKind.MONITORED, RosterKind.DISABLED, RosterKind.OTHER]
    people = [person(seed, firm.county) for _ in range(seed.randrange(6, 16))]
    return [
        RosterEntry(
            name=each.name + MARK,
            id_number=each.id_number,
            kind=kinds[place % len(kinds)],
            mode=seed.choice(WorkMode.values),
            monthly_pay=Decimal(seed.randrange(14, 42) * 100),
            since=today - timedelta(days=seed.randrange(120, 1500)),
        )
        for place, each in enumerate({each.id_number: each for each in people}.values())
    ]


def _activities(firm: Firm, today: date, seed: random.Random, gaps: Gaps) -> Iterator[Activity]:
    for kind, (fewest, most) in _TIMES.items():
        times = seed.randrange(fewest, most)
        if kind == ActivityKind.TRAINING and gaps.trainings is not None:
            times = gaps.trainings
        for place in range(times):
            titles = _TITLES[kind]
            yield Activity(
                kind=kind,
                held_on=today - timedelta(days=25 + 40 * place + seed.randrange(30)),
                title=titles[place % len(titles)].format(craft=firm.craft.short),
                participants=seed.randrange(12, 60),
            )


def _operations(today: date, seed: random.Random) -> list[Operations]:
    rows = []
    for years_ago in (1, 2):
        output = seed.randrange(40, 260) - 12 * years_ago
        online = output * seed.randrange(15, 45) // 100
        subsidy = seed.choice((0, 0, 5, 8))
        rows.append(
            Operations(
                year=today.year - years_ago,
                output_value=Decimal(output),
                sales_online=Decimal(online),
                sales_offline=Decimal(output - online - 3),
                profit=Decimal(output * 14 // 100),
                subsidies_received=Decimal(subsidy),
                subsidies_spent=Decimal(subsidy),
                subsidies_use="购置擀毡机、缝纫机等工具设备" if subsidy else "",
            )
        )
    return rows


def _files(firm: Firm, seed: random.Random, *, is_on_paper: bool) -> Iterator[tuple[str, Any]]:
    short, variant = firm.craft.short, seed.randrange(6)
    yield "licence", pdf_upload("营业执照（演示）", "仅用于说明材料的样式。")
    yield "county_recognition", pdf_upload("县级认定文件（演示）", "仅用于说明材料的样式。")
    yield "craft", photo_upload(f"{short}制作现场（演示）", short, variant)
    yield "training", pdf_upload("培训签到表（演示）", "仅用于说明材料的样式。")
    yield "sales", pdf_upload("销售单据（演示）", "仅用于说明材料的样式。")
    if is_on_paper:
        yield "paper", pdf_upload("纸质申报材料扫描件（演示）", "仅用于说明材料的样式。")
