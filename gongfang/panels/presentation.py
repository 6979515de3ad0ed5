"""A panel as pages show it: to officials, to an expert, to the applicant. What is sealed never gets this far."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gongfang.accounts.identifiers import mask_phone
from gongfang.accounts.models import Role, User
from gongfang.cases import limits
from gongfang.regulation.panel_guards import Review
from gongfang.regulation.panel_steps import State

from . import facts, queries
from .models import Candidate, Entry, Expert, Panel, ScoreSheet, Seat
from .permissions import scores_are_open, speaks_for


@dataclass(frozen=True, kw_only=True)
class SeatRow:
    """One seat. `progress` and `total` stay empty for whoever is not to know them."""

    expert: Expert
    pool: str
    rank: int | None
    is_replacement: bool
    left: str = ""
    progress: str = ""
    tone: str = "neutral"
    total: int | None = None
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class ReviewRow:
    """One application with its seats, and its result once the panel has concluded."""

    entry: Entry
    seats: list[SeatRow]
    is_exhausted: bool
    is_open: bool
    has_link: bool


def reviews(panel: Panel, user: User) -> Mapping[str, Any] | None:
    """Return who sits for which application. An expert reads names only; scores stay sealed until they are in."""
    if panel.state == State.ANNOUNCED:
        return {"panel": panel, "entries": queries.board(panel), "is_announced": True}
    known = facts.of_panel(panel)["reviews"]
    rows = [_review_row(panel, entry, known.get(entry.application.number), user) for entry in queries.board(panel)]
    return {"panel": panel, "rows": rows, "is_expert": user.role == Role.EXPERT}


def _review_row(panel: Panel, entry: Entry, review: Review | None, user: User) -> ReviewRow:
    is_expert = user.role == Role.EXPERT
    is_open = review is not None and not is_expert and scores_are_open(panel, review)
    seats = [seat for seat in entry.seats.all() if not (is_expert and seat.left_at)]
    mine = any(seat.candidate.expert.user_id == user.pk for seat in seats)
    return ReviewRow(
        entry=entry,
        seats=[_name_row(seat) if is_expert else _seat_row(entry, seat, is_open=is_open) for seat in seats],
        is_exhausted=review is not None and review.is_exhausted,
        is_open=is_open,
        has_link=mine or not is_expert,
    )


def _name_row(seat: Seat) -> SeatRow:
    candidate = seat.candidate
    return SeatRow(
        expert=candidate.expert,
        pool=candidate.get_pool_display(),
        rank=candidate.rank,
        is_replacement=seat.is_replacement,
    )


def _seat_row(entry: Entry, seat: Seat, *, is_open: bool) -> SeatRow:
    """Return a seat as officials see it: whether the sheet is in, and its total only where scores are open."""
    candidate = seat.candidate
    sheet = next((s for s in entry.sheets.all() if s.expert_id == candidate.expert_id), None)
    progress, tone = _progress(entry, seat, sheet)
    return SeatRow(
        expert=candidate.expert,
        pool=candidate.get_pool_display(),
        rank=candidate.rank,
        is_replacement=seat.is_replacement,
        left=seat.get_left_why_display() if seat.left_at else "",
        progress=progress,
        tone=tone,
        total=sheet.total if sheet and is_open and not seat.left_at else None,
        comment=sheet.comment if sheet and is_open and not seat.left_at else "",
    )


def _progress(entry: Entry, seat: Seat, sheet: ScoreSheet | None) -> tuple[str, str]:
    expert_id = seat.candidate.expert_id
    if seat.left_at:
        return seat.get_left_why_display(), "quiet"
    if any(r.expert_id == expert_id and r.decided_at is None for r in entry.recusal_requests.all()):
        return _("回避申请待决定"), "waiting"
    if sheet is not None:
        return _("已提交评分"), "good"
    if any(d.expert_id == expert_id and d.is_clear for d in entry.declarations.all()):
        return _("已声明，待评分"), "active"
    return _("待声明"), "waiting"


def recusals(panel: Panel, user: User) -> Mapping[str, Any] | None:
    """Return what was declared and requested, for officials and the auditor."""
    if user.role == Role.EXPERT or panel.state == State.ANNOUNCED:
        return None
    entries = queries.board(panel)
    declared = [(entry, d) for entry in entries for d in entry.declarations.all() if not d.is_clear]
    requests = [(entry, r) for entry in entries for r in entry.recusal_requests.all()]
    limit = limits.latest(panel, "recusal_request")
    waived = [entry for entry in entries if entry.waived_at]
    return {"panel": panel, "declared": declared, "requests": requests, "limit": limit, "waived": waived}


def minutes(panel: Panel, user: User) -> Mapping[str, Any] | None:
    """Return the minutes, who has signed them and how the vote went, from the deliberation on."""
    if panel.state not in (State.DELIBERATING, State.CONCLUDED):
        return None
    signatures = list(panel.signatures.select_related("expert"))
    votes = [] if user.role == Role.EXPERT else _votes(panel)
    return {"panel": panel, "signatures": signatures, "votes": votes, "results": results_of(panel)}


def _votes(panel: Panel) -> list[dict[str, Any]]:
    return [
        {
            "entry": entry,
            "agreed": sum(vote.agrees for vote in entry.votes.all()),
            "total": len(entry.votes.all()),
        }
        for entry in queries.board(panel)
    ]


def results_of(panel: Panel) -> list[Entry]:
    """Return the applications with their results; empty until the panel has concluded."""
    if panel.state != State.CONCLUDED:
        return []
    return [entry for entry in queries.board(panel) if entry.has_passed is not None]


@dataclass(frozen=True, kw_only=True)
class CandidateRow:
    """One row of the frozen list, with the number of each application its expert may not review, and why."""

    candidate: Candidate
    exclusions: list[tuple[str, str]]


def draw(panel: Panel, user: User) -> Mapping[str, Any] | None:
    """Return the draw: what was announced, what it came to, and how anybody recomputes it."""
    names = user.role != Role.EXPERT
    candidates = panel.candidates.select_related("expert").order_by("rank", "ref") if names else []
    return {
        "panel": panel,
        "rows": [_candidate_row(candidate) for candidate in candidates],
        "pools": pools_of(panel),
        "is_drawn": panel.drawn_at is not None,
    }


def _candidate_row(candidate: Candidate) -> CandidateRow:
    reasons = [(number, _(str(Candidate.EXCLUSIONS[code]))) for number, code in candidate.exclusions.items()]
    return CandidateRow(candidate=candidate, exclusions=reasons)


def pools_of(panel: Panel) -> str:
    """Return the labels of the pools a panel is drawn from."""
    labels = dict(Candidate._meta.get_field("pool").flatchoices)
    return "、".join(str(labels[pool]) for pool in panel.pools)


def first_seats_of(panel: Panel) -> list[tuple[Entry, list[Seat]]]:
    """Return whom the draw itself seated, by application and rank, whoever has left since."""
    entries = queries.board(panel)
    return [(entry, [seat for seat in entry.seats.all() if not seat.is_replacement]) for entry in entries]


def masked_phone(expert: Expert) -> str:
    """Return an expert's telephone number with its middle hidden."""
    return mask_phone(expert.phone) if expert.phone else ""


