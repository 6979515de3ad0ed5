"""How revocations are handled, and what they add to the pages of workshops and applications."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Role
from gongfang.cases import advance, registry
from gongfang.cases.forms import ConsultForm, OpinionForm
from gongfang.cases.services import consult, give_opinion
from gongfang.regulation.revocation import REVOCATION
from gongfang.regulation.revocation_guards import RevocationFacts
from gongfang.web import navigation
from gongfang.workshops import registry as workshops

from . import appeals, decisions, likeness, permissions, queries, sections, services, serving
from .forms import DecisionForm, RecoveryForm, RevokeForm, ServiceForm, SupplementForm
from .models import Revocation

_SERVICES: dict[str, Any] = {
    "open_revocation": services.open_revocation,
    "supplement_revocation": services.supplement_revocation,
    "give_opinion": give_opinion,
    "consult": consult,
    "drop_revocation": services.drop_revocation,
    "propose_revocation": services.propose_revocation,
    "offer_notice": serving.offer_notice,
    "serve_notice": serving.serve_notice,
    "acknowledge_notice": serving.acknowledge_notice,
    "appeal": appeals.appeal,
    "uphold_appeal": appeals.uphold_appeal,
    "revoke": decisions.revoke,
    "recover_plaque": decisions.recover_plaque,
}
_EFFECTS: dict[str, Any] = {
    "supplement_revocation": _("已有部门出具意见的，三部门就补充后的情形重新出具意见。"),
    "drop_revocation": _("本件到此结束，工坊不会知道曾经调查。"),
    "propose_revocation": _("随后打印书面告知书送达工坊；送达之前工坊看不到本件。"),
    "offer_notice": _("工坊随即在自己的页面上看到有告知书待签收；点开即为收到，申诉期从次日起算。"),
    "serve_notice": _("申诉期从工坊收到的次日起算，工坊随即可以在线查看和申诉。"),
    "uphold_appeal": _("拟撤销命名的决定随即撤销，没有其他中止事由的，资格随即恢复；答复送达工坊。"),
    "revoke": _("认定自今日起撤销，门户随即公布，扫码查验牌匾显示已撤销；禁报期从今日起算。"),
    "recover_plaque": _("牌匾的查验页面随即写明去向。"),
}


def register_revocations() -> None:
    """Register the kind "revocation" and the parts of its page."""
    registry.register(
        registry.Kind(
            model=Revocation,
            procedure=REVOCATION,
            facts_type=RevocationFacts,
            prefix="CX",
            services=dict(_SERVICES),
            forms={
                "give_opinion": OpinionForm,
                "consult": ConsultForm,
                "supplement_revocation": SupplementForm,
                "serve_notice": ServiceForm,
                "uphold_appeal": DecisionForm,
                "revoke": RevokeForm,
                "recover_plaque": RecoveryForm,
            },
            pages={"acknowledge_notice": "revocations:acknowledge", "appeal": "revocations:appeal"},
            effects=dict(_EFFECTS),
            providers=[queries.facts_of_revocation],
            is_read=permissions.is_read,
            awaited_if={"acknowledge_notice": lambda at: Q(revocation__notice_offered_at__isnull=False)},
        )
    )
    advance.consequence("revocation", "open_revocation")
    part = registry.Section(
        "accusation", _("情形与告知"), "revocations/_accusation.html", sections.accusation_of, order=10
    )
    registry.section("revocation", part)
    part = registry.Section("appeal", _("申诉"), "revocations/_appeal.html", sections.appeal_of, order=20)
    registry.section("revocation", part)


def extend_pages() -> None:
    """Add to a workshop's page its revocations, and to an application's the revoked workshops it resembles."""
    workshops.section(
        workshops.Section(
            "revocations",
            _("撤销命名与送达方式"),
            "revocations/_workshop.html",
            sections.revocations_of_workshop,
            order=80,
        )
    )
    workshops.keep_suspended(queries.is_held)
    workshops.follow_holder(services.hand_over)
    hint = registry.Section(
        "likeness", _("近似的被撤销工坊"), "revocations/_likeness.html", likeness.likeness_of_application, order=5
    )
    registry.section("application", hint)


def add_to_menu() -> None:
    """Offer the list of revocations to the offices and the auditor."""
    roles = frozenset({Role.OFFICER.value, Role.HEAD.value, Role.AUDITOR.value})
    entry = navigation.Entry(_("撤销命名"), "revocations:list", "gavel", roles, order=46, group=_("监督"))
    navigation.register(entry)
