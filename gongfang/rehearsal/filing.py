"""The draft of a filing: complete and lawful, but for what the rehearsal gives."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from stdnum.cn import ric

from gongfang.accounts.encryption import blind_index
from gongfang.applications import filing
from gongfang.applications.materials import SLOT_BY_NAME
from gongfang.applications.models import (
    Activity,
    ActivityKind,
    Application,
    HeritageUse,
    Operations,
    Person,
    PersonRole,
    Practitioner,
    RosterEntry,
    RosterKind,
    Round,
    Route,
    WorkMode,
)
from gongfang.applications.models.materials import MaterialRow
from gongfang.regulation import edition as editions
from gongfang.regulation.time_limits import BEIJING, beijing_date
from gongfang.workshops import services as workshops
from gongfang.workshops.models import Category, HeritageLevel, OperatorKind, Workshop, WorkshopStatus
from gongfang.workshops.services import ReliedItem

if TYPE_CHECKING:
    from .scene import Scene

NAME = "演练毡绣工坊"
OPERATOR = {
    "name": "演练毡绣合作社",
    "credit_code": "91350100M000100Y43",
    "responsible_id": "11010519491231002X",
}
LAWFUL: Mapping[str, Any] = {
    "site_area": 85,
    "trainings": 3,
    "welfare_activities": 2,
    "exhibitions": 1,
    "practitioners": 4,
    "poverty_workers": 5,
    "county_recognised": True,
    "former_poverty_workshop": False,
    "heritage_item": True,
    "traditional_craft": True,
    "wages_on_time": True,
    "no_violations": True,
    "has_utilities": True,
    "has_tools": True,
    "has_safety": True,
    "core_craft": True,
    "sells_online": True,
    "sells_offline": True,
    "operations": True,
    "files": True,
}
_SAME_NAME = (
    "county_recognised",
    "former_poverty_workshop",
    "wages_on_time",
    "no_violations",
    "has_utilities",
    "has_tools",
    "has_safety",
    "core_craft",
    "sells_online",
    "sells_offline",
)
_ROUND_RUNS_FOR = timedelta(days=60)
_PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def draft(scene: "Scene", *, at: datetime, is_on_paper: bool = False) -> Application:
    """Open a draft in an open round and fill it in; the county enters one that came on paper."""
    by = scene.cast.head("county.culture") if is_on_paper else scene.cast.applicant
    call = _round(scene, at)
    if is_on_paper:
        opened = filing.open_paper_draft(by=by, round=call, title=NAME, received_on=beijing_date(at), at=at)
    else:
        opened = filing.open_draft(holder=by, region=scene.cast.county, round=call, title=NAME, at=at)
    stated = {**LAWFUL, **scene.given.get("application", {})}
    operator = {**OPERATOR, **scene.given.get("operator", {})}
    changes = {**_workshop_fields(stated, operator, beijing_date(at)), **_statements()}
    filing.FILING.save_step(opened, step="workshop", by=by, changes=changes, seen_revision=0)
    for row in _rows(stated, operator, beijing_date(at)):
        filing.FILING.add_row(opened, row, by=by, at=at)
    for slot in _slots(stated, is_on_paper):
        filing.FILING.add_file(opened, slot=SLOT_BY_NAME[slot], upload=file(slot), by=by, at=at)
    return opened


def file(name: str) -> SimpleUploadedFile:
    """Return a small PDF as somebody would upload it."""
    return SimpleUploadedFile(f"{name}.pdf", _PDF, content_type="application/pdf")


def opens_at(at: datetime) -> datetime:
    """Return when the draft of a filing made at `at` is opened: the day before, if the measures were in force.

    :raises NoEditionInForce: when the measures are not in force at `at`.
    """
    today = beijing_date(at)
    starts_on = editions.in_force(today).in_force_from
    return at - timedelta(days=1) if starts_on < today else at


def _round(scene: "Scene", at: datetime) -> Round:
    closes_on = scene.given.get("round", {}).get("closes_on")
    closes_at = _end_of(closes_on) if closes_on else at + timedelta(days=365)
    name = f"{at.year} 年演练批次"
    return Round.objects.filter(name=name).first() or Round.objects.create(
        name=name,
        year=at.year,
        opens_at=at - _ROUND_RUNS_FOR,
        closes_at=closes_at,
        call_text="演练",
        opened_at=at - _ROUND_RUNS_FOR,
    )


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), BEIJING)


def _workshop_fields(stated: Mapping[str, Any], operator: Mapping[str, str], today: date) -> dict[str, Any]:
    return {
        **{name: stated[name] for name in _SAME_NAME},
        "route": Route.FORMER if _is_former(stated) else Route.COUNTY,
        "operator_name": operator["name"],
        "operator_kind": OperatorKind.COOPERATIVE,
        "credit_code": operator["credit_code"],
        "town": "演练镇",
        "address": "演练路 1 号",
        "founded_on": today - timedelta(days=1500),
        "main_business": "毡绣制品的设计、生产和销售",
        "site_area_m2": Decimal(stated["site_area"]) if stated["site_area"] else None,
        "uses_traditional_craft": stated["traditional_craft"],
        "has_no_roster": not stated["poverty_workers"],
    }


def _is_former(stated: Mapping[str, Any]) -> bool:
    return bool(stated["former_poverty_workshop"] and not stated["county_recognised"])


def _statements() -> dict[str, str]:
    return {
        "protection_statement": "建有传习档案，每年开展记录整理。",
        "employment_plan": "制定了就业帮扶计划和报酬制度。",
        "sales_statement": "线上店铺与景区门店同步销售。",
        "successors_statement": "带徒传艺，与职业学校合作开发新品。",
    }


def _rows(stated: Mapping[str, Any], operator: Mapping[str, str], today: date) -> Iterator[MaterialRow]:
    id_number = operator["responsible_id"]
    yield Person(role=PersonRole.RESPONSIBLE, name="演练负责人", position="理事长", id_number=id_number)
    if stated["heritage_item"]:
        yield HeritageUse(name="哈萨克族毡绣", category=Category.CRAFTS, level=HeritageLevel.REGION)
    elif stated["traditional_craft"]:
        yield HeritageUse(name="民间毡绣手艺", category=Category.CRAFTS)
    for place in range(stated["practitioners"]):
        yield Practitioner(name=f"演练从业者{place + 1}", craft="毡绣", years=6)
    for place in range(stated["poverty_workers"]):
        id_number = _id_number(place)
        yield RosterEntry(
            name=f"演练工人{place + 1}", id_number=id_number, kind=RosterKind.POVERTY, mode=WorkMode.FIXED
        )
    yield from _activities(stated, today)
    if stated["operations"]:
        yield Operations(year=today.year - 1, output_value=Decimal(80), sales_offline=Decimal(30))


def _activities(stated: Mapping[str, Any], today: date) -> Iterator[Activity]:
    kinds = {
        ActivityKind.TRAINING: stated["trainings"],
        ActivityKind.WELFARE: stated["welfare_activities"],
        ActivityKind.EXHIBITION: stated["exhibitions"],
    }
    for kind, number in kinds.items():
        for place in range(number):
            held_on = today - timedelta(days=20 + 10 * place)
            yield Activity(kind=kind, held_on=held_on, title=f"演练{kind.label}{place + 1}", participants=20)


def _id_number(place: int) -> str:
    body = f"65422419800101{place:03d}"
    return body + ric.calc_check_digit(f"{body}0")


def _slots(stated: Mapping[str, Any], is_on_paper: bool) -> list[str]:
    return (["licence", "training"] if stated["files"] else []) + (["paper"] if is_on_paper else [])


def given_workshop(scene: "Scene", *, at: datetime) -> Workshop | None:
    """Enter the recognised workshop that the rehearsal starts from; the operator's, revoked if so given."""
    given = scene.given.get("workshop")
    if not given:
        return None
    operator = {**OPERATOR, **scene.given.get("operator", {}), **given}
    workshop = workshops.recognise(
        application_number="",
        county=scene.cast.county,
        name=NAME,
        operator_name=operator["name"],
        operator_kind=OperatorKind.COOPERATIVE,
        credit_code=operator["credit_code"],
        responsible_id_index=id_index(operator["responsible_id"]),
        holder=scene.cast.applicant if given.get("has_account", True) else None,
        items=[ReliedItem(name="哈萨克族毡绣", category=Category.CRAFTS, level=HeritageLevel.REGION)],
        category=Category.CRAFTS,
        document_number="演练〔认定〕1 号",
        recognised_on=given["recognised_on"],
        batch="",
        at=at,
    )
    if given.get("plaque", True):
        workshops.award_plaque(workshop=workshop, number="演练-000", awarded_on=given["recognised_on"], at=at)
    if given.get("agrees_to_electronic_service"):
        workshop.electronic_service_agreed_at = at
        workshop.save(update_fields=["electronic_service_agreed_at"])
    if "revoked_on" in given:
        workshops.set_status(workshop=workshop, status=WorkshopStatus.REVOKED, on=given["revoked_on"], at=at)
    return workshop


def id_index(id_number: str) -> str:
    """Return the keyed index under which an identity number is matched (reading R18)."""
    return blind_index(id_number, "person.id_number")
