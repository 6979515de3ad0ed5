"""How calls, courses and requests for help are handled, and what support adds to the pages of others."""

from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Role
from gongfang.cases import advance, registry
from gongfang.cases.permissions import stands_in
from gongfang.regulation.procedure import Actor
from gongfang.regulation.support import (
    COURSE,
    HELP,
    RECOMMENDATION,
    CourseFacts,
    HelpFacts,
    RecommendationFacts,
)
from gongfang.web import navigation
from gongfang.workshops import registry as register
from gongfang.workshops.permissions import acts_for_workshop

from . import following, helping, permissions, queries, recommending, sections, training
from .forms import ResultsForm
from .models import Course, HelpRequest, Recommendation


def register_recommendations() -> None:
    """Register the kind "recommendation"."""
    registry.register(
        registry.Kind(
            model=Recommendation,
            procedure=RECOMMENDATION,
            facts_type=RecommendationFacts,
            prefix="TJ",
            services={
                "open_recommendation": recommending.open_recommendation,
                "hand_in_candidates": recommending.hand_in_candidates,
                "call_off_recommendation": recommending.call_off_recommendation,
                "conclude_recommendation": recommending.conclude_recommendation,
            },
            effects={
                "hand_in_candidates": _("名单、理由和当时的事实随即固定，并通知被推荐的工坊。"),
                "conclude_recommendation": _("办结以后不能再改上级结果。"),
            },
            providers=[queries.facts_of_recommendation],
        )
    )
    _section("recommendation", _("推荐名单"), "support/_recommendation.html", sections.of_recommendation)


def register_courses() -> None:
    """Register the kind "course": enrolment ends by itself."""
    registry.register(
        registry.Kind(
            model=Course,
            procedure=COURSE,
            facts_type=CourseFacts,
            prefix="PX",
            services={
                "open_course": training.open_course,
                "close_enrolment": training.close_enrolment,
                "finish_course": training.finish_course,
                "call_off_course": training.call_off_course,
            },
            forms={"finish_course": ResultsForm},
            effects={"call_off_course": _("已报名和候补的工坊随即收到通知。")},
            providers=[queries.facts_of_course],
            visibility=[permissions.sees_courses],
        )
    )
    _section("course", _("课程和报名"), "support/_course.html", sections.of_course)


def register_help() -> None:
    """Register the kind "help"."""
    registry.register(
        registry.Kind(
            model=HelpRequest,
            procedure=HELP,
            facts_type=HelpFacts,
            prefix="JN",
            services={
                "ask_help": helping.ask_help,
                "answer_help": helping.answer_help,
                "withdraw_help": helping.withdraw_help,
                "drop_help": helping.drop_help,
            },
            effects={"answer_help": _("工坊随即收到答复，并列入该工坊享受的支持。")},
            providers=[queries.facts_of_help],
            acting=[acts_for_workshop],
            stands_in=stands_in,
            called={Actor.APPLICANT: _("工坊")},
        )
    )
    advance.consequence("help", "drop_help")
    _section("help", _("技艺难题"), "support/_help.html", sections.of_help)


def _section(kind: str, label: registry.Label, template: str, context: registry.ContextOf) -> None:
    part = registry.Section(name=kind, label=label, template=template, context=context, order=10)
    registry.section(kind, part)


def extend_workshops() -> None:
    """Show on a workshop's page all support it has had, and follow its status."""
    register.section(
        register.Section(
            name="support",
            label=_("享受的支持"),
            template="support/_workshop.html",
            context=sections.of_workshop,
            order=70,
        )
    )
    register.follow_status(following.follow)
    register.follow_holder(following.hand_over)


def add_to_menu() -> None:
    """Offer the lists of support to officials, and to a workshop what it can ask for."""
    officials = frozenset({Role.OFFICER.value, Role.HEAD.value, Role.AUDITOR.value})
    group, own = _("扶持"), frozenset({Role.APPLICANT.value})
    navigation.register(
        navigation.Entry(_("支持总览"), "support:overview", "hand-helping", officials, order=60, group=group),
        navigation.Entry(
            _("向上推荐"),
            "support:recommendations",
            "trending-up",
            officials,
            order=61,
            group=group,
            may=permissions.may_see_recommendations,
        ),
        navigation.Entry(_("研修培训"), "support:courses", "graduation-cap", officials, order=62, group=group),
        navigation.Entry(_("技艺难题"), "support:help_requests", "life-buoy", officials, order=63, group=group),
        navigation.Entry(_("带头人和传习场所"), "support:successions", "sprout", officials, order=64, group=group),
        navigation.Entry(_("品牌和就业质量"), "support:brands", "sparkles", officials, order=65, group=group),
        navigation.Entry(_("支持措施"), "support:mine", "hand-helping", own, order=45, group=_("工坊")),
    )
