"""The step table of objections during the public notice (article 6(三), readings R9–R12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from . import clauses
from .paper import paper_date_is_plausible, received_at
from .procedure import (
    NEW,
    PREFECTURE_OFFICES,
    Actor,
    Choice,
    Facts,
    Procedure,
    Step,
    all_departments_agree,
    opinion_steps,
)
from .time_limits import until


class State(StrEnum):
    INCOMPLETE = "incomplete"
    VERIFYING = "verifying"
    INADMISSIBLE = "inadmissible"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


STATE_LABELS: Mapping[str, str] = {
    State.INCOMPLETE: "待补充",
    State.VERIFYING: "核查中",
    State.INADMISSIBLE: "不予受理（留作线索）",
    State.UPHELD: "异议成立",
    State.DISMISSED: "异议不成立",
}
ELEMENT_LABELS = {
    "real_name": "真实姓名或单位名称",
    "contact": "联系方式",
    "reasons": "具体异议理由",
    "evidence": "佐证材料",
}


@dataclass(frozen=True, kw_only=True)
class ObjectionFacts(Facts):
    """The picture of an objection: what it holds, when it was received and the notice it answers.

    `elements` are those of `ELEMENT_LABELS` it has; `received_on` is the stamp of a paper one, else None;
    `entry_reason` says why a paper one is entered later than it was received.
    """

    elements: frozenset[str] = frozenset()
    received_on: date | None = None
    entry_reason: str = ""
    notice_starts_on: date | None = None
    notice_ends_at: datetime | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the labels of the elements it lacks."""
        wanted = self.edition.objection_required
        return tuple(ELEMENT_LABELS[name] for name in wanted if name not in self.elements)

    @property
    def received_at(self) -> datetime:
        """Return the instant that counts: the day's first for a stamped paper, else now (reading R11)."""
        return received_at(self)

    @property
    def is_late(self) -> bool:
        return self.notice_ends_at is not None and self.received_at >= self.notice_ends_at


def a_notice_was_published(case: ObjectionFacts) -> str | None:
    """Refuse an objection to somebody whom no notice has proposed, or before it was posted."""
    if case.notice_starts_on is None:
        return "该申报尚未公示，公示期内方可提出异议"
    if case.received_on is not None and case.received_on < case.notice_starts_on:
        return "收到日期早于公示开始日期"
    return None


def admission(case: ObjectionFacts) -> str:
    """Return where a received objection goes: verification, completion, or the leads (reading R10)."""
    if case.is_late or "real_name" not in case.elements:
        return State.INADMISSIBLE
    return State.INCOMPLETE if case.missing else State.VERIFYING


def within_notice_period(case: ObjectionFacts) -> str | None:
    """Refuse a completion after the notice has ended."""
    if case.is_late and case.notice_ends_at is not None:
        return f"公示期已于 {until(case.notice_ends_at)} 届满，不能再补充"
    return None


def nothing_is_missing(case: ObjectionFacts) -> str | None:
    """Refuse a completion that still lacks an element."""
    return "尚缺：" + "、".join(case.missing) if case.missing else None


_LEAD = (Actor.PREFECTURE_CULTURE,)

STEPS = (
    Step(
        action="object",
        label="提出异议",
        sources=(NEW,),
        target=Choice((State.VERIFYING, State.INCOMPLETE, State.INADMISSIBLE), admission),
        by=(Actor.PUBLIC, Actor.PREFECTURE_CULTURE),
        clause=clauses.PUBLIC_NOTICE,
        guards=(a_notice_was_published, paper_date_is_plausible),
        readings=("R9", "R10", "R11"),
    ),
    Step(
        action="complete_objection",
        label="补充异议材料",
        sources=(State.INCOMPLETE,),
        target=State.VERIFYING,
        by=(Actor.PUBLIC,),
        clause=clauses.PUBLIC_NOTICE,
        guards=(within_notice_period, nothing_is_missing),
        readings=("R10",),
    ),
    *opinion_steps((State.VERIFYING,), PREFECTURE_OFFICES, Actor.PREFECTURE_CULTURE, clauses.PUBLIC_NOTICE),
    Step(
        action="uphold_objection",
        label="认定异议成立",
        sources=(State.VERIFYING,),
        target=State.UPHELD,
        by=_LEAD,
        clause=clauses.PUBLIC_NOTICE,
        guards=(all_departments_agree,),
        needs=("findings", "reply"),
        is_binding=True,
        readings=("R3", "R12"),
    ),
    Step(
        action="dismiss_objection",
        label="认定异议不成立",
        sources=(State.VERIFYING,),
        target=State.DISMISSED,
        by=_LEAD,
        clause=clauses.PUBLIC_NOTICE,
        guards=(all_departments_agree,),
        needs=("findings", "reply"),
        is_binding=True,
        readings=("R3", "R12"),
    ),
)

OBJECTION = Procedure(
    kind="objection",
    label="公示异议",
    states=STATE_LABELS,
    ends=frozenset({State.INADMISSIBLE, State.UPHELD, State.DISMISSED}),
    steps=STEPS,
    time_limits={State.VERIFYING: "objection_review"},
)
