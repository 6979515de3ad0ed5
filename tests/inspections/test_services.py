"""Visits: the plan, the report, its signatures, and the step that ends the inspection (article 6(二))."""

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from gongfang.accounts.models import User
from gongfang.applications.models import Application
from gongfang.cases.models import Task
from gongfang.cases.services import StepConflict, perform
from gongfang.inspections import checklist, queries, services
from gongfang.inspections.models import ReportDraft, ReportSignature, Visit, VisitInspector
from gongfang.notifications.models import Message
from gongfang.records.uploads import UploadRefused
from gongfang.regulation.procedure import StepRefused, WrongActor, WrongState
from tests import factories
from tests.factories import TACHENG_CITY, beijing
from tests.inspections.conftest import PLANNED, VISITED, Scene, complete
from tests.workshops.test_photos import picture


def signed(scene: Scene) -> int:
    return queries.inspection_facts(scene.case)["inspectors_signed"]


def photo(name: str = "a.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture().getvalue(), "image/jpeg")


def test_plan_visit_sends_the_inspectors_and_tells_each(scene: Scene) -> None:
    visit = scene.plan()
    sent = {each.user: each.is_accompanying for each in visit.inspectors.all()}
    assert sent == {scene.inspectors[0]: False, scene.inspectors[1]: False, scene.companion: True}
    for person in sent:
        assert Message.objects.filter(user=person, subject=f"实地核查：{scene.case.number}").exists()


def test_a_second_plan_changes_the_open_visit(scene: Scene) -> None:
    first = scene.plan()
    other = factories.officer("prefecture.agriculture")
    second = scene.plan(inspectors=[scene.inspectors[0], other])
    assert second.pk == first.pk
    assert {each.user for each in second.inspectors.all()} == {scene.inspectors[0], other}
    assert second.revision == first.revision + 1


def test_an_inspector_who_has_signed_is_not_replaced(scene: Scene) -> None:
    scene.signed_visit()
    with pytest.raises(StepRefused, match="不能撤换"):
        scene.plan(inspectors=[scene.inspectors[0], factories.officer("prefecture.agriculture")])
    assert signed(scene) == 2


@pytest.mark.parametrize("code", ["prefecture.hrss", "county.culture"])
def test_only_the_lead_office_plans(scene: Scene, code: str) -> None:
    scene.lead = factories.head(code)
    with pytest.raises(WrongActor) as refused:
        scene.plan()
    assert refused.value.clause.id == "6(二)"
    assert not Visit.objects.exists()


def test_one_inspector_of_the_prefecture_is_not_enough(scene: Scene) -> None:
    with pytest.raises(StepRefused, match="不得少于 2 名"):
        scene.plan(inspectors=[scene.inspectors[0], scene.companion])
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    "make", [factories.applicant, factories.expert_user, lambda: factories.officer("county.culture", TACHENG_CITY)]
)
def test_who_is_no_official_of_the_prefecture_or_the_county_is_not_sent(scene: Scene, make: Any) -> None:
    with pytest.raises(StepRefused, match="地区三部门"):
        scene.plan(inspectors=[*scene.inspectors, make()])
    assert not Visit.objects.exists()


def test_a_visit_is_not_planned_for_yesterday(scene: Scene) -> None:
    with pytest.raises(StepRefused, match="不得早于今天"):
        scene.plan(at=beijing("2026-05-23 00:00"))


def test_a_visit_is_planned_for_today_until_midnight_in_beijing(scene: Scene) -> None:
    assert scene.plan(at=beijing("2026-05-22 23:59")).planned_on == date(2026, 5, 22)


def test_a_visit_is_planned_while_the_case_is_inspected_only(scene: Scene) -> None:
    perform(scene.case, "refuse", by=scene.lead, at=PLANNED, reasons="场地不符")
    with pytest.raises(WrongState):
        scene.plan()


def test_a_report_may_be_saved_incomplete_but_not_signed(scene: Scene) -> None:
    visit = scene.report(scene.plan(), findings="", checklist={})
    with pytest.raises(StepRefused, match=f"核查情况；核查清单还有 {len(checklist.CODES)} 项"):
        scene.sign(visit, scene.inspectors[0])
    assert signed(scene) == 0


def test_a_no_without_an_explanation_is_not_an_answer(scene: Scene) -> None:
    answers = dict(complete().checklist) | {"fire": {"answer": "no", "note": " "}}
    visit = scene.report(scene.plan(), checklist=answers)
    with pytest.raises(StepRefused, match="核查清单还有 1 项"):
        scene.sign(visit, scene.inspectors[0])


def test_only_inspectors_of_the_prefecture_write_the_report(scene: Scene) -> None:
    visit = scene.plan()
    for person in (scene.lead, scene.companion, scene.applicant, factories.officer("prefecture.culture")):
        with pytest.raises(WrongActor):
            services.save_report(visit, by=person, at=VISITED, seen_revision=visit.revision, report=complete())
    visit.refresh_from_db()
    assert visit.findings == ""


