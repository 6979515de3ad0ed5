"""A workshop of the register on stage: who acts for it, and what is done with its cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongfang.accounts.models import User
from gongfang.cases.models import Case
from gongfang.cases.services import perform
from gongfang.regulation.time_limits import beijing_date
from gongfang.workshops.models import Workshop

from .firms import Firm
from .play import COUNTY, DEPARTMENTS, PREFECTURE, Play, Scene

WORKSHOP = "workshop"
"""Who acts where the workshop itself does: its account, or its county's culture office for one on paper."""


@dataclass(frozen=True)
class Standing:
    """A workshop that was recognised before the story begins, and its key in the register."""

    play: Play
    firm: Firm
    key: int
    holder: User | None = None

    @property
    def workshop(self) -> Workshop:
        """Return its entry as the register has it now."""
        return Workshop.objects.select_related("county", "holder", "operator").get(pk=self.key)

    def latest(self, model: type[Any]) -> Any:
        """Return its case of a kind that was opened last."""
        return model._default_manager.filter(workshop=self.key).order_by("-pk").first()

    def person(self, by: str) -> User:
        """Return who acts: the workshop, the head of an office, or with a star behind it its officer."""
        cast, county = self.play.cast, self.firm.county
        if by == WORKSHOP:
            return self.holder or cast.officer(COUNTY, county)
        return cast.officer(by[:-1], county) if by.endswith("*") else cast.head(by, county)

    def stamp(self, at: datetime) -> dict[str, Any]:
        """Return the date of receipt that comes with a paper; nothing where an account acts."""
        return {} if self.holder else {"received_on": beijing_date(at)}

    def on(self, day: int, hour: int, scene: Scene) -> None:
        """Let something happen on a working day counted from today, some minutes after the hour."""
        self.play.on(day, hour, self.play.seed.randrange(50), scene)

    def take(
        self,
        model: type[Any],
        action: str,
        by: str,
        day: int,
        hour: int,
        *,
        is_stamped: bool = False,
        **given: Any,
    ) -> None:
        """Let somebody take a step on the case of a kind; `given` may hold functions of the instant."""

        def take_it(at: datetime) -> None:
            known = {name: value(at) if callable(value) else value for name, value in given.items()}
            known |= self.stamp(at) if is_stamped else {}
            perform(self.latest(model), action, by=self.person(by), at=at, **known)

        self.on(day, hour, take_it)

    def agree(self, model: type[Case], day: int, reasons: str, departments: Sequence[str] = DEPARTMENTS) -> None:
        """Let departments of the prefecture agree, one after another."""
        for place, department in enumerate(departments):
            by = f"prefecture.{department}"
            self.take(model, "give_opinion", by, day, 10 + 2 * place, agree=True, reasons=reasons)

    def lead(self) -> User:
        """Return the head of the prefecture's culture office."""
        return self.play.cast.head(PREFECTURE)
