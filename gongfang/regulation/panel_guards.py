"""What a step on a panel looks at and when it is refused (article 6(二), readings R6–R8)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from . import panel
from .procedure import Facts, Guard
from .time_limits import BEIJING, until


@dataclass(frozen=True, kw_only=True)
class Review:
    """Where a panel stands on one application. Experts are named by opaque keys.

    `seated` are by rank; `is_exhausted` when the list has fewer left than the panel needs. `replacements` took
    the seat of somebody who left it. `cleared` declared no interest, `scored` handed in their sheet: of those
    seated. `is_waived` when the applicant has said that it asks for no recusal.
    """

    title: str
    is_in_expert_review: bool = True
    seated: tuple[str, ...] = ()
    is_exhausted: bool = False
    replacements: frozenset[str] = frozenset()
    cleared: frozenset[str] = frozenset()
    scored: frozenset[str] = frozenset()
    challenged: frozenset[str] = frozenset()
    is_waived: bool = False

    @property
    def missing_sheets(self) -> int:
        """Return how many of those seated have not handed in their sheet."""
        return len(set(self.seated) - self.scored)


@dataclass(frozen=True, kw_only=True)
class PanelReviewFacts(Facts):
    """The picture of a panel: its applications by number, its draw, its minutes and who has signed them.

    `given` names the `expert` and the `application` of a step that concerns one; where a page asks before the
    form is filled in, a guard looks at every application and passes if it would pass for one of them.
    """

    size: int = 0
    draw_at: datetime | None = None
    public_value_source: str = ""
    recusal_ends_at: datetime | None = None
    reviews: Mapping[str, Review] = field(default_factory=dict)
    pending_requests: frozenset[str] = frozenset()
    has_minutes: bool = False
    signed: frozenset[str] = frozenset()

    @property
    def expert(self) -> str | None:
        """Return the key of the expert whom the step concerns, if that is known."""
        return self.given.get("expert")

    @property
    def concerned(self) -> tuple[Review, ...]:
        """Return the application given, or all of them while none is given."""
        number = self.given.get("application")
        if number is None:
            return tuple(self.reviews.values())
        return (self.reviews[number],) if number in self.reviews else ()

    @property
    def attending(self) -> frozenset[str]:
        """Return the experts who scored and still sit: those who deliberate, vote and sign."""
        return frozenset(expert for review in self.reviews.values() for expert in review.scored)


Check = Callable[[PanelReviewFacts, Review], str | None]


def size_is_lawful(case: PanelReviewFacts) -> str | None:
    """Refuse a panel that is even, too small, or not what the pools' quotas add up to (R6)."""
    quotas = case.edition.pool_quotas
    if quotas and sum(quotas.values()) != case.size:
        return f"各专家库名额合计 {sum(quotas.values())} 名，与专家组人数不符"
    return panel.size_problem(case.size, case.edition)


def pools_are_named(case: PanelReviewFacts) -> str | None:
    """Refuse a draw from no pool, or from one that the edition does not know (R6)."""
    pools = case.given.get("pools")
    if pools is None:
        return None
    if not pools:
        return "请选择抽取的专家库"
    return None if set(pools) <= set(case.edition.expert_pools) else "专家库应为自治区或地区相关领域专业人才库"


def applications_await_review(case: PanelReviewFacts) -> str | None:
    """Refuse a panel for nothing, or for an application that is not in expert review."""
    if not case.reviews:
        return "请选择交付评审的申报"
    early = [review.title for review in case.reviews.values() if not review.is_in_expert_review]
    return f"尚未进入专家评审：{'、'.join(early)}" if early else None


def candidates_suffice(case: PanelReviewFacts) -> str | None:
    """Refuse a list that cannot seat every application's panel with qualified, unconflicted experts (R6)."""
    short = [review.title for review in case.reviews.values() if review.is_exhausted]
    if short:
        return f"符合条件且无利害关系的专家不足 {case.size} 名：{'、'.join(short)}"
    return None


