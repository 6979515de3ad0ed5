"""Reading visits: the one that counts for a case, its valid signatures, its report as a page shows it."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, Q, QuerySet

from gongfang.cases.models import Case
from gongfang.records.chain import canonical, salted

from .models import ReportSignature, Visit, VisitInspector
from .visited import all_visited, is_visited


def current_visit(case_id: int) -> Visit | None:
    """Return the last visit planned for a case, with its inspectors and their signatures."""
    rows = Visit.objects.filter(case_id=case_id).select_related("case__region", "saved_by")
    people = ("inspectors__user", "inspectors__office", "inspectors__signatures", "photos__file")
    return rows.prefetch_related(*people).order_by("-id").first()


def valid_signatures(visit_id: int) -> QuerySet[ReportSignature]:
    """Return the signatures under the present content of a report, of those who count (6(二), 9(三))."""
    return ReportSignature.objects.filter(
        inspector__visit_id=visit_id,
        inspector__is_accompanying=False,
        revision=F("inspector__visit__revision"),
        digest=F("inspector__visit__digest"),
    )


def inspection_facts(case: Any) -> Mapping[str, int]:
    """Return what the step table asks about the inspection of `case`, while it is inspected."""
    if not is_visited(case):
        return {}
    last = Visit.objects.filter(case_id=case.pk).order_by("-id").values_list("pk", flat=True).first()
    return {"inspectors_signed": 0 if last is None else valid_signatures(last).count()}


def signature_of(inspector: VisitInspector, visit: Visit) -> ReportSignature | None:
    """Return the inspector's signature under the present content; reads what is prefetched."""
    for signature in inspector.signatures.all():
        if (signature.revision, signature.digest) == (visit.revision, visit.digest):
            return signature
    return None


def content_of(visit: Visit) -> dict[str, Any]:
    """Return everything a signature covers, as plain values."""
    return {
        "case": visit.case.number,
        "revision": visit.revision,
        "place": visit.place,
        "visited_on": visit.visited_on.isoformat() if visit.visited_on else None,
        "measured_area_m2": f"{visit.measured_area_m2:.2f}" if visit.measured_area_m2 is not None else None,
        "checklist": visit.checklist,
        "findings": visit.findings,
        "conclusion": visit.conclusion,
        "inspectors": sorted(visit.inspectors.values_list("user__username", flat=True)),
        "photos": sorted(visit.photos.values_list("file__digest", "caption")),
    }


def digest_of(visit: Visit) -> str:
    """Return the salted SM3 of the report's present content: salted, for it enters the record."""
    return salted(visit.salt, canonical(content_of(visit)))


def waiting_cases(visible: QuerySet[Case]) -> QuerySet[Case]:
    """Return the cases to be visited for which no visit has been planned, the longest waiting first."""
    to_visit = Q(pk__in=[])
    for visited in all_visited():
        to_visit |= Q(kind=visited.kind, state=visited.state)
    rows = visible.filter(to_visit, visits=None).select_related("region")
    return rows.order_by("state_since", "id")
