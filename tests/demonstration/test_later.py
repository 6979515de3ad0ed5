"""What the demonstration holds of the life after the plaque: work of every kind, and nothing left to time."""

import pytest

from gongfang.accounts.encryption import blind_index
from gongfang.accounts.models import User
from gongfang.cases.advance import advance
from gongfang.cases.models import Case
from gongfang.evaluations.models import Evaluation
from gongfang.filings.models import Activity, ActivityFile, AnnualFiling
from gongfang.inspections.models import ReportSignature
from gongfang.oversight.models import Campaign
from gongfang.records.models import Record
from gongfang.revocations.models import Announcement, Appeal, Revocation
from gongfang.workshops.models import PlaqueStatus, Workshop, WorkshopStatus

from .conftest import NOW

pytestmark = pytest.mark.usefixtures("demonstration")


@pytest.fixture
def applicant() -> User:
    return User.objects.get(login_index=blind_index("demo-applicant", "login"))


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
