"""All figures of a level at one instant, as plain values: the dashboard shows them, a bulletin freezes them."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from gongfang.accounts.models import Division, User
from gongfang.applications.models import RosterKind, WorkMode
from gongfang.filings.models import ActivityKind
from gongfang.regulation.time_limits import BEIJING
from gongfang.workshops.models import Category, EventKind, HeritageLevel, WorkshopStatus

from . import figures, times
from .figures import Scope, total

LEVELS = (*HeritageLevel.values, "")
CHANGES = (EventKind.RECOGNISED, EventKind.SUSPENDED, EventKind.REVOKED, EventKind.SURRENDERED)
STATUSES = tuple(
    status for status in WorkshopStatus.values if status not in (WorkshopStatus.COUNTY, WorkshopStatus.WITHDRAWN)
)
Figures = dict[str, Any]


def take(scope: Scope, *, since: date) -> Figures:
    """Return what is counted of workshops, people, income and activities from `since` to the scope's day."""
    counties = counties_of(scope)
    parts = [_workshops(scope, counties), _people(scope, counties), _business(scope, counties)]
    done = figures.activities(scope, since)
    return {
        "on": scope.on.isoformat(),
        "since": since.isoformat(),
        "counties": [
            {"code": code, "name": name} | {key: value for part in parts for key, value in part[code].items()}
            for code, name in counties.items()
        ],
        "categories": _cells(figures.by_category(scope), Category.values),
        "levels": _cells(figures.by_level(scope), LEVELS),
        "changes": _cells(figures.changed(scope, since), CHANGES),
        "activities": {
            code: {kind: list(done.get((code, kind), (0, 0))) for kind in ActivityKind.values} for code in counties
        },
    }


def counties_of(scope: Scope) -> dict[str, str]:
    """Return the counties of a scope: code and name."""
    rows = Division.objects.filter(level=Division.Level.COUNTY)
    return dict((rows.filter(code=scope.county) if scope.county else rows).values_list("code", "name"))


def _cells(table: figures.Table, names: Any) -> dict[str, int]:
    return {str(name): table.get((str(name),), 0) for name in names}


Part = Mapping[str, Mapping[str, Any]]


def _workshops(scope: Scope, counties: Mapping[str, str]) -> Part:
    held, before = figures.by_county(scope), figures.by_county(scope.a_year_before)
    status = figures.by_status(scope)
    return {
        code: {
            "workshops": held.get((code,), 0),
            "workshops_before": before.get((code,), 0),
            "status": {name: status.get((code, name), 0) for name in STATUSES},
        }
        for code in counties
    }


def _people(scope: Scope, counties: Mapping[str, str]) -> Part:
    now, before = figures.people(scope), figures.people(scope.a_year_before)
    return {
        code: {
            "people": total(now, code),
            "people_before": total(before, code),
            "kinds": {kind: total(now, code, kind) for kind in RosterKind.values},
            "kinds_before": {kind: total(before, code, kind) for kind in RosterKind.values},
            "modes": {mode: total(now, code, None, mode) for mode in WorkMode.values},
        }
        for code in counties
    }


def _business(scope: Scope, counties: Mapping[str, str]) -> Part:
    now, before = figures.income(scope), figures.income(scope.a_year_before)
    nothing = dict.fromkeys(figures.AMOUNTS, Decimal(0))

    def plain(amounts: Mapping[str, Decimal]) -> dict[str, float]:
        return {name: float(round(value, 2)) for name, value in amounts.items()}

    return {
        code: {
            "income": plain(now.get(code, nothing)),
            "income_before": plain(before.get(code, nothing)),
        }
        for code in counties
    }


def take_times(user: User, *, since: datetime, at: datetime, county: str = "") -> Figures:
    """Return how long limits and steps took on the cases `user` sees, and what is overdue now."""
    running = times.by_limit(times.limits(user, county=county), since, at)
    steps = times.steps(user, since=since, until=at, county=county)
    late, overdue = (
        times.late_by_office(steps),
        times.overdue_by_office(times.overdue_tasks(user, at=at, county=county)),
    )
    return {
        "limits": [
            {
                "name": name,
                **_spread(each.spread),
                "late": each.late,
                "running": each.running,
                "overdue": each.overdue,
            }
            for name in times.BOUND_BY
            if (each := running.get(name)) is not None
        ],
        "offices": {
            f"{actor}@{place}": {**_spread(spread), "late": late.get((actor, place), 0)}
            for (actor, place), spread in sorted(times.by_office(steps).items())
        },
        "overdue": {str(office): number for office, number in overdue.items()},
    }


def _spread(spread: times.Spread) -> dict[str, Any]:
    return {"number": spread.number, "median": _days(spread.median), "worst": _days(spread.worst)}


def _days(elapsed: timedelta) -> float:
    return round(elapsed.total_seconds() / 86_400, 1)


def summed(rows: list[Mapping[str, Any]]) -> Figures:
    """Return the line below the counties: every number added up, those in groups too."""
    found: Figures = {}
    for row in rows:
        for key, value in row.items():
            if isinstance(value, Mapping):
                found[key] = summed([found.get(key, {}), value])
            elif isinstance(value, (int, float)):
                found[key] = round(found.get(key, 0) + value, 2)
    return found


def midnight(day: date) -> datetime:
    """Return the instant at which a day begins in Beijing."""
    return datetime.combine(day, time(), BEIJING)
