"""Articles 3 and 4 checked on a filing as it stands: the facts it states, and what follows from them."""

from collections.abc import Iterable
from datetime import date, datetime

from gongfang.records.models import EvidenceFile
from gongfang.regulation.conditions import ConditionFacts, Finding, assess, count_in_window
from gongfang.regulation.edition import Edition
from gongfang.regulation.time_limits import beijing_date

from . import queries
from .models import Activity, ActivityKind, Application, RosterKind, Route

HELPED = (RosterKind.POVERTY, RosterKind.MONITORED)
"""Whom article 4(三) asks a workshop to employ."""


def findings_of(application: Application, *, at: datetime) -> tuple[Finding, ...]:
    """Return a finding for each limb of articles 3 and 4; seven queries."""
    on = queries.filed_on(application, beijing_date(at))
    return assess(condition_facts(application, on, application.edition), application.edition)


def condition_facts(application: Application, on: date, edition: Edition) -> ConditionFacts:
    """Return what a filing states, its activities counted in the window that ends on the day `on` (R2)."""
    evidence = _evidence(application)
    held = list(application.activities.all())
    levels = list(application.heritage.values_list("level", flat=True))
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
        poverty_workers=_poverty_workers(application),
        employment_plan_evidence=bool(application.employment_plan.strip()) or "employment_plan" in evidence,
        trainings=_count(held, ActivityKind.TRAINING, on, edition),
        successors_evidence=bool(application.successors_statement.strip()) or "successors" in evidence,
        core_craft=application.core_craft,
        practitioners=application.practitioners.count() + application.inheritors.count(),
        welfare_activities=_count(held, ActivityKind.WELFARE, on, edition),
        exhibition_evidence=bool(_count(held, ActivityKind.EXHIBITION, on, edition)) or "exhibition" in evidence,
        sales_online=application.sells_online,
        sales_offline=application.sells_offline,
        sales_evidence=bool(application.sales_statement.strip()) or "sales" in evidence,
    )


def _claims(application: Application, route: str, stated: bool | None) -> bool | None:
    """Return what is stated of a route's limb: choosing the route states it where the question is open."""
    return True if stated is None and application.route == route else stated


def _evidence(application: Application) -> set[str]:
    files = EvidenceFile.objects.filter(case_id=application.pk)
    return set(files.order_by().values_list("section", flat=True).distinct())


def _poverty_workers(application: Application) -> int | None:
    count = application.roster.filter(kind__in=HELPED).count()
    return count or (0 if application.has_no_roster or application.roster.exists() else None)


def _count(held: Iterable[Activity], kind: str, on: date, edition: Edition) -> int:
    return count_in_window((each.held_on for each in held if each.kind == kind), on, edition)
