"""The whole life of a workshop at random: what it owes, what is found, what is decided, and applying anew."""

import os
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule, run_state_machine_as_test

from gongfang.regulation import clauses
from gongfang.regulation.time_limits import BEIJING
from gongfang.rehearsal import filing, reaching
from gongfang.rehearsal.document import Rehearsal, RehearsedStep
from gongfang.rehearsal.scene import Scene
from gongfang.workshops.models import Workshop, WorkshopStatus

from . import promises_of_life
from .walking import RandomWalk, of_walks

LIVES = int(os.environ.get("GONGFANG_WALKS", "6"))
START = datetime(2026, 5, 6, 9, tzinfo=BEIJING)
BEGINNINGS = {
    "open_revocation": lambda data: {"grounds": data.draw(st.lists(grounds, min_size=1, max_size=2, unique=True))},
    "request_change": lambda data: {},
    "note_finding": lambda data: {},
}
GOALS = (
    ("annual_filing", "accepted"),
    ("annual_filing", "returned"),
    ("evaluation", "passed"),
    ("evaluation", "failed"),
    ("finding", "closed"),
    ("finding", "failed"),
    ("change", "confirmed"),
    ("revocation", "served"),
    ("revocation", "revoked"),
    ("revocation", "revoked"),
    ("revocation", "overturned"),
)
grounds = st.sampled_from([clause.id for clause in clauses.GROUNDS])


class Life(RandomWalk):
    """One recognised workshop, with or without an account, over years."""

    promises: ClassVar[Callable[[datetime], None]] = staticmethod(promises_of_life.hold)

    @initialize(has_account=st.booleans(), is_served_electronically=st.booleans())
    def open(self, has_account: bool, is_served_electronically: bool) -> None:
        """Begin with a workshop that was recognised last year."""
        given = {
            "recognised_on": date(2025, 6, 30),
            "has_account": has_account,
            "agrees_to_electronic_service": is_served_electronically and has_account,
        }
        step = RehearsedStep(line=1, at=START, do="advance")
        rehearsal = Rehearsal(path=Path("life.yaml"), title="工坊一生", given={"workshop": given}, steps=(step,))
        self.begin_walk(lambda: Scene(rehearsal), START)
        self.advance(1)

    @rule(action=st.sampled_from(sorted(BEGINNINGS)), data=st.data())
    def begin(self, action: str, data: st.DataObject) -> None:
        """Open a case on the workshop."""
        self._take(action, None, BEGINNINGS[action](data), None)

    @rule(days=st.sampled_from([1, 8, 25, 120, 300]))
    def let_time_pass(self, days: int) -> None:
        self.advance(24 * days)

    @rule(goal=st.sampled_from(GOALS), days=st.integers(1, 60))
    def go_on_lawfully(self, goal: tuple[str, str], days: int) -> None:
        """Take every step on the way of the last case of a kind to a state, if there is such a case."""
        kind, state = goal
        if self.scene.only(kind) is None:
            return
        self.scene.now, self.scene.has_begun = self.at, True
        self.at += timedelta(days=days)
        self._attempt(lambda: reaching.reach(self.scene, kind, state, at=self.at))

    @precondition(lambda self: Workshop.objects.filter(status=WorkshopStatus.REVOKED).exists())
    @rule()
    def apply_anew(self) -> None:
        """Let the same operator apply again: lawful only while nothing bans it."""
        self._attempt(self._apply)

    def _apply(self) -> None:
        again = filing.draft(self.scene, at=self.at)
        self.scene.add(again, f"again {again.number}")
        self._take("submit", "applicant", {}, f"again {again.number}")


@pytest.mark.django_db
def test_promises_hold_over_any_life() -> None:
    run_state_machine_as_test(Life, settings=of_walks(LIVES))
