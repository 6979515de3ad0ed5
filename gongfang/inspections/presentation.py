"""A visit as pages show it: on the case page, for reading, and for printing."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongfang.accounts.models import User
from gongfang.cases.models import Case
from gongfang.regulation import clauses
from gongfang.regulation.clauses import Clause

from . import queries
from .checklist import ANSWERS, Check, Domain
from .models import ReportSignature, Visit, VisitInspector, VisitPhoto, VisitState
from .permissions import inspector_of, may_plan, may_read, may_write
from .services import missing_parts
from .visited import is_visited, visited_kind

ANSWER_TONES = {"yes": "good", "no": "bad", "na": "quiet"}


@dataclass(frozen=True)
class Area:
    """The measured site, against the least that article 4(二) asks and against what was declared."""

    measured: Decimal
    minimum: int
    declared: Decimal | None
    clause: Clause = clauses.SITE

    @property
    def is_enough(self) -> bool:
        return self.measured >= self.minimum


@dataclass(frozen=True)
class Answer:
    """One question of the checklist with what was found."""

    check: Check
    label: Any
    tone: str
    note: str


@dataclass(frozen=True)
class Seat:
    """An inspector, with the signature under the present content if there is one."""

    inspector: VisitInspector
    signature: ReportSignature | None
    has_lapsed: bool


@dataclass(frozen=True)
class Photo:
    """A photograph and where its file is to be had."""

    photo: VisitPhoto
    url: str


def area_of(visit: Visit) -> Area | None:
    """Return the measured area in ㎡, once it was measured."""
    if visit.measured_area_m2 is None:
        return None
    declared = visited_kind(visit.case).declared_area_of(visit.case)
    return Area(visit.measured_area_m2, visit.case.edition.site_area_min_m2, declared)


def answers_of(visit: Visit) -> list[tuple[Domain, list[Answer]]]:
    """Return the checklist, domain by domain, with what was found."""
    domains = visited_kind(visit.case).domains
    return [(domain, [_answer(check, visit.checklist) for check in domain.checks]) for domain in domains]


def _answer(check: Check, given: Mapping[str, Mapping[str, str]]) -> Answer:
    found = given.get(check.code, {})
    answer = found.get("answer", "")
    return Answer(check, ANSWERS.get(answer, ""), ANSWER_TONES.get(answer, "neutral"), found.get("note", ""))


def conclusion_of(visit: Visit) -> str:
    """Return the label of the report's conclusion; empty before there is one."""
    labels: Mapping[str, Any] = visited_kind(visit.case).conclusions
    return str(labels.get(visit.conclusion, ""))


def seats_of(visit: Visit) -> list[Seat]:
    """Return the inspectors; one whose signature was left behind by a change is marked."""
    return [_seat(inspector, visit) for inspector in visit.inspectors.all()]


def _seat(inspector: VisitInspector, visit: Visit) -> Seat:
    signature = queries.signature_of(inspector, visit)
    return Seat(inspector, signature, has_lapsed=signature is None and bool(inspector.signatures.all()))


def photos_of(visit: Visit) -> list[Photo]:
    """Return the photographs of a report."""
    return [Photo(photo, reverse("records:file", args=[photo.file_id])) for photo in visit.photos.all()]


def report_context(visit: Visit, user: User) -> dict[str, Any]:
    """Return what the pages of a report need."""
    is_open = visit.state == VisitState.PLANNED and is_visited(visit.case)
    own = inspector_of(user, visit)
    missing = missing_parts(visit)
    return {
        "visit": visit,
        "label": _(visited_kind(visit.case).label),
        "conclusion": conclusion_of(visit),
        "area": area_of(visit),
        "answers": answers_of(visit),
        "seats": seats_of(visit),
        "photos": photos_of(visit),
        "missing": missing,
        "needed": visit.case.edition.inspectors_min,
        "may_write": is_open and may_write(user, visit),
        "may_add_photos": is_open and own is not None,
        "may_sign": is_open and own is not None and not missing and queries.signature_of(own, visit) is None,
    }


def section_context(case: Case, user: User) -> Mapping[str, Any] | None:
    """Return the visit as a part of a case's page; the applicant sees the appointment, not the report."""
    visit = queries.current_visit(case.pk)
    is_inspecting = is_visited(case)
    if visit is None and not is_inspecting:
        return None
    context: dict[str, Any] = {"case": case, "visit": visit, "may_plan": is_inspecting and may_plan(user)}
    context["label"] = _(visited_kind(case).label)
    context["may_read"] = may_read(user)
    if visit is not None and context["may_read"]:
        context |= report_context(visit, user)
    return context
