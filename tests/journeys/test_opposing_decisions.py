"""Two opposing decisions at the same moment: one holds, the other is told of a conflict, nothing is torn."""

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from gongfang.cases.models import Case
from gongfang.cases.services import StepConflict, perform
from gongfang.records.models import Record
from gongfang.records.verification import verify
from gongfang.regulation.procedure import StepRefused, WrongState
from gongfang.regulation.time_limits import BEIJING
from gongfang.rehearsal import acting, inputs, reaching
from gongfang.rehearsal.document import Rehearsal, RehearsedStep
from gongfang.rehearsal.scene import Scene

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 6, 30, 10, tzinfo=BEIJING)
Decision = tuple[str, str]
"""The action of a decision and the state it leads to."""


def scene_at(state: str) -> Scene:
    """Return a rehearsal's people and cases with the application in `state`."""
    step = RehearsedStep(line=1, at=AT, do="reach", inputs={"state": state})
    scene = Scene(Rehearsal(path=Path("case.yaml"), title="对立的决定", steps=(step,)))
    acting.open_application(scene, step, begins=reaching.begins(AT))
    reaching.reach(scene, None, state, at=AT)
    scene.end_step(at=AT)
    return scene


def all_agree(scene: Scene, level: str, *, on: str | None = None, at: datetime = AT) -> None:
    for department in ("culture", "hrss", "agriculture"):
        acting.take(scene, "give_opinion", by=f"{level}.{department}", at=at, on=on)
    scene.reload()


def decide_at_once(case: Any, by: Any, actions: list[str], *, sees_version: bool) -> list[BaseException | None]:
    """Take each action in a thread of its own, at the same moment, as two people who saw the same page."""
    barrier = threading.Barrier(len(actions))
    results: list[BaseException | None] = [AssertionError("never ran")] * len(actions)
    seen = {"seen_version": case.version} if sees_version else {}

    def decide(place: int) -> None:
        fields = inputs.complete(actions[place], {}, today=AT.date())
        own = type(case).objects.get(pk=case.pk)
        barrier.wait(timeout=30)
        results[place] = outcome(lambda: perform(own, actions[place], by=by, at=AT, **fields, **seen))
        connection.close()

    threads = [threading.Thread(target=decide, args=(place,)) for place in range(len(actions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def outcome(take: Callable[[], object]) -> BaseException | None:
    try:
        take()
    except BaseException as error:
        return error
    return None


def assert_one_holds(
    case: Any, decisions: list[Decision], results: list[BaseException | None], before: int
) -> None:
    winners = [decision for decision, result in zip(decisions, results, strict=True) if result is None]
    losers = [result for result in results if result is not None]
    assert len(winners) == 1, results
    assert all(isinstance(error, StepConflict | WrongState) for error in losers), losers
    assert all(isinstance(error, StepRefused) and error.reason for error in losers)
    action, state = winners[0]
    assert Case.objects.get(pk=case.pk).state == state
    assert Record.objects.count() == before + 1
    assert Record.objects.latest("seq").action == action
    assert verify(with_files=False).is_sound


@pytest.mark.parametrize("sees_version", [True, False])
@pytest.mark.parametrize(
    ("state", "level", "decisions"),
    [
        ("county_review", "county", [("recommend", "prefecture_review"), ("not_recommend", "not_recommended")]),
        ("prefecture_review", "prefecture", [("refuse", "refused"), ("disqualify", "disqualified")]),
        ("confirming", "prefecture", [("confirm", "recognised"), ("confirm", "recognised")]),
        ("confirming", "prefecture", [("confirm", "recognised"), ("disqualify", "disqualified")]),
    ],
)
def test_one_of_two_decisions_on_an_application_holds(
    state: str, level: str, decisions: list[Decision], sees_version: bool
) -> None:
    scene = scene_at(state)
    all_agree(scene, level)
    before = Record.objects.count()
    lead = scene.cast.head(f"{level}.culture")
    actions = [action for action, _state in decisions]
    results = decide_at_once(scene.application, lead, actions, sees_version=sees_version)
    assert_one_holds(scene.application, decisions, results, before)


@pytest.mark.parametrize("sees_version", [True, False])
def test_one_of_two_decisions_on_an_objection_holds(sees_version: bool) -> None:
    scene = scene_at("public_notice")
    acting.take(scene, "object", at=AT, name="o1")
    all_agree(scene, "prefecture", on="o1")
    before = Record.objects.count()
    decisions = [("uphold_objection", "upheld"), ("dismiss_objection", "dismissed")]
    objection = scene.cases["o1"]
    actions = [action for action, _state in decisions]
    lead = scene.cast.head("prefecture.culture")
    results = decide_at_once(objection, lead, actions, sees_version=sees_version)
    assert_one_holds(objection, decisions, results, before)


@pytest.mark.parametrize("sees_version", [True, False])
@pytest.mark.parametrize(
    ("state", "decisions"),
    [
        ("investigating", [("propose_revocation", "proposed"), ("drop_revocation", "dropped")]),
        ("appealed", [("uphold_appeal", "overturned"), ("revoke", "revoked")]),
    ],
)
def test_one_of_two_decisions_on_a_revocation_holds(
    state: str, decisions: list[Decision], sees_version: bool
) -> None:
    scene = scene_with_a_revocation(state)
    before = Record.objects.count()
    lead = scene.cast.head("prefecture.culture")
    actions = [action for action, _state in decisions]
    results = decide_at_once(scene.cases["c"], lead, actions, sees_version=sees_version)
    assert_one_holds(scene.cases["c"], decisions, results, before)


def scene_with_a_revocation(state: str) -> Scene:
    """Return people and a revocation in `state`, on which the three departments agree."""
    opened, given = AT - timedelta(days=5), {"workshop": {"recognised_on": date(2026, 4, 10)}}
    step = RehearsedStep(line=1, at=opened, do="open_revocation", by="prefecture.culture")
    scene = Scene(Rehearsal(path=Path("case.yaml"), title="对立的决定", given=given, steps=(step,)))
    acting.take(scene, "open_revocation", by="prefecture.culture", at=opened, name="c")
    all_agree(scene, "prefecture", on="c", at=opened)
    if state == "appealed":
        for action, by in (
            ("propose_revocation", "prefecture.culture"),
            ("serve_notice", "prefecture.culture"),
            ("appeal", "applicant"),
        ):
            acting.take(scene, action, by=by, at=opened, on="c")
            scene.reload()
        all_agree(scene, "prefecture", on="c", at=opened)
    return scene


def test_three_departments_may_speak_at_once() -> None:
    scene = scene_at("county_review")
    before = Record.objects.count()
    barrier = threading.Barrier(3)
    results: dict[str, BaseException | None] = {}

    def speak(code: str) -> None:
        own = type(scene.application).objects.get(pk=scene.application.pk)
        barrier.wait(timeout=30)
        head = scene.cast.head(code)
        results[code] = outcome(lambda: perform(own, "give_opinion", by=head, at=AT, agree=True))
        connection.close()

    threads = [
        threading.Thread(target=speak, args=(f"county.{name}",)) for name in ("culture", "hrss", "agriculture")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert list(results.values()) == [None, None, None]
    assert Record.objects.count() == before + 3
    assert verify(with_files=False).is_sound
