"""The step table of expert panels: from the announced draw to the conclusion (article 6(二), readings R6–R8)."""

from collections.abc import Mapping
from enum import StrEnum
from functools import partial

from . import clauses
from .panel_guards import (
    applications_await_review,
    attends,
    candidates_suffice,
    challenged_is_seated,
    draw_lies_ahead,
    draw_time_has_come,
    everybody_has_signed,
    has_changed_mind,
    has_declared_clear,
    has_not_scored,
    is_not_waived,
    is_seated,
    list_is_not_exhausted,
    may_be_excused,
    minutes_are_written,
    no_own_request_is_open,
    no_request_is_open,
    no_request_is_pending,
    nobody_has_signed,
    of_the_application,
    only_recuses,
    panels_are_lawful,
    pools_are_named,
    recusal_has_reasons,
    recusals_are_settled,
    request_is_open,
    sheet_is_complete,
    sheets_suffice,
    size_is_lawful,
    source_is_as_announced,
    votes_are_complete,
    within_recusal_period,
)
from .procedure import NEW, Actor, Procedure, Step


class State(StrEnum):
    ANNOUNCED = "announced"
    DRAWN = "drawn"
    SCORING = "scoring"
    DELIBERATING = "deliberating"
    CONCLUDED = "concluded"


STATE_LABELS: Mapping[str, str] = {
    State.ANNOUNCED: "已公告抽取",
    State.DRAWN: "已抽取",
    State.SCORING: "评分中",
    State.DELIBERATING: "集中合议",
    State.CONCLUDED: "已形成结论",
}
_LEAD = (Actor.PREFECTURE_CULTURE,)
_EXPERT = (Actor.EXPERT,)
_APPLICANT = (Actor.APPLICANT,)
_BEFORE_DELIBERATION = (State.DRAWN, State.SCORING)
_step = partial(Step, clause=clauses.REVIEW)

STEPS = (
    _step(
        action="announce_draw",
        label="公告抽取",
        sources=(NEW,),
        target=State.ANNOUNCED,
        by=_LEAD,
        guards=(
            size_is_lawful,
            pools_are_named,
            applications_await_review,
            draw_lies_ahead,
            candidates_suffice,
        ),
        readings=("R6",),
    ),
    _step(
        action="draw",
        label="随机抽取专家",
        sources=(State.ANNOUNCED,),
        target=State.DRAWN,
        by=_LEAD,
        guards=(draw_time_has_come, source_is_as_announced),
        needs=("public_value", "public_value_source"),
        readings=("R6",),
    ),
    _step(
        action="declare",
        label="利害关系声明",
        sources=_BEFORE_DELIBERATION,
        target=None,
        by=_EXPERT,
        guards=(of_the_application(is_seated, has_changed_mind), recusal_has_reasons),
        readings=("R7",),
    ),
    _step(
        action="declare",
        label="利害关系声明",
        sources=(State.DELIBERATING,),
        target=State.SCORING,
        by=_EXPERT,
        guards=(of_the_application(is_seated), only_recuses, recusal_has_reasons),
        is_expected=False,
        readings=("R6", "R7"),
    ),
    _step(
        action="request_recusal",
        label="申请回避",
        sources=_BEFORE_DELIBERATION,
        target=None,
        by=_APPLICANT,
        guards=(of_the_application(challenged_is_seated, within_recusal_period),),
        needs=("reasons",),
        is_expected=False,
        readings=("R7",),
    ),
    _step(
        action="waive_recusal",
        label="无回避申请",
        sources=_BEFORE_DELIBERATION,
        target=None,
        by=_APPLICANT,
        guards=(of_the_application(is_not_waived, no_own_request_is_open),),
        is_expected=False,
        readings=("R7",),
    ),
    _step(
        action="decide_recusal",
        label="决定回避申请",
        sources=_BEFORE_DELIBERATION,
        target=None,
        by=_LEAD,
        guards=(request_is_open,),
        needs=("reasons",),
        is_binding=True,
        readings=("R7",),
    ),
    _step(
        action="excuse",
        label="记录专家不能参加",
        sources=_BEFORE_DELIBERATION,
        target=None,
        by=_LEAD,
        guards=(may_be_excused,),
        needs=("reasons",),
        is_expected=False,
        readings=("R6",),
    ),
    _step(
        action="score",
        label="独立打分",
        sources=_BEFORE_DELIBERATION,
        target=State.SCORING,
        by=_EXPERT,
        guards=(
            of_the_application(
                is_seated, list_is_not_exhausted, has_declared_clear, no_request_is_open, has_not_scored
            ),
            recusals_are_settled,
            sheet_is_complete,
        ),
        readings=("R6", "R7", "R8"),
    ),
    _step(
        action="close_scoring",
        label="截止评分",
        sources=(State.SCORING,),
        target=State.DELIBERATING,
        by=_LEAD,
        guards=(no_request_is_pending, sheets_suffice),
        readings=("R8",),
    ),
    _step(
        action="write_minutes",
        label="形成合议记录",
        sources=(State.DELIBERATING,),
        target=None,
        by=_LEAD,
        guards=(nobody_has_signed,),
        needs=("minutes",),
        readings=("R8",),
    ),
    _step(
        action="sign_minutes",
        label="表决并签署合议记录",
        sources=(State.DELIBERATING,),
        target=None,
        by=_EXPERT,
        guards=(minutes_are_written, attends, votes_are_complete),
        readings=("R8",),
    ),
    _step(
        action="conclude",
        label="形成评审结论",
        sources=(State.DELIBERATING,),
        target=State.CONCLUDED,
        by=_LEAD,
        guards=(panels_are_lawful, minutes_are_written, everybody_has_signed),
        readings=("R6", "R8"),
    ),
)

PANEL = Procedure(
    kind="panel",
    label="专家评审",
    states=STATE_LABELS,
    ends=frozenset({State.CONCLUDED}),
    steps=STEPS,
    time_limits={State.DRAWN: "recusal_request"},
)
