"""An expert's own view of his panels: what he has to do, what he has done, never what the others have."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import User
from gongfang.applications.models import Application
from gongfang.cases.facts import facts_of
from gongfang.cases.presentation import state_label, tone_of
from gongfang.regulation.panel_steps import PANEL
from gongfang.regulation.procedure import Actor, StepRefused, available_actions

from . import facts, queries
from .models import Declaration, Entry, Panel, ScoreSheet, Seat

PROGRESS = {
    "declare": (_("待声明"), "waiting"),
    "score": (_("待评分"), "active"),
    "scored": (_("已提交评分"), "good"),
    "left": (_("已退出"), "quiet"),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One application of a panel, as one of its experts sees it. `total` is his own."""

    entry: Entry
    step: str
    label: str
    tone: str
    total: int | None
    left: str


@dataclass(frozen=True, kw_only=True)
class PanelCard:
    """One panel that seats the expert, with his applications."""

    panel: Panel
    state_label: str
    tone: str
    rows: list[Row]
    needs_signature: bool


def panels_of(user: User) -> list[PanelCard]:
    """Return the expert's panels, the newest first, in a number of queries that does not grow with them."""
    seats = list(queries.seats_of(user))
    rows = {row.entry.pk: row for row in _rows(seats, user)}
    to_sign = {task.panel.pk for task in queries.tasks_for_expert(user) if task.action == "sign_minutes"}
    return [
        PanelCard(
            panel=panel,
            state_label=state_label(panel),
            tone=tone_of(panel.state),
            rows=[rows[seat.entry_id] for seat in group],
            needs_signature=panel.pk in to_sign,
        )
        for panel, group in groupby(seats, key=lambda seat: seat.entry.panel)
    ]


def rows_of(panel: Panel, user: User) -> list[Row]:
    """Return the expert's applications on one panel."""
    return _rows(list(queries.seats_of(user).filter(entry__panel_id=panel.pk)), user)


def _rows(seats: list[Seat], user: User) -> list[Row]:
    own = {"entry_id__in": [seat.entry_id for seat in seats], "expert__user": user}
    cleared = set(Declaration.objects.filter(is_clear=True, **own).values_list("entry_id", flat=True))
    submitted = ScoreSheet.objects.filter(submitted_at__isnull=False, **own)
    totals = dict(submitted.values_list("entry_id", "total"))
    return [_row(seat, cleared, totals) for seat in seats]


def _row(seat: Seat, cleared: Iterable[int], totals: Mapping[int, int | None]) -> Row:
    step = "score" if seat.entry_id in cleared else "declare"
    step = "scored" if seat.entry_id in totals else step
    step = "left" if seat.left_at else step
    label, tone = PROGRESS[step]
    total = None if seat.left_at else totals.get(seat.entry_id)
    left = str(seat.get_left_why_display()) if seat.left_at else ""
    return Row(entry=seat.entry, step=step, label=str(label), tone=tone, total=total, left=left)


def seated_applications(panel: Panel, user: User) -> list[int]:
    """Return the keys of the applications for which the expert sits now."""
    seats = queries.seats_of(user).filter(entry__panel_id=panel.pk, left_at=None)
    return [seat.entry.application_id for seat in seats]


def entry_of(panel: Panel, number: str, user: User) -> Entry | None:
    """Return the entry of an application for which the expert sits, or None."""
    seats = queries.seats_of(user).filter(entry__panel_id=panel.pk, left_at=None)
    seat = seats.filter(entry__application__number=number).first()
    return seat.entry if seat else None


def scored_applications(panel: Panel, user: User) -> list[Application]:
    """Return the applications the expert has scored and still sits for: those he votes on."""
    rows = [row for row in rows_of(panel, user) if row.step == "scored"]
    return [row.entry.application for row in rows]


def refusal_of_score(panel: Panel, entry: Entry, user: User, *, at: datetime) -> StepRefused | None:
    """Return why the expert may not hand in a sheet for this application now, with the clause; or nothing."""
    given = {**facts.known_of(user, panel), "application": entry.application.number}
    steps = available_actions(PANEL, facts_of(panel, actor=Actor.EXPERT, at=at, given=given))
    found = next((each for each in steps if each.step.action == "score"), None)
    if found is None:
        return StepRefused(str(_("评分已截止")), PANEL.rows("score")[0].clause)
    return found.refusal
