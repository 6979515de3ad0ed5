"""Visits to the spot: planned, written up with photographs, signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from gongfang.accounts.models import User
from gongfang.inspections import checklist, services
from gongfang.inspections.models import Conclusion, Visit
from gongfang.inspections.services import Report
from gongfang.regulation.time_limits import beijing_date

from . import words
from .documents import photo_upload
from .firms import Firm
from .play import PREFECTURE, Play, minutes_later

_SENT = ("prefecture.culture", "prefecture.hrss", "prefecture.agriculture")
# Roughly where each county's seat lies: a photograph's position, no nearer than a town.
_POSITIONS = {
    "654201": ("46.75", "82.98"),
    "654202": ("44.43", "84.71"),
    "654203": ("44.33", "85.62"),
    "654221": ("46.52", "83.63"),
    "654224": ("45.94", "83.60"),
    "654225": ("46.20", "82.98"),
    "654226": ("46.79", "85.73"),
}


@dataclass(frozen=True)
class Place:
    """What is visited: the workshop's firm and the case, and what is answered and found there."""

    firm: Firm
    case: Any
    codes: Sequence[str] = tuple(sorted(checklist.CODES))
    note: str = "请带卷尺和执法记录仪；申报单位准备名册、工资表和进销货台账原件。"


def plan(play: Play, name: str, day: int, *, visit_on: int) -> None:
    """Let the prefecture plan a visit: three of its officers, one of the county along with them."""

    def plan_it(at: datetime) -> None:
        entrant = play.entrants[name]
        play.cases[_of(name)] = send(play, Place(entrant.firm, entrant.case), at=at, on=play.days.day(visit_on))

    play.on(day, 10, play.seed.randrange(60), plan_it)


def send(play: Play, place: Place, *, at: datetime, on: date) -> Visit:
    """Plan a visit now, for the day `on`."""
    sent = [play.cast.officer(code) for code in _SENT]
    sent.append(play.cast.officer("county.culture", place.firm.county))
    return services.plan_visit(
        place.case,
        by=play.cast.head(PREFECTURE),
        at=at,
        planned_on=on,
        place=place.firm.place,
        inspectors=sent,
        note=place.note,
    )


def report(play: Play, name: str, day: int, *, signatures: int = 3, is_complete: bool = True) -> None:
    """Let the inspectors write their report and sign it; an incomplete one is not signed."""

    def write_it(at: datetime) -> None:
        visit, entrant = play.cases[_of(name)], play.entrants[name]
        place = Place(entrant.firm, entrant.case)
        write(play, place, visit, at=at, signatures=signatures, is_complete=is_complete)

    play.on(day, 15, play.seed.randrange(60), write_it)


def write(
    play: Play, place: Place, visit: Visit, *, at: datetime, signatures: int = 3, is_complete: bool = True
) -> None:
    """Write the report of a visit now, and sign it if it is complete."""
    writer = play.cast.officer(_SENT[0])
    visit = _save(visit, place, at=at, by=writer, is_complete=is_complete)
    visit = _photograph(visit, place.firm, at=at, by=writer)
    for turn, code in enumerate(_SENT[:signatures] if is_complete else ()):
        _sign(visit, play.cast.officer(code), minutes_later(at, 20 + 7 * turn))


def _of(name: str) -> str:
    return f"visit of {name}"


def _save(visit: Visit, place: Place, *, at: datetime, by: User, is_complete: bool) -> Visit:
    firm = place.firm
    answered = place.codes if is_complete else place.codes[:6]
    written = Report(
        visited_on=beijing_date(at),
        measured_area_m2=Decimal(firm.area) - Decimal("1.5"),
        checklist={code: _answer(code, firm) for code in answered},
        findings=words.site_findings(firm) if is_complete else "",
        conclusion=Conclusion.CONSISTENT if is_complete else "",
    )
    return services.save_report(visit, by=by, at=at, seen_revision=visit.revision, report=written)


def _answer(code: str, firm: Firm) -> dict[str, str]:
    if code == "permits" and not firm.craft.is_food:
        return {"answer": "na", "note": "不涉及许可"}
    return {"answer": "yes", "note": ""}


def _photograph(visit: Visit, firm: Firm, *, at: datetime, by: User) -> Visit:
    latitude, longitude = _POSITIONS[firm.county]
    for variant, caption in enumerate(("制作间", "成品展示")):
        services.add_photo(
            visit,
            by=by,
            at=minutes_later(at, 3 + variant),
            upload=photo_upload(f"{caption}（演示）", firm.craft.short, variant + 2),
            caption=caption,
            position=(Decimal(latitude), Decimal(longitude)),
        )
    visit.refresh_from_db()
    return visit


def _sign(visit: Any, by: User, at: datetime) -> None:
    services.sign_report(visit, by=by, at=at, seen_revision=visit.revision)