def of_application(case: Any, user: User) -> Mapping[str, Any] | None:
    """Return what an application's page says of its panel: names after the draw, the result at its end (R7)."""
    entry = queries.entry_of(case)
    if entry is None:
        return None
    panel = entry.panel
    is_holder = speaks_for(user, case)
    seats = entry.seats.filter(left_at=None).select_related("candidate__expert")
    requests = list(entry.recusal_requests.select_related("expert")) if is_holder else []
    may_ask = is_holder and panel.state in (State.DRAWN, State.SCORING)
    limit = limits.latest(panel, "recusal_request")
    return {
        "entry": entry,
        "panel": panel,
        "phase": phase_of(panel),
        "seats": list(seats),
        "limit": limit,
        "requests": requests,
        "may_ask": may_ask,
        "may_waive": may_ask and entry.waived_at is None and all(request.decided_at for request in requests),
        "sees_panel": bool(user.office and user.office.level == "prefecture") or user.role == Role.AUDITOR,
        "scores_it": user.role == Role.EXPERT,
    }


def phase_of(panel: Panel) -> str:
    """Return how far the review is, as everybody may know: nothing tells who has scored."""
    if panel.state == State.ANNOUNCED:
        return _("已公告抽取")
    return _("已形成结论") if panel.state == State.CONCLUDED else _("评审中")
