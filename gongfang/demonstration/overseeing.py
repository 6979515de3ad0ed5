"""Regular inspections: plans, draws, checks with their reports, and what they found (article 9(三))."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from gongfang.cases.services import perform
from gongfang.oversight import checklist, planning, services
from gongfang.oversight.models import Aspect, Campaign, Finding, Selection, WorkshopCheck

from . import later_words as words
from . import visits
from .documents import photo_upload
from .firms import Firm
from .people import MARK
from .play import PREFECTURE, Play
from .standing import WORKSHOP, Standing

ENDED, RUNNING, ANNOUNCED = "inspections ended", "inspections running", "inspections announced"
_COUNTY = "654226"
"""The county whose workshops the first plan visits, one after another."""
_DRAWN = 4
_SOURCE = "中国体育彩票排列 5 第 {number} 期开奖号码（演示）"
_CODES = tuple(check.code for domain in checklist.DOMAINS for check in domain.checks)


def tell(play: Play) -> None:
    """Schedule three plans and the findings in every state."""
    _ended_plan(play)
    _running_plan(play)
    _announced_plan(play)
    standing = play.standing
    _suspended(standing["suspended"])
    _of_the_applicant(standing["of the applicant"])
    _not_put_right(standing["not put right"])
    _rectified(standing["rectified"])
    _late(standing["late"])
    _closed(standing["moved"])
    _noted(standing["refused"], -2, Aspect.SITE)


def _plan(play: Play, plan: str, day: int, hour: int, **given: Any) -> None:
    def plan_it(at: datetime) -> None:
        known = {key: value(at) if callable(value) else value for key, value in given.items()}
        play.cases[plan] = planning.plan_campaign(by=play.cast.head(PREFECTURE), at=at, **known)

    play.on(day, hour, play.seed.randrange(40), plan_it)


def _ended_plan(play: Play) -> None:
    """All of one county: two visited, the others called off; closed long ago."""
    period = {"starts_on": play.days.day(-88), "ends_on": play.days.day(-78)}
    _plan(play, ENDED, -92, 10, name=words.FIRST_PLAN, selection=Selection.COUNTY, counties=[_COUNTY], **period)
    play.on(-90, 9, 30, lambda at: _send_out(play, ENDED, at, on=-86, most=2))
    play.on(-86, 15, 10, lambda at: _report_all(play, ENDED, at))
    play.on(-84, 11, 20, lambda at: _finish_all(play, ENDED, at))
    play.on(-80, 11, 20, lambda at: _call_off(play, ENDED, at))
    play.take(ENDED, "end_campaign", PREFECTURE, -77, 16)


def _running_plan(play: Play) -> None:
    """Four by lot: one visited and done, one called off, one visited and to be finished, one to be visited."""
    drawn_at = play.days.instant(-14, 10)
    _plan(
        play,
        RUNNING,
        -17,
        16,
        name=words.SECOND_PLAN,
        selection=Selection.RANDOM,
        starts_on=play.days.day(-13),
        ends_on=play.days.day(15),
        draw_size=_DRAWN,
        draw_at=drawn_at,
        public_source=_SOURCE.format(number="26289"),
    )
    play.take(RUNNING, "draw_workshops", PREFECTURE, -14, 11, public_value="4 0 7 1 3")
    play.on(-12, 9, 40, lambda at: _send_out(play, RUNNING, at, on=-9, most=1))
    play.on(-9, 15, 20, lambda at: _report_all(play, RUNNING, at))
    play.on(-8, 11, 20, lambda at: _finish_all(play, RUNNING, at))
    play.on(-7, 9, 40, lambda at: _send_out(play, RUNNING, at, on=-3, most=1))
    play.on(-3, 15, 30, lambda at: _report_all(play, RUNNING, at))
    play.on(-2, 11, 10, lambda at: _call_off(play, RUNNING, at, most=1))
    play.on(-1, 9, 40, lambda at: _send_out(play, RUNNING, at, on=2, most=1))


def _announced_plan(play: Play) -> None:
    _plan(
        play,
        ANNOUNCED,
        -1,
        16,
        name=words.THIRD_PLAN,
        selection=Selection.RANDOM,
        counties=["654201", "654224"],
        starts_on=play.days.day(5),
        ends_on=play.days.day(25),
        tells_workshops=False,
        draw_size=2,
        draw_at=play.days.instant(3, 10),
        public_source=_SOURCE.format(number="26305"),
    )


def _checks(play: Play, name: str, *, is_planned: bool) -> Iterator[WorkshopCheck]:
    """Yield the open checks of a plan that have a visit, or have none, by rank."""
    campaign: Campaign = play.cases[name]
    rows = WorkshopCheck.objects.filter(plan=campaign, state="planned").select_related("workshop", "region")
    for check in rows.order_by("rank", "pk"):
        if check.visits.exists() == is_planned:
            yield check


def _place(play: Play, check: WorkshopCheck) -> visits.Place:
    return visits.Place(_firm(play, check.workshop.name), check, _CODES, words.CHECK_NOTE)


def _firm(play: Play, name: str) -> Firm:
    known = [*(each.firm for each in play.standing.values()), *(each.firm for each in play.entrants.values())]
    return next(firm for firm in known if firm.name == name)


def _send_out(play: Play, name: str, at: datetime, *, on: int, most: int) -> None:
    for check in [*_checks(play, name, is_planned=False)][:most]:
        visits.send(play, _place(play, check), at=at, on=play.days.day(on))


def _report_all(play: Play, name: str, at: datetime) -> None:
    for check in _checks(play, name, is_planned=True):
        visits.write(play, _place(play, check), check.visits.get(), at=at)


def _finish_all(play: Play, name: str, at: datetime) -> None:
    for check in _checks(play, name, is_planned=True):
        perform(check, "finish_check", by=play.cast.head(PREFECTURE), at=at)


def _call_off(play: Play, name: str, at: datetime, most: int | None = None) -> None:
    for check in [*_checks(play, name, is_planned=False)][:most]:
        perform(check, "call_off_check", by=play.cast.head(PREFECTURE), at=at, reasons=words.CALLED_OFF)


def _note(standing: Standing, day: int, aspect: Aspect, *, has_photo: bool = False) -> None:
    def note_it(at: datetime) -> None:
        workshop = standing.workshop
        short = standing.firm.craft.short
        services.note_finding(
            workshop,
            by=standing.play.cast.officer(PREFECTURE),
            at=at,
            problems=words.PROBLEMS[aspect],
            aspect=aspect,
            check=WorkshopCheck.objects.filter(workshop=workshop, state="done").first(),
            files=[photo_upload(f"现场（演示）{MARK}", short, 5)] if has_photo else [],
        )

    standing.on(day, 10, note_it)


def _noted(standing: Standing, day: int, aspect: Aspect) -> None:
    """Found, and not yet dealt with."""
    _note(standing, day, aspect)


def _order(standing: Standing, day: int, aspect: Aspect, *, until: int, suspends: bool = False) -> None:
    """Let something be found and, the day after, be ordered to be put right."""
    _note(standing, day - 1, aspect, has_photo=True)
    deadline = standing.play.days.day(until)
    standing.take(
        Finding,
        "order_rectification",
        PREFECTURE,
        day,
        11,
        problems=words.PROBLEMS[aspect],
        deadline=deadline,
        suspends=suspends,
    )


def _report(standing: Standing, day: int) -> None:
    standing.take(Finding, "report_rectified", WORKSHOP, day, 17, is_stamped=True, reply=words.PUT_RIGHT)


def _suspended(standing: Standing) -> None:
    _order(standing, -16, Aspect.SITE, until=11, suspends=True)


def _of_the_applicant(standing: Standing) -> None:
    _order(standing, -6, Aspect.PRODUCTION, until=8)


def _not_put_right(standing: Standing) -> None:
    _order(standing, -44, Aspect.PEOPLE, until=-24)
    standing.take(Finding, "fail_finding", PREFECTURE, -20, 15, reasons=words.NOT_PUT_RIGHT)


def _rectified(standing: Standing) -> None:
    _order(standing, -27, Aspect.SITE, until=-4)
    _report(standing, -8)


def _late(standing: Standing) -> None:
    """The deadline is over and nothing was reported."""
    _order(standing, -25, Aspect.OTHER, until=-3)


def _closed(standing: Standing) -> None:
    _order(standing, -70, Aspect.PRODUCTION, until=-50)
    _report(standing, -55)
    standing.take(Finding, "close_finding", PREFECTURE, -52, 15, reasons=words.IN_ORDER)
