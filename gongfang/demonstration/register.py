"""The register beside the cases: workshops of earlier years, of the counties, and what the public sees of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO

from gongfang.accounts.encryption import blind_index
from gongfang.accounts.models import Division, User
from gongfang.regulation.time_limits import anniversary
from gongfang.workshops import county_register, description, services
from gongfang.workshops.models import (
    OF_COUNTY,
    Category,
    HeritageItem,
    Workshop,
)
from gongfang.workshops.services import ReliedItem

from . import words
from .cast import DEMO_APPLICANT
from .days import STORY_BEGINS
from .firms import Firm
from .people import MARK
from .pictures import picture
from .places import COUNTY_NAMES
from .play import PREFECTURE, Play
from .standing import Standing

_OF_COUNTIES = 30
_PHOTOS = 2
_ON_PAPER = None
_DEMO = "demo"
_OTHER = "other"


@dataclass(frozen=True)
class Earlier:
    """A workshop of earlier years: when it was recognised, and whose account acts for it.

    `evaluated_from` is the working day before today on which its evaluation falls due; else `year` is the year of
    its recognition, None for the year before the story begins.
    """

    name: str
    account: str | None = _ON_PAPER
    evaluated_from: int | None = None
    year: int | None = None
    craft: str = ""


EARLIER = (
    Earlier("accident", evaluated_from=-60),
    Earlier("idle", _OTHER, year=2022),
    Earlier("appeal upheld", _OTHER),
    Earlier("appealed", _OTHER, year=2023),
    Earlier("notified", _DEMO),
    Earlier("to be notified", _DEMO),
    Earlier("inquired into"),
    Earlier("cleared", _OTHER, year=2021),
    Earlier("proposed"),
    Earlier("surrendered", _OTHER),
    Earlier("suspended", _OTHER),
    Earlier("of the applicant", _DEMO, evaluated_from=-10, craft="柳编"),
    Earlier("not put right"),
    Earlier("put right", evaluated_from=-105),
    Earlier("failed", evaluated_from=-65),
    Earlier("rectifying", _OTHER, evaluated_from=-50),
    Earlier("rectified", _OTHER, evaluated_from=-55),
    Earlier("late", evaluated_from=-15),
    Earlier("assessed", _OTHER, evaluated_from=-20),
    Earlier("moved", _OTHER, year=2021),
    Earlier("renamed", year=2022),
    Earlier("withdrew", _OTHER, year=2023),
    Earlier("refused", year=2022),
    Earlier("asks for a change", _OTHER),
)


def enter(play: Play) -> dict[str, Firm]:
    """Enter the workshops of earlier years (reading R20) and those of the counties; firms by their names."""
    return dict(_earlier(play)) | dict(_of_counties(play))


def _earlier(play: Play) -> Iterator[tuple[str, Firm]]:
    counties = tuple(COUNTY_NAMES)
    for place, earlier in enumerate(EARLIER):
        firm = play.founder.found(counties[place % len(counties)], earlier.craft)
        holder = _holder(play, earlier, place)
        key = _recognise(play, firm, _recognised_on(play, earlier, place), place, holder)
        play.standing[earlier.name] = Standing(play, firm, key, holder)
        yield firm.name, firm


def _holder(play: Play, earlier: Earlier, place: int) -> User | None:
    if earlier.account == _DEMO:
        return play.cast.applicants[DEMO_APPLICANT]
    return play.cast.applicants[-1 - place] if earlier.account == _OTHER else None


def _recognised_on(play: Play, earlier: Earlier, place: int) -> date:
    if earlier.evaluated_from is not None:
        return anniversary(play.days.day(earlier.evaluated_from), -2)
    if earlier.year is not None:
        return date(earlier.year, 9, 1) + timedelta(days=place)
    return date(play.days.day(STORY_BEGINS).year - 1, 9, 1) + timedelta(days=place)


def _recognise(play: Play, firm: Firm, on: date, place: int, holder: User | None) -> int:
    at = play.days.instant(STORY_BEGINS, 10, place)
    workshop = services.recognise(
        application_number="",
        county=Division.objects.get(code=firm.county),
        name=firm.name,
        operator_name=firm.operator,
        operator_kind=firm.kind,
        credit_code=firm.credit_code,
        responsible_id_index=blind_index(firm.responsible.id_number, "person.id_number"),
        items=[_relied_item(firm)],
        category=firm.craft.category,
        document_number=f"塔地文旅发（演示）〔{on.year}〕{20 + on.year % 10} 号",
        recognised_on=on,
        batch=f"{on.year}年认定（{MARK[1:-1]}）",
        at=at,
        holder=holder,
        town=firm.town,
        address=firm.address,
        founded_on=firm.founded_on,
        main_business=words.main_business(firm),
    )
    number = f"TCFYGF-{on.year}-{place + 1:03d}{MARK}"
    services.award_plaque(workshop=workshop, number=number, awarded_on=on + timedelta(days=20), at=at)
    return workshop.pk


def _relied_item(firm: Firm) -> ReliedItem:
    item = HeritageItem.objects.filter(name=firm.craft.item).first() if firm.craft.item else None
    if item is None:
        return ReliedItem(name=firm.craft.name, category=firm.craft.category)
    return ReliedItem(name=item.name, category=Category(item.category), level=item.level, item=item)


def _of_counties(play: Play) -> Iterator[tuple[str, Firm]]:
    counties = tuple(COUNTY_NAMES)
    for place in range(_OF_COUNTIES):
        firm = play.founder.found(counties[place % len(counties)])
        county = Division.objects.get(code=firm.county)
        entry = services.enter_county_workshop(
            county=county,
            name=firm.name,
            operator_name=firm.operator,
            operator_kind=firm.kind,
            credit_code=firm.credit_code,
            items=[_relied_item(firm)],
            category=firm.craft.category,
            on=date(2025, 3, 1) + timedelta(days=9 * place),
            at=play.days.instant(-124, 15, place),
            document_number=f"{COUNTY_NAMES[firm.county]}文旅（演示）〔2025〕{place + 1} 号",
            town=firm.town,
            address=firm.address,
            main_business=words.main_business(firm),
        )
        if place == _OF_COUNTIES - 1:
            _withdraw(play, entry)
        yield firm.name, firm


def _withdraw(play: Play, entry: Workshop) -> None:
    """Let the county take one of its entries back."""
    at = play.days.instant(-30, 15)
    reasons = f"停止生产{MARK}"
    county_register.withdraw_county_workshop(workshop=entry, reasons=reasons, on=at.date(), at=at)


def describe(play: Play, firms: dict[str, Firm]) -> None:
    """Give each recognised workshop its public words and pictures; those of the counties one picture."""
    by = play.cast.officer(PREFECTURE)
    known = firms | {entrant.firm.name: entrant.firm for entrant in play.entrants.values()}
    for workshop in Workshop.objects.order_by("pk"):
        firm = known[workshop.name]
        is_of_county = workshop.status in OF_COUNTY
        at = play.days.instant(-6, 12)
        if not is_of_county:
            description.describe(workshop=workshop, summary=words.summary(firm), by=by, at=at)
        for variant in range(1 if is_of_county else _PHOTOS):
            drawn = BytesIO(picture(firm.craft.short, (workshop.pk + 4 * variant) % 6))
            caption = f"{firm.craft.short}（示意图，演示）"
            description.add_photo(workshop=workshop, file=drawn, alt_text=caption, by=by, at=at)
