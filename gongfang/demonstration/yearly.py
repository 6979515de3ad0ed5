"""Annual filings in every state, and the logs of activities they are made of (articles 7(四) and 9(一))."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from gongfang.applications.models import RosterKind, WorkMode
from gongfang.cases.services import perform
from gongfang.filings import activities, keeping, services
from gongfang.filings.models import Activity, ActivityKind, AnnualFiling, Registration, Worker
from gongfang.filings.parts import SLOT_BY_NAME
from gongfang.filings.queries import reportable
from gongfang.regulation.annual_filing import State
from gongfang.regulation.time_limits import beijing_date

from . import later_words as words
from .days import STORY_BEGINS
from .documents import pdf_upload, photo_upload
from .people import MARK, person
from .play import COUNTY, Play
from .standing import WORKSHOP, Standing

_NEVER = ("idle", "not put right", "inquired into", "proposed", "late", "accident", "surrendered")
"""Those that do not file: the year's end finds some of them."""
_EARLY = ("cleared", "appeal upheld", "moved", "renamed", "withdrew", "refused", "put right", "asks for a change")
_FILED = {"assessed": -4, "rectified": -3, "rectifying": -2}
_RETURNED = {"to be notified": -9, "appealed": -8}
_APPLICANT, _BEGINS = "of the applicant", -3
_LATELY = {**_FILED, **_RETURNED, _APPLICANT: _BEGINS}
"""Those that are at it now, and since which working day."""
_SILENT = ("idle", "notified", "inquired into")
"""Those of which no activity is known."""
_SHARING = ("moved", "cleared")
"""Those who both name the same person: matching rosters finds it."""
_KINDS = tuple(ActivityKind)


def tell(play: Play) -> None:
    """Schedule the logs and the filings of the year, and of the last one where a year ends in the story."""
    for place, (name, standing) in enumerate(play.standing.items()):
        if name not in _SILENT:
            _log(standing, -118 + place, times=7 if name == _APPLICANT else 2)
    _early(play)
    for name, day in {**_FILED, **_RETURNED}.items():
        _file(play.standing[name], day)
    for name, day in _RETURNED.items():
        _answer(play.standing[name], "return_filing", day + 3, missing=words.RETURNED)
    play.standing[_APPLICANT].on(_BEGINS, 10, lambda at: _begin(play.standing[_APPLICANT], at))


def _early(play: Play) -> None:
    """Let some file long ago; where the story crosses a year's end, most file for the year that ended."""
    last = _last_day_of_first_year(play)
    busy = {*_NEVER, *(name for name, day in _LATELY.items() if day <= last)}
    names = _EARLY if last == 0 else [name for name in play.standing if name not in busy]
    for place, name in enumerate(names):
        day = max(min(-84 + 3 * place, last - 2 - place % 6), STORY_BEGINS + 6)
        if day <= last:
            _file(play.standing[name], day)
            _answer(play.standing[name], "accept_filing", day + 2)


def _last_day_of_first_year(play: Play) -> int:
    """Return the last working day of the year in which the story begins, 0 where it ends in the same year."""
    first = play.days.day(STORY_BEGINS).year
    return next(day for day in range(0, STORY_BEGINS - 1, -1) if play.days.day(day).year == first)


def _file(standing: Standing, day: int) -> None:
    def file_it(at: datetime) -> None:
        filing = standing.latest(AnnualFiling)
        if filing is None or filing.state != State.OWED:
            return
        _fill(standing, filing, at)
        by, said = standing.person(WORKSHOP), standing.stamp(at)
        if said:
            scan = pdf_upload("年度报备表扫描件（演示）", "仅用于说明材料的样式。")
            keeping.FILING.add_file(filing, slot=SLOT_BY_NAME["filing_paper"], upload=scan, by=by, at=at)
        services.file(filing, by=by, at=at, truth_declared=True, **said)
        standing.play.cases[_of(standing)] = filing

    standing.on(day, 11, file_it)


def _of(standing: Standing) -> str:
    return f"filing of {standing.key}"


def _answer(standing: Standing, action: str, day: int, **given: Any) -> None:
    """Let the county answer what was filed last, which need not be the filing of the year that runs."""

    def answer(at: datetime) -> None:
        perform(standing.play.cases[_of(standing)], action, by=standing.person(f"{COUNTY}*"), at=at, **given)

    standing.on(day, 15, answer)


