"""What the house is told of visits: what the guard asks for, the step that ends them, their part of a page."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongfang.applications.models import Application
from gongfang.cases import registry
from gongfang.cases.models import Case
from gongfang.cases.registry import Section
from gongfang.regulation import clauses
from gongfang.regulation.recognition import State
from gongfang.web import navigation

from . import services, visited
from .checklist import DOMAINS
from .models import Conclusion
from .permissions import READERS
from .presentation import section_context
from .queries import inspection_facts
from .visited import VisitedKind


def register() -> None:
    """Add visits to applications, and their list to the menu."""
    registry.kind_of("application").services["finish_inspection"] = services.finish_inspection
    visit(
        VisitedKind(
            kind="application",
            state=State.INSPECTING,
            finish="finish_inspection",
            label="实地核查",
            clause=clauses.REVIEW,
            domains=DOMAINS,
            conclusions=dict(Conclusion.choices),
            place_of=_place_of,
            declared_area_of=_declared_area_of,
        )
    )
    navigation.register(
        navigation.Entry(_("实地核查"), "inspections:visits", "map-pin-check", READERS, order=30, group=_("认定"))
    )


def visit(kind: VisitedKind) -> None:
    """Let the cases of a kind be visited: what its guards ask for, and the visit as a part of its page."""
    visited.register(kind)
    registry.facts_from(kind.kind, inspection_facts)
    registry.section(
        kind.kind,
        Section(
            name=services.SECTION,
            label=_(kind.label),
            template="inspections/_section.html",
            context=section_context,
            order=50,
        ),
    )


def _place_of(application: Any) -> str:
    return f"{application.region.name}{application.town}{application.address}"


def _declared_area_of(case: Case) -> Decimal | None:
    return Application.objects.filter(pk=case.pk).values_list("site_area_m2", flat=True).first()
