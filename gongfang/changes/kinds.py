"""How requests are handled, and what this app adds to the pages of workshops and applications."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Role
from gongfang.accounts.rotation import copied_index
from gongfang.cases import advance, registry
from gongfang.cases.permissions import stands_in
from gongfang.regulation.registration_change import REGISTRATION_CHANGE, ChangeFacts
from gongfang.web import navigation
from gongfang.workshops import registry as workshops

from . import permissions, queries, sections, services
from .forms import ApproveForm
from .models import Change
from .rotation import renew_register

PREFIX = "BG"
EFFECTS: dict[str, Any] = {
    "confirm_change": _("核实后报地区确认；名录此时还不变。"),
    "approve_change": _("签发后名录随即更新，原登记内容留作历史；放弃资格的，公众随即看到。"),
    "refuse_change": _("本件到此结束，名录不变，工坊会收到理由。"),
    "withdraw_change": _("本件到此结束，名录不变。需要时可以重新申请。"),
}


def register_changes() -> None:
    """Register the kind "change"."""
    registry.register(
        registry.Kind(
            model=Change,
            procedure=REGISTRATION_CHANGE,
            facts_type=ChangeFacts,
            prefix=PREFIX,
            services={
                "request_change": services.request_change,
                "confirm_change": services.confirm_change,
                "approve_change": services.approve_change,
                "refuse_change": services.refuse_change,
                "withdraw_change": services.withdraw_change,
                "lapse_change": services.lapse_change,
            },
            forms={"approve_change": ApproveForm},
            pages={"request_change": "changes:request"},
            effects=EFFECTS,
            acting=[permissions.acts_as_applicant],
            stands_in=stands_in,
            providers=[queries.facts_of_change],
        )
    )
    registry.section(
        REGISTRATION_CHANGE.kind,
        registry.Section(
            name="differences",
            label=_("变更内容"),
            template="changes/_differences.html",
            context=sections.of_change,
            order=10,
        ),
    )
    advance.consequence(REGISTRATION_CHANGE.kind, "lapse_change")
    copied_index("changes.Responsible in the register", renew_register)


def extend_workshops() -> None:
    """Show changes and the county's register on a workshop's page; follow its status and its account."""
    part = workshops.Section
    workshops.section(
        part(
            "county_register",
            _("县级名录"),
            "changes/_county_entry.html",
            sections.county_register_of_workshop,
            15,
        )
    )
    workshops.section(part("changes", _("登记变更"), "changes/_changes.html", sections.of_workshop, 40))
    workshops.follow_status(services.lapse_open_requests)
    workshops.follow_holder(services.hand_over)


def extend_applications() -> None:
    """Tell the offices, beside the pre-check, whether the county's register has the workshop."""
    registry.section(
        "application",
        registry.Section(
            name="county_register",
            label=_("县级名录核对"),
            template="changes/_county_hint.html",
            context=sections.county_register_of_application,
            order=36,
        ),
    )


def add_to_menu() -> None:
    """Offer the list of changes to the offices, and their own register to the counties."""
    readers = frozenset({Role.OFFICER.value, Role.HEAD.value, Role.AUDITOR.value})
    keepers = frozenset({Role.OFFICER.value, Role.HEAD.value})
    navigation.register(
        navigation.Entry(_("登记变更"), "changes:list", "file-pen", readers, order=45, group=_("监督")),
        navigation.Entry(
            _("县级名录登记"),
            "changes:county",
            "book-open",
            keepers,
            order=51,
            group=_("名录"),
            may=permissions.keeps_county_register,
        ),
    )
