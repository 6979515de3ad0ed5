"""What every application goes through, chapter by chapter, up to where its story stops."""

from collections.abc import Sequence

from . import visits, words
from .filings import COMPLETE, Gaps
from .play import COUNTY, PREFECTURE, Play


def file(play: Play, name: str, day: int, *, opened: int | None = None, gaps: Gaps = COMPLETE) -> None:
    """Let the applicant fill in a draft and submit it on a day."""
    play.draft(name, day - 2 if opened is None else opened, gaps)
    play.take(name, "submit", "applicant", day, 16, truth_declared=True)


def file_on_paper(play: Play, name: str, day: int) -> None:
    """Let the county enter a filing that was handed in on paper."""
    play.paper_draft(name, day)
    play.take(name, "enter_paper", COUNTY, day, 16, received_on=play.days.day(day))


def correct(play: Play, name: str, asked: int, answered: int) -> None:
    """Let the county ask for corrections, and the applicant hand them in."""
    ask(play, name, asked)
    play.take(name, "resubmit", "applicant", answered, 15, truth_declared=True)


def ask(play: Play, name: str, day: int) -> None:
    """Let the county say once and completely what is missing."""
    play.take(name, "request_correction", COUNTY, day, 17, missing="\n".join(words.MISSING))


def recommend(play: Play, name: str, day: int) -> None:
    """Let the county accept on a day, the three departments agree, and the county recommend five days on."""
    play.take(name, "accept", COUNTY, day, 10)
    play.opinions(name, "county", day + 3)
    play.take(name, "recommend", COUNTY, day + 5, 16)


def send_inspectors(play: Play, name: str, day: int) -> None:
    """Let the prefecture's departments agree, and the inspection begin two days on."""
    play.opinions(name, "prefecture", day)
    play.take(name, "start_inspection", PREFECTURE, day + 2, 9)


def inspect(play: Play, name: str, day: int) -> None:
    """Let a visit be planned, made three days on, and the inspection end the day after."""
    visits.plan(play, name, day, visit_on=day + 3)
    visits.report(play, name, day + 3)
    play.take(name, "finish_inspection", PREFECTURE, day + 4, 11)


def to_experts(play: Play, name: str, filed: int) -> None:
    """Let an application go from its filing to expert review in 25 working days."""
    file(play, name, filed)
    recommend(play, name, filed + 2)
    send_inspectors(play, name, filed + 10)
    inspect(play, name, filed + 13)


def propose(play: Play, members: Sequence[str], day: int) -> None:
    """Let the prefecture propose what a panel has passed."""
    for member in members:
        play.take(member, "propose", PREFECTURE, day, 11)


def close_notice(play: Play, members: Sequence[str], last_day: int) -> None:
    """Let a notice end undisputed after its last day."""
    for member in members:
        play.lapse_after(member, "close_notice", last_day)


def confirm(play: Play, members: Sequence[str], day: int, *, number: int) -> None:
    """Let the departments agree once more, and the recognition be published the day after."""
    document = f"塔地文旅发（演示）〔{play.days.day(day).year}〕{number} 号"
    for member in members:
        play.opinions(member, "prefecture", day - 1)
        play.take(member, "confirm", PREFECTURE, day, 16, document_number=document)


def award(play: Play, members: Sequence[str], day: int) -> None:
    """Let the plaques be given."""
    given_on = play.days.day(day)
    for place, member in enumerate(members, start=1):
        number = f"TCFYGF-{given_on.year}-{place:03d}（演示）"
        play.take(member, "award", PREFECTURE, day, 17, plaque_number=number, plaque_date=given_on)
