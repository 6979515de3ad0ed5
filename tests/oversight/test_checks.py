"""Checks: visited like an application, with a checklist of their own and without measuring (article 9(三))."""

from decimal import Decimal
from typing import Any

import pytest

from gongfang.cases.models import Task
from gongfang.cases.services import perform
from gongfang.inspections import services as inspections
from gongfang.inspections.models import Visit
from gongfang.inspections.visited import visited_kind
from gongfang.oversight.models import WorkshopCheck
from gongfang.records.models import Record
from gongfang.regulation.procedure import StepRefused, WrongActor, WrongState
from tests.factories import auditor, head, officer

from . import cast

pytestmark = pytest.mark.django_db


def test_a_check_outside_any_plan_is_opened_on_a_workshop() -> None:
    target = cast.workshop()
    case = cast.check(target)
    assert (case.state, case.plan, case.region, case.title) == ("planned", None, target.county, target.name)
    assert {(task.office.code, task.action, task.is_ready) for task in Task.objects.filter(case_id=case.pk)} == {
        ("prefecture.culture", "finish_check", False)
    }


def test_a_workshop_that_is_recognised_no_longer_is_not_checked() -> None:
    target = cast.end_recognition(cast.workshop())
    with pytest.raises(StepRefused, match="不在认定有效期内"):
        cast.check(target)
    assert not WorkshopCheck.objects.exists()


def test_finish_check_rests_on_a_signed_report_without_the_area() -> None:
    case = cast.check()
    visit = cast.visit(case)
    perform(case, "finish_check", by=cast.lead(), at=cast.VISITED)
    facts = cast.recorded(case=case, action="finish_check")
    visit.refresh_from_db()
    assert (case.state, visit.state, facts["report_digest"]) == ("done", "done", visit.digest)


@pytest.mark.parametrize("signatures", [0, 1])
def test_finish_check_is_refused_without_two_signatures(signatures: int) -> None:
    case = cast.check()
    cast.visit(case, signatures=signatures)
    with pytest.raises(StepRefused, match=f"不少于 2 名检查人员签字，现有 {signatures} 名"):
        perform(case, "finish_check", by=cast.lead(), at=cast.VISITED)


def test_finish_check_is_refused_without_a_visit() -> None:
    with pytest.raises(StepRefused, match="现有 0 名"):
        perform(cast.check(), "finish_check", by=cast.lead(), at=cast.VISITED)


def test_an_incomplete_report_is_not_signed_and_an_application_checklist_is_none() -> None:
    case = cast.check()
    with pytest.raises(StepRefused, match="核查清单还有 11 项") as refused:
        cast.visit(case, checklist={})
    assert refused.value.clause.id == "9(三)"
    with pytest.raises(ValueError, match="unknown checks"):
        cast.visit(case, checklist={"utilities": {"answer": "yes", "note": ""}})


def test_the_area_may_be_measured() -> None:
    assert cast.visit(cast.check(), measured_area_m2=Decimal("71.00")).measured_area_m2 == Decimal("71.00")


def test_a_check_that_is_over_is_visited_no_more() -> None:
    case = cast.done()
    with pytest.raises(WrongState, match="不在定期检查阶段"):
        cast.visit(case)
    assert Visit.objects.count() == 1


@pytest.mark.parametrize("by", [lambda: head("prefecture.hrss"), lambda: head("county.culture"), auditor])
@pytest.mark.parametrize("action", ["finish_check", "call_off_check"])
def test_others_do_not_end_a_check(by: Any, action: str) -> None:
    case = cast.check()
    cast.visit(case)
    given = {"reasons": "—"} if action == "call_off_check" else {}
    with pytest.raises(WrongActor):
        perform(case, action, by=by(), at=cast.VISITED, **given)


def test_one_department_alone_may_not_send_too_few() -> None:
    case = cast.check()
    with pytest.raises(StepRefused, match="不得少于 2 名") as refused:
        inspections.plan_visit(
            case,
            by=cast.lead(),
            at=cast.PLANNED,
            planned_on=cast.VISITED.date(),
            place="库甫乡",
            inspectors=[officer("prefecture.culture"), officer("county.culture")],
        )
    assert refused.value.clause.id == "9(三)"


def test_call_off_check_says_why() -> None:
    case = cast.check()
    with pytest.raises(StepRefused, match="理由"):
        perform(case, "call_off_check", by=cast.lead(), at=cast.VISITED, reasons="")
    perform(case, "call_off_check", by=cast.lead(), at=cast.VISITED, reasons="大雪封路")
    assert case.state == "called_off"


def test_a_check_is_called_off_with_the_recognition() -> None:
    target = cast.workshop()
    case = cast.check(target)
    cast.end_recognition(target)
    assert WorkshopCheck.objects.get(pk=case.pk).state == "called_off"
    assert Record.objects.get(case=case, action="drop_check").actor == "SYSTEM"


def test_where_a_check_goes() -> None:
    target = cast.workshop(town="库甫乡", address="1 号")
    visited = visited_kind(cast.check(target))
    assert visited.place_of(cast.check(target)) == "托里县库甫乡1 号"
    assert visited.declared_area_of(cast.check(target)) is None
