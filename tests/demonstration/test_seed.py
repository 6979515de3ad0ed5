"""What the demonstration holds: every state, lawful records, work for every account, and nobody who exists.

One module, so that it is written once: tests of one module run on one worker.
"""

import pytest
from stdnum.cn import ric, uscc

from gongfang.accounts.demonstration import EXPERT_NAMES, PLACES
from gongfang.accounts.encryption import blind_index
from gongfang.accounts.models import Department, Division, Office, Role, User
from gongfang.applications import queries as applications
from gongfang.applications.models import Application, Person, RosterEntry, Round
from gongfang.cases.advance import advance
from gongfang.cases.models import Case, Draft, Task
from gongfang.cases.registry import kind_of, kinds
from gongfang.cases.worklist import count_overdue
from gongfang.demonstration import seed
from gongfang.demonstration.people import MARK
from gongfang.evaluations.models import Evaluation
from gongfang.filings.models import Activity, ActivityFile, AnnualFiling
from gongfang.inspections.models import ReportSignature
from gongfang.oversight.models import Campaign
from gongfang.panels.models import Expert
from gongfang.panels.queries import tasks_for_expert
from gongfang.records.models import Record
from gongfang.records.verification import verify
from gongfang.regulation.time_limits import beijing_date
from gongfang.revocations.models import Announcement, Appeal, Revocation
from gongfang.support.models import (
    BrandMeasure,
    Candidate,
    Course,
    Enrolment,
    HelpRequest,
    Recommendation,
    Succession,
    TrainingPlan,
)
from gongfang.support.registry import had
from gongfang.workshops.models import Operator, Plaque, PlaqueStatus, Workshop, WorkshopPhoto, WorkshopStatus

from .conftest import NOW

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


def account(name: str) -> User:
    return User.objects.get(login_index=blind_index(f"demo-{name}", "login"))


@pytest.mark.parametrize("kind", [kind.procedure.kind for kind in kinds()])
def test_there_is_a_case_in_every_state(kind: str) -> None:
    found = set(Case.objects.filter(kind=kind).values_list("state", flat=True))

    assert found == set(kind_of(kind).procedure.states)


def test_every_county_has_applications_and_workshops() -> None:
    counties = set(Division.objects.filter(level=Division.Level.COUNTY).values_list("code", flat=True))

    assert set(Application.objects.values_list("region_id", flat=True)) == counties
    assert set(Workshop.objects.values_list("county_id", flat=True)) == counties


def test_the_chain_of_records_verifies() -> None:
    assert verify().is_sound


def test_records_are_in_order_of_time() -> None:
    days = [beijing_date(at) for at in Record.objects.order_by("seq").values_list("at", flat=True)]

    assert days == sorted(days)
    assert days[-1] <= beijing_date(NOW)


def test_seeding_again_writes_nothing() -> None:
    before = Case.objects.count(), Record.objects.count(), User.objects.count(), Workshop.objects.count()

    assert not seed(at=NOW)
    assert (Case.objects.count(), Record.objects.count(), User.objects.count(), Workshop.objects.count()) == before


def test_the_register_has_about_sixty_workshops_of_every_standing() -> None:
    assert 55 <= Workshop.objects.count() <= 70
    assert set(Workshop.objects.values_list("status", flat=True)) == set(WorkshopStatus.values)
    assert Plaque.objects.filter(workshop__application_number__startswith="SQ").count() == 14
    assert not Workshop.objects.filter(photos=None).exists()
    assert WorkshopPhoto.objects.count() > Workshop.objects.count()


def test_the_applicant_owns_a_case_in_each_stage_that_a_newcomer_looks_at() -> None:
    states = set(applications.held_by(account("applicant")).values_list("state", flat=True))

    assert states == {"draft", "correcting", "public_notice", "awarded"}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("department", Department.values)
def test_every_office_of_the_sign_in_page_has_work(place: str, department: str) -> None:
    office = Office.objects.get(division_id=PLACES[place], department=department)

    assert Task.objects.filter(office=office).exists()


def test_something_is_overdue_and_something_is_due_today() -> None:
    office = account("prefecture-culture-head").office
    assert office is not None
    due = Task.objects.filter(office=office, due_at__gt=NOW).order_by("due_at").values_list("due_at", flat=True)

    assert count_overdue(office, at=NOW)
    assert (due[0] - NOW).total_seconds() < 24 * 3600


@pytest.mark.parametrize("place", ["prefecture", "tacheng", "tuoli"])
def test_drafts_wait_for_a_head(place: str) -> None:
    assert Draft.objects.filter(office__division_id=PLACES[place]).exists()


@pytest.mark.parametrize("number", range(1, len(EXPERT_NAMES) + 1))
def test_each_expert_of_the_sign_in_page_has_sheets_to_fill_in(number: int) -> None:
    tasks = {task.action for task in tasks_for_expert(account(f"expert-{number}"))}

    assert tasks & {"declare", "score"}


def test_some_experts_have_minutes_to_sign() -> None:
    signing = [
        number
        for number in range(1, len(EXPERT_NAMES) + 1)
        if any(task.action == "sign_minutes" for task in tasks_for_expert(account(f"expert-{number}")))
    ]

    assert len(signing) == 6


def test_one_round_is_closed_and_one_is_open() -> None:
    first, second = Round.objects.order_by("opens_at")

    assert not first.is_open(NOW)
    assert second.is_open(NOW)


