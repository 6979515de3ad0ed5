"""The step table of recognition: from the application to the plaque (articles 5 and 6)."""

from collections.abc import Mapping
from enum import StrEnum

from . import clauses
from .procedure import (
    COUNTY_OFFICES,
    PREFECTURE_OFFICES,
    Actor,
    Procedure,
    Step,
    UnderWay,
    all_departments_agree,
    opinion_steps,
)
from .recognition_guards import (
    an_objection_is_upheld,
    correction_not_asked_before,
    correction_period_over,
    correction_stamp_is_plausible,
    is_filed_on_paper,
    is_filed_online,
    is_not_banned,
    materials_are_complete,
    no_objection_bars_confirmation,
    notice_ended_undisputed,
    panel_has_failed,
    panel_has_passed,
    review_is_under_way,
    round_is_open,
    truth_is_declared,
    visit_report_is_signed,
    within_correction_period,
)


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    CORRECTING = "correcting"
    COUNTY_REVIEW = "county_review"
    PREFECTURE_REVIEW = "prefecture_review"
    INSPECTING = "inspecting"
    EXPERT_REVIEW = "expert_review"
    PROPOSED = "proposed"
    PUBLIC_NOTICE = "public_notice"
    CONFIRMING = "confirming"
    RECOGNISED = "recognised"
    AWARDED = "awarded"
    NOT_ACCEPTED = "not_accepted"
    NOT_RECOMMENDED = "not_recommended"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    DISQUALIFIED = "disqualified"
    WITHDRAWN = "withdrawn"


STATE_LABELS: Mapping[str, str] = {
    State.DRAFT: "草稿",
    State.SUBMITTED: "待受理",
    State.CORRECTING: "补正中",
    State.COUNTY_REVIEW: "县级初审",
    State.PREFECTURE_REVIEW: "地区审核",
    State.INSPECTING: "实地核查",
    State.EXPERT_REVIEW: "专家评审",
    State.PROPOSED: "拟认定",
    State.PUBLIC_NOTICE: "公示中",
    State.CONFIRMING: "待公布",
    State.RECOGNISED: "已认定",
    State.AWARDED: "已授牌",
    State.NOT_ACCEPTED: "不予受理",
    State.NOT_RECOMMENDED: "初审不予推荐",
    State.REFUSED: "不予认定",
    State.CANCELLED: "取消拟认定资格",
    State.DISQUALIFIED: "取消申报资格",
    State.WITHDRAWN: "已撤回",
}
ENDS = frozenset(
    {
        State.AWARDED,
        State.NOT_ACCEPTED,
        State.NOT_RECOMMENDED,
        State.REFUSED,
        State.CANCELLED,
        State.DISQUALIFIED,
        State.WITHDRAWN,
    }
)
HELD_BY_COUNTY = (State.SUBMITTED, State.CORRECTING, State.COUNTY_REVIEW)
HELD_BY_PREFECTURE = (
    State.PREFECTURE_REVIEW,
    State.INSPECTING,
    State.EXPERT_REVIEW,
    State.PROPOSED,
    State.PUBLIC_NOTICE,
    State.CONFIRMING,
)

_FILING_GUARDS = (is_not_banned, round_is_open, materials_are_complete, truth_is_declared)
_APPLICANT = (Actor.APPLICANT,)
_COUNTY = (Actor.COUNTY_CULTURE,)
_PREFECTURE = (Actor.PREFECTURE_CULTURE,)

