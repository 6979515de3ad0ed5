"""The play itself: people, days, cases by name, and what happens when. Everything goes through the services."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from gongfang.accounts.models import Division, User
from gongfang.applications import filing
from gongfang.applications.models import Application, Round
from gongfang.cases import drafts
from gongfang.cases.services import perform
from gongfang.regulation.procedure import Actor

from . import filings, words
from .cast import Cast
from .days import Days
from .filings import COMPLETE, Gaps
from .firms import Firm, Founder

if TYPE_CHECKING:
    from .standing import Standing

Scene = Callable[[datetime], None]
COUNTY, PREFECTURE = "county.culture", "prefecture.culture"
DEPARTMENTS = ("culture", "hrss", "agriculture")
TACHENG, TUOLI = "654201", "654224"


@dataclass
class Entrant:
    """A workshop that applies: its firm, whose account holds the filing (nobody's on paper), and its case."""

    firm: Firm
    round: str
    holder: User | None
    case: Any = None


class Play:
    """What will happen, collected first and then played in order of time, so that the record reads like life."""

    def __init__(self, *, at: datetime, seed: random.Random) -> None:
        self.at, self.seed, self.days = at, seed, Days(at)
        self.cast = Cast(at=self.days.instant(-130, 9), seed=seed)
        self.founder = Founder(seed)
        self.rounds: dict[str, Round] = {}
        self.entrants: dict[str, Entrant] = {}
        self.cases: dict[str, Any] = {}
        self.standing: dict[str, Standing] = {}
        self._scenes: list[tuple[datetime, int, Scene]] = []
        self._next_applicant = 1

    def schedule(self, when: datetime, scene: Scene) -> None:
        """Let something happen at an instant."""
        self._scenes.append((when, len(self._scenes), scene))

    def on(self, day: int, hour: int, minute: int, scene: Scene) -> None:
        """Let something happen on a working day counted from today, at a Beijing time."""
        self.schedule(self.days.instant(day, hour, minute), scene)

    def perform(self, progress: Callable[[int], None]) -> None:
        """Play everything in order of time; `progress` is told how many scenes are done."""
        scenes = sorted(self._scenes, key=lambda scene: scene[:2])
        for number, (when, _place, scene) in enumerate(scenes, start=1):
            scene(when)
            progress(number)

    def enter(
        self, name: str, county: str, round_name: str, *, craft: str = "", holder: User | None = None
    ) -> None:
        """Bring a workshop on stage under a name; without a holder it has an account of its own."""
        self.entrants[name] = Entrant(
            self.founder.found(county, craft), round_name, holder or self._another_applicant()
        )

    def _another_applicant(self) -> User:
        applicant = self.cast.applicants[self._next_applicant]
        self._next_applicant += 1
        return applicant

    def case(self, name: str) -> Any:
        """Return a case by its name: an entrant's application, an objection or a panel."""
        entrant = self.entrants.get(name)
        return entrant.case if entrant else self.cases[name]

    def draft(self, name: str, day: int, gaps: Gaps = COMPLETE) -> None:
        """Let an entrant open and fill in a draft."""

        def open_and_fill(at: datetime) -> None:
            entrant = self.entrants[name]
            region = Division.objects.get(code=entrant.firm.county)
            assert entrant.holder is not None  # filings on paper are opened by the county
            opened = filing.open_draft(
                holder=entrant.holder,
                region=region,
                round=self.rounds[entrant.round],
                title=entrant.firm.name,
                at=at,
            )
            self._fill(entrant, opened, by=entrant.holder, at=at, gaps=gaps)

        self.on(day, 9, self.seed.randrange(60), open_and_fill)

    def paper_draft(self, name: str, day: int) -> None:
        """Let the county open the draft of a filing that was handed in on paper."""

        def open_and_fill(at: datetime) -> None:
            entrant = self.entrants[name]
            entrant.holder = None
            officer = self.cast.officer(COUNTY, entrant.firm.county)
            opened = filing.open_paper_draft(
                by=officer,
                round=self.rounds[entrant.round],
                title=entrant.firm.name,
                received_on=self.days.day(day),
                at=at,
            )
            self._fill(entrant, opened, by=officer, at=at, gaps=COMPLETE)

        self.on(day, 9, self.seed.randrange(60), open_and_fill)

    def _fill(self, entrant: Entrant, opened: Application, *, by: User, at: datetime, gaps: Gaps) -> None:
        filings.fill(opened, entrant.firm, by=by, at=at, seed=self.seed, gaps=gaps)
        entrant.case = opened

    def take(self, name: str, action: str, by: str, day: int, hour: int, **fields: Any) -> None:
        """Let somebody take a step on a case: `by` is an office's head, the applicant, PUBLIC or SYSTEM."""

        def take_it(at: datetime) -> None:
            perform(self.case(name), action, by=self.actor(name, by), at=at, **fields)

        self.on(day, hour, self.seed.randrange(60), take_it)

    def actor(self, name: str, by: str) -> User | Actor:
        """Return who acts as `by` on a case."""
        if "." in by:
            return self.cast.head(by, self._county(name))
        holder = self.entrants[name].holder if by == Actor.APPLICANT else None
        return holder or Actor(by)

    def _county(self, name: str) -> str:
        return self.entrants[name].firm.county if name in self.entrants else ""

    def opinions(self, name: str, level: str, day: int, departments: tuple[str, ...] = DEPARTMENTS) -> None:
        """Let departments of a level agree, each in its own words."""
        for place, department in enumerate(departments):
            reasons = self.seed.choice(words.AGREEMENTS[department])
            self.take(
                name, "give_opinion", f"{level}.{department}", day, 11 + 2 * place, agree=True, reasons=reasons
            )

    def disagreement(self, name: str, level: str, day: int, department: str) -> None:
        """Let a department disagree."""
        reasons = words.DISAGREEMENTS[department]
        self.take(name, "give_opinion", f"{level}.{department}", day, 15, agree=False, reasons=reasons)

    def prepare(self, name: str, action: str, office: str, day: int, **data: str) -> None:
        """Let an officer prepare a step for the head's signature."""

        def prepare_it(at: datetime) -> None:
            officer = self.cast.officer(office, self._county(name))
            drafts.prepare(case=self.case(name), action=action, by=officer, data=data, at=at)

        self.on(day, 16, self.seed.randrange(60), prepare_it)

    def lapse_after(self, name: str, action: str, last_day: int) -> None:
        """Let the law take a step by itself once the last day of a time limit has ended."""

        def take_it(at: datetime) -> None:
            perform(self.case(name), action, by=Actor.SYSTEM, at=at)

        self.schedule(self.days.after_midnight(last_day), take_it)


def minutes_later(at: datetime, minutes: int) -> datetime:
    """Return an instant some minutes after another."""
    return at + timedelta(minutes=minutes)
