"""The step tables of consultation (article 11): a meeting of the departments, and what comes of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from . import clauses
from .procedure import COUNTY_OFFICES, NEW, PREFECTURE_OFFICES, Actor, Facts, Procedure, Step
from .time_limits import beijing_date

_LEAD = (Actor.PREFECTURE_CULTURE,)


class MeetingState(StrEnum):
    CALLED = "called"
    RECORDED = "recorded"
    CALLED_OFF = "called_off"


@dataclass(frozen=True, kw_only=True)
class MeetingFacts(Facts):
    """The picture of a meeting: the day it is called for, and how much is on its agenda."""

    held_on: date | None = None
    agenda: int = 0


def day_has_come(case: MeetingFacts) -> str | None:
    """Refuse the minutes of a meeting that has not been held."""
    is_ahead = case.held_on is not None and beijing_date(case.at) < case.held_on
    return "会商尚未举行" if is_ahead else None


def agenda_is_set(case: MeetingFacts) -> str | None:
    """Refuse to call a meeting about nothing."""
    return None if case.agenda else "请至少列入一个议题"


MEETING = Procedure(
    kind="meeting",
    label="会商",
    states={MeetingState.CALLED: "已通知", MeetingState.RECORDED: "已会商", MeetingState.CALLED_OFF: "已取消"},
    ends=frozenset({MeetingState.RECORDED, MeetingState.CALLED_OFF}),
    steps=(
        Step(
            action="call_meeting",
            label="通知会商",
            sources=(NEW,),
            target=MeetingState.CALLED,
            by=_LEAD,
            clause=clauses.CONSULTATION,
            guards=(agenda_is_set,),
        ),
        Step(
            action="record_meeting",
            label="登记会商纪要",
            sources=(MeetingState.CALLED,),
            target=MeetingState.RECORDED,
            by=_LEAD,
            clause=clauses.CONSULTATION,
            guards=(day_has_come,),
            needs=("minutes",),
        ),
        Step(
            action="call_off_meeting",
            label="取消会商",
            sources=(MeetingState.CALLED,),
            target=MeetingState.CALLED_OFF,
            by=_LEAD,
            clause=clauses.CONSULTATION,
            needs=("reasons",),
            is_expected=False,
        ),
    ),
)


class AssignmentState(StrEnum):
    ASSIGNED = "assigned"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, kw_only=True)
class AssignmentFacts(Facts):
    """The picture of what an office is to do: `owner` is that office's actor."""

    owner: str = ""


def office_is_the_owner(case: AssignmentFacts) -> str | None:
    """Refuse an office to report what another one is to do."""
    return None if case.actor == case.owner else "由会商确定的承办部门报告"


ASSIGNMENT = Procedure(
    kind="assignment",
    label="会商事项",
    states={
        AssignmentState.ASSIGNED: "办理中",
        AssignmentState.DONE: "已办结",
        AssignmentState.DROPPED: "不再办理",
    },
    ends=frozenset({AssignmentState.DONE, AssignmentState.DROPPED}),
    steps=(
        Step(
            action="assign",
            label="交办",
            sources=(NEW,),
            target=AssignmentState.ASSIGNED,
            by=_LEAD,
            clause=clauses.CONSULTATION,
        ),
        Step(
            action="report_done",
            label="报告办理结果",
            sources=(AssignmentState.ASSIGNED,),
            target=AssignmentState.DONE,
            by=(*COUNTY_OFFICES, *PREFECTURE_OFFICES),
            clause=clauses.CONSULTATION,
            guards=(office_is_the_owner,),
            needs=("results",),
        ),
        Step(
            action="drop_assignment",
            label="不再办理",
            sources=(AssignmentState.ASSIGNED,),
            target=AssignmentState.DROPPED,
            by=_LEAD,
            clause=clauses.CONSULTATION,
            needs=("reasons",),
            is_expected=False,
        ),
    ),
    time_limits={AssignmentState.ASSIGNED: "assignment"},
)
