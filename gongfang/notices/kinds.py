"""How objections are handled, and what notices add to the handling of an application."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Role
from gongfang.cases import advance, registry
from gongfang.cases.forms import ConsultForm, OpinionForm
from gongfang.cases.services import consult, give_opinion
from gongfang.regulation.objection import OBJECTION, ObjectionFacts
from gongfang.web import navigation

from . import queries, sections, services
from .forms import DecisionForm
from .models import Objection


def register_objections() -> None:
    """Register the kind "objection"."""
    registry.register(
        registry.Kind(
            model=Objection,
            procedure=OBJECTION,
            facts_type=ObjectionFacts,
            prefix="YY",
            services={
                "object": services.object_to,
                "complete_objection": services.complete_objection,
                "give_opinion": give_opinion,
                "consult": consult,
                "uphold_objection": services.uphold_objection,
                "dismiss_objection": services.dismiss_objection,
            },
            forms={
                "give_opinion": OpinionForm,
                "consult": ConsultForm,
                "uphold_objection": DecisionForm,
                "dismiss_objection": DecisionForm,
            },
            effects={
                "uphold_objection": _(
                    "异议成立后，该申报不能再确认公布，应取消其拟认定资格；核查意见和答复随即向异议提出人反馈。"
                ),
                "dismiss_objection": _("异议不成立；核查意见和答复随即向异议提出人反馈，公示期满后按程序继续。"),
            },
            providers=[queries.facts_of_objection],
        )
    )
    registry.section(
        "objection",
        registry.Section("grounds", _("异议内容"), "notices/_grounds.html", sections.grounds_of_objection, 10),
    )


def extend_applications() -> None:
    """Add to applications the notice: its two steps, its facts, its part of the page, what the law does itself."""
    application = registry.kind_of("application")
    application.services["publish_notice"] = services.publish_notice
    application.services["close_notice"] = services.close_notice
    application.pages["publish_notice"] = "notices:publish"
    registry.facts_from("application", queries.facts_of_application)
    part = registry.Section("notice", _("公示与异议"), "notices/_notice.html", sections.notice_of_application, 70)
    registry.section("application", part)
    advance.due("application", "close_notice", queries.due_to_close)


def add_navigation(label: Any) -> None:
    """Offer the list of notices and objections to the offices and the auditor."""
    roles = frozenset({Role.OFFICER, Role.HEAD, Role.AUDITOR})
    navigation.register(navigation.Entry(label, "notices:office", "megaphone", roles, order=60))
