"""What a step on an application looks at and when it is refused (articles 5 and 6)."""

from dataclasses import dataclass
from datetime import date, datetime, time

from . import clauses
from .procedure import Facts, Refusal
from .time_limits import BEIJING, beijing_date, until


@dataclass(frozen=True, kw_only=True)
class PanelFacts:
    """What the panel that scored this application has come to (reading R6, R8).

    `problem` says why the panel is not lawful for this application; empty when it is. `has_passed` is unknown
    (None) until the panel has concluded.
    """

    problem: str = ""
    is_scoring_closed: bool = False
    is_deliberation_signed: bool = False
    has_passed: bool | None = None


@dataclass(frozen=True, kw_only=True)
class RecognitionFacts(Facts):
    """The picture of an application. Instants are aware; dates are Beijing dates.

    `is_on_paper` is known while corrections are awaited; `correction_asked_on` is the day they were asked for.
    """

    missing_materials: tuple[str, ...] = ()
    is_truth_declared: bool = False
    is_round_open: bool = False
    banned_until: date | None = None
    corrections_asked: int = 0
    is_on_paper: bool = False
    correction_asked_on: date | None = None
    correction_ends_at: datetime | None = None
    inspectors_signed: int = 0
    panel: PanelFacts | None = None
    notice_ends_at: datetime | None = None
    open_objections: int = 0
    upheld_objections: int = 0


def materials_are_complete(case: RecognitionFacts) -> str | None:
    """Refuse a filing that lacks one of the five material sets."""
    if case.missing_materials:
        return "申报材料不齐全，尚缺：" + "；".join(case.missing_materials)
    return None


def truth_is_declared(case: RecognitionFacts) -> str | None:
    """Refuse a filing whose applicant has not declared the materials to be true."""
    return None if case.is_truth_declared else "请先确认申报材料客观真实的承诺"


def round_is_open(case: RecognitionFacts) -> str | None:
    """Refuse a filing outside a round: workshops apply when the prefecture calls for it."""
    return None if case.is_round_open else "本批次申报尚未开始或已经截止"


def is_not_banned(case: RecognitionFacts) -> Refusal | None:
    """Refuse those whose recognition was revoked less than three years ago (reading R18)."""
    if case.banned_until is None:
        return None
    reason = f"被撤销命名后尚在不得重新申报的期限内，{case.banned_until:%Y-%m-%d} 起方可申报"
    return Refusal(reason, clauses.REVOCATION)


def correction_not_asked_before(case: RecognitionFacts) -> str | None:
    """Refuse a second request for corrections: everything missing is named at once (reading R4)."""
    if case.corrections_asked >= case.edition.correction_requests_max:
        return "补正要求应一次性告知，本件已告知过"
    return None


def correction_stamp_is_plausible(case: RecognitionFacts) -> str | None:
    """Refuse a day of receipt that cannot be, or a late entry that does not say why (reading R11)."""
    received_on: date | None = case.given.get("received_on")
    if received_on is None:
        return None
    if not case.is_on_paper:
        return "在线补正以系统接收时间为准，不能另填收到日期"
    if received_on > beijing_date(case.at):
        return "收到日期不得晚于今天"
    if case.correction_asked_on is not None and received_on < case.correction_asked_on:
        return "收到日期早于告知补正之日"
    if received_on < beijing_date(case.at) and not str(case.given.get("entry_reason") or "").strip():
        return "收到日期早于录入日期的，请说明事后录入的原因"
    return None


def within_correction_period(case: RecognitionFacts) -> str | None:
    """Refuse corrections after the correction period; on paper the day of receipt counts (reading R11)."""
    received_at = _correction_received_at(case)
    if case.correction_ends_at is None or received_at is None or received_at < case.correction_ends_at:
        return None
    return f"补正期限已于 {until(case.correction_ends_at)} 届满"


def _correction_received_at(case: RecognitionFacts) -> datetime | None:
    """Return the instant that counts: the first of the day on the stamp, which may not be known yet, else now."""
    if not case.is_on_paper:
        return case.at
    received_on: date | None = case.given.get("received_on")
    return datetime.combine(received_on, time.min, BEIJING) if received_on else None


def correction_period_over(case: RecognitionFacts) -> str | None:
    """Refuse the lapse while the applicant may still correct."""
    if case.correction_ends_at is None or case.at < case.correction_ends_at:
        return "补正期限未满"
    return None


def is_filed_online(case: RecognitionFacts) -> str | None:
    """Refuse the lapse by itself of a filing on paper: what was handed in in time may wait to be entered (R11)."""
    return "纸质申报须由县（市）文化和旅游部门查明期内未收到补正材料" if case.is_on_paper else None


def is_filed_on_paper(case: RecognitionFacts) -> str | None:
    """Refuse an office's finding on a filing that the system has received, or not, itself."""
    return None if case.is_on_paper else "在线申报逾期未补正的，期满由系统终结"


def visit_report_is_signed(case: RecognitionFacts) -> str | None:
    """Refuse to end the inspection without a report signed by enough inspectors."""
    needed = case.edition.inspectors_min
    if case.inspectors_signed < needed:
        return f"实地核查报告须由不少于 {needed} 名核查人员签字，现有 {case.inspectors_signed} 名"
    return None


def panel_has_passed(case: RecognitionFacts) -> str | None:
    """Refuse a proposal that no lawful, closed, signed and favourable review supports."""
    panel = case.panel
    if panel is None:
        return "尚未组成评审专家组"
    if panel.problem:
        return panel.problem
    if not panel.is_scoring_closed:
        return "专家评分尚未结束"
    if not panel.is_deliberation_signed:
        return "合议记录尚未由全体到会专家签字"
    return None if panel.has_passed else "专家评审未通过"


def review_is_under_way(case: RecognitionFacts) -> bool:
    """Return whether a panel that can finish has the application before it (reading R6)."""
    return case.panel is not None and not case.panel.problem and case.panel.has_passed is None


def panel_has_failed(case: RecognitionFacts) -> str | None:
    """Refuse a refusal after expert review unless the panel failed the application."""
    if case.panel is None or case.panel.has_passed is None:
        return "专家评审尚无结论"
    return "专家评审已通过，不得以评审为由不予认定" if case.panel.has_passed else None


def notice_ended_undisputed(case: RecognitionFacts) -> str | None:
    """Refuse to close a notice that still runs or still has an objection to answer (readings R9, R12)."""
    if case.notice_ends_at is None:
        return "尚未公示"
    if case.at < case.notice_ends_at:
        return f"公示期未满，{until(case.notice_ends_at)} 届满"
    return no_objection_stands(case)


def no_objection_stands(case: RecognitionFacts) -> str | None:
    """Refuse while an objection is open or has been upheld (reading R12)."""
    if case.open_objections:
        return f"尚有 {case.open_objections} 件异议未办结"
    if case.upheld_objections:
        return "已有异议经核查成立，应取消拟认定资格"
    return None


def no_objection_bars_confirmation(case: RecognitionFacts) -> Refusal | None:
    """Refuse a confirmation over an objection, citing the limb on notices."""
    reason = no_objection_stands(case)
    return Refusal(reason, clauses.PUBLIC_NOTICE) if reason else None


def an_objection_is_upheld(case: RecognitionFacts) -> str | None:
    """Refuse to cancel unless an objection was upheld."""
    return None if case.upheld_objections else "没有经核查成立的异议"
