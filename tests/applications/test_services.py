"""The steps of recognition through their services: success, each refusal, each wrong role (articles 5 and 6)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongfang.applications.models import Application
from gongfang.applications.services import MissingItem
from gongfang.cases.advance import advance
from gongfang.cases.models import RunningLimit
from gongfang.cases.services import StepConflict, perform
from gongfang.records.models import Record, Statement
from gongfang.regulation.procedure import StepRefused, WrongActor, WrongState
from gongfang.regulation.recognition import State
from gongfang.workshops import services as workshops
from gongfang.workshops.models import Workshop, WorkshopStatus
from tests import factories as people
from tests.applications import factories as made
from tests.applications import specimen
from tests.applications.factories import AT, COUNTY
from tests.factories import TACHENG_CITY

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=6)
PREFECTURE = "prefecture.culture"


def state_of(application: Application) -> str:
    return Application.objects.get(pk=application.pk).state


def refused(application: Application, action: str, **call: Any) -> StepRefused:
    """Take a step that must be refused, and check that nothing has changed."""
    before = Application.objects.values().get(pk=application.pk)
    count = Record.objects.count()
    with pytest.raises(StepRefused) as refusal:
        perform(application, action, at=call.pop("at", LATER), **call)
    assert Application.objects.values().get(pk=application.pk) == before
    assert Record.objects.count() == count
    return refusal.value


def pdf(name: str = "佐证.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, specimen.PDF, content_type="application/pdf")


# submit


def test_submit_files_the_application_and_fixes_its_files() -> None:
    application = made.draft()
    record = perform(application, "submit", by=application.holder, at=AT)
    assert state_of(application) == State.SUBMITTED
    assert Application.objects.get(pk=application.pk).filed_at == AT
    assert len(record.body.split('"documents":["')[1].split('"')[0]) == 64


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("workshop", "第1目"),
        ("heritage", "第2目"),
        ("employment", "第3目"),
        ("operations", "第4目"),
        ("evidence", "第5目"),
    ],
)
def test_submit_without_a_material_set_is_refused(step: str, words: str) -> None:
    application = made.draft(missing=(step,))
    refusal = refused(application, "submit", by=application.holder)
    assert words in refusal.reason
    assert refusal.clause.id == "6(一)"


def test_submit_without_a_roster_needs_a_declaration_that_there_is_none() -> None:
    application = made.draft(poverty_workers=0)
    Application.objects.filter(pk=application.pk).update(has_no_roster=False)
    assert "就业人员名单" in refused(application, "submit", by=application.holder).reason


def test_a_workplace_may_file_without_a_credit_code_and_a_company_may_not() -> None:
    workplace = made.draft(credit_code="", operator_kind="workplace")
    perform(workplace, "submit", by=workplace.holder, at=AT)
    company = made.draft(credit_code="", operator_kind="company")
    assert "统一社会信用代码" in refused(company, "submit", by=company.holder).reason


def test_submit_without_the_declaration_of_truth_is_refused_and_with_it_taken() -> None:
    application = made.draft()
    Application.objects.filter(pk=application.pk).update(truth_declared_at=None)
    assert "承诺" in refused(application, "submit", by=application.holder).reason
    perform(application, "submit", by=application.holder, at=LATER, truth_declared=True)
    assert Application.objects.get(pk=application.pk).truth_declared_at == LATER


def test_a_refused_submission_declares_nothing() -> None:
    application = made.draft(missing=("operations",))
    Application.objects.filter(pk=application.pk).update(truth_declared_at=None)
    refused(application, "submit", by=application.holder, truth_declared=True)


@pytest.mark.parametrize(("offset", "is_open"), [(-timedelta(microseconds=1), True), (timedelta(), False)])
def test_round_closes_at_its_last_instant(offset: timedelta, is_open: bool) -> None:
    application = made.draft()
    at = application.round.closes_at + offset
    if is_open:
        perform(application, "submit", by=application.holder, at=at)
        assert state_of(application) == State.SUBMITTED
    else:
        assert "批次" in refused(application, "submit", by=application.holder, at=at).reason


def test_a_failed_condition_of_article_4_does_not_block() -> None:
    application = made.draft(site_area=20, trainings=0, practitioners=1, welfare_activities=0)
    perform(application, "submit", by=application.holder, at=AT)
    assert state_of(application) == State.SUBMITTED


def test_submit_by_another_applicant_is_refused() -> None:
    application = made.draft()
    assert isinstance(refused(application, "submit", by=people.applicant()), WrongActor)


def revoked_workshop(*, credit_code: str, id_index: str, revoked_on: date) -> None:
    workshop = workshops.recognise(
        application_number="",
        county=people.division(),
        name="旧工坊",
        operator_name="旧主体",
        operator_kind="company",
        credit_code=credit_code,
        responsible_id_index=id_index,
        items=[workshops.ReliedItem(name="花毡", category="crafts")],
        category="crafts",
        document_number="塔地文旅〔2024〕1号",
        recognised_on=date(2024, 1, 10),
        batch="",
        at=AT,
    )
    workshops.set_status(
        workshop=workshop, status=WorkshopStatus.REVOKED, on=revoked_on, at=AT, document_number="1"
    )


@pytest.mark.parametrize("follows", ["credit_code", "person"])
def test_ban_follows_the_code_and_the_person(follows: str) -> None:
    application = made.draft()
    index = application.people.get().id_index
    revoked_workshop(
        credit_code=application.credit_code if follows == "credit_code" else "",
        id_index=index if follows == "person" else "",
        revoked_on=date(2026, 4, 20),
    )
    refusal = refused(application, "submit", by=application.holder)
    assert "2029-04-20" in refusal.reason
    assert refusal.clause.id == "10"


def test_ban_is_over_on_the_same_day_three_years_later() -> None:
    free = people.beijing("2029-04-20 00:00")
    banned, released = (made.draft(at=free - timedelta(days=1)) for _ in range(2))
    revoked_workshop(credit_code=banned.credit_code, id_index="", revoked_on=date(2026, 4, 20))
    refused(banned, "submit", by=banned.holder, at=free - timedelta(microseconds=1))
    perform(released, "submit", by=released.holder, at=free)
    assert state_of(released) == State.SUBMITTED


# corrections


def test_request_correction_lists_everything_and_starts_the_period() -> None:
    application = made.submitted()
    missing = [MissingItem(1, "营业执照复印件"), MissingItem(4, "纳税证明")]
    perform(application, "request_correction", by=people.head(COUNTY), at=AT, missing=missing)
    assert state_of(application) == State.CORRECTING
    assert list(application.correction_items.values_list("material_set", "note")) == [
        (1, "营业执照复印件"),
        (4, "纳税证明"),
    ]
    assert Statement.objects.get(name="missing").text.splitlines()[1].endswith("纳税证明")
    limit = RunningLimit.objects.get(case_id=application.pk, closed_at=None)
    assert (limit.name, limit.last_day) == ("correction", date(2026, 5, 19))


def test_request_correction_needs_an_item() -> None:
    assert "补正" in refused(made.submitted(), "request_correction", by=people.head(COUNTY), missing="").reason


def test_corrections_are_asked_for_once() -> None:
    application = made.correcting()
    perform(application, "resubmit", by=application.holder, at=AT + timedelta(days=1))
    refusal = refused(application, "request_correction", by=people.head(COUNTY), missing="再补一份")
    assert "一次性" in refusal.reason
    assert application.correction_items.count() == 1


@pytest.mark.parametrize("by", ["county.hrss", "prefecture.culture"])
def test_request_correction_is_the_county_culture_offices(by: str) -> None:
    refusal = refused(made.submitted(), "request_correction", by=people.head(by), missing="场地证明")
    assert isinstance(refusal, WrongActor)


def test_another_county_cannot_accept() -> None:
    assert isinstance(refused(made.submitted(), "accept", by=people.head(COUNTY, TACHENG_CITY)), WrongActor)


def test_resubmit_is_in_time_to_the_last_instant_and_the_case_lapses_after_it() -> None:
    in_time, late = made.correcting(), made.correcting()
    ends_at = RunningLimit.objects.get(case_id=late.pk, closed_at=None).ends_at
    perform(in_time, "resubmit", by=in_time.holder, at=ends_at - timedelta(microseconds=1))
    assert state_of(in_time) == State.SUBMITTED
    assert "补正期限" in refused(late, "resubmit", by=late.holder, at=ends_at).reason
    advance(ends_at - timedelta(microseconds=1))
    assert state_of(late) == State.CORRECTING
    advance(ends_at)
    assert state_of(late) == State.NOT_ACCEPTED


# acceptance, opinions, recommendation


def test_decline_ends_with_reasons() -> None:
    application = made.submitted()
    assert "理由" in refused(application, "decline", by=people.head(COUNTY), reasons=" ").reason
    assert isinstance(refused(application, "decline", by=people.officer(COUNTY), reasons="不符"), WrongActor)
    perform(application, "decline", by=people.head(COUNTY), at=LATER, reasons="不在认定范围")
    assert state_of(application) == State.NOT_ACCEPTED


def test_recommend_needs_all_three_departments() -> None:
    application = made.in_county_review()
    refusal = refused(application, "recommend", by=people.head(COUNTY))
    assert refusal.clause.id == "5"
    made.agreed(application, "county")
    perform(application, "recommend", by=people.head(COUNTY), at=LATER)
    assert state_of(application) == State.PREFECTURE_REVIEW


def test_a_disagreement_is_consulted_on_and_voted_again() -> None:
    application = made.in_county_review()
    agriculture = people.head("county.agriculture")
    refused(application, "give_opinion", by=agriculture, agree=False)
    perform(application, "give_opinion", by=agriculture, at=LATER, agree=False, reasons="人数不实")
    assert "不同意" in refused(application, "recommend", by=people.head(COUNTY)).reason
    perform(application, "consult", by=people.head(COUNTY), at=LATER, minutes="已核实")
    made.agreed(application, "county", at=LATER)
    perform(application, "recommend", by=people.head(COUNTY), at=LATER)
    assert state_of(application) == State.PREFECTURE_REVIEW


@pytest.mark.parametrize(
    ("action", "by", "target"),
    [
        ("not_recommend", COUNTY, State.NOT_RECOMMENDED),
        ("refuse", PREFECTURE, State.REFUSED),
    ],
)
def test_negative_steps_end_the_case_with_reasons(action: str, by: str, target: State) -> None:
    is_county = action == "not_recommend"
    application = made.in_county_review() if is_county else made.in_prefecture_review()
    refused(application, action, by=people.head(by), reasons="")
    refused(application, action, by=people.head("county.hrss" if is_county else COUNTY), reasons="不符")
    perform(application, action, by=people.head(by), at=LATER, reasons="不符合条件")
    assert state_of(application) == target


def test_start_inspection_needs_the_prefectures_departments() -> None:
    application = made.in_prefecture_review()
    assert refused(application, "start_inspection", by=people.head(PREFECTURE)).clause.id == "6(二)"
    made.agreed(application, "prefecture")
    perform(application, "start_inspection", by=people.head(PREFECTURE), at=LATER)
    assert state_of(application) == State.INSPECTING


def test_propose_needs_a_panel() -> None:
    application = made.moved_to(State.EXPERT_REVIEW)
    assert refused(application, "propose", by=people.head(PREFECTURE)).clause.id == "6(二)"


def test_cancel_needs_an_upheld_objection() -> None:
    application = made.moved_to(State.CONFIRMING)
    refusal = refused(application, "cancel", by=people.head(PREFECTURE), reasons="异议成立")
    assert "异议" in refusal.reason


# falsification, withdrawal


def test_disqualify_keeps_the_evidence_from_the_applicant() -> None:
    application = made.in_county_review()
    perform(application, "disqualify", by=people.head(COUNTY), at=LATER, reasons="名单虚构", evidence=pdf())
    assert state_of(application) == State.DISQUALIFIED
    assert application.files.get(section="disqualify").access == "handlers"


@pytest.mark.parametrize(
    "given",
    [
        {"reasons": "", "evidence": "笔录"},
        {"reasons": "虚构", "evidence": " "},
        {"reasons": "虚构", "evidence": None},
    ],
)
def test_disqualify_needs_reasons_and_evidence(given: dict[str, Any]) -> None:
    refused(made.in_county_review(), "disqualify", by=people.head(COUNTY), **given)


def test_disqualify_with_a_harmful_file_is_refused() -> None:
    harmful = SimpleUploadedFile("a.pdf", b"MZ", content_type="application/pdf")
    refused(made.in_county_review(), "disqualify", by=people.head(COUNTY), reasons="虚构", evidence=harmful)


def test_disqualify_belongs_to_the_level_that_holds_the_case() -> None:
    application = made.in_county_review()
    refusal = refused(application, "disqualify", by=people.head(PREFECTURE), reasons="虚构", evidence="笔录")
    assert isinstance(refusal, WrongActor)


def test_the_disqualified_cannot_file_again_in_the_round() -> None:
    application = made.in_county_review()
    perform(application, "disqualify", by=people.head(COUNTY), at=LATER, reasons="虚构", evidence="笔录")
    again = made.draft()
    assert "取消申报资格" in refused(again, "submit", by=again.holder).reason
    other_round = specimen.open_round(at=AT, name="下一批次")
    Application.objects.filter(pk=again.pk).update(round=other_round)
    perform(again, "submit", by=again.holder, at=LATER)
    assert state_of(again) == State.SUBMITTED


def test_withdraw_is_the_applicants() -> None:
    application = made.in_county_review()
    refused(application, "withdraw", by=people.head(COUNTY))
    perform(application, "withdraw", by=application.holder, at=LATER)
    assert state_of(application) == State.WITHDRAWN
    assert isinstance(refused(application, "withdraw", by=application.holder), WrongState)


# confirmation and award


def confirmed() -> Application:
    application = made.moved_to(State.CONFIRMING)
    made.agreed(application, "prefecture", at=LATER)
    perform(application, "confirm", by=people.head(PREFECTURE), at=LATER, document_number="塔地文旅〔2026〕9号")
    return application


def test_confirm_enters_the_workshop_into_the_register() -> None:
    application = confirmed()
    workshop = Workshop.objects.get(application_number=application.number)
    assert (workshop.name, workshop.status) == (application.title, WorkshopStatus.RECOGNISED)
    assert workshop.recognised_on == date(2026, 5, 6)
    assert workshop.responsible_id_index == application.people.get().id_index
    assert workshop.relied_on.get().name == "哈萨克族花毡制作技艺"


def test_confirm_needs_a_document_number_and_all_departments() -> None:
    application = made.moved_to(State.CONFIRMING)
    assert "文号" in refused(application, "confirm", by=people.head(PREFECTURE), document_number="").reason
    refusal = refused(application, "confirm", by=people.head(PREFECTURE), document_number="1号")
    assert refusal.clause.id == "6(四)"
    assert not Workshop.objects.exists()


def test_award_gives_the_plaque() -> None:
    application = confirmed()
    given = {"plaque_number": "塔工坊001", "plaque_date": date(2026, 5, 6)}
    refused(application, "award", by=people.head("prefecture.hrss"), **given)
    refused(application, "award", by=people.head(PREFECTURE), **given | {"plaque_number": ""})
    refused(application, "award", by=people.head(PREFECTURE), **given | {"plaque_date": date(2026, 5, 5)})
    refused(application, "award", by=people.head(PREFECTURE), **given | {"plaque_date": date(2026, 5, 7)})
    perform(application, "award", by=people.head(PREFECTURE), at=LATER, **given)
    assert state_of(application) == State.AWARDED
    assert Workshop.objects.get().plaques.get().number == "塔工坊001"


def test_a_step_on_a_stale_page_is_a_conflict() -> None:
    application = made.submitted()
    assert isinstance(refused(application, "accept", by=people.head(COUNTY), seen_version=0), StepConflict)
