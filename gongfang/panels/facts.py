"""What the guards know of a panel, and what a panel tells the guards of the applications it reviews."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from gongfang.accounts.models import Role, User
from gongfang.cases import limits
from gongfang.regulation.panel_guards import Review
from gongfang.regulation.panel_steps import State
from gongfang.regulation.recognition import State as ApplicationState
from gongfang.regulation.recognition_guards import PanelFacts

from . import seating
from .models import Declaration, Entry, Expert, MinutesSignature, Panel, RecusalRequest, ScoreSheet


@dataclass(frozen=True)
class _Doings:
    """What experts have done on one application, by their key."""

    cleared: set[str] = field(default_factory=set)
    scored: set[str] = field(default_factory=set)
    challenged: set[str] = field(default_factory=set)


def of_panel(case: Any) -> Mapping[str, Any]:
    """Return the facts of a panel, in a number of queries that does not grow with it."""
    panel = case if isinstance(case, Panel) else Panel.objects.get(pk=case.pk)
    entries = seating.open_entries(panel)
    requests = RecusalRequest.objects.filter(entry__panel_id=panel.pk, decided_at=None)
    pending = list(requests.values_list("pk", "entry_id", "expert_id"))
    limit = limits.latest(panel, "recusal_request")
    return {
        "size": panel.size,
        "draw_at": panel.draw_at,
        "public_value_source": panel.public_value_source,
        "recusal_ends_at": limit.ends_at if limit else None,
        "reviews": _reviews(panel, entries, [(entry, expert) for _pk, entry, expert in pending]),
        "pending_requests": frozenset(str(pk) for pk, _entry, _expert in pending),
        "has_minutes": bool(panel.minutes),
        "signed": _keys(MinutesSignature.objects.filter(panel_id=panel.pk).values_list("expert_id", flat=True)),
    }


def _keys(values: Any) -> frozenset[str]:
    return frozenset(map(str, values))


def _reviews(panel: Panel, entries: Sequence[Entry], pending: Sequence[tuple[int, Any]]) -> dict[str, Review]:
    candidates = list(panel.candidates.order_by("rank", "ref"))
    gone, doings = seating.out_of(panel), _doings(panel, pending)
    benches = {entry.pk: seating.bench(panel, entry, candidates, gone[entry.pk]) for entry in entries}
    return {
        entry.application.number: _review(entry, doings[entry.pk], is_exhausted=benches[entry.pk].is_exhausted)
        for entry in entries
    }


def _doings(panel: Panel, pending: Sequence[tuple[int, Any]]) -> Mapping[int, _Doings]:
    doings: dict[int, _Doings] = defaultdict(_Doings)
    declared = Declaration.objects.filter(entry__panel_id=panel.pk, is_clear=True)
    for entry, expert in declared.values_list("entry_id", "expert_id"):
        doings[entry].cleared.add(str(expert))
    submitted = ScoreSheet.objects.filter(entry__panel_id=panel.pk, submitted_at__isnull=False)
    for entry, expert in submitted.values_list("entry_id", "expert_id"):
        doings[entry].scored.add(str(expert))
    for entry, expert in pending:
        doings[entry].challenged.add(str(expert))
    return doings


def _review(entry: Entry, doings: _Doings, *, is_exhausted: bool) -> Review:
    seats = sorted((s for s in entry.seats.all() if s.left_at is None), key=lambda seat: seat.candidate.rank or 0)
    seated = tuple(str(seat.candidate.expert_id) for seat in seats)
    return Review(
        title=entry.application.title or entry.application.number,
        is_in_expert_review=entry.application.state == ApplicationState.EXPERT_REVIEW,
        seated=seated,
        is_exhausted=is_exhausted,
        replacements=frozenset(str(seat.candidate.expert_id) for seat in seats if seat.is_replacement),
        cleared=frozenset(doings.cleared & set(seated)),
        scored=frozenset(doings.scored & set(seated)),
        challenged=frozenset(doings.challenged & set(seated)),
        is_waived=entry.waived_at is not None,
    )


def of_application(case: Any) -> Mapping[str, Any]:
    """Return what the panel has come to for an application in expert review (6(二), R6, R8)."""
    if case.state != ApplicationState.EXPERT_REVIEW:
        return {}
    sitting = Count("seats", filter=Q(seats__left_at=None))
    entries = Entry.objects.filter(application_id=case.pk, released_at=None).select_related("panel")
    entry = entries.annotate(sitting=sitting).first()
    return {"panel": _standing(entry, entry.sitting) if entry else None}


def _standing(entry: Entry, sitting: int) -> PanelFacts:
    panel = entry.panel
    if panel.state == State.CONCLUDED:
        return PanelFacts(is_scoring_closed=True, is_deliberation_signed=True, has_passed=entry.has_passed)
    is_short = panel.state != State.ANNOUNCED and sitting < panel.size
    problem = "抽取名单已用尽，评审专家不足，须另行公告抽取" if is_short else ""
    return PanelFacts(problem=problem, is_scoring_closed=panel.state == State.DELIBERATING)


def known_of(user: User, case: Any) -> Mapping[str, Any]:
    """Return which expert a person is, so that the steps offered to him are those he may take."""
    if user.role != Role.EXPERT:
        return {}
    expert = Expert.objects.filter(user=user).only("pk").first()
    return {"expert": str(expert.pk) if expert else ""}