STEPS = (
    Step(
        action="submit",
        label="提交申报",
        sources=(State.DRAFT,),
        target=State.SUBMITTED,
        by=_APPLICANT,
        clause=clauses.APPLICATION,
        guards=_FILING_GUARDS,
        readings=("R2", "R18"),
    ),
    Step(
        action="enter_paper",
        label="录入纸质申报",
        sources=(State.DRAFT,),
        target=State.SUBMITTED,
        by=_COUNTY,
        clause=clauses.APPLICATION,
        guards=_FILING_GUARDS,
        needs=("received_on",),
        is_expected=False,
        readings=("R11",),
    ),
    Step(
        action="request_correction",
        label="一次性告知补正",
        sources=(State.SUBMITTED,),
        target=State.CORRECTING,
        by=_COUNTY,
        clause=clauses.APPLICATION,
        guards=(correction_not_asked_before,),
        needs=("missing",),
        is_expected=False,
        readings=("R4",),
    ),
    Step(
        action="resubmit",
        label="提交补正材料",
        sources=(State.CORRECTING,),
        target=State.SUBMITTED,
        by=_APPLICANT,
        clause=clauses.APPLICATION,
        guards=(correction_stamp_is_plausible, within_correction_period),
        readings=("R4", "R11"),
    ),
    Step(
        action="lapse",
        label="逾期未补正",
        sources=(State.CORRECTING,),
        target=State.NOT_ACCEPTED,
        by=(Actor.SYSTEM,),
        clause=clauses.APPLICATION,
        guards=(correction_period_over, is_filed_online),
        readings=("R4", "R11"),
    ),
    Step(
        action="lapse",
        label="逾期未补正",
        sources=(State.CORRECTING,),
        target=State.NOT_ACCEPTED,
        by=_COUNTY,
        clause=clauses.APPLICATION,
        guards=(is_filed_on_paper, correction_period_over),
        needs=("reasons",),
        is_binding=True,
        is_expected=False,
        readings=("R4", "R11"),
    ),
    Step(
        action="accept",
        label="受理",
        sources=(State.SUBMITTED,),
        target=State.COUNTY_REVIEW,
        by=_COUNTY,
        clause=clauses.PRELIMINARY_REVIEW,
    ),
    Step(
        action="decline",
        label="不予受理",
        sources=(State.SUBMITTED,),
        target=State.NOT_ACCEPTED,
        by=_COUNTY,
        clause=clauses.PRELIMINARY_REVIEW,
        needs=("reasons",),
        is_binding=True,
        is_expected=False,
    ),
    *opinion_steps((State.COUNTY_REVIEW,), COUNTY_OFFICES, Actor.COUNTY_CULTURE, clauses.PRELIMINARY_REVIEW),
    Step(
        action="recommend",
        label="推荐上报",
        sources=(State.COUNTY_REVIEW,),
        target=State.PREFECTURE_REVIEW,
        by=_COUNTY,
        clause=clauses.PRELIMINARY_REVIEW,
        guards=(all_departments_agree,),
        is_binding=True,
        readings=("R3",),
    ),
    Step(
        action="not_recommend",
        label="初审不予推荐",
        sources=(State.COUNTY_REVIEW,),
        target=State.NOT_RECOMMENDED,
        by=_COUNTY,
        clause=clauses.PRELIMINARY_REVIEW,
        needs=("reasons",),
        is_binding=True,
        is_expected=False,
    ),
    *opinion_steps((State.PREFECTURE_REVIEW,), PREFECTURE_OFFICES, Actor.PREFECTURE_CULTURE, clauses.REVIEW),
    Step(
        action="start_inspection",
        label="组织实地核查",
        sources=(State.PREFECTURE_REVIEW,),
        target=State.INSPECTING,
        by=_PREFECTURE,
        clause=clauses.REVIEW,
        guards=(all_departments_agree,),
        readings=("R3",),
    ),
    Step(
        action="finish_inspection",
        label="完成实地核查",
        sources=(State.INSPECTING,),
        target=State.EXPERT_REVIEW,
        by=_PREFECTURE,
        clause=clauses.REVIEW,
        guards=(visit_report_is_signed,),
        work="实地核查并签署报告",
    ),
    Step(
        action="propose",
        label="列为拟认定",
        sources=(State.EXPERT_REVIEW,),
        target=State.PROPOSED,
        by=_PREFECTURE,
        clause=clauses.REVIEW,
        guards=(panel_has_passed,),
        work="组织专家评审",
        under_way=UnderWay(label="专家评审进行中", by="评审专家组", when=review_is_under_way),
        readings=("R6", "R8"),
    ),
    Step(
        action="refuse",
        label="不予认定",
        sources=(State.PREFECTURE_REVIEW, State.INSPECTING),
        target=State.REFUSED,
        by=_PREFECTURE,
        clause=clauses.REVIEW,
        needs=("reasons",),
        is_binding=True,
        is_expected=False,
    ),
    Step(
        action="refuse",
        label="不予认定",
        sources=(State.EXPERT_REVIEW,),
        target=State.REFUSED,
        by=_PREFECTURE,
        clause=clauses.REVIEW,
        guards=(panel_has_failed,),
        needs=("reasons",),
        is_binding=True,
    ),
    Step(
        action="publish_notice",
        label="发布公示",
        sources=(State.PROPOSED,),
        target=State.PUBLIC_NOTICE,
        by=_PREFECTURE,
        clause=clauses.PUBLIC_NOTICE,
        readings=("R9",),
    ),
    Step(
        action="cancel",
        label="取消拟认定资格",
        sources=(State.PUBLIC_NOTICE, State.CONFIRMING),
        target=State.CANCELLED,
        by=_PREFECTURE,
        clause=clauses.PUBLIC_NOTICE,
        guards=(an_objection_is_upheld,),
        needs=("reasons",),
        is_binding=True,
        readings=("R12",),
    ),
    Step(
        action="close_notice",
        label="公示期满",
        sources=(State.PUBLIC_NOTICE,),
        target=State.CONFIRMING,
        by=(Actor.SYSTEM,),
        clause=clauses.PUBLIC_NOTICE,
        guards=(notice_ended_undisputed,),
        readings=("R9", "R12"),
    ),
    *opinion_steps((State.CONFIRMING,), PREFECTURE_OFFICES, Actor.PREFECTURE_CULTURE, clauses.AWARD),
    Step(
        action="confirm",
        label="确认公布",
        sources=(State.CONFIRMING,),
        target=State.RECOGNISED,
        by=_PREFECTURE,
        clause=clauses.AWARD,
        guards=(no_objection_bars_confirmation, all_departments_agree),
        needs=("document_number",),
        is_binding=True,
        readings=("R3", "R12"),
    ),
    Step(
        action="award",
        label="授牌",
        sources=(State.RECOGNISED,),
        target=State.AWARDED,
        by=_PREFECTURE,
        clause=clauses.AWARD,
        needs=("plaque_number", "plaque_date"),
    ),
    Step(
        action="disqualify",
        label="取消申报资格",
        sources=HELD_BY_COUNTY,
        target=State.DISQUALIFIED,
        by=_COUNTY,
        clause=clauses.APPLICATION,
        needs=("reasons", "evidence"),
        is_binding=True,
        is_expected=False,
        readings=("R5",),
    ),
    Step(
        action="disqualify",
        label="取消申报资格",
        sources=HELD_BY_PREFECTURE,
        target=State.DISQUALIFIED,
        by=_PREFECTURE,
        clause=clauses.APPLICATION,
        needs=("reasons", "evidence"),
        is_binding=True,
        is_expected=False,
        readings=("R5",),
    ),
    Step(
        action="withdraw",
        label="撤回申报",
        sources=(*HELD_BY_COUNTY, *HELD_BY_PREFECTURE[:-1]),
        target=State.WITHDRAWN,
        by=_APPLICANT,
        clause=clauses.APPLICATION,
        is_expected=False,
    ),
)

RECOGNITION = Procedure(
    kind="application",
    label="非遗工坊认定",
    states=STATE_LABELS,
    ends=ENDS,
    steps=STEPS,
    time_limits={State.CORRECTING: "correction", State.PUBLIC_NOTICE: "public_notice"},
)
