"""What the house is told of visits: what the guard asks for, the step that ends them, their part of a page."""

from django.utils.translation import gettext_lazy as _

from gongfang.cases import registry
from gongfang.cases.registry import Section
from gongfang.web import navigation

from . import services
from .permissions import KIND, READERS
from .presentation import section_context
from .queries import inspection_facts


def register() -> None:
    """Add visits to applications, and their list to the menu."""
    registry.kind_of(KIND).services["finish_inspection"] = services.finish_inspection
    registry.facts_from(KIND, inspection_facts)
    registry.section(
        KIND,
        Section(
            name=services.SECTION,
            label=_("实地核查"),
            template="inspections/_section.html",
            context=section_context,
            order=50,
        ),
    )
    navigation.register(
        navigation.Entry(_("实地核查"), "inspections:visits", "map-pin-check", READERS, order=30, group=_("认定"))
    )
