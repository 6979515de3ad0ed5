"""The parts of a filing's page and of a workshop's, each as far as the reader may see it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import User
from gongfang.applications.masking import masked_roster
from gongfang.applications.models import RosterKind
from gongfang.cases import presentation
from gongfang.cases.pages import now
from gongfang.cases.permissions import seen_by
from gongfang.cases.registry import ContextOf, Section
from gongfang.records.models import EvidenceFile
from gongfang.regulation import clauses
from gongfang.regulation import edition as editions
from gongfang.regulation.annual_filing import State
from gongfang.regulation.edition import NoEditionInForce
from gongfang.regulation.time_limits import beijing_date
from gongfang.workshops.models import Workshop
from gongfang.workshops.registry import Section as WorkshopSection

from . import comparison, queries, wizard
from .models import ActivityKind, AnnualFiling
from .parts import BY_NAME, SECTIONS, SLOT_BY_NAME
from .permissions import enters_for, may_edit, may_log, may_read, may_reveal

ROSTER_SHOWN = 100
LATEST = 5
YEARS_SHOWN = 6


def _summary(case: AnnualFiling, user: User) -> Mapping[str, Any]:
    """Return what is owed for which year, what was sent back, and where the filing goes on."""
    return {
        "filing": case,
        "workshop": case.workshop,
        "is_read": may_read(user, case),
        "may_edit": may_edit(user, case),
        "enters_late_paper": case.state == State.MISSED and enters_for(user, case),
        "corrections": [
            {"label": BY_NAME[item.part].label if item.part in BY_NAME else "", "note": item.note}
            for item in case.corrections.all()
        ],
        "is_returned": case.state == State.RETURNED,
    }


def _people(case: AnnualFiling, user: User) -> Mapping[str, Any] | None:
    if not may_read(user, case):
        return None
    may = may_reveal(user, case)
    entries = list(case.roster.all()[: ROSTER_SHOWN + 1])
    counts = queries.employed_of(case)
    return {
        "filing": case,
        "counts": [(kind.label, counts[kind.value]) for kind in RosterKind if counts[kind.value]],
        "entries": masked_roster(entries[:ROSTER_SHOWN], may_reveal=may, address="filings:reveal"),
        "is_cut": len(entries) > ROSTER_SHOWN,
        "joined": comparison.joined(case, may_reveal=may),
        "left": comparison.left(case, may_reveal=may),
        "clause": clauses.DUTIES[2],
    }


def _figures(case: AnnualFiling, user: User) -> Mapping[str, Any] | None:
    if not may_read(user, case):
        return None
    return {"filing": case, "figures": comparison.figures_of(case), "last": case.previous}


def _activities(case: AnnualFiling, user: User) -> Mapping[str, Any] | None:
    if not may_read(user, case):
        return None
    return {"filing": case, "activities": queries.activities_for(case).prefetch_related("files__file")}


def _files(case: AnnualFiling, user: User) -> Mapping[str, Any] | None:
    if not may_read(user, case):
        return None
    groups: dict[str, list[EvidenceFile]] = {}
    for file in queries.files_of(case.pk, SECTIONS):
        groups.setdefault(file.section, []).append(file)
    return {"groups": [(slot.label, groups[name]) for name, slot in SLOT_BY_NAME.items() if name in groups]}


def _part(name: str, label: Any, context: ContextOf, order: int) -> Section:
    return Section(name=name, label=label, template=f"filings/parts/{name}.html", context=context, order=order)


OF_A_FILING = (
    _part("summary", _("报备情况"), _summary, 10),
    _part("figures", _("经营与补助"), _figures, 20),
    _part("people", _("就业人员"), _people, 30),
    _part("activities", _("活动与保护"), _activities, 40),
    _part("files", _("佐证材料"), _files, 50),
)


def _filings_of_workshop(workshop: Workshop, user: User) -> Mapping[str, Any] | None:
    """Return what a workshop owes, until when, and what it has filed."""
    found = list(queries.filings_of(workshop).filter(seen_by(user, queries.KIND))[:YEARS_SHOWN])
    if not found and not workshop.holds_recognition:
        return None
    at = now()
    return {"rows": [_row(filing, user, at) for filing in found], "clause": clauses.ANNUAL_REGISTRATION}


def _row(filing: AnnualFiling, user: User, at: Any) -> dict[str, Any]:
    return {
        "filing": filing,
        "label": presentation.state_label(filing),
        "tone": presentation.tone_of(filing.state),
        "clock": wizard.clock_of(filing, at=at),
        "may_edit": may_edit(user, filing),
    }


def _log_of_workshop(workshop: Workshop, user: User) -> Mapping[str, Any] | None:
    """Return the last activities, and what article 4 counts in its window (reading R2)."""
    today = beijing_date(now())
    latest = list(queries.activities_of(workshop)[:LATEST])
    may_keep = may_log(user, workshop)
    if not latest and not may_keep:
        return None
    return {
        "workshop": workshop,
        "latest": latest,
        "may_log": may_keep,
        "counts": _article_4(workshop, today),
        "clause": clauses.DUTIES[4],
    }


def _article_4(workshop: Workshop, today: Any) -> list[dict[str, Any]]:
    """Return the activities of the window by kind, those that article 4 counts beside their least number."""
    try:
        edition = editions.in_force(today)
    except NoEditionInForce:
        return []
    since = queries.window_start(today)
    counts = queries.activity_counts(workshop, since=since, until=today)
    least = {
        ActivityKind.TRAINING: (edition.trainings_min, clauses.TRAINING),
        ActivityKind.WELFARE: (edition.welfare_activities_min, clauses.WELFARE),
    }
    return [
        {
            "label": _now("%(kind)s：%(number)s 次") % {"kind": kind.label, "number": counts[kind.value]},
            "least": least.get(kind, (0, None))[0],
            "clause": least.get(kind, (0, None))[1],
            "is_met": counts[kind.value] >= least.get(kind, (0, None))[0],
        }
        for kind in ActivityKind
        if kind in least or counts[kind.value]
    ]


OF_A_WORKSHOP = (
    WorkshopSection("filings", _("年度报备"), "filings/of_workshop.html", _filings_of_workshop, order=30),
    WorkshopSection("activities", _("活动记录"), "filings/log_of_workshop.html", _log_of_workshop, order=35),
)
