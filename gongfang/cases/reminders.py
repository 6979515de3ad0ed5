"""Reminding people of time limits: three and one working days before the end, and once it has passed."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from gongfang.accounts.models import Office, User
from gongfang.calendars.queries import working_calendar
from gongfang.notifications import services as notifications
from gongfang.notifications import texts
from gongfang.notifications.models import Reminder
from gongfang.notifications.services import Letter
from gongfang.regulation.procedure import Actor
from gongfang.regulation.time_limits import BEIJING, beijing_date

from .models import Case, RunningLimit, Task
from .registry import kind_of

Stage = Reminder.Stage
DAYS_LEFT = {Stage.THREE_DAYS: 3, Stage.ONE_DAY: 1, Stage.OVERDUE: -1}
CHUNK = 200


def remind(at: datetime, *, progress: Callable[[int], None] = lambda count: None) -> int:
    """Send the reminders that are due, each once, and return how many; three queries when none is."""
    sent = 0
    for stage in Stage:
        due = due_at_stage(Stage(stage), at)
        # What was sent is marked and no longer due. The order is that of the index of limits that run.
        while chunk := list(due.order_by("ends_at")[:CHUNK]):
            sent += _send(chunk, Stage(stage), at)
            progress(sent)
            if len(chunk) < CHUNK:
                break
    return sent


def due_at_stage(stage: "Reminder.Stage", at: datetime) -> QuerySet[RunningLimit]:
    """Return the running limits that are at `stage` and of which nobody was reminded at it.

    A limit that began today is not reminded of before it ends: people were told when it began.
    """
    reminded = Reminder.objects.filter(limit=OuterRef("pk"), stage=stage)
    running = RunningLimit.objects.filter(~Exists(reminded), closed_at=None)
    running = running.select_related("case__holder").prefetch_related(
        Prefetch("case__tasks", Task.objects.select_related("office"))
    )
    if stage == Stage.OVERDUE:
        return running.filter(ends_at__lte=at)
    one_day, three_days = _ends(at)
    running = running.filter(started_at__lt=_midnight(beijing_date(at)))
    if stage == Stage.ONE_DAY:
        return running.filter(ends_at__gt=at, ends_at__lte=one_day)
    return running.filter(ends_at__gt=one_day, ends_at__lte=three_days)


def _ends(at: datetime) -> tuple[datetime, datetime]:
    """Return the ends of the first and of the third working day after today."""
    tomorrow = beijing_date(at) + timedelta(days=1)
    days = list(islice(working_calendar().working_days_from(tomorrow), 3))
    return _midnight(days[0] + timedelta(days=1)), _midnight(days[2] + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BEIJING)


def _send(limits: list[RunningLimit], stage: "Reminder.Stage", at: datetime) -> int:
    """Send one chunk's reminders and mark its limits, those too that bind nobody; return how many had a reader."""
    letters = {limit: list(_letters(limit, stage)) for limit in limits}
    with transaction.atomic():
        for limit, own in letters.items():
            notifications.post(own, case=limit.case, at=at)
        Reminder.objects.bulk_create(
            [Reminder(limit=limit, stage=stage, sent_at=at) for limit in limits], ignore_conflicts=True
        )
    return sum(map(bool, letters.values()))


def _letters(limit: RunningLimit, stage: "Reminder.Stage") -> Iterator[Letter]:
    for reader in _readers(limit):
        language = reader.language if isinstance(reader, User) else settings.LANGUAGE_CODE
        news = texts.of_reminder(limit.case, limit, days_left=DAYS_LEFT[stage], language=language)
        yield Letter(reader, news, f"limit:{limit.pk}:{stage}")


def _readers(limit: RunningLimit) -> list[User | Office]:
    """Return whom the limit binds: the offices with a task on the case, and the applicant where it is theirs.

    For an applicant without an account that is the office that acts for it.
    """
    case = limit.case
    readers: list[User | Office] = list({task.office_id: task.office for task in case.tasks.all()}.values())
    expected = any(
        Actor.APPLICANT in step.by and step.is_expected and case.state in step.sources
        for step in kind_of(case.kind).procedure.steps
    )
    return [*readers, *_applicants(case, readers)] if expected else readers


def _applicants(case: Case, told: list[User | Office]) -> Iterator[User | Office]:
    if case.holder is None:
        yield from (office for office in kind_of(case.kind).stands_in(case) if office not in told)
    elif case.holder.is_active:
        yield case.holder
