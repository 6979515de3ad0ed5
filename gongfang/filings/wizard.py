"""What the pages of a filing show: its parts, what each still lacks, its roster, its activities and its files."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from gongfang.applications import rows
from gongfang.applications.masking import masked_roster
from gongfang.applications.materials import MaterialSet
from gongfang.applications.rows import SHOWN, RowKind, ShownList
from gongfang.applications.wizard import ShownSlot, StepLink, show_slots
from gongfang.cases import limits
from gongfang.cases.presentation import Clock, clock
from gongfang.regulation.annual_filing import State

from . import keeping, queries
from .draft_forms import WorkerForm
from .models import AnnualFiling, FilingCorrection, Worker
from .parts import PARTS, SLOTS, missing_by_part

ROSTER = RowKind(
    name="roster",
    label=rows.KINDS["roster"].label,
    step="people",
    model=Worker,
    form=WorkerForm,
    related="roster",
    columns=rows.KINDS["roster"].columns,
    cells=rows.KINDS["roster"].cells,
    hint=rows.KINDS["roster"].hint,
)


def part_url(filing: AnnualFiling, name: str) -> str:
    """Return the address of a part of the filing; the declaration is the page that hands it in."""
    if name == "declaration":
        return reverse("filings:file", args=[filing.number])
    return reverse("filings:part", args=[filing.number, name])


def neighbours(filing: AnnualFiling, name: str) -> dict[str, str]:
    """Return the addresses of the parts before and after; empty where there is none."""
    names = [each.name for each in PARTS]
    at = names.index(name)
    return {
        "previous": part_url(filing, names[at - 1]) if at else "",
        "next": part_url(filing, names[at + 1]) if at + 1 < len(names) else "",
    }


def page_context(filing: AnnualFiling, current: MaterialSet, *, at: datetime) -> dict[str, Any]:
    """Return what every page of the filing shows around its form."""
    missing = missing_by_part(filing.pk)
    asked = list(filing.corrections.all()) if filing.state == State.RETURNED else []
    return {
        "application": filing,
        "filing": filing,
        "current": current,
        "steps": _stepper(filing, current.name, missing, asked),
        "corrections": [item for item in asked if item.part in (current.name, "")],
        "clock": clock_of(filing, at=at),
        **neighbours(filing, current.name),
        **side_context(filing, at, missing=missing),
    }


def _stepper(
    filing: AnnualFiling, current: str, missing: dict[str, tuple[str, ...]], asked: list[FilingCorrection]
) -> list[StepLink]:
    problems = {item.part for item in asked}
    return [
        StepLink(each.label, part_url(filing, each.name), _standing(each.name, current, missing, problems))
        for each in PARTS
    ]


def _standing(name: str, current: str, missing: dict[str, tuple[str, ...]], problems: set[str]) -> str:
    if name == current:
        return "current"
    if name in problems:
        return "problem"
    return "todo" if missing[name] or name == "declaration" else "done"


def clock_of(filing: AnnualFiling, *, at: datetime) -> Clock | None:
    """Return the time limit that runs for the filing."""
    running = limits.current(filing)
    return clock(running, filing, at=at) if running else None


def side_context(
    filing: AnnualFiling, at: datetime, *, missing: dict[str, tuple[str, ...]] | None = None
) -> dict[str, Any]:
    """Return the side panel: what is still missing, whatever the moment."""
    lacking = missing_by_part(filing.pk) if missing is None else missing
    return {
        "filing": filing,
        "missing": [
            (each, part_url(filing, each.name), lacking[each.name]) for each in PARTS if lacking[each.name]
        ],
    }


def slots_of(filing: AnnualFiling, part: str) -> list[ShownSlot]:
    """Return the kinds of evidence of a part with their files."""
    slots = [slot for slot in SLOTS if slot.step == part and (slot.name != "filing_paper" or filing.is_on_paper)]
    files = queries.files_of(filing.pk, [slot.name for slot in slots])
    return show_slots(
        filing, slots, files, may_remove=lambda file: keeping.may_remove_file(filing, file), app="filings"
    )


def shown(filing: AnnualFiling, kind: RowKind, *, form: Any, is_open: bool = False) -> ShownList:
    """Return the roster, masked, with the form under it; at most `SHOWN` people."""
    people = masked_roster(filing.roster.all()[:SHOWN], may_reveal=True, address="filings:reveal")
    return rows.show(filing, kind, people, total=filing.roster.count(), app="filings", form=form, is_open=is_open)
