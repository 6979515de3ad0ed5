"""Articles 3 and 4: from the facts of a filing to one finding for each limb (R1, R2).

Countable limbs are computed. A limb that needs a person's judgement is found not met only when
its statement or its evidence is lacking or negative.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from gongfang.regulation import clauses
from gongfang.regulation.clauses import Clause
from gongfang.regulation.edition import Edition
from gongfang.regulation.time_limits import months_after

_UNSTATED = "未填写"


class Outcome(StrEnum):
    """What the pre-check can say of a limb."""

    MET = "met"
    NOT_MET = "not_met"
    NEEDS_JUDGEMENT = "needs_judgement"


@dataclass(frozen=True, kw_only=True)
class ConditionFacts:
    """What the applicant states; ``None`` is not stated. Counts are those of the count window (R2)."""

    relies_on_heritage_item: bool | None = None
    uses_traditional_craft: bool | None = None
    county_recognised: bool | None = None
    former_poverty_workshop: bool | None = None
    county_code: str | None = None
    has_operator: bool | None = None
    wages_on_time: bool | None = None
    no_violations: bool | None = None
    site_area_m2: Decimal | None = None
    has_utilities: bool | None = None
    has_tools: bool | None = None
    has_safety: bool | None = None
    poverty_workers: int | None = None
    employment_plan_evidence: bool = False
    trainings: int | None = None
    successors_evidence: bool = False
    core_craft: bool | None = None
    practitioners: int | None = None
    welfare_activities: int | None = None
    exhibition_evidence: bool = False
    sales_online: bool | None = None
    sales_offline: bool | None = None
    sales_evidence: bool = False


@dataclass(frozen=True)
class Finding:
    """What was found on one limb: why, what was stated and what the limb requires."""

    clause: Clause
    outcome: Outcome
    why: str
    stated: str
    required: str


def assess(facts: ConditionFacts, edition: Edition) -> tuple[Finding, ...]:
    """Return a finding for each limb of article 3 that the route demands, and of article 4."""
    return (
        *_scope(facts, edition),
        _operator(facts),
        _site(facts, edition),
        _employment(facts),
        _training(facts, edition),
        _core_craft(facts, edition),
        _welfare(facts, edition),
        _sales(facts),
    )


def count_in_window(dates: Iterable[date], filed_on: date, edition: Edition) -> int:
    """Count the activities of the months before filing, both end days included (R2)."""
    window_start = months_after(filed_on, -edition.count_window_months)
    return sum(window_start <= day <= filed_on for day in dates)


def _scope(facts: ConditionFacts, edition: Edition) -> tuple[Finding, ...]:
    craft, county = _scope_craft(facts), _scope_county(facts)
    former = _scope_former(facts, edition)
    if edition.route_limbs == "alternative":
        return _best((craft, county, former))
    claims_former_route = facts.former_poverty_workshop and not facts.county_recognised
    return (craft, former) if claims_former_route else (craft, county)


def _best(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Keep the limbs that carry the filing when any one is enough, or all when none does (R1)."""
    for outcome in (Outcome.MET, Outcome.NEEDS_JUDGEMENT):
        if held := tuple(finding for finding in findings if finding.outcome is outcome):
            return held
    return findings


def _scope_craft(facts: ConditionFacts) -> Finding:
    required = "依托非遗代表性项目，或者有特色和市场前景的传统手工艺"
    if facts.relies_on_heritage_item:
        return Finding(clauses.SCOPE_CRAFT, Outcome.MET, "依托非遗代表性项目", "非遗代表性项目", required)
    if facts.uses_traditional_craft:
        why = "依托传统手工艺，是否富有特色、具备市场前景须人工判断"
        return Finding(clauses.SCOPE_CRAFT, Outcome.NEEDS_JUDGEMENT, why, "传统手工艺", required)
    stated = _UNSTATED if facts.relies_on_heritage_item is None else "无"
    return Finding(clauses.SCOPE_CRAFT, Outcome.NOT_MET, "未依托非遗代表性项目或传统手工艺", stated, required)


def _scope_county(facts: ConditionFacts) -> Finding:
    outcome = Outcome.MET if facts.county_recognised else Outcome.NOT_MET
    why = "已获县（市）级认定" if facts.county_recognised else "未获县（市）级认定"
    return Finding(clauses.SCOPE_COUNTY, outcome, why, _said(facts.county_recognised), "已获县（市）级认定")


def _scope_former(facts: ConditionFacts, edition: Edition) -> Finding:
    in_poverty_county = facts.county_code in edition.poverty_county_codes
    if not facts.former_poverty_workshop:
        outcome, why = Outcome.NOT_MET, "不是原非遗扶贫就业工坊"
    elif in_poverty_county:
        outcome, why = Outcome.MET, "脱贫县的原非遗扶贫就业工坊"
    else:
        outcome, why = Outcome.NOT_MET, f"所在县（{facts.county_code or _UNSTATED}）不是脱贫县"
    stated = _said(facts.former_poverty_workshop)
    return Finding(clauses.SCOPE_FORMER, outcome, why, stated, "设在脱贫县的原非遗扶贫就业工坊")


