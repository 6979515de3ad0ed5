"""Consultations of the departments and what came of them (article 11)."""

from datetime import datetime, timedelta

from gongfang.accounts.models import Office
from gongfang.cases.services import perform
from gongfang.consultations import queries, services
from gongfang.consultations.models import Assignment, Meeting
from gongfang.regulation.time_limits import beijing_date

from .play import Play

_DONE, _NEXT, _OFF = "上半年工坊建设会商（演示）", "销路对接专题会商（演示）", "培训衔接会商（演示）"
_TASKS = ("制定研修培训衔接计划", "更新帮扶对象名单", "落实展位补贴")


def tell(play: Play) -> None:
    """Schedule a meeting that was held, one that was called off and one to come."""
    play.on(-33, 9, 15, lambda at: _call(play, at, _DONE, days=3))
    play.on(-28, 16, 10, lambda at: _record(play, at))
    play.on(-27, 10, 10, lambda at: _assign(play, at))
    play.on(-13, 11, 20, lambda at: _finish(play, at))
    play.on(-11, 9, 25, lambda at: _call(play, at, _OFF, days=5))
    play.on(-9, 9, 35, lambda at: _call_off(play, at))
    play.on(-3, 9, 45, lambda at: _call(play, at, _NEXT, days=12))


def _call(play: Play, at: datetime, title: str, *, days: int) -> None:
    by = play.cast.head("prefecture.culture")
    offices = Office.objects.filter(division__level="prefecture")
    called = services.Called(
        title=title,
        held_on=beijing_date(at) + timedelta(days=days),
        place="地区文旅局二楼会议室",
        offices=list(offices),
        cases=list(queries.problems(by)[:3]),
        topics=["技能培训与用工怎样衔接", "产品销路"],
    )
    services.call_meeting(by=by, at=at, called=called)


def _record(play: Play, at: datetime) -> None:
    minutes = "三部门一致同意：人社部门牵头培训，农业农村部门每季度更新名单，文旅部门落实展位。（演示）"
    perform(_meeting(_DONE), "record_meeting", by=play.cast.head("prefecture.culture"), at=at, minutes=minutes)


def _meeting(title: str) -> Meeting:
    return Meeting.objects.get(title=title)


def _assign(play: Play, at: datetime) -> None:
    by, due = play.cast.head("prefecture.culture"), beijing_date(at) + timedelta(days=60)
    owners = ("hrss", "agriculture", "culture")
    for text, department in zip(_TASKS, owners, strict=True):
        office = Office.objects.select_related("division").get(division__level="prefecture", department=department)
        services.assign(_meeting(_DONE), by=by, at=at, text=f"{text}（演示）", office=office, due_on=due)


def _finish(play: Play, at: datetime) -> None:
    """Let the first be done and the last be dropped: the second is still under way."""
    first, _second, last = Assignment.objects.filter(came_of=_meeting(_DONE)).order_by("pk")
    done = "计划已印发，三期培训名额已分到各县（市）。（演示）"
    perform(first, "report_done", by=play.cast.head("prefecture.hrss"), at=at, results=done)
    reasons = "并入展会补贴统一办理（演示）"
    perform(last, "drop_assignment", by=play.cast.head("prefecture.culture"), at=at, reasons=reasons)


def _call_off(play: Play, at: datetime) -> None:
    by = play.cast.head("prefecture.culture")
    perform(_meeting(_OFF), "call_off_meeting", by=by, at=at, reasons="与上级会议冲突，另行通知（演示）")