def test_firms_workshops_and_applicants_say_that_they_are_a_demonstration() -> None:
    names = [
        *Operator.objects.values_list("name", flat=True),
        *Workshop.objects.values_list("name", flat=True),
        *Application.objects.values_list("title", flat=True),
        *Person.objects.values_list("name", flat=True),
        *Expert.objects.values_list("employer", flat=True),
        *User.objects.filter(role=Role.APPLICANT)
        .exclude(pk=account("applicant").pk)
        .values_list("display_name", flat=True),
    ]

    assert [name for name in names if not name.endswith(MARK)] == []


def test_identifiers_are_lawful_and_numbers_reach_nobody() -> None:
    people, roster = list(Person.objects.all()), list(RosterEntry.objects.all()[:50])
    codes = set(Application.objects.exclude(credit_code="").values_list("credit_code", flat=True))

    assert all(ric.calc_check_digit(each.id_number) == each.id_number[-1] for each in roster)
    assert all(uscc.is_valid(code) for code in codes)
    assert all(each.phone.startswith("19200") for each in people)


@pytest.fixture
def applicant() -> User:
    return account("applicant")


def test_the_first_pass_of_a_server_finds_nothing_to_do() -> None:
    before = Record.objects.count(), Case.objects.count()
    report = advance(NOW)

    assert (report.taken.total(), report.refused.total(), report.failed.total()) == (0, 0, 0)
    assert (Record.objects.count(), Case.objects.count()) == before


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("annual_filing", "owed"),
        ("annual_filing", "returned"),
        ("evaluation", "due"),
        ("finding", "rectifying"),
        ("revocation", "proposed"),
        ("revocation", "served"),
    ],
)
def test_the_applicant_has_everything_to_do_that_a_workshop_can_have(
    applicant: User, kind: str, state: str
) -> None:
    assert Case.objects.filter(holder=applicant, kind=kind, state=state).exists()


def test_the_notice_that_waits_for_the_applicant_was_sent_electronically(applicant: User) -> None:
    case = Revocation.objects.get(holder=applicant, state="proposed")

    assert case.notice_offered_at is not None
    assert case.workshop.electronic_service_agreed_at is not None


def test_the_applicant_keeps_a_log_with_photographs(applicant: User) -> None:
    written = Activity.objects.filter(workshop__holder=applicant, files__isnull=False).distinct()

    assert written.count() >= 5
    assert ActivityFile.objects.filter(activity__in=written).count() == written.count()


def test_some_workshops_act_through_an_account_and_some_on_paper() -> None:
    earlier = Workshop.objects.filter(application_number="", recognised_on__isnull=False)

    assert earlier.filter(holder=None).exists()
    assert earlier.exclude(holder=None).exists()


def test_revocations_were_announced_and_one_plaque_came_back() -> None:
    plaques = {each.revocation.workshop.plaques.get().status for each in Announcement.objects.all()}

    assert Announcement.objects.count() == Revocation.objects.filter(state="revoked").count() == 2
    assert plaques == {PlaqueStatus.RECOVERED, PlaqueStatus.ACTIVE}
    assert Appeal.objects.count() == 3


def test_whoever_lost_a_recognition_is_asked_for_nothing_more() -> None:
    gone = Workshop.objects.filter(status__in=[WorkshopStatus.REVOKED, WorkshopStatus.SURRENDERED])

    assert gone.count() == 3
    assert set(AnnualFiling.objects.filter(workshop__in=gone).values_list("state", flat=True)) == {"waived"}
    assert not Evaluation.objects.filter(workshop__in=gone, ended_on=None).exists()


def test_a_failed_evaluation_has_opened_a_revocation() -> None:
    failed = Evaluation.objects.get(state="failed")

    assert Revocation.objects.get(workshop=failed.workshop).grounds == ["10(九)"]


def test_a_suspension_was_ordered_and_an_earlier_one_lifted() -> None:
    suspended = Workshop.objects.get(status=WorkshopStatus.SUSPENDED)
    lifted = Evaluation.objects.filter(orders__suspends=True, state="passed").get()

    assert suspended.findings.get().is_suspending
    assert lifted.workshop.status == WorkshopStatus.RECOGNISED


def test_whoever_was_drawn_was_recognised_and_reports_are_signed_by_three() -> None:
    drawn = Campaign.objects.get(state="running")
    signatures = ReportSignature.objects.filter(
        inspector__visit__case__kind="check", inspector__visit__state="done"
    )

    assert drawn.checks.count() == drawn.draw_size
    assert signatures.count() == 3 * Case.objects.filter(kind="check", state="done").count()


def states(model: type) -> list[str]:
    return sorted(model.objects.values_list("state", flat=True))  # type: ignore[attr-defined]


def test_a_call_has_its_result_and_another_is_being_answered() -> None:
    assert states(Recommendation) == ["called_off", "choosing", "concluded", "handed_in"]
    answers = Candidate.objects.exclude(answer="").values_list("answer", flat=True)
    assert sorted(answers) == ["not_selected", "selected"]
    assert Candidate.objects.filter(trainings__gt=0).exists()


def test_the_plan_has_a_course_that_was_held_and_one_to_enrol_for() -> None:
    assert states(Course) == ["called_off", "enrolling", "held", "settled"]
    assert TrainingPlan.objects.get().courses.count() == 4
    assert sorted(Enrolment.objects.filter(course__state="enrolling").values_list("state", flat=True)) == [
        "enrolled",
        "enrolled",
        "enrolled",
        "waiting",
    ]
    assert Enrolment.objects.filter(state="attended", result="结业证书").count() == 3


def test_studios_brands_and_help_are_there_and_some_have_had_nothing() -> None:
    assert states(HelpRequest) == ["answered", "asked", "withdrawn"]
    assert states(Succession) == ["granted", "granted", "proposed"]
    assert BrandMeasure.objects.count() == 4
    assert Workshop.objects.filter(status="recognised").exclude(had()).exists()
