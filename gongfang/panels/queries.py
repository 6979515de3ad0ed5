"""Reading panels, experts and what waits for an expert."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet

from gongfang.accounts.models import Role, User
from gongfang.applications.models import Application
from gongfang.regulation import clauses
from gongfang.regulation import draw as draws
from gongfang.regulation.panel_steps import State
from gongfang.regulation.procedure import StepRefused
from gongfang.regulation.recognition import State as ApplicationState

from .models import (
    Candidate,
    Declaration,
    Entry,
    Expert,
    MinutesSignature,
    Panel,
    RecusalRequest,
    ScoreSheet,
    Seat,
)


def experts(*, search: str = "", pool: str = "") -> QuerySet[Expert]:
    """Return the experts of the pools, of one of them, or those whose name or employer holds `search`."""
    found = Expert.objects.select_related("user")
    if pool:
        found = found.filter(pool=pool)
    if search:
        found = found.filter(Q(name__icontains=search) | Q(employer__icontains=search))
    return found


def applications_to_review() -> QuerySet[Application]:
    """Return the applications in expert review that no panel has, the oldest first."""
    waiting = Application.objects.filter(state=ApplicationState.EXPERT_REVIEW)
    taken = Entry.objects.filter(released_at=None).values("application_id")
    return waiting.exclude(pk__in=taken).select_related("round", "region").order_by("round_id", "pk")


def applications_for_a_new_draw() -> QuerySet[Application]:
    """Return what a new draw may be announced for: also those whose panel has run out of experts (R6)."""
    waiting, stranded = applications_to_review(), stranded_entries().values("application_id")
    found = Application.objects.filter(Q(pk__in=waiting.values("pk")) | Q(pk__in=stranded))
    return found.select_related("round", "region").order_by("round_id", "pk")


def stranded_entries() -> QuerySet[Entry]:
    """Return where fewer experts sit for an application than its drawn panel needs: its list is exhausted."""
    drawn = Entry.objects.filter(
        released_at=None, panel__state__in=[State.DRAWN, State.SCORING, State.DELIBERATING]
    )
    sitting = Count("seats", filter=Q(seats__left_at=None))
    return drawn.annotate(sitting=sitting).filter(sitting__lt=F("panel__size"))


def by_pool(candidates: Iterable[Candidate]) -> Mapping[str, list[str]]:
    """Return the references of a frozen list by pool, as they are published."""
    pools: dict[str, list[str]] = {}
    for candidate in candidates:
        pools.setdefault(candidate.pool, []).append(candidate.ref)
    return pools


def document_of(panel: Panel, public_value: str) -> dict[str, Any]:
    """Return everything by which an outsider recomputes the draw; it names nobody."""
    return draws.draw_document(
        draw_id=panel.number,
        frozen={pool: [] for pool in panel.pools} | dict(by_pool(panel.candidates.all())),
        size=panel.size,
        public_value=public_value,
        public_source=panel.public_value_source,
        commitments=[panel.commitment],
        reveals=[panel.server_nonce],
        quotas=panel.edition.pool_quotas,
    )


def announcement_of(panel: Panel) -> dict[str, Any]:
    """Return what is public between the announcement and the draw: the commitments, not yet the list."""
    return {
        "algorithm": draws.ALGORITHM,
        "draw_id": panel.number,
        "root": panel.list_root,
        "commitments": [panel.commitment],
        "size": panel.size,
        "pools": panel.pools,
        "quotas": dict(panel.edition.pool_quotas),
        "draw_at": panel.draw_at.isoformat(),
        "public_source": panel.public_value_source,
    }


def ref_of(panel: Panel, expert: Expert) -> str:
    """Return the reference of an expert in a panel's records; empty when he is not on its list."""
    return panel.candidates.filter(expert=expert).values_list("ref", flat=True).first() or ""


def seated_entry(panel: Panel, application: Application, expert: Expert) -> Entry:
    """Return the entry for which an expert sits.

    :raises StepRefused: when he does not.
    """
    seats = Seat.objects.filter(entry__panel_id=panel.pk, candidate__expert=expert, left_at=None)
    seat = seats.filter(entry__application_id=application.pk).select_related("entry").first()
    if seat is None:
        raise StepRefused("不是该申报的评审专家，或已回避", clauses.REVIEW)
    return seat.entry


def entry_of(application: Any) -> Entry | None:
    """Return where an application stands before its panel."""
    found = Entry.objects.filter(application_id=application.pk, released_at=None)
    return found.select_related("panel", "application").first()


def seats_of(user: User) -> QuerySet[Seat]:
    """Return the seats an expert has had on panels, the newest panel first."""
    return (
        Seat.objects.filter(candidate__expert__user=user, entry__released_at=None)
        .select_related("entry__panel", "entry__application", "candidate__expert")
        .order_by("-entry__panel_id", "entry_id")
    )