def draw_lies_ahead(case: PanelReviewFacts) -> str | None:
    """Refuse a draw announced for a time that has come: the public value must not exist yet."""
    if case.draw_at is not None and case.draw_at <= case.at:
        return "抽取时间应晚于公告时间，公告时公开随机值尚不存在"
    return None if case.public_value_source.strip() else "请写明公开随机值的来源"


def draw_time_has_come(case: PanelReviewFacts) -> str | None:
    """Refuse a draw before the announced time."""
    if case.draw_at is not None and case.at < case.draw_at:
        return f"未到公告的抽取时间（{case.draw_at.astimezone(BEIJING):%Y-%m-%d %H:%M}）"
    return None


def source_is_as_announced(case: PanelReviewFacts) -> str | None:
    """Refuse a public value from another source: whoever may choose it, chooses the panel."""
    source = case.given.get("public_value_source")
    if source is not None and source != case.public_value_source:
        return f"公开随机值的来源应与公告一致：{case.public_value_source}"
    return None


def recusals_are_settled(case: PanelReviewFacts) -> str | None:
    """Refuse scores while an applicant may still ask for a recusal for the first time (R7)."""
    if case.recusal_ends_at is None or case.at >= case.recusal_ends_at:
        return None
    if all(review.is_waived for review in case.reviews.values()):
        return None
    return f"申报单位申请回避期未满，{until(case.recusal_ends_at)} 届满"


def within_recusal_period(case: PanelReviewFacts, review: Review) -> str | None:
    """Refuse a late request, except against a replacement who has not scored yet: he was not named before (R7)."""
    if case.given.get("challenged") in review.replacements - review.scored:
        return None
    if review.is_waived:
        return "已声明无回避申请"
    if case.recusal_ends_at is not None and case.at >= case.recusal_ends_at:
        return f"申请回避期已于 {until(case.recusal_ends_at)} 届满"
    return None


def challenged_is_seated(case: PanelReviewFacts, review: Review) -> str | None:
    """Refuse a request against somebody who does not sit, or against whom one is open already."""
    challenged = case.given.get("challenged")
    if challenged is None:
        return None
    if challenged not in review.seated:
        return "该专家不是本申报的评审专家"
    return "对该专家的回避申请正在办理" if challenged in review.challenged else None


def is_not_waived(case: PanelReviewFacts, review: Review) -> str | None:
    """Refuse a second waiver."""
    return "已声明无回避申请" if review.is_waived else None


def no_own_request_is_open(case: PanelReviewFacts, review: Review) -> str | None:
    """Refuse a waiver beside an open request."""
    return "已提出的回避申请正在办理" if review.challenged else None


def is_seated(case: PanelReviewFacts, review: Review) -> str | None:
    """Refuse whoever does not sit on this application's panel (R6)."""
    if case.expert is not None and case.expert not in review.seated:
        return "不是该申报的评审专家，或已回避"
    return None


def has_changed_mind(case: PanelReviewFacts, review: Review) -> str | None:
    """Refuse the same declaration twice."""
    if case.given.get("is_clear") and case.expert in review.cleared:
        return "已声明无利害关系"
    return None


def list_is_not_exhausted(case: PanelReviewFacts, review: Review) -> str | None:
    """Refuse to go on with a panel that recusals have made too small (R6)."""
    if review.is_exhausted:
        return f"抽取名单已用尽，{review.title}的评审专家不足 {case.size} 名，须另行公告抽取"
    return None


def has_declared_clear(case: PanelReviewFacts, review: Review) -> str | None:
    """Refuse a score before the declaration of no interest (R7)."""
    if case.expert is not None and case.expert not in review.cleared:
        return "请先声明与该申报无利害关系"
    return None


def no_request_is_open(case: PanelReviewFacts, review: Review) -> str | None:
    """Refuse scores of an application while a request for recusal on it is open (R7)."""
    return "该申报的回避申请尚未决定" if review.challenged else None


def has_not_scored(case: PanelReviewFacts, review: Review) -> str | None:
    """Refuse a second sheet: a submitted one is sealed."""
    return "评分已提交，不能更改" if case.expert in review.scored else None


