"""Whatever step a rehearsal asks for is taken, refused, or said to be none of its own: it never falls over."""

from datetime import date
from pathlib import Path

import pytest
from django.db import transaction

from gongfang.cases.registry import kinds
from gongfang.regulation.procedure import StepRefused
from gongfang.rehearsal import acting
from gongfang.rehearsal.document import Impossible, Rehearsal, RehearsedStep
from gongfang.rehearsal.scene import Scene
from tests.factories import beijing

pytestmark = [pytest.mark.once, pytest.mark.django_db]
AT = beijing("2026-05-06 10:00")
ACTIONS = sorted({action for kind in kinds() for action in kind.procedure.actions})
NEEDS = {
    action: sorted(
        {
            need
            for kind in kinds()
            if action in kind.procedure.actions
            for row in kind.procedure.rows(action)
            for need in row.needs
        }
    )
    for action in ACTIONS
}
"""What the tables ask for with each action."""


@pytest.fixture
def scene() -> Scene:
    """Return a workshop that was recognised last year."""
    given = {"workshop": {"recognised_on": date(2025, 6, 30), "has_account": True}}
    step = RehearsedStep(line=1, at=AT, do="advance")
    return Scene(Rehearsal(path=Path("any.yaml"), title="任意一步", given=given, steps=(step,)))


def outcome(scene: Scene, action: str, **given: str) -> str:
    """Return what comes of an action; whatever it changed is undone."""
    known = dict(scene.cases)
    try:
        with transaction.atomic():
            acting.take(scene, action, at=AT, given=given)
            transaction.set_rollback(True)
    except (StepRefused, Impossible) as refusal:
        return type(refusal).__name__
    finally:
        scene.cases = known
    return "taken"


def test_every_step_that_comes_to_mind_has_an_outcome(scene: Scene) -> None:
    found = {action: {outcome(scene, action)} for action in ACTIONS}
    for action, needs in NEEDS.items():
        found[action] |= {outcome(scene, action, **{need: ""}) for need in needs}
    assert found["enquire"] == {"Impossible"}
    assert "taken" in found["open_revocation"]
    assert set().union(*found.values()) == {"taken", "StepRefused", "Impossible"}
