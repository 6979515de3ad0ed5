"""Planning regular inspections: whom a plan selects, the draw, and the checks that come of it (article 9(三))."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from gongfang.accounts.models import User
from gongfang.cases.services import StepInput, open_case, take_step
from gongfang.records.models import Record
from gongfang.regulation import clauses
from gongfang.regulation import draw as rules
from gongfang.regulation.inspection import period_runs_backwards
from gongfang.regulation.procedure import Actor, StepRefused, WrongActor
from gongfang.workshops.models import HOLDING, Workshop

from . import queries, signs
from .models import Campaign, Selection, WorkshopCheck


@dataclass(frozen=True, kw_only=True)
class Choice:
    """How a plan selects: `counties` are division codes, `risks` codes of flags; empty ones narrow nothing."""

    selection: str
    counties: Sequence[str] = ()
    risks: Sequence[str] = ()


def selected(choice: Choice, *, at: datetime) -> list[Workshop]:
    """Return the recognised workshops that a choice selects, or from which it draws, by their numbers."""
    rows = _of_counties(choice)
    if choice.selection == Selection.RISK:
        wanted = set(choice.risks)
        rows = rows.filter(pk__in=[each.pk for each in signs.watch(rows, at=at) if each.codes & wanted])
    return list(rows.order_by("number"))


def _of_counties(choice: Choice) -> QuerySet[Workshop]:
    rows = Workshop.objects.filter(status__in=HOLDING).select_related("county", "holder")
    return rows.filter(county__in=choice.counties) if choice.counties else rows


@transaction.atomic
def plan_campaign(
    *,
    by: User | Actor,
    at: datetime,
    name: str,
    starts_on: date,
    ends_on: date,
    selection: str = Selection.ALL,
    counties: Sequence[str] = (),
    risks: Sequence[str] = (),
    tells_workshops: bool = True,
    draw_size: int = 0,
    draw_at: datetime | None = None,
    public_source: str = "",
) -> Campaign:
    """Make a plan and open a check for each workshop it selects; for a draw, freeze and publish the list first.

    :raises StepRefused: when nobody is selected, the period is over, or the draw is not possible.
    """
    if not isinstance(by, User) or by.office is None:
        raise WrongActor("检查计划由地区文化和旅游部门制定", clauses.INVESTIGATION)
    choice = Choice(selection=selection, counties=counties, risks=risks)
    _check_period(starts_on, ends_on)
    _check_choice(choice, is_drawable=draw_size > 0 and draw_at is not None and bool(public_source.strip()))
    found = selected(choice, at=at)
    is_drawn = selection == Selection.RANDOM
    campaign = open_case(
        Campaign,
        region=by.office.division,
        holder=None,
        at=at,
        title=name,
        name=name,
        starts_on=starts_on,
        ends_on=ends_on,
        selection=selection,
        counties=list(counties),
        risks=list(risks) if selection == Selection.RISK else [],
        tells_workshops=tells_workshops,
        population=len(found),
        draw_size=draw_size if is_drawn else 0,
        draw_at=draw_at if is_drawn else None,
        public_source=public_source if is_drawn else "",
        **({"commitment": "-", "list_root": "-"} if is_drawn else {}),
    )
    if is_drawn:
        _freeze(campaign, [workshop.number for workshop in found])
    facts = {"selection": selection, "population": len(found), **_announced(campaign)}
    take_step(
        campaign,
        "plan_campaign",
        by=by,
        at=at,
        inputs=StepInput(facts=facts),
        effect=lambda: None if is_drawn else _open_checks(campaign, found, by=by, at=at),
    )
    return campaign


def _check_period(starts_on: date, ends_on: date) -> None:
    """Refuse what the database would refuse before a guard could say why."""
    if problem := period_runs_backwards(starts_on, ends_on):
        raise StepRefused(problem, clauses.INVESTIGATION)


def _check_choice(choice: Choice, *, is_drawable: bool) -> None:
    problem = ""
    if choice.selection == Selection.COUNTY and not choice.counties:
        problem = "请选择县（市）"
    elif choice.selection == Selection.RISK and not choice.risks:
        problem = "请选择风险提示"
    elif choice.selection == Selection.RANDOM and not is_drawable:
        problem = "随机抽取须写明抽取数量、抽取时间和公开随机值来源"
    if problem:
        raise StepRefused(problem, clauses.INVESTIGATION)


def _freeze(campaign: Campaign, numbers: list[str]) -> None:
    """Fix the list and commit to the nonce, both of which are published before the public value exists."""
    campaign.frozen = sorted(numbers)
    campaign.list_root = rules.list_root({"": campaign.frozen})
    campaign.commitment = rules.commitment(campaign.number, campaign.nonce)
    campaign.save(update_fields=["frozen", "list_root", "commitment"])


def _announced(campaign: Campaign) -> dict[str, object]:
    if not campaign.draw_size or campaign.draw_at is None:
        return {}
    return {
        "root": campaign.list_root,
        "commitment": campaign.commitment,
        "draw_at": campaign.draw_at.isoformat(),
        "size": campaign.draw_size,
        "public_value_source": campaign.public_source,
    }


def draw_workshops(
    case: Campaign, *, by: User, at: datetime, public_value: str = "", seen_version: int | None = None
) -> Record:
    """Draw: reveal the nonce, rank the frozen list by the seed and open a check for each of the first ranks.

    A workshop whose recognition has ended since is passed over, and the next rank takes its turn.

    :raises StepRefused: before the announced time, or without the public value.
    """
    public_value = public_value.strip()
    document = queries.document_of(case, public_value)
    ranking = document["ranking"][""]

    def carry_out() -> None:
        case.public_value, case.seed = public_value, document["seed"]
        case.save(update_fields=["public_value", "seed"])
        drawn = _first_recognised(ranking, case.draw_size)
        _open_checks(case, drawn, by=by, at=at, ranks={number: n for n, number in enumerate(ranking, start=1)})

    facts = {
        "public_value": public_value,
        "public_value_source": case.public_source,
        "seed": document["seed"],
        "root": document["root"],
        "reveals": document["reveals"],
    }
    inputs = StepInput(given={"public_value": public_value}, facts=facts, seen_version=seen_version)
    return take_step(case, "draw_workshops", by=by, at=at, inputs=inputs, effect=carry_out)


def _first_recognised(ranking: Sequence[str], size: int) -> list[Workshop]:
    """Return the first workshops by rank that are still recognised; fewer where the list has no more."""
    rows = Workshop.objects.filter(number__in=ranking, status__in=HOLDING).select_related("county", "holder")
    known = {workshop.number: workshop for workshop in rows}
    return [known[number] for number in ranking if number in known][:size]


def _open_checks(
    campaign: Campaign,
    workshops: Sequence[Workshop],
    *,
    by: User,
    at: datetime,
    ranks: dict[str, int] | None = None,
) -> None:
    for workshop in workshops:
        rank = (ranks or {}).get(workshop.number)
        plan_check(workshop, by=by, at=at, campaign=campaign, rank=rank)


@transaction.atomic
def plan_check(
    workshop: Workshop,
    *,
    by: User | Actor,
    at: datetime,
    campaign: Campaign | None = None,
    rank: int | None = None,
    tells_workshop: bool = True,
) -> WorkshopCheck:
    """Open the check of one workshop, in a plan or on its own.

    The workshop sees it at once, or only when it is over if the plan (`tells_workshop`, without one) says so.

    :raises StepRefused: when the workshop is not recognised.
    """
    is_told = campaign.tells_workshops if campaign else tells_workshop
    case = open_case(
        WorkshopCheck,
        region=workshop.county,
        holder=workshop.holder if is_told else None,
        at=at,
        title=workshop.name,
        workshop=workshop,
        plan=campaign,
        rank=rank,
    )
    facts = {"workshop": workshop.number, "campaign": campaign.number if campaign else None, "rank": rank}
    take_step(case, "plan_check", by=by, at=at, inputs=StepInput(facts=facts))
    return case


def end_campaign(case: Campaign, *, by: User, at: datetime, seen_version: int | None = None) -> Record:
    """Close a plan whose checks are over."""
    return take_step(case, "end_campaign", by=by, at=at, inputs=StepInput(seen_version=seen_version))
