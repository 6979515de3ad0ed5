"""Articles 3 and 4 checked on a filing as it stands: the facts it states, and what follows from them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count

from gongfang.records.models import EvidenceFile
from gongfang.regulation.conditions import ConditionFacts, Finding, assess, count_in_window
from gongfang.regulation.edition import Edition
from gongfang.regulation.time_limits import beijing_date

from . import queries
from .models import (
    Activity,
    ActivityKind,
    Application,
    HeritageUse,
    Inheritor,
    Practitioner,
    RosterEntry,
    RosterKind,
    Route,
)

HELPED = (RosterKind.POVERTY, RosterKind.MONITORED)
"""Whom article 4(三) asks a workshop to employ."""


@dataclass
class Listed:
    """What a filing lists beside its own fields: levels of items, activities, numbers of people, sets of evidence.

    `held` are pairs of an `ActivityKind` and a date.
    """

    levels: list[str] = field(default_factory=list)
    held: list[tuple[str, date]] = field(default_factory=list)
    practitioners: int = 0
    roster: Counter[str] = field(default_factory=Counter)
    evidence: set[str] = field(default_factory=set)


def findings_of(application: Application, *, at: datetime) -> tuple[Finding, ...]:
    """Return a finding for each limb of articles 3 and 4; seven queries."""
    on = queries.filed_on(application, beijing_date(at))
    facts = condition_facts(application, listed_in([application.pk])[application.pk], on, application.edition)
    return assess(facts, application.edition)


def listed_in(keys: Collection[int]) -> Mapping[int, Listed]:
    """Return what each filing of some lists, by its key: six queries however many they are."""
    found: dict[int, Listed] = defaultdict(Listed)
    for key, level in _rows(HeritageUse, keys, "level"):
        found[key].levels.append(level)
    for key, kind, held_on in _rows(Activity, keys, "kind", "held_on"):
        found[key].held.append((kind, held_on))
    for model in (Practitioner, Inheritor):
        for key, number in _rows(model, keys).annotate(number=Count("pk")):
            found[key].practitioners += number
    for key, kind, number in _rows(RosterEntry, keys, "kind").annotate(number=Count("pk")):
        found[key].roster[kind] = number
    for key, section in (
        EvidenceFile.objects.filter(case__in=keys).order_by().values_list("case", "section").distinct()
    ):
        found[key].evidence.add(section)
    return found


def _rows(model: type[Any], keys: Collection[int], *names: str) -> Any:
    return model.objects.filter(application__in=keys).order_by().values_list("application", *names)


def condition_facts(application: Application, listed: Listed, on: date, edition: Edition) -> ConditionFacts:
    """Return what a filing states, its activities counted in the window that ends on the day `on` (R2)."""
    levels, evidence = listed.levels, listed.evidence
    return ConditionFacts(
        relies_on_heritage_item=any(levels) if levels else None,
        uses_traditional_craft=application.uses_traditional_craft or any(not level for level in levels),
        county_recognised=_claims(application, Route.COUNTY, application.county_recognised),
        former_poverty_workshop=_claims(application, Route.FORMER, application.former_poverty_workshop),
        county_code=application.region_id,
        has_operator=bool(application.operator_name) or None,
        wages_on_time=application.wages_on_time,
        no_violations=application.no_violations,
        site_area_m2=application.site_area_m2,
        has_utilities=application.has_utilities,
        has_tools=application.has_tools,
        has_safety=application.has_safety,
        poverty_workers=_poverty_workers(application, listed.roster),
        employment_plan_evidence=bool(application.employment_plan.strip()) or "employment_plan" in evidence,
        trainings=_count(listed, ActivityKind.TRAINING, on, edition),
        successors_evidence=bool(application.successors_statement.strip()) or "successors" in evidence,
        core_craft=application.core_craft,
        practitioners=listed.practitioners,
        welfare_activities=_count(listed, ActivityKind.WELFARE, on, edition),
        exhibition_evidence=bool(_count(listed, ActivityKind.EXHIBITION, on, edition)) or "exhibition" in evidence,
        sales_online=application.sells_online,
        sales_offline=application.sells_offline,
        sales_evidence=bool(application.sales_statement.strip()) or "sales" in evidence,
    )


def _claims(application: Application, route: str, stated: bool | None) -> bool | None:
    """Return what is stated of a route's limb: choosing the route states it where the question is open."""
    return True if stated is None and application.route == route else stated


def _poverty_workers(application: Application, roster: Counter[str]) -> int | None:
    count = sum(roster[kind] for kind in HELPED)
    return count or (0 if application.has_no_roster or roster else None)


def _count(listed: Listed, kind: str, on: date, edition: Edition) -> int:
    return count_in_window((day for each, day in listed.held if each == kind), on, edition)
