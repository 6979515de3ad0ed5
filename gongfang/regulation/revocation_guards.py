"""What must hold before a recognition is revoked, served, appealed and decided (article 10, readings R14–R18)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from . import clauses
from .objection import ELEMENT_LABELS
from .paper import received_at
from .procedure import Actor, Facts, Refusal
from .time_limits import beijing_date, until

ELECTRONIC = "electronic"
SERVICE_LABELS: Mapping[str, str] = {
    "in_person": "直接送达",
    "post": "邮寄送达",
    ELECTRONIC: "电子送达（经同意）",
}
"""How a written notice can be served; the electronic one is received when the workshop opens it."""


@dataclass(frozen=True, kw_only=True)
class RevocationFacts(Facts):
    """The picture of a revocation. Instants are aware; dates are Beijing dates.

    `grounds` are ids of limbs of article 10. `appeal_elements` are those of `objection.ELEMENT_LABELS` that the
    appeal under way holds; `received_on` is the stamp of one on paper. `is_notice_offered`: the electronic notice
    waits to be opened. `has_plaque_out`: a plaque still hangs.
    """

    grounds: tuple[str, ...] = ()
    states_facts: bool = False
    evidence_count: int = 0
    is_recognised: bool = True
    has_other_open: bool = False
    proposed_on: date | None = None
    consents_to_electronic: bool = False
    is_notice_offered: bool = False
    appeal_ends_at: datetime | None = None
    appeal_elements: frozenset[str] = frozenset()
    received_on: date | None = None
    entry_reason: str = ""
    decided_on: date | None = None
    has_plaque_out: bool = False


def names_a_ground(case: RevocationFacts) -> str | None:
    """Refuse a revocation that rests on none of the ten grounds."""
    known = {clause.id for clause in clauses.GROUNDS}
    if not case.grounds:
        return "请选择撤销命名所依据的情形"
    return None if set(case.grounds) <= known else "撤销命名只能依据第十条列明的情形"


def facts_are_stated(case: RevocationFacts) -> str | None:
    """Refuse a revocation that says nothing of what happened."""
    return None if case.states_facts else "请写明有关事实"


def workshop_holds_recognition(case: RevocationFacts) -> str | None:
    """Refuse to revoke what is not recognised, or is no longer."""
    return None if case.is_recognised else "工坊不在认定有效期内"


def no_other_revocation_runs(case: RevocationFacts) -> str | None:
    """Refuse a second procedure over the same workshop: a further ground belongs into the one that runs."""
    return "该工坊已有撤销命名程序在办" if case.has_other_open else None


def something_is_added(case: RevocationFacts) -> str | None:
    """Refuse a supplement that adds nothing; before a form is filled in nobody can tell."""
    return "请补充情形、事实或者证据材料" if case.given.get("adds") is False else None


def evidence_is_attached(case: RevocationFacts) -> str | None:
    """Refuse a proposal without evidence."""
    return None if case.evidence_count else "请先附上证明有关事实的证据材料"


def workshop_agreed_to_electronic_service(case: RevocationFacts) -> str | None:
    """Refuse to serve electronically without the workshop's consent."""
    if not case.consents_to_electronic:
        return "工坊未同意电子送达，请直接送达或者邮寄送达"
    return "电子告知书已经发出，等待工坊签收" if case.is_notice_offered else None


def receipt_is_plausible(case: RevocationFacts) -> Refusal | str | None:
    """Refuse a date of receipt in the future or before the proposal; the electronic way has its own step."""
    method, received_on = case.given.get("method"), case.given.get("received_on")
    if method == ELECTRONIC:
        return "电子送达以工坊签收为准，不能代填收到日期"
    if method is not None and method not in SERVICE_LABELS:
        return "送达方式应为直接送达或者邮寄送达"
    if not isinstance(received_on, date):
        return None
    if received_on > beijing_date(case.at):
        return "收到日期不能晚于今天"
    if case.proposed_on is not None and received_on < case.proposed_on:
        return f"收到日期不能早于提出撤销的 {case.proposed_on}"
    return None


def notice_waits_to_be_opened(case: RevocationFacts) -> str | None:
    """Refuse to acknowledge a notice that was not sent."""
    return None if case.is_notice_offered else "尚无待签收的电子告知书"


def appeal_is_complete(case: RevocationFacts) -> str | None:
    """Refuse an appeal that lacks one of the elements article 10 asks for; there is none before it is made."""
    if not case.given:
        return None
    wanted = case.edition.appeal_required
    missing = [ELEMENT_LABELS[name] for name in wanted if name not in case.appeal_elements]
    return "申诉尚缺：" + "、".join(missing) if missing else None


def within_appeal_period(case: RevocationFacts) -> str | None:
    """Refuse an appeal received after its period; what counts for one on paper is its stamp (R11, R17)."""
    if case.appeal_ends_at is not None and received_at(case) >= case.appeal_ends_at:
        return f"申诉期已于 {until(case.appeal_ends_at)} 届满"
    return None


def stamp_is_the_offices(case: RevocationFacts) -> str | None:
    """Refuse a date of receipt that the workshop would fill in for itself."""
    if case.received_on is not None and case.actor == Actor.APPLICANT:
        return "收到日期由受理机关填写"
    return None


def appeal_period_is_over(case: RevocationFacts) -> str | None:
    """Refuse to revoke while an appeal would still be in time (reading R17)."""
    if case.appeal_ends_at is None:
        return "尚未送达书面告知"
    if case.at < case.appeal_ends_at:
        return f"申诉期未满，{until(case.appeal_ends_at)} 届满"
    return None


def plaque_is_out(case: RevocationFacts) -> str | None:
    """Refuse to recover a plaque that has been dealt with."""
    return None if case.has_plaque_out else "没有待收回的牌匾"


def recovery_is_one_of_two(case: RevocationFacts) -> str | None:
    """Refuse anything but a day of return, or a declaration that it is void, with its reasons."""
    returned_on, reasons = case.given.get("returned_on"), str(case.given.get("reasons") or "").strip()
    if isinstance(returned_on, date) and returned_on > beijing_date(case.at):
        return "收回日期不能晚于今天"
    if isinstance(returned_on, date) and case.decided_on is not None and returned_on < case.decided_on:
        return f"收回日期不能早于撤销命名之日 {case.decided_on}"
    if not case.given:
        return None
    return None if returned_on or reasons else "请填写收回日期；无法收回的，写明声明作废的理由"


def first_state(case: RevocationFacts) -> str:
    """Return where a revocation begins: with an inquiry, or with the proposal that R14 makes by itself."""
    is_automatic = case.actor == Actor.SYSTEM and clauses.MISSED_FILINGS.id in case.grounds
    return "proposed" if is_automatic else "investigating"
