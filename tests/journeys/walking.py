"""Walking at random: steps that are open, steps that come to mind, and what must hold after each of them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from gongfang.cases.facts import facts_of
from gongfang.cases.registry import kinds
from gongfang.records.verification import verify
from gongfang.regulation.procedure import Actor, Facts, StepRefused, available_actions
from gongfang.rehearsal import acting
from gongfang.rehearsal.document import Impossible, RehearsedStep
from gongfang.rehearsal.scene import Scene

from . import promises

ACTIONS = sorted({action for kind in kinds() for action in kind.procedure.actions})
ACTORS = [actor.value for actor in Actor]

APPEAL = ("real_name", "contact", "reasons", "evidence")
"""What an appeal says: the elements that the table asks for are what it does not leave empty."""
INPUTS: Mapping[str, st.SearchStrategy[dict[str, Any]]] = {
    "give_opinion": st.fixed_dictionaries({"agree": st.sampled_from([True, True, True, False])}),
    "finish_inspection": st.fixed_dictionaries({"signatures": st.integers(0, 3)}),
    "declare": st.fixed_dictionaries({"is_clear": st.sampled_from([True, True, True, False])}),
    "decide_recusal": st.fixed_dictionaries({"is_granted": st.booleans()}),
    "score": st.fixed_dictionaries({"total": st.sampled_from([30, 80, 90, 100])}),
    "sign_minutes": st.fixed_dictionaries({"agrees": st.sampled_from([True, True, False])}),
    "announce_draw": st.fixed_dictionaries({"size": st.sampled_from([5, 5, 7, 6, 3])}),
    "object": st.fixed_dictionaries({}, optional={"real_name": st.just(""), "evidence": st.just("")}),
    "appeal": st.sampled_from([{}, {}, {}, {"reasons": ""}, dict.fromkeys(APPEAL, "")]),
}
ALWAYS_GIVEN = frozenset({"agree", "received_on", "plaque_date", "public_value_source"})
"""What a form cannot leave out, or the service fills in."""


def blanks(action: str) -> st.SearchStrategy[dict[str, Any]]:
    """Leave out nothing, or one thing that the table asks for."""
    procedures = [kind.procedure for kind in kinds() if action in kind.procedure.actions]
    needs = {need for procedure in procedures for row in procedure.rows(action) for need in row.needs}
    return st.sampled_from([{}, *({need: ""} for need in sorted(needs - ALWAYS_GIVEN))])


class RandomWalk(RuleBasedStateMachine):
    """Cases walked at random in a transaction that is rolled back; `begin_walk` sets the scene."""

    promises: ClassVar[Callable[[datetime], None]] = staticmethod(promises.hold)
    scene: Scene
    at: datetime

    def begin_walk(self, scene: Callable[[], Scene], at: datetime) -> None:
        """Open the transaction and set the scene in it."""
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.at = at
        self.scene = scene()

    @rule(data=st.data(), steps=st.integers(1, 6))
    def take_open_steps(self, data: st.DataObject, steps: int) -> None:
        """Take steps that the table offers somebody; the law may still refuse what he fills in."""
        for _ in range(steps):
            self.at += timedelta(minutes=20)
            options = self._open_steps()
            if options:
                name, action, actor = data.draw(st.sampled_from(options))
                self._take(action, actor, data.draw(INPUTS.get(action, st.just({}))), name)
                self.promises(self.at)

    def _open_steps(self) -> list[tuple[str, str, str]]:
        """Return (case, action, actor) of what is open, the expected steps four times over."""
        found = [
            (name, available.step, actor.value)
            for name, case in sorted(self.scene.cases.items())
            for actor, facts in self._facts_for_each(case)
            for available in available_actions(case.procedure, facts)
            if available.is_open
        ]
        return [
            (name, step.action, actor) for name, step, actor in found for _ in range(4 if step.is_expected else 1)
        ]

    def _facts_for_each(self, case: Any) -> Iterator[tuple[Actor, Facts]]:
        """Yield what each actor is told of a case: read once, for it does not differ with who asks."""
        facts = facts_of(case, actor=Actor.SYSTEM, at=self.at)
        yield from ((actor, replace(facts, actor=actor)) for actor in Actor)

    @rule(data=st.data(), action=st.sampled_from(ACTIONS), actor=st.sampled_from(ACTORS))
    def try_any_step(self, data: st.DataObject, action: str, actor: str) -> None:
        """Try whatever comes to mind, by whomever, with whatever left out."""
        self.at += timedelta(seconds=1)
        name = data.draw(st.sampled_from(sorted(self.scene.cases)))
        self._take(action, actor, data.draw(INPUTS.get(action, blanks(action))), name)

    def _take(self, action: str, actor: str | None, given: dict[str, Any], name: str | None) -> None:
        self._attempt(lambda: acting.take(self.scene, action, by=actor, at=self.at, given=given, on=name))

    def _attempt(self, take: Any) -> None:
        """Take a step, or show that its refusal has changed nothing."""
        before = promises.all_rows()
        try:
            with transaction.atomic():
                take()
        except (StepRefused, Impossible):
            assert promises.all_rows() == before
        finally:
            self.scene.reload()

    @invariant()
    def promises_hold(self) -> None:
        self.promises(self.at)

    def teardown(self) -> None:
        try:
            assert verify(with_files=False).is_sound
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    def advance(self, hours: int) -> None:
        """Let time pass, and do what the law does by itself."""
        self.at += timedelta(hours=hours)
        acting.act(self.scene, RehearsedStep(line=1, at=self.at, do="advance"))
        self.scene.end_step(at=self.at)


def of_walks(number: int) -> settings:
    """Return the settings under which so many walks are tried."""
    return settings(
        max_examples=number,
        stateful_step_count=25 if number < 50 else 60,
        deadline=None,
        database=None,
        phases=(Phase.generate,),  # a walk is short enough to read; shrinking one takes minutes
        suppress_health_check=list(HealthCheck),
    )
