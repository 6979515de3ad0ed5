"""Random lawful and unlawful steps on the real services: whatever happens, what the law promises holds.

GONGFANG_WALKS sets how many walks are tried; a failing walk is printed as the steps to repeat it.
"""

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test

from gongfang.panels.models import Relation
from gongfang.regulation.time_limits import BEIJING
from gongfang.rehearsal import filing, reaching
from gongfang.rehearsal.document import Rehearsal, RehearsedStep
from gongfang.rehearsal.scene import Scene

from .walking import INPUTS, RandomWalk, of_walks

WALKS = int(os.environ.get("GONGFANG_WALKS", "6"))
START = datetime(2026, 5, 6, 9, tzinfo=BEIJING)
MILESTONES = ("county_review", "expert_review", "proposed", "public_notice", "confirming", "recognised")
STARTS = (
    ("public_notice", "object"),
    ("expert_review", "announce_draw"),
    ("confirming", ""),
    ("county_review", ""),
    ("inspecting", ""),
    ("submitted", ""),
)


class Walk(RandomWalk):
    """One application with its panels and objections."""

    @initialize(start=st.sampled_from(STARTS))
    def open(self, start: tuple[str, str]) -> None:
        """Open the application and go on lawfully to a milestone: `start` is a state, and what begins there."""
        step = RehearsedStep(line=1, at=START, do="submit")
        self.begin_walk(lambda: Scene(Rehearsal(path=Path("walk.yaml"), title="漫步", steps=(step,))), START)
        self._give_interests()
        self.scene.open(at=START)
        state, begins = start
        self._reach(state, days=20)
        if begins:
            self._take(begins, None, {}, None)

    def _give_interests(self) -> None:
        """Let two experts work for the operator and one be bound to it: none may ever sit."""
        for expert in self.scene.experts[:2]:
            expert.employer = filing.OPERATOR["name"]
            expert.save()
        Relation.objects.create(
            expert=self.scene.experts[2], kind="credit_code", value=filing.OPERATOR["credit_code"]
        )

    @rule(action=st.sampled_from(["announce_draw", "object"]), data=st.data())
    def begin(self, action: str, data: st.DataObject) -> None:
        """Announce another draw, or object."""
        self.at += timedelta(hours=1)
        self._take(action, None, data.draw(INPUTS[action]), None)

    @rule(state=st.sampled_from(MILESTONES), days=st.integers(1, 30))
    def go_on_lawfully(self, state: str, days: int) -> None:
        """Take every step on the way to a milestone."""
        self._reach(state, days=days)

    def _reach(self, state: str, *, days: int) -> None:
        self.scene.now, self.scene.has_begun = self.at, True
        self.at += timedelta(days=days)
        self._attempt(lambda: reaching.reach(self.scene, None, state, at=self.at))

    @rule(hours=st.sampled_from([1, 24, 3 * 24, 9 * 24]))
    def let_time_pass(self, hours: int) -> None:
        self.advance(hours)


@pytest.mark.django_db
def test_promises_hold_on_any_walk() -> None:
    run_state_machine_as_test(Walk, settings=of_walks(WALKS))
