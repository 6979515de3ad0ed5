"""The parts of an application's page, each as far as the reader may see it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongfang.accounts import permissions as people
from gongfang.accounts.models import User
from gongfang.cases.registry import ContextOf, Section
from gongfang.records.models import EvidenceFile
from gongfang.regulation.recognition import State

from . import precheck, queries
from .masking import masked_people, masked_roster
from .materials import SLOT_BY_NAME
from .models import Application, RosterKind
from .permissions import may_edit, may_read_people, may_reveal

ROSTER_SHOWN = 100


def _workshop(case: Application, user: User) -> Mapping[str, Any]:
    return {
        "filing": case,
        "people": masked_people(case, may_reveal=may_reveal(user, case)) if may_read_people(user) else [],
        "corrections": case.correction_items.all() if case.corrections_asked else [],
        "corrected_at": queries.corrected_at(case) if case.corrections_asked else None,
        "may_edit": may_edit(user, case),
    }


def _heritage(case: Application, user: User) -> Mapping[str, Any]:
    return {
        "filing": case,
        "heritage": case.heritage.all(),
        "inheritors": case.inheritors.all(),
        "practitioners": case.practitioners.all(),
    }


def _operations(case: Application, user: User) -> Mapping[str, Any]:
    return {"filing": case, "operations": case.operations.all(), "activities": case.activities.all()}


def _files(case: Application, user: User) -> Mapping[str, Any]:
    """Return the files of the filing by what they prove; those on people are not for experts."""
    files = queries.material_files(case.pk)
    if people.is_expert(user):
        files = files.exclude(access=EvidenceFile.Access.HANDLERS)
    groups: dict[str, list[EvidenceFile]] = {}
    for file in files:
        groups.setdefault(file.section, []).append(file)
    return {"groups": [(slot.label, groups[name]) for name, slot in SLOT_BY_NAME.items() if name in groups]}


def _roster(case: Application, user: User) -> Mapping[str, Any]:
    """Return the head counts for all, and the people, masked, for those who handle the case."""
    entries = list(case.roster.all()[: ROSTER_SHOWN + 1]) if may_read_people(user) else []
    return {
        "filing": case,
        "counts": _counts(case),
        "entries": masked_roster(entries[:ROSTER_SHOWN], may_reveal=may_reveal(user, case)),
        "is_cut": len(entries) > ROSTER_SHOWN,
        "is_hidden": not may_read_people(user),
    }


def _counts(case: Application) -> list[tuple[Any, int]]:
    kinds = list(case.roster.order_by().values_list("kind", flat=True))
    return [(kind.label, kinds.count(kind.value)) for kind in RosterKind if kind.value in kinds]


def _precheck(case: Application, user: User) -> Mapping[str, Any] | None:
    """Return the findings on what was filed; a draft shows its own beside the form."""
    if case.state == State.DRAFT:
        return None
    return {"findings": precheck.findings_of(case, at=case.filed_at or case.opened_at)}


def _part(name: str, label: Any, context: ContextOf, order: int) -> Section:
    return Section(
        name=name, label=label, template=f"applications/parts/{name}.html", context=context, order=order
    )


SECTIONS = (
    _part("workshop", _("工坊与人员"), _workshop, 10),
    _part("heritage", _("项目与传承"), _heritage, 20),
    _part("operations", _("经营与活动"), _operations, 22),
    _part("files", _("申报材料"), _files, 24),
    _part("roster", _("就业名单"), _roster, 30),
    _part("precheck", _("认定条件核对"), _precheck, 35),
)
