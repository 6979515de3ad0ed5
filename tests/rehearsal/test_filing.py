"""The filing that rehearsals start from is lawful, and lacks exactly what is taken out of it."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from gongfang.applications.materials import missing_materials
from gongfang.applications.models import Application
from gongfang.regulation import clauses
from gongfang.regulation.time_limits import BEIJING
from gongfang.rehearsal.document import Rehearsal, RehearsedStep
from gongfang.rehearsal.playing import play
from gongfang.rehearsal.scene import Scene
from gongfang.workshops.models import OperatorKind, Workshop

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 30, 10, tzinfo=BEIJING)


def rehearsal(state: str) -> Rehearsal:
    step = RehearsedStep(line=1, at=AT, do="reach", inputs={"state": state})
    return Rehearsal(path=Path("case.yaml"), title="一", steps=(step,))


def draft() -> Any:
    scene = Scene(rehearsal("submitted"))
    scene.open(at=AT)
    return scene.application


def test_draft_of_a_rehearsal_is_complete() -> None:
    assert missing_materials(draft().pk) == ()


@pytest.mark.parametrize(
    ("clause_id", "taken_out"),
    [
        ("6(一)1", {"address": ""}),
        ("6(一)2", {"protection_statement": ""}),
    ],
)
def test_draft_without_a_statement_lacks_its_set(clause_id: str, taken_out: dict[str, str]) -> None:
    application = draft()
    Application.objects.filter(pk=application.pk).update(**taken_out)
    assert_only_missing(application, clause_id)


@pytest.mark.parametrize(
    ("clause_id", "rows"),
    [("6(一)2", "heritage"), ("6(一)3", "roster"), ("6(一)4", "operations"), ("6(一)5", "files")],
)
def test_draft_without_its_rows_lacks_their_set(clause_id: str, rows: str) -> None:
    application = draft()
    getattr(application, rows).all().delete()
    assert_only_missing(application, clause_id)


def assert_only_missing(application: Any, clause_id: str) -> None:
    (missing,) = missing_materials(application.pk)
    number = clauses.MATERIALS.index(clauses.clause(clause_id)) + 1
    assert missing.startswith(f"第{number}目 ")


def test_workshop_is_recognised_jointly_within_the_prefecture() -> None:
    """Hold what article 2 says a workshop is: of the prefecture, of a body it names, recognised by three."""
    performance = play(rehearsal("recognised"))
    application = Application.objects.get(number=performance.outcomes[0].number)
    workshop = Workshop.objects.get(application_number=application.number)
    assert workshop.county.parent_id == "654200"
    assert workshop.operator.kind in OperatorKind.values
    agreed = application.opinions.filter(stage="confirming", agrees=True, office__division_id="654200")
    assert set(agreed.values_list("department", flat=True)) == {"culture", "hrss", "agriculture"}
