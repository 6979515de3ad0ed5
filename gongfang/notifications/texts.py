"""The words of messages. They name the case by its number and never hold personal data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from gongfang.regulation import clauses
from gongfang.regulation.time_limits import DateLimit, limit_named
from gongfang.web import dates
from gongfang.web.citations import citation


@dataclass(frozen=True)
class News:
    """What one recipient is told, in the language they chose."""

    subject: str
    body: str


def of_step(case: Any, record: Any, running: Any, *, language: str, is_task: bool) -> News:
    """Return the news of one step: case, step, clause, state, and the time limit that now runs.

    `running` is the RunningLimit of the case, or None. `is_task` says that the reader is to act.
    """
    with translation.override(language):
        label, state = _step_label(case, record), _(case.procedure.states.get(record.target, ""))
        subject = _("待办：%(number)s %(state)s") if is_task else _("%(number)s：%(step)s")
        lines = [
            _("案件编号：%(number)s") % {"number": case.number},
            _("办理步骤：%(step)s（依据%(clause)s）")
            % {"step": label, "clause": citation(clauses.clause(record.clause_id))},
            _("办理时间：%(at)s") % {"at": dates.full_instant(record.at)},
            _("当前状态：%(state)s") % {"state": state},
            *_limit_lines(case, running),
            "",
            (_("请登录办理：%(url)s") if is_task else _("办理情况：%(url)s")) % {"url": url_of(case)},
        ]
        return News(subject % {"number": case.number, "state": state, "step": label}, "\n".join(lines))


def of_reminder(case: Any, running: Any, *, days_left: int, language: str) -> News:
    """Return the reminder that a time limit ends in `days_left` working days, or has ended (below zero)."""
    with translation.override(language):
        label = _(limit_named(case.edition, running.name).label)
        subject = (
            _("已超期：%(number)s %(limit)s")
            if days_left < 0
            else _("%(number)s：%(limit)s还剩 %(days)s 个工作日")
        )
        lines = [
            _("案件编号：%(number)s") % {"number": case.number},
            *_limit_lines(case, running),
            "",
            _("请登录办理：%(url)s") % {"url": url_of(case)},
        ]
        return News(subject % {"number": case.number, "limit": label, "days": days_left}, "\n".join(lines))


def of_ended_period(case: Any, running: Any, *, language: str) -> News:
    """Return the news that a period has run out, so that the office may go on with the case."""
    with translation.override(language):
        label = _(limit_named(case.edition, running.name).label)
        subject = _("待办：%(number)s %(limit)s已届满") % {"number": case.number, "limit": label}
        lines = [
            _("案件编号：%(number)s") % {"number": case.number},
            *_limit_lines(case, running),
            "",
            _("请登录办理：%(url)s") % {"url": url_of(case)},
        ]
        return News(subject, "\n".join(lines))


def url_of(case: Any) -> str:
    """Return the full address of a case's page, for those who may see it."""
    return f"{settings.GONGFANG_SITE_URL.rstrip('/')}{case.get_absolute_url()}"


def _step_label(case: Any, record: Any) -> str:
    return _(case.procedure.rows(record.action)[0].label)


def _limit_lines(case: Any, running: Any) -> Iterator[str]:
    if running is None:
        return
    limit = limit_named(case.edition, running.name)
    known = {
        "limit": _(limit.label),
        "clause": citation(limit.clause),
        "end": dates.until(running.ends_at),
    }
    if isinstance(limit, DateLimit):
        yield _("期限：%(limit)s（%(clause)s），%(end)s 届满") % known
        return
    yield _("期限：%(limit)s %(days)s 个工作日（%(clause)s），%(end)s 届满") % {
        **known,
        "days": limit.working_days,
    }
    if running.is_provisional:
        yield _("（暂定：有关年度的放假通知尚未录入，录入后重新计算）")
    yield _("计算方法：自 %(day)s 起算") % {"day": dates.full_date(running.trigger)}
    yield from _counted_lines(running.counted)


def _counted_lines(account: Mapping[str, Any]) -> Iterator[str]:
    for day in dates.calendar_days(account):
        shown: date = day.date
        note = day.note if day.is_counted else _("不计：%(why)s") % {"why": day.note}
        yield f"  {dates.full_date(shown)} {note}"
