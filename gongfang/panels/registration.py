"""What panels add to the house: a kind of case, and what they know of applications."""

from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import OFFICIAL_ROLES, Role
from gongfang.cases import registry
from gongfang.cases.registry import Kind, Section
from gongfang.regulation.panel_guards import PanelReviewFacts
from gongfang.regulation.panel_steps import PANEL
from gongfang.web import navigation

from . import facts, forms, permissions, presentation, queries, services
from .models import Panel

PARTS = (
    Section(
        name="reviews",
        label=_("评审席位"),
        template="panels/_reviews.html",
        context=presentation.reviews,
        order=10,
    ),
    Section(
        name="recusals",
        label=_("回避"),
        template="panels/_recusals.html",
        context=presentation.recusals,
        order=20,
    ),
    Section(
        name="minutes",
        label=_("集中合议"),
        template="panels/_minutes.html",
        context=presentation.minutes,
        order=30,
    ),
    Section(
        name="draw",
        label=_("抽取"),
        template="panels/_draw.html",
        context=presentation.draw,
        order=40,
    ),
)
IN_APPLICATION = Section(
    name="panel",
    label=_("专家评审"),
    template="panels/_application.html",
    context=presentation.of_application,
    order=60,
)


def register_panels() -> None:
    """Register the panel as a kind of case, with the parts of its page."""
    registry.register(
        Kind(
            model=Panel,
            procedure=PANEL,
            facts_type=PanelReviewFacts,
            prefix="PS",
            services={action: getattr(services, action) for action in PANEL.actions if action != "announce_draw"},
            forms={
                "draw": forms.DrawForm,
                "decide_recusal": forms.DecideRecusalForm,
                "excuse": forms.ExcuseForm,
                "close_scoring": forms.CloseScoringForm,
                "write_minutes": forms.MinutesForm,
            },
            pages={"declare": "panels:review", "score": "panels:review", "sign_minutes": "panels:sign"},
            effects={
                "draw": _("抽取只能进行一次：录入后，排序和席位随即确定并公开，任何人可以重新计算核对。"),
                "decide_recusal": _("准予回避的，由下一顺位专家即时递补；其他专家的顺位不变。"),
                "excuse": _("该专家尚未评分的席位由下一顺位专家即时递补，不能恢复。"),
                "close_scoring": _("截止后专家不能再评分，分数对办理人员公开，进入集中合议。"),
                "conclude": _("按全部评分的平均分和合议表决形成结论，并通知申报单位。"),
            },
            acting=[permissions.acts_as],
            visibility=[permissions.panels_seen_by],
            providers=[facts.of_panel],
            known_of=facts.known_of,
            is_read=permissions.is_read,
            awaited_of_experts=queries.awaited_of_experts,
        )
    )
    for part in PARTS:
        registry.section(PANEL.kind, part)


def register_in_applications() -> None:
    """Tell applications what their panel has come to, and let experts read the dossiers they are to score."""
    registry.facts_from("application", facts.of_application)
    registry.see_from("application", permissions.applications_seen_by)
    registry.section("application", IN_APPLICATION)


def register_menu() -> None:
    """Offer experts their reviews, and officials the panels and the pool."""
    officials = frozenset({*map(str, OFFICIAL_ROLES), Role.AUDITOR.value})
    navigation.register(
        navigation.Entry(
            _("我的评审"), "panels:workspace", "clipboard-check", frozenset({Role.EXPERT.value}), 18, _("评审")
        ),
        navigation.Entry(
            _("专家评审"), "panels:list", "dices", officials, 32, _("认定"), may=permissions.lists_panels
        ),
        navigation.Entry(
            _("专家库"),
            "panels:experts",
            "graduation-cap",
            officials,
            34,
            _("认定"),
            may=permissions.reads_the_pool,
        ),
    )
