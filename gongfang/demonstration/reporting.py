"""Statistical bulletins: one archived, one issued, one dropped and one in draft (article 11(一))."""

from datetime import datetime

from gongfang.cases.services import perform
from gongfang.regulation.time_limits import beijing_date
from gongfang.reports import services
from gongfang.reports.models import Period
from gongfang.reports.queries import ended_periods

from .later_words import BULLETIN_ADDED, BULLETIN_DROPPED
from .play import PREFECTURE, Play

_ARCHIVED, _ISSUED, _DROPPED, _DRAFT = (
    f"bulletin {state}" for state in ("archived", "issued", "dropped", "draft")
)
_HALVES = (Period.H1, Period.H2)


def tell(play: Play) -> None:
    """Schedule the bulletins of the last two quarters, and that of the last half-year, drawn up twice."""
    play.on(-90, 10, 15, lambda at: _draw_up(play, _ARCHIVED, at, halves=False, place=1))
    play.on(-88, 9, 20, lambda at: _issue(play, _ARCHIVED, at, number=23))
    _acknowledge(play, _ARCHIVED, -86, "hrss", "agriculture")
    play.on(-24, 10, 15, lambda at: _draw_up(play, _ISSUED, at, halves=False))
    play.on(-23, 15, 40, lambda at: _edit(play, at))
    play.on(-22, 9, 20, lambda at: _issue(play, _ISSUED, at, number=31))
    _acknowledge(play, _ISSUED, -20, "hrss")
    play.on(-4, 15, 10, lambda at: _draw_up(play, _DROPPED, at, halves=True))
    play.take(_DROPPED, "drop_bulletin", PREFECTURE, -3, 10, reasons=BULLETIN_DROPPED)
    play.on(-2, 16, 5, lambda at: _draw_up(play, _DRAFT, at, halves=True))


def _acknowledge(play: Play, name: str, day: int, *departments: str) -> None:
    for hour, department in enumerate(departments, start=10):
        play.take(name, "acknowledge_bulletin", f"prefecture.{department}", day, hour)


def _draw_up(play: Play, name: str, at: datetime, *, halves: bool, place: int = 0) -> None:
    """Draw up the bulletin of a period that is over: of half a year or a quarter, `place` before the last."""
    fits = [each for each in ended_periods(beijing_date(at)) if each[1] is not Period.YEAR]
    year, period = [each for each in fits if (each[1] in _HALVES) == halves][place]
    officer = play.cast.officer(PREFECTURE)
    play.cases[name] = services.draw_up_bulletin(by=officer, at=at, year=year, period=period)


def _edit(play: Play, at: datetime) -> None:
    bulletin = play.cases[_ISSUED]
    *most, last = bulletin.text.splitlines()
    text = "\n".join([*most, *BULLETIN_ADDED, last])
    perform(bulletin, "edit_bulletin", by=play.cast.officer(PREFECTURE), at=at, text=text)


def _issue(play: Play, name: str, at: datetime, *, number: int) -> None:
    document = f"塔地文旅发（演示）〔{beijing_date(at).year}〕{number} 号"
    perform(play.cases[name], "issue_bulletin", by=play.cast.head(PREFECTURE), at=at, document_number=document)
