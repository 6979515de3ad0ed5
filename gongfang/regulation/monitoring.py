"""What a look at the register may point to (articles 9(二) and 10, R16): hints for an official, no decisions.

Each flag says its clause and the figures behind it. No flag changes anything.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from . import clauses
from .clauses import Clause
from .edition import Edition
from .time_limits import anniversary, filing_due_on, months_after


@dataclass(frozen=True, kw_only=True)
class Signs:
    """What is known of a workshop on the day `on`.

    `filings` gives the state of its annual filings by year; `employed` how many 脱贫人口、监测帮扶对象 the filing
    of each year says it employs. `evaluated_on` is the day on which the last evaluation ended.
    `rectification_until` is the last day of the earliest order that still runs. `subsidy_overdue_since` is the
    earliest last day for an account that was passed, `subsidy_unspent` the yuan not accounted for by then.
    """

    on: date
    edition: Edition
    recognised_on: date
    last_activity_on: date | None = None
    filings: Mapping[int, str] = field(default_factory=dict)
    employed: Mapping[int, int] = field(default_factory=dict)
    evaluated_on: date | None = None
    is_being_evaluated: bool = False
    open_findings: int = 0
    failed_findings: int = 0
    rectification_until: date | None = None
    has_running_revocation: bool = False
    subsidy_overdue_since: date | None = None
    subsidy_unspent: Decimal = Decimal(0)

    @property
    def evaluation_due_on(self) -> date:
        """Return the day from which the next evaluation is due (reading R15)."""
        counts_from = self.evaluated_on or self.recognised_on
        return anniversary(counts_from, self.edition.evaluation_every_years)

    @property
    def is_quiet(self) -> bool:
        """Return whether nothing is known of its work for longer than the edition allows (reading R16)."""
        since = max(self.last_activity_on or self.recognised_on, self.recognised_on)
        return since < months_after(self.on, -self.edition.inactivity_months)


@dataclass(frozen=True)
class Flag:
    """One hint: its code, the clause and readings behind it, and the figures in words."""

    code: str
    label: str
    clause: Clause
    readings: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Rule:
    """How a hint is found: `why` returns the figures in words, or None where there is nothing to point to."""

    code: str
    label: str
    clause: Clause
    readings: tuple[str, ...]
    why: Callable[[Signs], str | None]


def _quiet(signs: Signs) -> str | None:
    if not signs.is_quiet:
        return None
    if signs.last_activity_on is None:
        return f"自 {signs.recognised_on} 认定以来无活动记录"
    return f"近 {_months_between(signs.last_activity_on, signs.on)} 个月无活动记录，最近 {signs.last_activity_on}"


def _months_between(first: date, last: date) -> int:
    """Return the full months from `first` to `last`."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months if months_after(first, months) <= last else months - 1


def _missed(signs: Signs) -> str | None:
    last_year = signs.on.year - 1
    if signs.filings.get(last_year) != "missed":
        return None
    words = f"{last_year} 年度未报备（{filing_due_on(signs.edition, last_year)} 截止）"
    return f"{last_year - 1}、{words}" if signs.filings.get(last_year - 1) == "missed" else words


def _employs_fewer(signs: Signs) -> str | None:
    years = sorted(signs.employed, reverse=True)[:2]
    if len(years) < 2 or signs.employed[years[0]] >= signs.employed[years[1]]:
        return None
    before_and_now = "，".join(f"{year} 年 {signs.employed[year]} 人" for year in reversed(years))
    return f"吸纳脱贫人口、监测帮扶对象减少：{before_and_now}"


def _not_rectified(signs: Signs) -> str | None:
    until = signs.rectification_until
    if signs.failed_findings:
        return f"有 {signs.failed_findings} 个问题经复查整改不到位"
    return f"整改期限 {until} 已过，未报告整改结果" if until is not None and until < signs.on else None


def _has_findings(signs: Signs) -> str | None:
    return f"有 {signs.open_findings} 个检查问题未办结" if signs.open_findings else None


def _evaluation_is_late(signs: Signs) -> str | None:
    if signs.evaluation_due_on > signs.on or signs.is_being_evaluated:
        return None
    return f"{signs.evaluation_due_on} 起应评估，尚未开始"


def _owes_an_account(signs: Signs) -> str | None:
    if signs.subsidy_overdue_since is None or not signs.subsidy_unspent:
        return None
    return f"补助资金 {signs.subsidy_unspent:.2f} 元逾期未报账（{signs.subsidy_overdue_since} 截止）"


def _is_losing_its_name(signs: Signs) -> str | None:
    return "撤销命名正在办理" if signs.has_running_revocation else None


RULES: tuple[Rule, ...] = (
    Rule("quiet", "长期无活动", clauses.INACTIVITY, ("R16",), _quiet),
    Rule("missed", "上年度未报备", clauses.ANNUAL_FILING, ("R13", "R14"), _missed),
    Rule("fewer_employed", "吸纳就业减少", clauses.EMPLOYMENT_EFFECT, (), _employs_fewer),
    Rule("not_rectified", "整改逾期或不到位", clauses.NOT_RECTIFIED, (), _not_rectified),
    Rule("findings", "检查问题未办结", clauses.INVESTIGATION, (), _has_findings),
    Rule("evaluation_due", "到期未评估", clauses.EVALUATION, ("R15",), _evaluation_is_late),
    Rule("subsidy", "补助逾期未报账", clauses.SUBSIDIES, (), _owes_an_account),
    Rule("revocation", "撤销办理中", clauses.REVOCATION, ("R17",), _is_losing_its_name),
)


def flags_of(signs: Signs) -> tuple[Flag, ...]:
    """Return what the signs point to, in the order of the rules."""
    found = ((rule, rule.why(signs)) for rule in RULES)
    return tuple(Flag(rule.code, rule.label, rule.clause, rule.readings, why) for rule, why in found if why)
