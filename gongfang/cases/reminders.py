"""Reminding people of time limits: three and one working days before the end, and once it has passed.

Of a limit that runs for months they are reminded from thirty working days on. Once a limit has passed, the offices
get what they may do from then on.
"""

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
from gongfang.regulation.calendar import WorkingCalendar
from gongfang.regulation.procedure import Actor
from gongfang.regulation.time_limits import BEIJING, beijing_date

from . import tasks
from .models import Case, RunningLimit, Task
from .pages import as_own_kind
from .registry import kind_of

Stage = Reminder.Stage
DAYS_LEFT = {Stage.THIRTY_DAYS: 30, Stage.TEN_DAYS: 10, Stage.THREE_DAYS: 3, Stage.ONE_DAY: 1, Stage.OVERDUE: -1}
_NEXT = {Stage.THIRTY_DAYS: 10, Stage.TEN_DAYS: 3, Stage.THREE_DAYS: 1}
"""The nearer stage at which the farther one is over, in working days."""
_EARLY = (Stage.THIRTY_DAYS, Stage.TEN_DAYS)
REACH = {stage: timedelta(days=58 if stage in _EARLY else 30) for stage in Stage}
"""Further ahead than a stage ever reaches: its working days over the longest holidays."""
CHUNK = 200

_early_limits: set[str] = set()


def remind_early_of(limit: str) -> None:
    """Let people be reminded of the limit of this name thirty and ten working days ahead too."""
    _early_limits.add(limit)


def remind(at: datetime, *, next_end: datetime, progress: Callable[[int], None] = lambda count: None) -> int:
    """Send the reminders that are due, each once, and return how many; a query a stage when none is.

    `next_end` is the first end of all running limits: before a stage reaches it, nothing can be due.
    """
    sent = 0
    for stage, window in _windows(at, next_end):
        due = due_at_stage(stage, at, window)
        # What was sent is marked and no longer due. The order is that of the index of limits that run.
        while chunk := list(due.order_by("ends_at")[:CHUNK]):
            sent += _send(chunk, stage, at)
            progress(sent)
            if len(chunk) < CHUNK:
                break
    return sent


Window = tuple[datetime, datetime]
"""After which instant, and up to which, the limits of a stage end."""


def _windows(at: datetime, next_end: datetime) -> Iterator[tuple["Reminder.Stage", Window]]:
    """Yield the stages at which a limit can be, given the first end of all."""
    stages = [Stage(stage) for stage in Stage if next_end <= at + REACH[stage]]
    calendar = working_calendar() if stages else None
    for stage in stages:
        window = window_of(stage, at, calendar)
        if next_end <= window[1] and (stage not in _EARLY or _early_limits):
            yield stage, window


def window_of(stage: "Reminder.Stage", at: datetime, calendar: WorkingCalendar | None = None) -> Window:
    """Return between which instants the limits end that are at `stage`."""
    if stage == Stage.OVERDUE:
        return datetime.min.replace(tzinfo=BEIJING), at
    days = calendar or working_calendar()
    return _end_in(_NEXT[stage], at, days) if stage in _NEXT else at, _end_in(DAYS_LEFT[stage], at, days)


def due_at_stage(stage: "Reminder.Stage", at: datetime, window: Window | None = None) -> QuerySet[RunningLimit]:
    """Return the running limits that are at `stage` and of which nobody was reminded at it.

    A limit that began today is not reminded of before it ends: people were told when it began.
    """
    after, up_to = window or window_of(stage, at)
    reminded = Reminder.objects.filter(limit=OuterRef("pk"), stage=stage)
    running = RunningLimit.objects.filter(~Exists(reminded), closed_at=None, ends_at__lte=up_to)
    running = running.select_related("case__holder").prefetch_related(
        Prefetch("case__tasks", Task.objects.select_related("office"))
    )
    if stage == Stage.OVERDUE:
        return running
    running = running.filter(started_at__lt=_midnight(beijing_date(at)), ends_at__gt=after)
    return running.filter(name__in=_early_limits) if stage in _EARLY else running


def _end_in(working_days: int, at: datetime, calendar: WorkingCalendar) -> datetime:
    """Return the end of the working day that is so many after today."""
    tomorrow = beijing_date(at) + timedelta(days=1)
    days = calendar.working_days_from(tomorrow)
    return _midnight(next(islice(days, working_days - 1, None)) + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BEIJING)


def _send(limits: list[RunningLimit], stage: "Reminder.Stage", at: datetime) -> int:
    """Send one chunk's reminders and mark its limits, those too that bind nobody; return how many had a reader."""
    letters = {limit: list(_letters(limit, stage)) for limit in limits}
    with transaction.atomic():
        for limit, own in letters.items():
            notifications.post(own, case=limit.case, at=at)
            if stage == Stage.OVERDUE:
                notifications.post(list(_news_of_the_end(limit, at)), case=limit.case, at=at)
        Reminder.objects.bulk_create(
            [Reminder(limit=limit, stage=stage, sent_at=at) for limit in limits], ignore_conflicts=True
        )
    return sum(map(bool, letters.values()))


def _letters(limit: RunningLimit, stage: "Reminder.Stage") -> Iterator[Letter]:
    for reader in _readers(limit):
        news = texts.of_reminder(limit.case, limit, days_left=DAYS_LEFT[stage], language=_language(reader))
        yield Letter(reader, news, f"limit:{limit.pk}:{stage}")


def _news_of_the_end(limit: RunningLimit, at: datetime) -> Iterator[Letter]:
    """Give the offices what the end of a period lets them do, and yield what they are told."""
    for office in tasks.refresh(as_own_kind(limit.case), at=at):
        news = texts.of_ended_period(limit.case, limit, language=_language(office))
        yield Letter(office, news, f"limit:{limit.pk}:over")


def _language(reader: User | Office) -> str:
    return reader.language if isinstance(reader, User) else settings.LANGUAGE_CODE


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
