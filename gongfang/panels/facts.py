"""What the guards know of a panel, and what a panel tells the guards of the applications it reviews."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Q

from gongfang.accounts.models import Role, User
from gongfang.cases import limits
from gongfang.regulation.panel_guards import Review
from gongfang.regulation.panel_steps import State
from gongfang.regulation.recognition import State as ApplicationState
from gongfang.regulation.recognition_guards import PanelFacts

from . import seating
from .models import Entry, Expert, MinutesSignature, Panel, RecusalRequest, ScoreSheet


class _Entry(NamedTuple):
    """An application that is still before a panel."""

    pk: int
    waived_at: datetime | None
    number: str
    title: str
    state: str


@dataclass(frozen=True)
class _Doings:
    """What experts have done: entries with experts, by their key."""

    cleared: Collection[tuple[int, Any]]
    scored: Collection[tuple[int, Any]]
    challenged: Collection[tuple[int, Any]]


def of_panel(case: Any) -> Mapping[str, Any]:
    """Return the facts of a panel, in a number of queries that does not grow with it."""
    panel = case if isinstance(case, Panel) else Panel.objects.get(pk=case.pk)
    requests = RecusalRequest.objects.filter(entry__panel_id=panel.pk, decided_at=None)
    pending = list(requests.values_list("pk", "entry_id", "expert_id"))
    signatures = MinutesSignature.objects.filter(panel_id=panel.pk).values_list("expert_id", flat=True)
    return {
        "size": panel.size,
        "draw_at": panel.draw_at,
        "public_value_source": panel.public_value_source,
        "recusal_ends_at": limits.latest_end(panel.pk, "recusal_request"),
        "reviews": _reviews(panel, {(entry, expert) for _pk, entry, expert in pending}),
        "pending_requests": frozenset(str(pk) for pk, _entry, _expert in pending),
        "has_minutes": bool(panel.minutes),
        "signed": frozenset(map(str, signatures)),
    }


def _reviews(panel: Panel, challenged: Collection[tuple[int, Any]]) -> dict[str, Review]:
    table = seating.table(panel)
    sheets = ScoreSheet.objects.filter(entry__panel_id=panel.pk, submitted_at__isnull=False)
    doings = _Doings(
        cleared={(entry, expert) for entry, expert, is_clear in table.declared if is_clear},
        scored=set(sheets.values_list("entry_id", "expert_id")),
        challenged=challenged,
    )
    return {entry.number: _review(table, entry, doings) for entry in _open_entries(panel)}


def _open_entries(panel: Panel) -> list[_Entry]:
    entries = Entry.objects.filter(panel_id=panel.pk, released_at=None)
    told = ("application__number", "application__title", "application__state")
    return [_Entry(*row) for row in entries.values_list("pk", "waived_at", *told)]


def _review(table: seating.Table, entry: _Entry, doings: _Doings) -> Review:
    sitting = table.sitting(entry.pk)

    def named(found: Collection[tuple[int, Any]]) -> frozenset[str]:
        return frozenset(str(place.expert) for place in sitting if (entry.pk, place.expert) in found)

    return Review(
        title=entry.title or entry.number,
        is_in_expert_review=entry.state == ApplicationState.EXPERT_REVIEW,
        seated=tuple(str(place.expert) for place in sitting),
        is_exhausted=table.bench(entry.pk, entry.number).is_exhausted,
        replacements=frozenset(str(place.expert) for place in sitting if place.is_replacement),
        cleared=named(doings.cleared),
        scored=named(doings.scored),
        challenged=named(doings.challenged),
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
