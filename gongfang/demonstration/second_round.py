"""The second round, open now: drafts, corrections, the county's review and the first for the prefecture."""

from . import chapters, words
from .cast import DEMO_APPLICANT
from .filings import Gaps
from .play import COUNTY, PREFECTURE, TACHENG, TUOLI, Play

SECOND = "second"
_UNFINISHED = Gaps(trainings=1, area=52, has_files=False, has_operations=False)
_THIN = Gaps(trainings=1)


def tell(play: Play) -> None:
    """Schedule everything that happens to the applications of the second round."""
    _drafts(play)
    _submitted(play)
    _correcting(play)
    _in_the_county(play)
    _in_the_prefecture(play)
    _ended(play)


def _drafts(play: Play) -> None:
    demo = play.cast.applicants[DEMO_APPLICANT]
    play.enter("draft 1", TACHENG, SECOND, craft="花毡", holder=demo)
    play.draft("draft 1", -3, _UNFINISHED)
    play.enter("draft 2", "654225", SECOND)
    play.draft("draft 2", -2, _UNFINISHED)
    play.enter("paper draft", TUOLI, SECOND)
    play.paper_draft("paper draft", -1)


def _submitted(play: Play) -> None:
    """Five to be accepted; one of them corrected, one on paper."""
    for name, county, day in (
        ("submitted 1", TACHENG, -4),
        ("submitted 2", TUOLI, -2),
        ("submitted 3", "654221", -1),
    ):
        play.enter(name, county, SECOND)
        chapters.file(play, name, day, gaps=_THIN if name == "submitted 2" else Gaps())
    play.enter("corrected", TACHENG, SECOND)
    chapters.file(play, "corrected", -12)
    chapters.correct(play, "corrected", -10, -1)
    play.enter("on paper", TUOLI, SECOND)
    chapters.file_on_paper(play, "on paper", -3)


def _correcting(play: Play) -> None:
    """Three that correct: the demonstration's own applicant, one whose last day is today, one with time left."""
    demo = play.cast.applicants[DEMO_APPLICANT]
    for name, county, asked, holder in (
        ("correcting 1", TUOLI, -6, demo),
        ("correcting 2", TACHENG, -10, None),
        ("correcting 3", "654203", -2, None),
    ):
        play.enter(name, county, SECOND, holder=holder)
        chapters.file(play, name, asked - 3, gaps=_THIN)
        chapters.ask(play, name, asked)


def _in_the_county(play: Play) -> None:
    """Nobody has spoken; two have; one disagrees; all agree and the recommendation waits for its signature."""
    for name, county in (
        ("county 1", TACHENG),
        ("county 2", TACHENG),
        ("county 3", TUOLI),
        ("county 4", TUOLI),
        ("county 5", "654202"),
        ("county 6", TUOLI),
    ):
        play.enter(name, county, SECOND)
        chapters.file(play, name, -13)
        play.take(name, "accept", COUNTY, -10, 10)
    play.opinions("county 2", "county", -7, ("culture", "hrss"))
    play.opinions("county 3", "county", -7, ("culture",))
    play.disagreement("county 3", "county", -6, "hrss")
    play.opinions("county 4", "county", -6)
    play.prepare("county 4", "recommend", COUNTY, -2)
    play.prepare("county 1", "give_opinion", "county.hrss", -1, agree="yes", reasons=words.AGREEMENTS["hrss"][0])
    play.opinions("county 6", "county", -5, ("culture",))
    _after_consultation(play, "county 5")


def _after_consultation(play: Play, name: str) -> None:
    play.opinions(name, "county", -8, ("culture", "hrss"))
    play.disagreement(name, "county", -8, "agriculture")
    play.take(name, "consult", COUNTY, -6, 16, minutes=words.CONSULTATION)
    play.opinions(name, "county", -4, ("culture", "hrss"))


def _in_the_prefecture(play: Play) -> None:
    """As in the county, one level up."""
    for name, county in (
        ("prefecture 1", TACHENG),
        ("prefecture 2", TUOLI),
        ("prefecture 3", "654226"),
        ("prefecture 4", "654203"),
    ):
        play.enter(name, county, SECOND)
        chapters.file(play, name, -15)
        chapters.recommend(play, name, -13)
    play.opinions("prefecture 2", "prefecture", -5, ("hrss", "agriculture"))
    play.opinions("prefecture 3", "prefecture", -5, ("culture", "hrss"))
    play.disagreement("prefecture 3", "prefecture", -4, "agriculture")
    play.opinions("prefecture 4", "prefecture", -4)
    play.prepare(
        "prefecture 1", "give_opinion", PREFECTURE, -1, agree="yes", reasons="材料齐全，同意组织实地核查。"
    )


def _ended(play: Play) -> None:
    """Applications that ended early, in each of the ways there are."""
    for name, county in (
        ("lapsed", "654202"),
        ("declined", TACHENG),
        ("not recommended", TUOLI),
        ("disqualified", "654221"),
        ("withdrawn", TACHENG),
    ):
        play.enter(name, county, SECOND)
        chapters.file(play, name, -15, gaps=_THIN)
    chapters.ask(play, "lapsed", -13)
    play.lapse_after("lapsed", "lapse", -3)
    play.take("declined", "decline", COUNTY, -13, 11, reasons=words.DECLINED)
    for name in ("not recommended", "disqualified", "withdrawn"):
        play.take(name, "accept", COUNTY, -13, 10)
    play.take("not recommended", "not_recommend", COUNTY, -8, 16, reasons=words.NOT_RECOMMENDED)
    evidence = "三名签到人员的书面说明（存档案柜，演示）"
    play.take("disqualified", "disqualify", COUNTY, -7, 16, reasons=words.DISQUALIFIED, evidence=evidence)
    play.take("withdrawn", "withdraw", "applicant", -9, 15)
