"""The life after the plaque: what time brings by itself, and what is done about it (articles 7, 9 and 10)."""

from datetime import datetime

from gongfang.cases.advance import advance

from . import (
    changing,
    consulting,
    evaluating,
    exchanging,
    overseeing,
    reporting,
    revoking,
    selling,
    showing,
    supporting,
    yearly,
)
from .days import STORY_BEGINS
from .play import Play

EVERY = 5
"""The law does its part once in so many working days: often enough for what the story shows."""


def tell(play: Play) -> None:
    """Schedule what happens to the workshops that were recognised before the story begins."""
    _let_time_pass(play)
    yearly.tell(play)
    evaluating.tell(play)
    revoking.tell(play)
    overseeing.tell(play)
    changing.tell(play)
    selling.tell(play)
    showing.tell(play)
    supporting.tell(play)
    consulting.tell(play)
    reporting.tell(play)
    exchanging.tell(play)


def _let_time_pass(play: Play) -> None:
    """Open what falls due, remind people and record what was missed; at the end nothing is left to be done."""
    days = {*range(STORY_BEGINS + EVERY, 0, EVERY), *_first_days_of_a_year(play)}
    for day in sorted(days):
        play.on(day, 6, 0, _pass)
    play.schedule(play.at, _pass)


def _first_days_of_a_year(play: Play) -> list[int]:
    days = range(STORY_BEGINS + 1, 1)
    return [day for day in days if play.days.day(day).year > play.days.day(day - 1).year]


def _pass(at: datetime) -> None:
    report = advance(at)
    assert report.is_clean, report.notes
