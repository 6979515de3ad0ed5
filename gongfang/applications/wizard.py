"""What the pages of the filing show: the steps, what each still lacks, its lists and files."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.urls import reverse

from gongfang.cases.models import Case
from gongfang.records.file_kinds import ACCEPT
from gongfang.records.models import EvidenceFile
from gongfang.regulation.recognition import State
from gongfang.regulation.time_limits import beijing_date

from . import filing, precheck, queries, rows
from .materials import SETS, SLOTS, FileSlot, MaterialSet, missing_by_step
from .models import Application
from .row_forms import RowForm


@dataclass(frozen=True)
class StepLink:
    """One step on the stepper."""

    label: Any
    url: str
    state: str


@dataclass(frozen=True)
class ShownFile:
    """A file of the filing, and whether it may still go."""

    file: EvidenceFile
    may_remove: bool
    remove_url: str


@dataclass(frozen=True)
class ShownSlot:
    """A kind of evidence with its files."""

    slot: FileSlot
    files: list[ShownFile]
    add_url: str
    accept: str = ACCEPT


def finish_action(application: Application) -> str:
    """Return the step that ends the filing: submit, resubmit, or the entry of a paper filing."""
    if application.state == State.CORRECTING:
        return "resubmit"
    return "enter_paper" if application.is_on_paper else "submit"


def finish_url(application: Application) -> str:
    """Return the address of the page on which the filing is ended."""
    return reverse(f"applications:{finish_action(application)}", args=[application.number])


def step_url(application: Application, name: str) -> str:
    """Return the address of a step of the filing; the declaration is the page that ends it."""
    if name == "declaration":
        return finish_url(application)
    return reverse("applications:step", args=[application.number, name])


def stepper(application: Application, current: str, missing: dict[str, tuple[str, ...]]) -> list[StepLink]:
    """Return the steps with their standing: done when nothing is missing."""
    asked = set(application.correction_items.values_list("material_set", flat=True))
    return [
        StepLink(each.label, step_url(application, each.name), _standing(each, current, missing, asked))
        for each in SETS
    ]


def _standing(each: MaterialSet, current: str, missing: dict[str, tuple[str, ...]], asked: set[int]) -> str:
    if each.name == current:
        return "current"
    if each.number in asked and each.number:
        return "problem"
    return "todo" if missing.get(each.name) or each.name == "declaration" else "done"


def neighbours(application: Application, name: str) -> dict[str, str]:
    """Return the addresses of the steps before and after; empty where there is none."""
    names = [each.name for each in SETS]
    at = names.index(name)
    return {
        "previous": step_url(application, names[at - 1]) if at else "",
        "next": step_url(application, names[at + 1]) if at + 1 < len(names) else "",
    }


def page_context(application: Application, current: MaterialSet, *, at: datetime) -> dict[str, Any]:
    """Return what every page of the filing shows around its form."""
    missing = missing_by_step(application.pk)
    return {
        "application": application,
        "current": current,
        "steps": stepper(application, current.name, missing),
        "corrections": [
            item
            for item in application.correction_items.all()
            if item.material_set in (current.number, 0) and application.state == State.CORRECTING
        ],
        **neighbours(application, current.name),
        **side_context(application, at, missing=missing),
    }


def side_context(
    application: Application, at: datetime, *, missing: dict[str, tuple[str, ...]] | None = None
) -> dict[str, Any]:
    """Return the side panel: a ban that runs, what is still missing, and the pre-check of articles 3 and 4."""
    lacking = missing_by_step(application.pk) if missing is None else missing
    return {
        "application": application,
        "missing": [(each, lacking[each.name]) for each in SETS if lacking.get(each.name)],
        "findings": precheck.findings_of(application, at=at),
        "ban": queries.ban_on(application, beijing_date(at)),
    }


def slots_of(application: Application, step: str) -> list[ShownSlot]:
    """Return the kinds of evidence of a step with their files, by one query."""
    slots = [slot for slot in SLOTS if slot.step == step and (slot.name != "paper" or application.is_on_paper)]
    files = queries.material_files(application.pk).filter(section__in=[slot.name for slot in slots])
    return show_slots(
        application, slots, files, may_remove=partial(filing.may_remove_file, application), app="applications"
    )


def show_slots(
    case: Case,
    slots: Sequence[FileSlot],
    files: Iterable[EvidenceFile],
    *,
    may_remove: Callable[[EvidenceFile], bool],
    app: str,
) -> list[ShownSlot]:
    """Return kinds of evidence, each with those of `files` that are of it; the pages are those of `app`."""
    shown: dict[str, list[ShownFile]] = {slot.name: [] for slot in slots}
    for file in files:
        url = reverse(f"{app}:remove_file", args=[case.number, file.pk])
        shown[file.section].append(ShownFile(file, may_remove(file), url))
    return [
        ShownSlot(slot, shown[slot.name], reverse(f"{app}:add_file", args=[case.number, slot.name]))
        for slot in slots
    ]


def row_form(application: Any, kind: rows.RowKind, *, at: datetime, **bound: Any) -> RowForm:
    """Return the form of a row, empty or bound."""
    return kind.form(application=application, today=beijing_date(at), auto_id=f"{kind.name}_%s", **bound)
