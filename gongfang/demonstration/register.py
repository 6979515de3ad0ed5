"""The register beside the cases: workshops of earlier years, of the counties, and what the public sees of them."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO

from gongfang.accounts.models import Division
from gongfang.workshops import county_register, description, services
from gongfang.workshops.models import (
    OF_COUNTY,
    Category,
    HeritageItem,
    PlaqueStatus,
    Workshop,
    WorkshopStatus,
)
from gongfang.workshops.services import ReliedItem

from . import words
from .firms import Firm
from .people import MARK
from .pictures import picture
from .places import COUNTY_NAMES
from .play import PREFECTURE, Play

_EARLIER = 16
_OF_COUNTIES = 30
_PHOTOS = 2
_EARLIER_YEARS = (2021, 2022, 2023, 2024)


def enter(play: Play) -> dict[str, Firm]:
    """Enter the workshops of earlier years (reading R20) and those of the counties; firms by their names."""
    earlier = dict(_earlier(play))
    _end_some(play, list(earlier))
    return earlier | dict(_of_counties(play))


def _earlier(play: Play) -> Iterator[tuple[str, Firm]]:
    counties = tuple(COUNTY_NAMES)
    for place in range(_EARLIER):
        firm = play.founder.found(counties[place % len(counties)])
        year = _EARLIER_YEARS[place % len(_EARLIER_YEARS)]
        _recognise(play, firm, date(year, 9, 1) + timedelta(days=place), place)
        yield firm.name, firm


def _recognise(play: Play, firm: Firm, on: date, place: int) -> None:
    at = play.days.instant(-125, 10, place)
    workshop = services.recognise(
        application_number="",
        county=Division.objects.get(code=firm.county),
        name=firm.name,
        operator_name=firm.operator,
        operator_kind=firm.kind,
        credit_code=firm.credit_code,
        responsible_id_index="",
        items=[_relied_item(firm)],
        category=firm.craft.category,
        document_number=f"塔地文旅发（演示）〔{on.year}〕{20 + on.year % 10} 号",
        recognised_on=on,
        batch=f"{on.year}年认定（{MARK[1:-1]}）",
        at=at,
        town=firm.town,
        address=firm.address,
        founded_on=firm.founded_on,
        main_business=words.main_business(firm),
    )
    number = f"TCFYGF-{on.year}-{place + 1:03d}{MARK}"
    services.award_plaque(workshop=workshop, number=number, awarded_on=on + timedelta(days=20), at=at)


def _relied_item(firm: Firm) -> ReliedItem:
    item = HeritageItem.objects.filter(name=firm.craft.item).first() if firm.craft.item else None
    if item is None:
        return ReliedItem(name=firm.craft.name, category=firm.craft.category)
    return ReliedItem(name=item.name, category=Category(item.category), level=item.level, item=item)


def _end_some(play: Play, names: list[str]) -> None:
    """Suspend one recognition, revoke one and take its plaque back, and let one be given up."""
    at, on = play.days.instant(-40, 11), play.days.day(-40)
    found = {workshop.name: workshop for workshop in Workshop.objects.filter(name__in=names[:3])}
    suspended, revoked, surrendered = (found[name] for name in names[:3])
    services.set_status(workshop=suspended, status=WorkshopStatus.SUSPENDED, on=on, at=at, note="连续两年未报备")
    services.set_status(
        workshop=revoked,
        status=WorkshopStatus.REVOKED,
        on=on,
        at=at,
        document_number=f"塔地文旅发（演示）〔{on.year}〕40 号",
        note="一年以上不开展非遗工坊工作",
    )
    services.end_plaque(plaque=revoked.plaques.get(), status=PlaqueStatus.RECOVERED, on=on, at=at)
    services.set_status(workshop=surrendered, status=WorkshopStatus.SURRENDERED, on=on, at=at, note="主动申请")
    services.end_plaque(plaque=surrendered.plaques.get(), status=PlaqueStatus.RECOVERED, on=on, at=at)


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
