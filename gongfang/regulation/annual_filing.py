"""The step table of the annual filing (articles 7(四), 9(一) and 10(七), readings R13 and R14)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from . import clauses
from .paper import paper_date_is_plausible, received_at
from .procedure import NEW, Actor, Facts, Procedure, Step
from .time_limits import until


class State(StrEnum):
    OWED = "owed"
    FILED = "filed"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    MISSED = "missed"
    WAIVED = "waived"


STATE_LABELS: Mapping[str, str] = {
    State.OWED: "待报备",
    State.FILED: "待确认",
    State.RETURNED: "退回补正",
    State.ACCEPTED: "已确认",
    State.MISSED: "逾期未报备",
    State.WAIVED: "不再要求",
}


@dataclass(frozen=True, kw_only=True)
class FilingFacts(Facts):
    """The picture of one year's filing. Instants are aware; dates are Beijing dates.

    `missing_sections` are the labels of what the form still lacks; `received_on` is the stamp of a filing on
    paper, else None.
    """

    year: int = 0
    recognised_on: date | None = None
    is_still_recognised: bool = True
    missing_sections: tuple[str, ...] = ()
    is_truth_declared: bool = False
    due_ends_at: datetime | None = None
    correction_ends_at: datetime | None = None
    received_on: date | None = None
    entry_reason: str = ""

    @property
    def ends_at(self) -> datetime | None:
        """Return the first instant at which a filing is too late: the due date, or a later correction period."""
        ends = [end for end in (self.due_ends_at, self.correction_ends_at) if end is not None]
        return max(ends, default=None)


def year_is_owed(case: FilingFacts) -> str | None:
    """Refuse a filing for the year of recognition or before: the first owed is that of the next year (R13)."""
    if not case.is_still_recognised:
        return "工坊已不在认定有效期内，不再要求报备"
    if case.recognised_on is None or case.year <= case.recognised_on.year:
        return "自认定次年起报备"
    return None


def nothing_is_left_out(case: FilingFacts) -> str | None:
    """Refuse a filing that leaves a section empty."""
    return "报备内容不完整，尚缺：" + "；".join(case.missing_sections) if case.missing_sections else None


def filing_is_declared_true(case: FilingFacts) -> str | None:
    """Refuse a filing whose workshop has not declared it to be true."""
    return None if case.is_truth_declared else "请先确认报备内容客观真实的承诺"


def filed_in_time(case: FilingFacts) -> str | None:
    """Refuse a filing after its year, or after the correction period if that ends later (reading R13).

    What counts for one on paper is the day it was received (reading R11).
    """
    if case.ends_at is not None and received_at(case) >= case.ends_at:
        return f"报备期限已于 {until(case.ends_at)} 届满"
    return None


def paper_came_in_time(case: FilingFacts) -> str | None:
    """Refuse to file for a missed year, but for a paper that was handed in while it was in time (reading R11)."""
    if not case.is_still_recognised:
        return "工坊已不在认定有效期内，不再要求报备"
    if case.received_on is None:
        return "报备期限已满；只能补录期限内收到的纸质报备"
    return None


def period_is_over(case: FilingFacts) -> str | None:
    """Refuse to record a miss while a filing, or its correction, would still be in time."""
    if case.ends_at is None or case.at < case.ends_at:
        return "报备期限未满"
    return None


def recipient_is_theirs(case: FilingFacts) -> str | None:
    """Refuse the level that does not confirm filings under this edition (reading R13)."""
    if case.actor.level == case.edition.filing_recipient:
        return None
    return "年度报备由县（市）级确认" if case.edition.filing_recipient == "county" else "年度报备由地区确认"


def recognition_has_ended(case: FilingFacts) -> str | None:
    """Refuse to waive a filing that is still owed."""
    return "工坊仍在认定有效期内，应当报备" if case.is_still_recognised else None


_RECIPIENTS = (Actor.COUNTY_CULTURE, Actor.PREFECTURE_CULTURE)
_OPEN = (State.OWED, State.FILED, State.RETURNED)

STEPS = (
    Step(
        action="open_filing",
        label="开始年度报备",
        sources=(NEW,),
        target=State.OWED,
        by=(Actor.SYSTEM,),
        clause=clauses.ANNUAL_FILING,
        guards=(year_is_owed,),
        readings=("R13",),
    ),
    Step(
        action="file",
        label="提交年度报备",
        sources=(State.OWED, State.RETURNED),
        target=State.FILED,
        by=(Actor.APPLICANT,),
        clause=clauses.ANNUAL_FILING,
        guards=(paper_date_is_plausible, filed_in_time, nothing_is_left_out, filing_is_declared_true),
        readings=("R11", "R13"),
    ),
    Step(
        action="file",
        label="提交年度报备",
        sources=(State.MISSED,),
        target=State.FILED,
        by=(Actor.APPLICANT,),
        clause=clauses.ANNUAL_FILING,
        guards=(
            paper_came_in_time,
            paper_date_is_plausible,
            filed_in_time,
            nothing_is_left_out,
            filing_is_declared_true,
        ),
        is_expected=False,
        readings=("R11", "R13"),
    ),
    Step(
        action="return_filing",
        label="退回补正",
        sources=(State.FILED,),
        target=State.RETURNED,
        by=_RECIPIENTS,
        clause=clauses.ANNUAL_FILING,
        guards=(recipient_is_theirs,),
        needs=("missing",),
        is_expected=False,
        readings=("R13",),
    ),
    Step(
        action="accept_filing",
        label="确认报备",
        sources=(State.FILED,),
        target=State.ACCEPTED,
        by=_RECIPIENTS,
        clause=clauses.ANNUAL_FILING,
        guards=(recipient_is_theirs,),
        readings=("R13",),
    ),
    Step(
        action="miss",
        label="逾期未报备",
        sources=(State.OWED, State.RETURNED),
        target=State.MISSED,
        by=(Actor.SYSTEM,),
        clause=clauses.ANNUAL_FILING,
        guards=(period_is_over,),
        readings=("R13", "R14"),
    ),
    Step(
        action="waive_filing",
        label="不再要求报备",
        sources=_OPEN,
        target=State.WAIVED,
        by=(Actor.SYSTEM,),
        clause=clauses.ANNUAL_REGISTRATION,
        guards=(recognition_has_ended,),
        readings=("R13",),
    ),
)

ANNUAL_FILING = Procedure(
    kind="annual_filing",
    label="年度报备",
    is_about_a_workshop=True,
    states=STATE_LABELS,
    ends=frozenset({State.ACCEPTED, State.WAIVED}),
    steps=STEPS,
    time_limits={State.OWED: "annual_filing", State.RETURNED: "filing_correction"},
)