def _operator(facts: ConditionFacts) -> Finding:
    problems = _denied(
        ("牵头经营主体或带头人", facts.has_operator),
        ("按时足额支付劳动报酬", facts.wages_on_time),
        ("无违法违纪行为", facts.no_violations),
    )
    return _judged(
        clauses.OPERATOR,
        problems,
        question="管理规范、社会信誉须人工判断",
        stated="；".join(problems) or "已声明守法、按时足额支付报酬",
        required="有经营主体，管理规范，按时足额支付报酬，信誉良好，无违法违纪",
    )


def _site(facts: ConditionFacts, edition: Edition) -> Finding:
    least = edition.site_area_min_m2
    problems = _too_few("场地", facts.site_area_m2, least, "㎡") + _denied(
        ("水电暖", facts.has_utilities), ("工具设备", facts.has_tools), ("安全保障", facts.has_safety)
    )
    return _computed(
        clauses.SITE,
        problems,
        met=f"场地 {_quantity(facts.site_area_m2, '㎡')}，不少于 {least} ㎡，生产条件齐备",
        stated=_quantity(facts.site_area_m2, "㎡"),
        required=f"不少于 {least} ㎡，水电暖、工具设备、安全保障齐备",
    )


def _employment(facts: ConditionFacts) -> Finding:
    problems = _too_few("吸纳脱贫人口、监测帮扶对象", facts.poverty_workers, 1, "人")
    problems += _lacking("就业增收的规划、制度和举措", facts.employment_plan_evidence)
    return _judged(
        clauses.EMPLOYMENT,
        problems,
        question=f"吸纳 {facts.poverty_workers} 人，帮扶成效须人工判断",
        stated=_quantity(facts.poverty_workers, "人"),
        required="带动脱贫人口、监测帮扶对象就业，有规划、制度和举措，成效较好",
    )


def _training(facts: ConditionFacts, edition: Edition) -> Finding:
    least = edition.trainings_min
    problems = _too_few("技艺培训", facts.trainings, least, "次")
    problems += _lacking("培养后继人才", facts.successors_evidence)
    return _computed(
        clauses.TRAINING,
        problems,
        met=f"技艺培训 {facts.trainings} 次，不少于 {least} 次；设计研发能力和带动作用由审核人员核实",
        stated=_quantity(facts.trainings, "次"),
        required=f"技艺培训不少于 {least} 次，注重培养后继人才",
    )


def _core_craft(facts: ConditionFacts, edition: Edition) -> Finding:
    least = edition.practitioners_min
    problems = _denied(("核心环节使用传统技艺", facts.core_craft))
    problems += _too_few("传承人、从业者", facts.practitioners, least, "名")
    return _computed(
        clauses.CORE_CRAFT,
        problems,
        met=f"核心环节使用传统技艺，传承人、从业者 {facts.practitioners} 名，不少于 {least} 名",
        stated=_quantity(facts.practitioners, "名"),
        required=f"核心环节使用传统技艺，传承人、从业者不少于 {least} 名",
    )


def _welfare(facts: ConditionFacts, edition: Edition) -> Finding:
    least = edition.welfare_activities_min
    problems = _too_few("公益活动", facts.welfare_activities, least, "次")
    problems += _lacking("参加展示展演展销", facts.exhibition_evidence)
    return _computed(
        clauses.WELFARE,
        problems,
        met=f"公益活动 {facts.welfare_activities} 次，不少于 {least} 次",
        stated=_quantity(facts.welfare_activities, "次"),
        required=f"公益活动不少于 {least} 次，配合展示展演展销",
    )


def _sales(facts: ConditionFacts) -> Finding:
    channels = [name for name, used in (("线上", facts.sales_online), ("线下", facts.sales_offline)) if used]
    problems = [] if channels else ["没有线上或线下展示销售"]
    problems += _lacking("销售成效", facts.sales_evidence)
    return _judged(
        clauses.SALES,
        problems,
        question=f"{'、'.join(channels)}销售，成效是否明显须人工判断",
        stated="、".join(channels) or "无",
        required="通过线上线下方式展示销售，成效明显",
    )


def _computed(clause: Clause, problems: list[str], *, met: str, stated: str, required: str) -> Finding:
    outcome = Outcome.NOT_MET if problems else Outcome.MET
    return Finding(clause, outcome, "；".join(problems) or met, stated, required)


def _judged(clause: Clause, problems: list[str], *, question: str, stated: str, required: str) -> Finding:
    outcome = Outcome.NOT_MET if problems else Outcome.NEEDS_JUDGEMENT
    return Finding(clause, outcome, "；".join(problems) or question, stated, required)


def _too_few(what: str, number: Decimal | int | None, least: int, unit: str) -> list[str]:
    if number is None:
        return [f"{what}{_UNSTATED}"]
    return [f"{what} {_figure(number)} {unit}，少于 {least} {unit}"] if number < least else []


def _denied(*statements: tuple[str, bool | None]) -> list[str]:
    return [
        f"{what}{_UNSTATED}" if statement is None else f"{what}：否"
        for what, statement in statements
        if not statement
    ]


def _lacking(what: str, has_evidence: bool) -> list[str]:
    return [] if has_evidence else [f"缺少{what}的佐证材料"]


def _quantity(number: Decimal | int | None, unit: str) -> str:
    return _UNSTATED if number is None else f"{_figure(number)} {unit}"


def _figure(number: Decimal | int) -> str:
    return f"{number.normalize():f}" if isinstance(number, Decimal) else str(number)


def _said(statement: bool | None) -> str:
    return _UNSTATED if statement is None else "是" if statement else "否"
