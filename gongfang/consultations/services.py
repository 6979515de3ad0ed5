"""Calling a meeting, writing down what came of it, assigning what is to be done (article 11)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongfang.accounts.models import Office, User
from gongfang.cases.models import Case
from gongfang.cases.services import StepInput, open_case, step, take_step
from gongfang.notifications import services as notifications
from gongfang.records.models import Record
from gongfang.regulation import clauses
from gongfang.regulation.consultation import MeetingState
from gongfang.regulation.procedure import StepRefused
from gongfang.regulation.time_limits import beijing_date

from . import queries
from .models import AgendaItem, Assignment, Meeting

call_off_meeting = step("call_off_meeting")
drop_assignment = step("drop_assignment")


@dataclass(frozen=True, kw_only=True)
class Called:
    """What a meeting is called for: who comes, when, where, about which open cases and what else."""

    title: str
    held_on: date
    place: str
    offices: Collection[Office]
    cases: Collection[Case] = ()
    topics: Collection[str] = ()


@transaction.atomic
def call_meeting(*, by: User, at: datetime, called: Called) -> Meeting:
    """Call a meeting of departments and tell each (article 11).

    :raises StepRefused: when nobody is asked, nothing is on the agenda, or its day has been.
    """
    if called.held_on < beijing_date(at):
        raise StepRefused("会商日期不能早于今天", clauses.CONSULTATION)
    if len({office.department for office in called.offices}) < 2:
        raise StepRefused("会商至少有两个部门参加", clauses.CONSULTATION)
    meeting = open_case(
        Meeting,
        region=queries.prefecture(),
        holder=None,
        at=at,
        title=called.title,
        held_on=called.held_on,
        place=called.place,
    )
    meeting.offices.set(called.offices)
    AgendaItem.objects.bulk_create(_agenda(meeting, called))
    facts = {"held_on": called.held_on.isoformat(), "cases": sorted(case.number for case in called.cases)}
    take_step(meeting, "call_meeting", by=by, at=at, inputs=StepInput(facts=facts))
    for office in called.offices:
        _tell(meeting, office, at)
    return meeting


def _agenda(meeting: Meeting, called: Called) -> Iterable[AgendaItem]:
    for case in called.cases:
        yield AgendaItem(meeting=meeting, case_id=case.pk, text=f"{case.number} {case.title}"[:200])
    for topic in called.topics:
        if topic.strip():
            yield AgendaItem(meeting=meeting, text=topic.strip()[:200])


def _tell(meeting: Meeting, office: Office, at: datetime) -> None:
    subject = _("会商通知：%(title)s") % {"title": meeting.title}
    body = _("时间：%(day)s；地点：%(place)s。") % {"day": meeting.held_on, "place": meeting.place}
    key = f"meeting:{meeting.number}:{office.pk}"
    notifications.queue(to=office, subject=subject, body=body, case=meeting, at=at, key=key)


def record_meeting(
    case: Meeting, *, by: User, at: datetime, minutes: str = "", seen_version: int | None = None
) -> Record:
    """Write down what the departments have agreed on.

    :raises StepRefused: before the day of the meeting.
    """
    inputs = StepInput(given={"minutes": minutes}, seen_version=seen_version)
    return take_step(case, "record_meeting", by=by, at=at, inputs=inputs)


@transaction.atomic
def assign(meeting: Meeting, *, by: User, at: datetime, text: str, office: Office, due_on: date) -> Assignment:
    """Give an office something to do by the end of a day: it appears in its inbox.

    :raises StepRefused: before the meeting is recorded, or when the day has been.
    """
    if meeting.state != MeetingState.RECORDED:
        raise StepRefused("登记会商纪要以后才能交办", clauses.CONSULTATION)
    if due_on < beijing_date(at):
        raise StepRefused("完成日期不能早于今天", clauses.CONSULTATION)
    case = open_case(
        Assignment,
        region=office.division,
        holder=None,
        at=at,
        title=text[:120],
        came_of=meeting,
        office=office,
        due_on=due_on,
    )
    facts = {"meeting": meeting.number, "office": office.code, "due_on": due_on.isoformat()}
    take_step(case, "assign", by=by, at=at, inputs=StepInput(facts=facts, last_day=due_on))
    return case


def report_done(
    case: Assignment, *, by: User, at: datetime, results: str = "", seen_version: int | None = None
) -> Record:
    """Report what was done.

    :raises StepRefused: when another office was to do it, or nothing is said.
    """
    texts = {"results": results} if results.strip() else {}
    inputs = StepInput(given={"results": results}, texts=texts, seen_version=seen_version)
    return take_step(case, "report_done", by=by, at=at, inputs=inputs)
