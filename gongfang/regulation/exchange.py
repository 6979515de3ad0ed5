"""The step tables of what the departments exchange: rosters that differ, subsidies, the project library.

Articles 9(二), 9(四) and 11(三). A difference is a question, never an accusation: no step takes anything away.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from . import clauses
from .procedure import COUNTY_OFFICES, NEW, PREFECTURE_OFFICES, Actor, Facts, Procedure, Step
from .rectification import recognition_has_ended
from .time_limits import beijing_date

_OFFICES = (*COUNTY_OFFICES, *PREFECTURE_OFFICES)


class MismatchState(StrEnum):
    CHECKING = "checking"
    ASKED = "asked"
    SETTLED = "settled"
    CLEARED = "cleared"


@dataclass(frozen=True, kw_only=True)
class MismatchFacts(Facts):
    """The picture of a roster that differs from the register.

    `open_lines` counts the people not explained yet. `given["unexplained"]` counts those that the form under way
    leaves without an explanation.
    """

    is_still_recognised: bool = True
    open_lines: int = 0
    is_register_checked: bool = False


def register_is_not_checked(case: MismatchFacts) -> str | None:
    """Refuse a second answer of the register's keeper to the same question."""
    return "本部门已经核对过登记库" if case.is_register_checked else None


def every_line_is_explained(case: MismatchFacts) -> str | None:
    """Refuse to settle while somebody on the list is not explained."""
    left = case.given.get("unexplained") or 0
    return f"还有 {left} 人没有选择核对结果" if left else None


def nothing_is_left_to_check(case: MismatchFacts) -> str | None:
    """Refuse to clear away a question that is still open."""
    return "还有人员需要核对" if case.is_still_recognised and case.open_lines else None


MISMATCH = Procedure(
    kind="mismatch",
    label="就业名单核对",
    is_about_a_workshop=True,
    states={
        MismatchState.CHECKING: "待县级核对",
        MismatchState.ASKED: "待工坊说明",
        MismatchState.SETTLED: "已核清",
        MismatchState.CLEARED: "无需再核",
    },
    ends=frozenset({MismatchState.SETTLED, MismatchState.CLEARED}),
    steps=(
        Step(
            action="open_mismatch",
            label="列入核对",
            sources=(NEW,),
            target=MismatchState.CHECKING,
            by=(Actor.SYSTEM,),
            clause=clauses.SHARING,
        ),
        Step(
            action="check_register",
            label="核对登记库",
            sources=(MismatchState.CHECKING, MismatchState.ASKED),
            target=None,
            by=(Actor.COUNTY_AGRICULTURE,),
            clause=clauses.PROJECT_LIBRARY,
            guards=(register_is_not_checked,),
            needs=("findings",),
        ),
        Step(
            action="ask_workshop",
            label="请工坊说明",
            sources=(MismatchState.CHECKING,),
            target=MismatchState.ASKED,
            by=(Actor.COUNTY_CULTURE,),
            clause=clauses.SHARING,
            needs=("question",),
            is_expected=False,
        ),
        Step(
            action="answer_mismatch",
            label="说明情况",
            sources=(MismatchState.ASKED,),
            target=MismatchState.CHECKING,
            by=(Actor.APPLICANT,),
            clause=clauses.SHARING,
            needs=("reply",),
        ),
        Step(
            action="settle_mismatch",
            label="核对清楚",
            sources=(MismatchState.CHECKING,),
            target=MismatchState.SETTLED,
            by=(Actor.COUNTY_CULTURE,),
            clause=clauses.SHARING,
            guards=(every_line_is_explained,),
        ),
        Step(
            action="settle_mismatch",
            label="核对清楚",
            sources=(MismatchState.ASKED,),
            target=MismatchState.SETTLED,
            by=(Actor.COUNTY_CULTURE,),
            clause=clauses.SHARING,
            guards=(every_line_is_explained,),
            is_expected=False,
        ),
        Step(
            action="clear_mismatch",
            label="无需再核",
            sources=(MismatchState.CHECKING, MismatchState.ASKED),
            target=MismatchState.CLEARED,
            by=(Actor.SYSTEM,),
            clause=clauses.SHARING,
            guards=(nothing_is_left_to_check,),
        ),
    ),
)


class SubsidyState(StrEnum):
    RUNNING = "running"
    ACCOUNTED = "accounted"


@dataclass(frozen=True, kw_only=True)
class SubsidyFacts(Facts):
    """The picture of a subsidy. Amounts are in yuan; `unspent` is what is neither spent nor repaid."""

    is_in_good_standing: bool = True
    granted_by: str = ""
    granted_on: date | None = None
    account_by: date | None = None
    amount: Decimal = Decimal(0)
    unspent: Decimal = Decimal(0)


def workshop_is_in_good_standing(case: SubsidyFacts) -> str | None:
    """Refuse money to a workshop whose recognition is not in force (article 8)."""
    return None if case.is_in_good_standing else "工坊不在认定有效期内或者资格中止，不能给予补助"


def grant_makes_sense(case: SubsidyFacts) -> str | None:
    """Refuse a grant of nothing, from the future, or to be accounted for before it was given."""
    if case.amount <= 0:
        return "补助金额应大于 0"
    if case.granted_on is None or case.granted_on > beijing_date(case.at):
        return "拨付日期不能晚于今天"
    if case.account_by is None or case.account_by <= case.granted_on:
        return "报账期限应晚于拨付日期"
    return None


