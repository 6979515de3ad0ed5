"""How objections are handled, and what notices add to the handling of an application."""

from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Role
from gongfang.cases import advance, queues, registry
from gongfang.cases.forms import ConsultForm, OpinionForm
from gongfang.cases.services import consult, give_opinion
from gongfang.regulation.objection import OBJECTION, ObjectionFacts
from gongfang.regulation.procedure import Actor
from gongfang.web import navigation

from . import queries, replies, sections, services
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
            called={Actor.PUBLIC: _("异议提出人")},
        )
    )
    registry.section(
        "objection",
        registry.Section(
            name="grounds",
            label=_("异议内容"),
            template="notices/_grounds.html",
            context=sections.grounds_of_objection,
            order=10,
        ),
    )


def extend_applications() -> None:
    """Add to applications the notice: its two steps, its facts, its part of the page, what the law does itself."""
    application = registry.kind_of("application")
    application.services["publish_notice"] = services.publish_notice
    application.services["close_notice"] = services.close_notice
    application.pages["publish_notice"] = "notices:publish"
    registry.facts_from("application", queries.facts_of_application)
    registry.section(
        "application",
        registry.Section(
            name="notice",
            label=_("公示与异议"),
            template="notices/_notice.html",
            context=sections.notice_of_application,
            order=70,
        ),
    )
    advance.due("application", "close_notice", queries.due_to_close)
    queues.add(replies.waiting, replies.deliver)


def add_to_menu() -> None:
    """Offer the list of notices and objections to the offices and the auditor."""
    roles = frozenset({Role.OFFICER.value, Role.HEAD.value, Role.AUDITOR.value})
    navigation.register(
        navigation.Entry(_("公示与异议"), "notices:office", "megaphone", roles, order=36, group=_("认定"))
    )
