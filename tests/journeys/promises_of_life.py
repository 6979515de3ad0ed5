"""What must hold over the whole life of a workshop, after every step, lawful or refused."""

from datetime import date, datetime

from gongfang.applications.models import Application
from gongfang.cases.models import Case, RunningLimit
from gongfang.public import plaques
from gongfang.records.models import Record
from gongfang.regulation.time_limits import anniversary, beijing_date
from gongfang.revocations.models import Revocation
from gongfang.workshops import registry
from gongfang.workshops.models import EventKind, Plaque, Workshop, WorkshopEvent, WorkshopStatus

from . import promises

CONSEQUENCES = (EventKind.SUSPENDED, EventKind.RESTORED, EventKind.REVOKED, EventKind.SURRENDERED)
SHOWN = {WorkshopStatus.SUSPENDED: "suspended", WorkshopStatus.REVOKED: "revoked"}
OPEN_REVOCATION = ("investigating", "proposed", "served", "appealed")


def hold(at: datetime) -> None:
    """Assert every promise about every case, every workshop and every plaque."""
    records = promises.records_by_case()
    for row in Case.objects.exclude(kind="application").order_by("pk"):
        promises.state_is_that_of_the_records(row, records[row.pk])
        promises.joint_steps_were_joint(row, records[row.pk])
        promises.somebody_acts_for_every_applicant(row, at)
    for workshop in Workshop.objects.exclude(status=WorkshopStatus.COUNTY):
        status_has_its_case(workshop)
        consequences_have_record_and_clause(workshop)
        suspension_has_a_reason(workshop)
        standing_is_public_at_once(workshop)
        one_revocation_is_open(workshop)
    for revocation in Revocation.objects.all():
        appeal_was_heard(revocation)
    nobody_banned_has_applied()


def status_has_its_case(workshop: Workshop) -> None:
    is_revoked = Revocation.objects.filter(workshop=workshop, state="revoked").exists()
    assert (workshop.status == WorkshopStatus.REVOKED) == is_revoked
    if workshop.status in (WorkshopStatus.REVOKED, WorkshopStatus.SURRENDERED):
        open_kinds = Case.objects.filter(kind__in=("annual_filing", "evaluation", "finding")).exclude(
            state__in=("accepted", "missed", "waived", "passed", "failed", "closed")
        )
        assert not open_kinds.exists(), list(open_kinds.values_list("number", "state"))


def suspension_has_a_reason(workshop: Workshop) -> None:
    """A recognition is suspended exactly as long as something keeps it so."""
    if workshop.holds_recognition:
        assert (workshop.status == WorkshopStatus.SUSPENDED) == registry.is_kept_suspended(workshop)


def consequences_have_record_and_clause(workshop: Workshop) -> None:
    for event in WorkshopEvent.objects.filter(workshop=workshop, kind__in=CONSEQUENCES):
        assert event.clause_id
        assert Record.objects.filter(at=event.at).exists(), f"{event} 没有记录"


def standing_is_public_at_once(workshop: Workshop) -> None:
    shown = SHOWN.get(WorkshopStatus(workshop.status))
    for plaque in Plaque.objects.filter(workshop=workshop, status="active").select_related("workshop"):
        answer = plaques.check(plaque)
        assert answer.state == (shown or "valid") or workshop.status == WorkshopStatus.SURRENDERED
        assert shown is None or answer.clause is not None


def one_revocation_is_open(workshop: Workshop) -> None:
    found = Revocation.objects.filter(workshop=workshop, state__in=OPEN_REVOCATION).count()
    assert found <= 1


def appeal_was_heard(revocation: Revocation) -> None:
    """Nobody is revoked before the notice was received and the appeal period has passed, or the appeal decided."""
    appeals = Record.objects.filter(case=revocation, action="appeal").count()
    assert appeals <= 1
    revoked = Record.objects.filter(case=revocation, action="revoke").first()
    if revoked is None:
        return
    period = RunningLimit.objects.get(case=revocation, name="appeal")
    assert revoked.source == ("appealed" if appeals else "served")
    assert appeals or revoked.at >= period.ends_at


def nobody_banned_has_applied() -> None:
    revoked = [
        (workshop.operator.credit_code, workshop.revoked_on)
        for workshop in Workshop.objects.filter(status=WorkshopStatus.REVOKED).select_related("operator")
    ]
    for record in Record.objects.filter(action__in=("submit", "enter_paper")).select_related("case"):
        application = Application.objects.get(pk=record.case_id)
        filed_on = application.received_on or beijing_date(record.at)
        for code, on in revoked:
            assert not (code == application.credit_code and is_banned(on, filed_on))


def is_banned(revoked_on: date | None, on: date) -> bool:
    return revoked_on is not None and revoked_on <= on < anniversary(revoked_on, 3)