def spending_makes_sense(case: SubsidyFacts) -> str | None:
    """Refuse to report more than is left, or on a day on which there was no money or that has not come."""
    if not case.unspent:
        return "这笔补助已经全部报账"
    amount, on = case.given.get("amount"), case.given.get("spent_on")
    if amount is not None and not 0 < amount <= case.unspent:
        return f"金额应大于 0，且不超过未报账的 {case.unspent:.2f} 元"
    if on is not None and case.granted_on is not None and not case.granted_on <= on <= beijing_date(case.at):
        return "支出日期应在拨付日期与今天之间"
    return None


def office_has_granted_it(case: SubsidyFacts) -> str | None:
    """Refuse an office to judge what another one has granted."""
    return None if case.actor == case.granted_by else "由拨付补助的部门办理"


def all_is_accounted_for(case: SubsidyFacts) -> str | None:
    """Refuse to close an account in which money is missing."""
    return f"还有 {case.unspent:.2f} 元没有报账或者退回" if case.unspent else None


SUBSIDY = Procedure(
    kind="subsidy",
    label="补助资金",
    is_about_a_workshop=True,
    states={SubsidyState.RUNNING: "使用中", SubsidyState.ACCOUNTED: "已核销"},
    ends=frozenset({SubsidyState.ACCOUNTED}),
    steps=(
        Step(
            action="grant_subsidy",
            label="登记补助",
            sources=(NEW,),
            target=SubsidyState.RUNNING,
            by=_OFFICES,
            clause=clauses.SHARING,
            guards=(workshop_is_in_good_standing, grant_makes_sense),
            needs=("purpose", "document_number"),
        ),
        Step(
            action="report_spending",
            label="报告使用情况",
            sources=(SubsidyState.RUNNING,),
            target=None,
            by=(Actor.APPLICANT,),
            clause=clauses.EVALUATION,
            guards=(spending_makes_sense,),
            needs=("amount", "spent_on", "spent_for", "vouchers"),
        ),
        Step(
            action="reject_spending",
            label="退回凭证",
            sources=(SubsidyState.RUNNING,),
            target=None,
            by=_OFFICES,
            clause=clauses.EVALUATION,
            guards=(office_has_granted_it,),
            needs=("reasons",),
            is_expected=False,
        ),
        Step(
            action="close_subsidy",
            label="核销",
            sources=(SubsidyState.RUNNING,),
            target=SubsidyState.ACCOUNTED,
            by=_OFFICES,
            clause=clauses.EVALUATION,
            guards=(office_has_granted_it, all_is_accounted_for),
        ),
    ),
    time_limits={SubsidyState.RUNNING: "subsidy_account"},
)


class LibraryState(StrEnum):
    OFFERED = "offered"
    ENTERED = "entered"
    NOT_ENTERED = "not_entered"
    LEFT = "left"


@dataclass(frozen=True, kw_only=True)
class LibraryFacts(Facts):
    """The picture of a workshop on its way into the project library of rural revitalisation."""

    is_in_good_standing: bool = True
    is_still_recognised: bool = True
    is_in_library: bool = False


def workshop_may_enter(case: LibraryFacts) -> str | None:
    """Refuse to offer a workshop whose recognition is not in force, or that is there already."""
    if not case.is_in_good_standing:
        return "工坊不在认定有效期内或者资格中止，不能推送入库"
    return "该工坊已经推送或者已经入库" if case.is_in_library else None


def entry_is_not_from_the_future(case: LibraryFacts) -> str | None:
    """Refuse a day of entry that has not come."""
    on = case.given.get("entered_on")
    return "入库日期不能晚于今天" if on is not None and on > beijing_date(case.at) else None


LIBRARY = Procedure(
    kind="library_entry",
    label="项目库入库",
    is_about_a_workshop=True,
    states={
        LibraryState.OFFERED: "待入库",
        LibraryState.ENTERED: "已入库",
        LibraryState.NOT_ENTERED: "未入库",
        LibraryState.LEFT: "已退出",
    },
    ends=frozenset({LibraryState.NOT_ENTERED, LibraryState.LEFT}),
    steps=(
        Step(
            action="offer_to_library",
            label="推送入库",
            sources=(NEW,),
            target=LibraryState.OFFERED,
            by=(Actor.PREFECTURE_CULTURE,),
            clause=clauses.PROJECT_LIBRARY,
            guards=(workshop_may_enter,),
        ),
        Step(
            action="enter_library",
            label="登记入库",
            sources=(LibraryState.OFFERED,),
            target=LibraryState.ENTERED,
            by=(Actor.PREFECTURE_AGRICULTURE,),
            clause=clauses.PROJECT_LIBRARY,
            guards=(entry_is_not_from_the_future,),
            needs=("library_number", "entered_on"),
        ),
        Step(
            action="decline_entry",
            label="暂不入库",
            sources=(LibraryState.OFFERED,),
            target=LibraryState.NOT_ENTERED,
            by=(Actor.PREFECTURE_AGRICULTURE,),
            clause=clauses.PROJECT_LIBRARY,
            needs=("reasons",),
            is_expected=False,
        ),
        Step(
            action="leave_library",
            label="随资格终止退出",
            sources=(LibraryState.OFFERED, LibraryState.ENTERED),
            target=LibraryState.LEFT,
            by=(Actor.SYSTEM,),
            clause=clauses.PROJECT_LIBRARY,
            guards=(recognition_has_ended,),
        ),
    ),
)