def test_a_report_is_not_saved_over_a_newer_one(scene: Scene) -> None:
    visit = scene.plan()
    scene.report(visit)
    with pytest.raises(StepConflict):
        scene.report(visit, findings="另一份")
    visit.refresh_from_db()
    assert visit.findings == "现场有十一人在擀毡。"


def test_a_visit_of_tomorrow_is_not_reported_today(scene: Scene) -> None:
    with pytest.raises(StepRefused, match="不得晚于今天"):
        scene.report(scene.plan(), visited_on=VISITED.date() + timedelta(days=1))


def test_saving_the_same_again_keeps_revision_and_signatures(scene: Scene) -> None:
    visit = scene.signed_visit()
    again = scene.report(visit)
    assert again.revision == visit.revision
    assert signed(scene) == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"findings": "改了"},
        {"measured_area_m2": Decimal("59.99")},
        {"conclusion": "mostly"},
        {"visited_on": date(2026, 5, 21)},
        {"checklist": dict(complete().checklist) | {"fire": {"answer": "na", "note": ""}}},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_any_change_leaves_the_signatures_behind(scene: Scene, changes: dict[str, Any]) -> None:
    visit = scene.signed_visit()
    assert signed(scene) == 2
    scene.report(visit, **changes)
    assert signed(scene) == 0
    assert ReportSignature.objects.count() == 2


def test_a_change_that_is_taken_back_does_not_bring_the_signatures_back(scene: Scene) -> None:
    visit = scene.signed_visit()
    scene.report(scene.report(visit, findings="改了"))
    assert signed(scene) == 0


def test_adding_and_removing_a_photograph_leave_the_signatures_behind(scene: Scene) -> None:
    visit = scene.signed_visit()
    added = services.add_photo(visit, by=scene.companion, at=VISITED, upload=photo(), caption="擀毡")
    assert signed(scene) == 0
    visit.refresh_from_db()
    for inspector in scene.inspectors:
        scene.sign(visit, inspector)
    assert signed(scene) == 2
    services.remove_photo(added, by=scene.inspectors[0], at=VISITED)
    assert signed(scene) == 0
    assert added.file.case_id == scene.case.pk


def test_a_photograph_keeps_its_position_and_digest(scene: Scene) -> None:
    position = (Decimal("45.936512"), Decimal("83.604321"))
    added = services.add_photo(
        scene.plan(), by=scene.inspectors[0], at=VISITED, upload=photo(), caption="大门", position=position
    )
    added.file.refresh_from_db()
    assert (added.file.latitude, added.file.longitude) == position
    assert len(added.file.digest) == 64
    assert added.file.section == "visit"


def test_what_is_no_photograph_is_refused(scene: Scene) -> None:
    visit = scene.plan()
    pdf = SimpleUploadedFile("a.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n", "application/pdf")
    with pytest.raises(UploadRefused, match="JPEG 或 PNG"):
        services.add_photo(visit, by=scene.inspectors[0], at=VISITED, upload=pdf, caption="x")
    assert visit.photos.count() == 0


def test_one_signs_once_and_only_the_revision_one_has_seen(scene: Scene) -> None:
    visit = scene.report(scene.plan())
    scene.sign(visit, scene.inspectors[0])
    with pytest.raises(StepRefused, match="已在本稿上签字"):
        scene.sign(visit, scene.inspectors[0])
    scene.report(visit, findings="改了")
    with pytest.raises(StepConflict):
        scene.sign(visit, scene.inspectors[1])
    assert signed(scene) == 0


def test_one_does_not_sign_beside_what_one_has_typed_and_not_saved(scene: Scene) -> None:
    visit = scene.report(scene.plan())
    services.save_draft(visit, by=scene.inspectors[1], at=VISITED, data={"findings": "我要改"})
    with pytest.raises(StepRefused, match="尚未保存"):
        scene.sign(visit, scene.inspectors[1])
    assert not ReportSignature.objects.exists()


@pytest.mark.parametrize("who", ["lead", "applicant"])
def test_who_was_not_sent_does_not_sign(scene: Scene, who: str) -> None:
    visit = scene.report(scene.plan())
    person: User = getattr(scene, who)
    with pytest.raises(WrongActor):
        scene.sign(visit, person)
    assert not ReportSignature.objects.exists()


def test_the_signature_of_a_companion_does_not_count(scene: Scene) -> None:
    visit = scene.report(scene.plan())
    scene.sign(visit, scene.companion)
    scene.sign(visit, scene.inspectors[0])
    assert signed(scene) == 1
    with pytest.raises(StepRefused, match="不少于 2 名"):
        perform(scene.case, "finish_inspection", by=scene.lead, at=VISITED)


