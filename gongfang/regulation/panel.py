"""The expert panel of 6(二): who may sit, who is seated by the draw, scores and result.

The draw itself is that of `draw`: a recusal seats the next rank and reorders nobody (R6).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from gongfang.regulation import clauses, draw
from gongfang.regulation.draw import ListExhausted, encode, sm3
from gongfang.regulation.edition import Edition

_CENT = Decimal("0.01")


class PoolExhausted(ListExhausted):
    """The frozen list has too few experts left; a new draw must be announced (R6)."""

    def __init__(self, needed: int, left: int) -> None:
        LookupError.__init__(
            self, f"抽取名单仅余 {left} 名专家，不足 {needed} 名，须另行公告抽取（{clauses.REVIEW}）"
        )
        self.clause = clauses.REVIEW


@dataclass(frozen=True)
class Candidate:
    """An expert of a pool; `relations` are opaque references to parties with a shared interest."""

    ref: str
    pool: str
    has_senior_title: bool
    relevant_years: int
    relations: frozenset[str] = frozenset()


@dataclass(frozen=True)
class PanelResult:
    """The panel's result for one application; the mean that is printed is the mean that is judged."""

    mean: Decimal
    passed: bool
    why: str


def is_qualified(candidate: Candidate, edition: Edition) -> bool:
    """Return whether an expert of the pools has the title or the years that 6(二) asks for (R6)."""
    is_experienced = candidate.relevant_years >= edition.expert_years_min
    return candidate.pool in edition.expert_pools and (candidate.has_senior_title or is_experienced)


def is_conflicted(candidate: Candidate, parties: Collection[str]) -> bool:
    """Return whether an expert shares an interest with one of the parties, who must then not sit."""
    return not candidate.relations.isdisjoint(parties)


def size_problem(size: int, edition: Edition) -> str | None:
    """Say why a panel of this size is unlawful, or nothing: odd, and not below the minimum (R6)."""
    if size < edition.panel_size_min:
        return f"评审专家 {size} 名，不足 {edition.panel_size_min} 名"
    if size % 2 == 0:
        return f"评审专家 {size} 名，应为单数"
    return None


def salted_ref(salt: bytes | str, expert_id: str) -> str:
    """Return the reference under which an expert is drawn; opening the salt later proves the name."""
    return sm3(encode("ich-expert/v1", salt, expert_id)).hex()


def seated(ranking: Sequence[str], size: int, excluded: Collection[str] = ()) -> tuple[str, ...]:
    """Return the first `size` experts that are not excluded, by rank.

    :raises PoolExhausted: when fewer are left.
    """
    try:
        return draw.seated(ranking, size, excluded)
    except ListExhausted as short:
        raise PoolExhausted(short.needed, short.left) from None


def trimmed_mean(totals: Sequence[int | Decimal], trim: int) -> Decimal:
    """Return the mean without the `trim` highest and lowest scores, to 0.01, halves up (R8).

    :raises ValueError: when no score is left.
    """
    kept = sorted(totals)[trim : len(totals) - trim]
    if not kept:
        raise ValueError(f"{len(totals)} 份打分，去掉最高、最低各 {trim} 份后没有剩余")
    mean = sum(map(Decimal, kept), Decimal()) / len(kept)
    return mean.quantize(_CENT, ROUND_HALF_UP)


def score_problem(items: Mapping[str, int], edition: Edition) -> str | None:
    """Say what is wrong with a scoring sheet, or nothing: every line once, whole points in range (R8)."""
    if unknown := sorted(items.keys() - {criterion.code for criterion in edition.rubric}):
        return f"评分表没有这一项：{'、'.join(unknown)}"
    for criterion in edition.rubric:
        points = items.get(criterion.code)
        if points is None:
            return f"“{criterion.label}”未打分"
        if points not in range(criterion.points + 1):
            return f"“{criterion.label}”应为 0 至 {criterion.points} 的整数"
    return None


def result(totals: Sequence[int | Decimal], votes_for: int, votes_total: int, edition: Edition) -> PanelResult:
    """Return the result of one application: the mean reaches the mark and more than half agree (R8).

    :raises ValueError: when no score is left after trimming, or there are more votes for than votes.
    """
    if not 0 <= votes_for <= votes_total:
        raise ValueError(f"同意 {votes_for} 票，总数 {votes_total} 票，不符")
    mean = trimmed_mean(totals, edition.score_trim)
    reaches_mark, has_majority = mean >= edition.pass_mark, 2 * votes_for > votes_total
    score = f"均分 {mean}，{'达到' if reaches_mark else '未达到'} {edition.pass_mark} 分"
    vote = f"合议 {votes_total} 人中 {votes_for} 人同意，{'过' if has_majority else '未过'}半数"
    return PanelResult(mean, reaches_mark and has_majority, f"{score}；{vote}")