def sheet_is_complete(case: PanelReviewFacts) -> str | None:
    """Refuse a sheet that lacks a line of the scoring table or exceeds its points (R8)."""
    items = case.given.get("items")
    return None if items is None else panel.score_problem(items, case.edition)


def may_be_excused(case: PanelReviewFacts) -> str | None:
    """Refuse to excuse somebody who has no seat left without a sheet."""
    if case.expert is None:
        return None
    waiting = [r for r in case.reviews.values() if case.expert in r.seated and case.expert not in r.scored]
    return None if waiting else "该专家没有尚待评分的席位"


def request_is_open(case: PanelReviewFacts) -> str | None:
    """Refuse a decision without an open request."""
    wanted = case.given.get("request")
    if wanted is None:
        return None if case.pending_requests else "没有待决定的回避申请"
    return None if wanted in case.pending_requests else "该回避申请已经决定"


def no_request_is_pending(case: PanelReviewFacts) -> str | None:
    """Refuse to close the scoring over an open request for recusal."""
    return "尚有回避申请未决定" if case.pending_requests else None


def sheets_suffice(case: PanelReviewFacts) -> str | None:
    """Refuse to close while sheets are missing without a reason, or where those handed in make no lawful panel."""
    if unlawful := panels_are_lawful(case):
        return unlawful
    missing = sum(review.missing_sheets for review in case.reviews.values())
    if missing and not str(case.given.get("reasons") or "").strip():
        return f"尚有 {missing} 份评分未提交；提前截止须写明理由"
    return None


def panels_are_lawful(case: PanelReviewFacts) -> str | None:
    """Refuse where the experts who scored an application are even in number or too few (R6)."""
    for review in case.reviews.values():
        if exhausted := list_is_not_exhausted(case, review):
            return exhausted
        if problem := panel.size_problem(len(review.scored), case.edition):
            return f"{review.title}已评分的{problem}"
    return None


def nobody_has_signed(case: PanelReviewFacts) -> str | None:
    """Refuse to change minutes that somebody has signed."""
    return "已有专家签字，合议记录不能再改" if case.signed else None


def minutes_are_written(case: PanelReviewFacts) -> str | None:
    """Refuse signatures under minutes that do not exist."""
    return None if case.has_minutes else "合议记录尚未形成"


def attends(case: PanelReviewFacts) -> str | None:
    """Refuse the signature of somebody who did not score, or who has signed."""
    if case.expert is None:
        return None
    if case.expert not in case.attending:
        return "未参加评分的专家不参加合议"
    return "已经签字" if case.expert in case.signed else None


def votes_are_complete(case: PanelReviewFacts) -> str | None:
    """Refuse a signature without a vote on each application its expert scored, and on no other."""
    votes = case.given.get("votes")
    if votes is None:
        return None
    scored = {number for number, review in case.reviews.items() if case.expert in review.scored}
    return None if set(votes) == scored else "请对每件参与评分的申报逐一表决"


def everybody_has_signed(case: PanelReviewFacts) -> str | None:
    """Refuse a conclusion that an attending expert has not signed (R8)."""
    waiting = len(case.attending - case.signed)
    return f"尚有 {waiting} 名到会专家未在合议记录上签字" if waiting else None


def only_recuses(case: PanelReviewFacts) -> str | None:
    """Refuse anything but a recusal once the scores are in."""
    return "评分已截止，只能声明回避" if case.given.get("is_clear") else None


def recusal_has_reasons(case: PanelReviewFacts) -> str | None:
    """Refuse a recusal that does not say why."""
    is_recusal = case.given.get("is_clear") is False
    return "回避须写明理由" if is_recusal and not str(case.given.get("reasons") or "").strip() else None


def of_the_application(*checks: Check) -> Guard:
    """Return a guard that puts `checks` to the application given, or to each and is content with one."""

    def guard(case: PanelReviewFacts) -> str | None:
        problems = [_first_problem(checks, case, review) for review in case.concerned]
        if not problems:
            return "该申报不由本专家组评审"
        return None if None in problems else problems[0]

    return guard


def _first_problem(checks: tuple[Check, ...], case: PanelReviewFacts, review: Review) -> str | None:
    return next((problem for check in checks if (problem := check(case, review))), None)