@dataclass(frozen=True)
class ExpertTask:
    """What an expert is to do next: declare or score for one application, or sign for the whole panel."""

    action: str
    panel: Panel
    entry: Entry | None


def tasks_for_expert(user: User) -> list[ExpertTask]:
    """Return what waits for an expert, in four queries however many panels seat him."""
    seats = list(seats_of(user).filter(left_at=None).exclude(entry__panel__state=State.CONCLUDED))
    entries = [seat.entry_id for seat in seats]
    own = {"entry_id__in": entries, "expert__user": user}
    cleared = set(Declaration.objects.filter(is_clear=True, **own).values_list("entry_id", flat=True))
    scored = set(ScoreSheet.objects.filter(submitted_at__isnull=False, **own).values_list("entry_id", flat=True))
    signed = set(MinutesSignature.objects.filter(expert__user=user).values_list("panel_id", flat=True))
    found = [_task(seat, cleared, scored) for seat in seats]
    return [task for task in found if task] + _signatures_due(seats, scored, signed)


def _task(seat: Seat, cleared: set[int], scored: set[int]) -> ExpertTask | None:
    entry = seat.entry
    if entry.panel.state == State.DELIBERATING or entry.pk in scored:
        return None
    return ExpertTask("score" if entry.pk in cleared else "declare", entry.panel, entry)


def _signatures_due(seats: Iterable[Seat], scored: set[int], signed: set[int]) -> list[ExpertTask]:
    panels = {seat.entry.panel_id: seat.entry.panel for seat in seats if seat.entry_id in scored}
    return [
        ExpertTask("sign_minutes", panel, None)
        for panel in panels.values()
        if panel.state == State.DELIBERATING and panel.minutes and panel.pk not in signed
    ]


def panels() -> QuerySet[Panel]:
    """Return every panel with the number of applications still before it."""
    count = Count("entries", filter=Q(entries__released_at=None))
    return Panel.objects.select_related("round").annotate(applications=count)


def board(panel: Panel) -> list[Entry]:
    """Return the applications of a panel with all that has been said and done on them, in seven queries."""
    entries = Entry.objects.filter(panel_id=panel.pk).select_related("application")
    return list(
        entries.prefetch_related(
            Prefetch("seats", Seat.objects.select_related("candidate__expert")),
            Prefetch("declarations", Declaration.objects.select_related("expert")),
            Prefetch("sheets", ScoreSheet.objects.filter(submitted_at__isnull=False)),
            "recusal_requests__expert",
            "votes__signature",
        )
    )


def open_requests(panel: Panel) -> QuerySet[RecusalRequest]:
    """Return the requests for recusal that are still to be decided."""
    found = RecusalRequest.objects.filter(entry__panel_id=panel.pk, decided_at=None)
    return found.select_related("entry__application", "expert")


def experts_yet_to_score(panel: Panel) -> QuerySet[Expert]:
    """Return the experts who sit for an application that they have not scored."""
    seats = Seat.objects.filter(entry__panel_id=panel.pk, entry__released_at=None, left_at=None)
    submitted = ScoreSheet.objects.filter(
        entry=OuterRef("entry"), expert=OuterRef("candidate__expert"), submitted_at__isnull=False
    )
    waiting = seats.exclude(Exists(submitted)).values("candidate__expert_id")
    return Expert.objects.filter(pk__in=waiting)


def experts_yet_to_declare(panel: Panel) -> QuerySet[Expert]:
    """Return the experts who sit for an application and have not declared that they have no interest in it."""
    seats = Seat.objects.filter(entry__panel_id=panel.pk, entry__released_at=None, left_at=None)
    clear = Declaration.objects.filter(
        entry=OuterRef("entry"), expert=OuterRef("candidate__expert"), is_clear=True
    )
    return Expert.objects.filter(pk__in=seats.exclude(Exists(clear)).values("candidate__expert_id"))


def awaited_of_experts(user: User, panel: Panel) -> set[str]:
    """Return what a panel waits for from its experts: from `user` alone where he is one (R8)."""
    if user.role == Role.EXPERT:
        return {task.action for task in tasks_for_expert(user) if task.panel.pk == panel.pk}
    if panel.state == State.DELIBERATING:
        return {"sign_minutes"} if panel.minutes and _signature_is_missing(panel) else set()
    if experts_yet_to_declare(panel).exists():
        return {"declare"}
    return {"score"} if experts_yet_to_score(panel).exists() else set()


def _signature_is_missing(panel: Panel) -> bool:
    sitting = Seat.objects.filter(entry__panel_id=panel.pk, entry__released_at=None, left_at=None)
    signed = panel.signatures.values("expert_id")
    return sitting.exclude(candidate__expert_id__in=signed).exists()


def sheet_of(entry: Entry, user: User) -> ScoreSheet | None:
    """Return an expert's own sheet, handed in or not."""
    return ScoreSheet.objects.filter(entry=entry, expert__user=user).first()
