"""How stands are handled, and what fairs add to workshops and to the menu."""

from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import OFFICIAL_ROLES, Role
from gongfang.cases import registry
from gongfang.cases.permissions import stands_in
from gongfang.regulation import clauses
from gongfang.regulation.fair import STAND, StandFacts
from gongfang.support import registry as support
from gongfang.web.navigation import Entry, register
from gongfang.workshops import registry as workshops
from gongfang.workshops.permissions import acts_for_workshop

from . import queries, sections, services
from .forms import AcceptForm, ResultForm
from .models import Placement, Stand


def register_stands() -> None:
    """Register the kind "stand"."""
    registry.register(
        registry.Kind(
            model=Stand,
            procedure=STAND,
            facts_type=StandFacts,
            prefix="CZ",
            services={
                "accept_invitation": services.accept_invitation,
                "decline_invitation": services.decline_invitation,
                "allot_stand": services.allot_stand,
                "report_fair_result": services.report_fair_result,
                "end_stand": services.end_stand,
            },
            forms={"accept_invitation": AcceptForm, "report_fair_result": ResultForm},
            effects={"accept_invitation": _("地区文旅部门随即为您安排展位。")},
            providers=[queries.facts_of_stand],
            acting=[acts_for_workshop],
            stands_in=stands_in,
        )
    )
    part = registry.Section(
        name="stand", label=_("展会"), template="fairs/_stand.html", context=sections.of_stand, order=10
    )
    registry.section(STAND.kind, part)


def extend_workshops() -> None:
    """Follow what becomes of a recognition, and tell of stands and placements among the support given."""
    workshops.follow_status(services.follow_recognition)
    workshops.follow_holder(services.follow_holder)
    support.measure(
        support.Measure(
            name="stand",
            label=_("参加展会"),
            clause=clauses.CATALOGUE,
            rows=queries.given_stands,
            describe=sections.given_stand,
            dated="fair__starts_on",
            is_public=True,
        )
    )
    support.measure(
        support.Measure(
            name="placement",
            label=_("产品进场所"),
            clause=clauses.PLACEMENT,
            rows=lambda: Placement.objects.select_related("product__shown"),
            describe=sections.given_placement,
            dated="since",
            is_public=True,
        )
    )


def add_to_menu() -> None:
    """Offer the lists to officials, the auditor and the workshops."""
    roles = frozenset({*OFFICIAL_ROLES, Role.AUDITOR, Role.APPLICANT})
    group = _("扶持")
    register(
        Entry(_("展会"), "fairs:fairs", "tent", roles, order=49, group=group),
        Entry(_("进商场景区街区"), "fairs:placements", "map-pin", roles, order=49, group=group),
    )
