"""Writing the demonstration into a database: once, all or nothing."""

import random
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from gongfang.accounts import reference as divisions
from gongfang.applications.models import Round
from gongfang.calendars import reference as calendars
from gongfang.notifications.models import Message
from gongfang.regulation import edition as editions
from gongfang.regulation.time_limits import BEIJING
from gongfang.workshops import reference as heritage

from . import Progress, first_round, issuing, later, register, second_round, words
from .play import PREFECTURE, Play

SEED = 20260401
_READ_UNTIL = -5


def write(*, at: datetime, progress: Progress) -> bool:
    """Write the demonstration unless it is there, and return whether it was written."""
    if Round.objects.exists():
        return False
    with transaction.atomic():
        _write(as_late_as_needed(at), progress)
    return True


def as_late_as_needed(at: datetime) -> datetime:
    """Return `at`, or the first day on which the whole story can have happened under the measures."""
    in_force = min(edition.in_force_from for edition in editions.available())
    first = datetime(in_force.year, in_force.month, in_force.day, 9, tzinfo=BEIJING) + timedelta(days=200)
    return max(at, first)


def _write(at: datetime, progress: Progress) -> None:
    for reference in (divisions, calendars, heritage):
        reference.load()
    play = Play(at=at, seed=random.Random(SEED))
    progress(_("正在建立名录"), 0)
    firms = register.enter(play)
    _open_rounds(play)
    first_round.tell(play)
    second_round.tell(play)
    later.tell(play)
    issuing.tell(play)
    play.perform(lambda done: progress(_("正在办理演示案件"), done))
    progress(_("正在绘制图片"), 0)
    register.describe(play, firms)
    _read_old_messages(play)


def _open_rounds(play: Play) -> None:
    """Open two rounds: one closed weeks ago, one that takes filings now."""
    for name, first_day, last_day in ((first_round.FIRST, -126, -52), (second_round.SECOND, -18, 25)):
        opens_at = play.days.instant(first_day, 8)
        play.rounds[name] = Round.objects.create(
            name=_name(play, opens_at.year),
            year=opens_at.year,
            opens_at=opens_at,
            closes_at=play.days.after_midnight(last_day) - timedelta(minutes=5),
            call_text=words.CALL_TEXT,
            opened_by=play.cast.head(PREFECTURE),
            opened_at=opens_at,
        )


def _name(play: Play, year: int) -> str:
    number = 1 + sum(round.year == year for round in play.rounds.values())
    return f"{year}年第{'一二'[number - 1]}批"


def _read_old_messages(play: Play) -> None:
    """Mark what is older than a week as read, as it would be."""
    read_at = play.days.instant(_READ_UNTIL, 9)
    Message.objects.filter(created_at__lt=read_at, read_at=None).update(read_at=read_at)