def test_finish_inspection_is_refused_without_a_visit(scene: Scene) -> None:
    with pytest.raises(StepRefused, match="现有 0 名") as refused:
        perform(scene.case, "finish_inspection", by=scene.lead, at=VISITED)
    assert refused.value.clause.id == "6(二)"
    assert Application.objects.get(pk=scene.case.pk).state == "inspecting"


def test_finish_inspection_is_refused_to_the_other_departments(scene: Scene) -> None:
    scene.signed_visit()
    with pytest.raises(WrongActor):
        perform(scene.case, "finish_inspection", by=factories.head("prefecture.hrss"), at=VISITED)


def test_finish_inspection_fixes_the_report_in_the_record(scene: Scene) -> None:
    visit = scene.plan()
    added = services.add_photo(visit, by=scene.inspectors[0], at=VISITED, upload=photo(), caption="擀毡")
    visit = scene.report(Visit.objects.get(pk=visit.pk))
    for inspector in (*scene.inspectors, scene.companion):
        scene.sign(visit, inspector)
    record = perform(scene.case, "finish_inspection", by=scene.lead, at=VISITED)
    body = json.loads(record.body)
    assert body["facts"] == {
        "report_digest": visit.digest,
        "report_revision": visit.revision,
        "inspectors": sorted(person.username for person in scene.inspectors),
    }
    assert body["documents"] == [added.file.digest]
    assert Application.objects.get(pk=scene.case.pk).state == "expert_review"


def test_the_recorded_digest_can_be_recomputed_from_the_report(scene: Scene) -> None:
    visit = scene.signed_visit()
    record = perform(scene.case, "finish_inspection", by=scene.lead, at=VISITED)
    kept = Visit.objects.select_related("case").get(pk=visit.pk)
    assert json.loads(record.body)["facts"]["report_digest"] == queries.digest_of(kept)


def test_no_personal_name_and_no_finding_enters_the_record(scene: Scene) -> None:
    scene.signed_visit()
    record = perform(scene.case, "finish_inspection", by=scene.lead, at=VISITED)
    for secret in ("擀毡", *(person.display_name for person in scene.inspectors)):
        assert secret not in record.body


def test_after_the_inspection_the_report_stays_as_it_was_signed(scene: Scene) -> None:
    visit = scene.signed_visit()
    perform(scene.case, "finish_inspection", by=scene.lead, at=VISITED)
    with pytest.raises(WrongState):
        scene.report(visit, findings="事后改动")
    with pytest.raises(WrongState):
        services.add_photo(visit, by=scene.inspectors[0], at=VISITED, upload=photo(), caption="x")
    with pytest.raises(WrongState):
        services.save_draft(visit, by=scene.inspectors[0], at=VISITED, data={})
    visit.refresh_from_db()
    assert (visit.state, visit.finished_at) == ("done", VISITED)
    assert visit.findings == "现场有十一人在擀毡。"


def test_the_lead_office_gets_the_task_with_the_second_signature_and_loses_it_with_a_change(scene: Scene) -> None:
    tasks = Task.objects.filter(case_id=scene.case.pk, action="finish_inspection", is_ready=True)
    visit = scene.report(scene.plan())
    scene.sign(visit, scene.inspectors[0])
    assert not tasks.exists()
    scene.sign(visit, scene.inspectors[1])
    assert tasks.get().office == scene.lead.office
    scene.report(visit, findings="改了")
    assert not tasks.exists()


def test_a_draft_is_kept_for_each_inspector_and_gone_once_saved(scene: Scene) -> None:
    visit = scene.plan()
    for person, text in zip(scene.inspectors, ("甲", "乙"), strict=True):
        services.save_draft(visit, by=person, at=VISITED, data={"findings": text})
    assert {draft.data["findings"] for draft in ReportDraft.objects.all()} == {"甲", "乙"}
    scene.report(visit)
    assert ReportDraft.objects.get().user == scene.inspectors[1]


@pytest.mark.parametrize(
    "values",
    [
        {"measured_area_m2": Decimal(0)},
        {"conclusion": "perfect"},
        {"state": "done"},
        {"finished_at": VISITED},
    ],
)
def test_the_database_refuses_a_visit_that_contradicts_itself(scene: Scene, values: dict[str, Any]) -> None:
    visit = scene.plan()
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(**values)


def test_the_database_refuses_doubles(scene: Scene) -> None:
    visit = scene.signed_visit()
    inspector = visit.inspectors.get(user=scene.inspectors[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        VisitInspector.objects.create(visit=visit, user=inspector.user, office=inspector.office)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportSignature.objects.create(inspector=inspector, revision=visit.revision, digest="x", signed_at=VISITED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.create(
            case=visit.case, planned_on=date(2026, 5, 23), place="x", planned_by=scene.lead, planned_at=PLANNED
        )
