"""The announced draw: freeze the list, commit, and rank by a value that nobody knew when the list was frozen."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from gongfang.accounts.models import User
from gongfang.applications.models import Application, Round
from gongfang.cases import tasks
from gongfang.cases.services import StepInput, open_case, take_step
from gongfang.records.models import Record
from gongfang.regulation import clauses
from gongfang.regulation import draw as draws
from gongfang.regulation import edition as editions
from gongfang.regulation import panel as rules
from gongfang.regulation.procedure import StepRefused, WrongActor
from gongfang.regulation.time_limits import beijing_date

from .. import freezing, queries, seating
from ..models import Entry, Panel
from . import news


@transaction.atomic
def announce_draw(
    *,
    applications: Sequence[Application],
    by: User,
    at: datetime,
    size: int,
    pools: Sequence[str],
    draw_at: datetime,
    public_value_source: str,
    group: str = "",
) -> Panel:
    """Announce a draw for `applications` of one round: freeze the list, commit to the nonce (6(二), R6).

    :raises StepRefused: when the panel would be unlawful, the pools are too small, or an application is not in
        expert review or is before another panel whose list is not exhausted.
    """
    if not isinstance(by, User) or by.office is None:
        raise WrongActor("抽取由地区文化和旅游部门公告", clauses.REVIEW)
    rounds = {application.round for application in applications}
    if len(rounds) != 1 or None in rounds:
        raise StepRefused("请选择同一批次的申报", clauses.REVIEW)
    # The guard asks this too; the database would refuse the row before the guard could say why.
    if problem := rules.size_problem(size, editions.in_force(beijing_date(at))):
        raise StepRefused(problem, clauses.REVIEW)
    _release_from_exhausted(applications, at=at)
    panel = open_case(
        Panel,
        region=by.office.division,
        holder=None,
        at=at,
        title=_title(rounds, group),
        round=next(iter(rounds)),
        group=group,
        size=size,
        pools=list(pools),
        draw_at=draw_at,
        public_value_source=public_value_source,
    )
    Entry.objects.bulk_create(Entry(panel=panel, application=application) for application in applications)
    candidates = freezing.freeze(panel, applications)
    panel.list_root = draws.list_root(queries.by_pool(candidates))
    panel.commitment = draws.commitment(panel.number, panel.server_nonce)
    panel.save(update_fields=["list_root", "commitment"])
    given = {"size": size, "pools": list(pools), "public_value_source": public_value_source}
    facts = {"root": panel.list_root, "commitment": panel.commitment, "draw_at": draw_at.isoformat(), **given}
    take_step(panel, "announce_draw", by=by, at=at, inputs=StepInput(given=given, facts=facts))
    seating.refresh_applications(panel, at=at)
    tasks.refresh(panel, at=draw_at)  # the draw waits in the inbox from now on, though its time has yet to come
    return panel


def _title(rounds: Iterable[Round | None], group: str) -> str:
    names = (f"{round.name}专家评审" for round in rounds if round)
    return " ".join(filter(None, (*names, group)))[:120]


def _release_from_exhausted(applications: Sequence[Application], *, at: datetime) -> None:
    """Free the applications whose panel has run out of experts; refuse those that another panel can finish."""
    taken = Entry.objects.filter(application__in=applications, released_at=None)
    stranded = set(queries.stranded_entries().filter(application__in=applications).values_list("pk", flat=True))
    for entry in taken.exclude(pk__in=stranded).select_related("panel", "application"):
        raise StepRefused(f"{entry.application.number} 已由专家组 {entry.panel.number} 评审", clauses.REVIEW)
    taken.update(released_at=at)


def draw(
    case: Panel,
    *,
    by: User,
    at: datetime,
    public_value: str,
    public_value_source: str = "",
    seen_version: int | None = None,
) -> Record:
    """Draw: reveal the nonce, rank the frozen list by the seed and seat the first ranks (6(二), R6).

    `public_value_source` must be the announced one, which it is when it is left out.

    :raises StepRefused: before the announced time, with another source, or if the list is no longer what was
        announced.
    """
    public_value = public_value.strip()
    source = public_value_source or case.public_value_source
    document = queries.document_of(case, public_value)
    if document["root"] != case.list_root:
        raise StepRefused("冻结名单与公告的根值不符，须另行公告抽取", clauses.REVIEW)

    def carry_out() -> None:
        case.public_value, case.seed, case.drawn_at = public_value, document["seed"], at
        case.save(update_fields=["public_value", "seed", "drawn_at"])
        _rank(case, [ref for ranking in document["ranking"].values() for ref in ranking])
        seats = seating.fill_seats(case, at=at, is_replacement=False)
        seating.refresh_applications(case, at=at)
        news.tell_of_seats(case, seats, at=at)

    given = {"public_value": public_value, "public_value_source": source}
    facts = {**given, "seed": document["seed"], "root": document["root"], "reveals": document["reveals"]}
    inputs = StepInput(given=given, facts=facts, seen_version=seen_version)
    return take_step(case, "draw", by=by, at=at, inputs=inputs, effect=carry_out)


def _rank(panel: Panel, refs: Sequence[str]) -> None:
    """Store the ranks: one sequence, pool after pool where the edition has quotas."""
    ranks = {ref: number for number, ref in enumerate(refs, start=1)}
    candidates = list(panel.candidates.filter(ref__in=ranks))
    for candidate in candidates:
        candidate.rank = ranks[candidate.ref]
    type(candidates[0]).objects.bulk_update(candidates, ["rank"])
