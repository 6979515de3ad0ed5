"""The rows behind the figures: one line of a list each, with the address it leads to."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from gongfang.accounts.models import Office
from gongfang.cases.models import RunningLimit, Task
from gongfang.cases.registry import kind_of
from gongfang.cases.waiting import label_of
from gongfang.filings.models import Activity
from gongfang.regulation.time_limits import limit_named
from gongfang.web import dates
from gongfang.web.exporting import Sheet
from gongfang.workshops.models import Workshop, WorkshopItem

from . import figures, times
from .figures import Scope

Row = dict[str, Any]


def workshops(
    scope: Scope,
    *,
    category: str = "",
    level: str = "",
    kind: str = "",
    mode: str = "",
    employs: str = "",
) -> QuerySet[Workshop]:
    """Return the workshops of a scope that fit, with what each employs of such people and earns."""
    rows = figures.employing(scope.with_basis(), kind=kind, mode=mode).select_related("county")
    if category:
        rows = rows.filter(category=category)
    if level:
        relied_on = WorkshopItem.objects.filter(workshop=OuterRef("pk"), level="" if level == "none" else level)
        rows = rows.filter(Exists(relied_on))
    return rows.filter(figures.has_people()) if employs or kind or mode else rows


def of_workshop(workshop: Any) -> Row:
    """Return a workshop as a line."""
    is_filed = workshop.basis is not None
    filed = _("%(year)s 年度报备") % {"year": workshop.basis_year}
    applied = _("申报材料") if workshop.application_number else _("没有数据")
    return {
        "url": workshop.get_absolute_url(),
        "title": workshop.name,
        "number": workshop.number,
        "county": workshop.county.name,
        "category": workshop.get_category_display(),
        "status": workshop.get_status_display(),
        "people": (workshop.people_filed if is_filed else workshop.people_applied) or 0,
        "output_value": workshop.output_value,
        "sales_online": workshop.sales_online,
        "sales_offline": workshop.sales_offline,
        "source": filed if is_filed else applied,
    }


def activities(scope: Scope, *, since: date, kind: str = "") -> QuerySet[Activity]:
    """Return the activities of a scope from `since` on."""
    rows = Activity.objects.filter(held_on__gte=since, held_on__lte=scope.on).select_related("workshop__county")
    narrowed = {name: value for name, value in (("kind", kind), ("workshop__county", scope.county)) if value}
    return rows.filter(**narrowed)


def of_activity(activity: Activity) -> Row:
    """Return an activity as a line."""
    return {
        "url": activity.workshop.get_absolute_url(),
        "title": activity.title,
        "kind": activity.get_kind_display(),
        "held_on": activity.held_on,
        "workshop": activity.workshop.name,
        "county": activity.workshop.county.name,
        "participants": activity.participants,
    }


def limits(
    rows: QuerySet[RunningLimit], *, name: str = "", which: str = "", since: datetime, at: datetime
) -> QuerySet[RunningLimit]:
    """Return those of `rows` of a name and in a case that the dashboard counts."""
    rows = rows.select_related("case__region")
    if name:
        rows = rows.filter(name=name)
    if which in ("closed", "late"):
        rows = times.closed(rows, since, at)
    if which == "late":
        return times.late(rows)
    if which == "overdue":
        return times.overdue(rows, at)
    return rows.filter(closed_at=None) if which == "running" else rows


def of_limit(limit: RunningLimit, *, at: datetime) -> Row:
    """Return a limit as a line."""
    return _of_case(limit.case) | {
        "limit": _(limit_named(limit.case.edition, limit.name).label),
        "started_at": limit.started_at,
        "ends_at": limit.ends_at,
        "closed_at": limit.closed_at,
        "is_late": (limit.closed_at or at) >= limit.ends_at,
    }


def _of_case(case: Any) -> Row:
    return {
        "url": case.get_absolute_url(),
        "title": case.title or case.number,
        "number": case.number,
        "county": case.region.name,
    }


def steps(rows: QuerySet[Any], *, office: str = "", late: str = "") -> QuerySet[Any]:
    """Return those of `rows` (`times.steps`) of an office (actor@county), late or all."""
    rows = rows.select_related("case__region")
    if office:
        actor, _at, place = office.partition("@")
        rows = rows.filter(actor=actor, place=place)
    return rows.filter(is_late=True) if late else rows


def of_step(record: Any, offices: Mapping[tuple[str, str], Office]) -> Row:
    """Return a step as a line; `offices` by actor and county."""
    office = offices.get((record.actor, record.place))
    step = kind_of(record.case.kind).procedure.rows(record.action)[0]
    return _of_case(record.case) | {
        "office": office.name if office else "",
        "step": _(step.label),
        "came_at": record.came_at,
        "at": record.at,
        "days": round(record.elapsed.total_seconds() / 86_400, 1),
        "is_late": record.is_late,
    }


def of_task(task: Task) -> Row:
    """Return an overdue task as a line."""
    return _of_case(task.case) | {"office": task.office.name, "what": label_of(task), "due_at": task.due_at}


def table_of(sheet: Sheet, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Return the lines as the page shows them: the very columns that are exported."""
    return [
        {
            "url": row["url"],
            "cells": [{"label": str(column.label), "text": _shown(column.of(row))} for column in sheet.columns],
        }
        for row in rows
    ]


def _shown(value: Any) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, datetime):
        return dates.full_instant(value)
    if isinstance(value, date):
        return dates.full_date(value)
    return str(value)