def _fill(standing: Standing, filing: AnnualFiling, at: datetime) -> None:
    by, seed = standing.person(WORKSHOP), standing.play.seed
    parts: dict[str, dict[str, Any]] = {
        "registration": {"registration": Registration.UNCHANGED},
        "operations": _figures(seed),
        "protection": {"protection_statement": words.protection(standing.firm)},
    }
    if not reportable(filing).exists():
        parts["activities"] = {"has_no_activities": True}
    for part, changes in parts.items():
        keeping.FILING.save_step(filing, step=part, by=by, changes=changes, seen_revision=0)
    Worker.objects.bulk_create(_workers(standing, filing, at))


def _figures(seed: Random) -> dict[str, Any]:
    output = seed.randrange(40, 220)
    online = output * seed.randrange(15, 45) // 100
    received = seed.choice((0, 5, 8))
    return {
        "output_value": Decimal(output),
        "sales_online": Decimal(online),
        "sales_offline": Decimal(output - online - 3),
        "profit": Decimal(output * 13 // 100),
        "operations_statement": words.OPERATIONS,
        "subsidies_received": Decimal(received),
        "subsidies_spent": Decimal(received),
        "subsidies_remaining": Decimal(0),
        "subsidies_use": words.SUBSIDIES if received else "",
    }


def _workers(standing: Standing, filing: AnnualFiling, at: datetime) -> list[Worker]:
    seed, today = standing.play.seed, beijing_date(at)
    if filing.roster.exists():
        return []
    kinds = [RosterKind.POVERTY, RosterKind.POVERTY, RosterKind.MONITORED, RosterKind.OTHER]
    people = [person(seed, standing.firm.county) for _ in range(seed.randrange(4, 8))]
    if standing.key in {standing.play.standing[name].key for name in _SHARING}:
        people.insert(0, person(Random("shared"), standing.firm.county[:4] + "01"))
    unique = {each.id_number: each for each in people}.values()
    return [
        Worker(
            filing=filing,
            added_at=at + timedelta(seconds=place),
            name=each.name + MARK,
            id_number=each.id_number,
            kind=kinds[place % len(kinds)],
            mode=seed.choice(WorkMode.values),
            monthly_pay=Decimal(seed.randrange(15, 40) * 100),
            since=today - timedelta(days=seed.randrange(150, 1300)),
        )
        for place, each in enumerate(unique)
    ]


def _begin(standing: Standing, at: datetime) -> None:
    """Let the applicant begin a filing: the registration and the figures, the rest is still to be done."""
    filing, by = standing.latest(AnnualFiling), standing.person(WORKSHOP)
    for part, changes in (
        ("registration", {"registration": Registration.UNCHANGED}),
        ("operations", {"output_value": Decimal(86), "sales_online": Decimal(21)}),
    ):
        keeping.FILING.save_step(filing, step=part, by=by, changes=changes, seen_revision=0)


def _log(standing: Standing, first: int, *, times: int) -> None:
    """Let a workshop write down what it did, over the months; the applicant's own with photographs."""
    is_rich = times > 2
    for turn in range(times):
        day = first + turn * (95 // times)
        standing.on(day, 18, lambda at, turn=turn: _write(standing, at, turn, has_photo=is_rich))  # type: ignore[misc]


def _write(standing: Standing, at: datetime, turn: int, *, has_photo: bool) -> None:
    workshop = standing.workshop
    if not workshop.holds_recognition:
        return
    seed, short = standing.play.seed, standing.firm.craft.short
    kind = _KINDS[(turn + standing.key) % len(_KINDS)]
    activity = Activity(
        kind=kind,
        held_on=_held_on(at, seed),
        title=words.ACTIVITIES[kind].format(craft=short),
        place=standing.firm.town,
        participants=seed.randrange(9, 48),
        note=words.ACTIVITY_NOTE,
    )
    files: Sequence[Any] = [photo_upload(f"{short}活动现场（演示）", short, turn % 6)] if has_photo else []
    activities.log_activity(activity, workshop=workshop, by=standing.person(WORKSHOP), at=at, files=files)


def _held_on(at: datetime, seed: Random) -> date:
    return beijing_date(at) - timedelta(days=seed.randrange(0, 4))
