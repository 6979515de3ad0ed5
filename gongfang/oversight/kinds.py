"""How plans, checks and findings are handled, and what they add to the pages of others."""

from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Role
from gongfang.cases import advance, registry
from gongfang.cases.permissions import stands_in
from gongfang.inspections import registration as inspections
from gongfang.inspections.visited import VisitedKind
from gongfang.regulation import clauses
from gongfang.regulation.inspection import (
    CAMPAIGN,
    CHECK,
    FINDING,
    CampaignFacts,
    CheckFacts,
    CheckState,
    FindingFacts,
)
from gongfang.web import navigation
from gongfang.workshops import registry as register
from gongfang.workshops.permissions import acts_for_workshop

from . import checklist, permissions, planning, queries, sections, services
from .forms import DrawForm, OrderForm, ReplyForm
from .models import Campaign, Finding, WorkshopCheck


def register_campaigns() -> None:
    """Register the kind "campaign"."""
    registry.register(
        registry.Kind(
            model=Campaign,
            procedure=CAMPAIGN,
            facts_type=CampaignFacts,
            prefix="JH",
            services={
                "plan_campaign": planning.plan_campaign,
                "draw_workshops": planning.draw_workshops,
                "end_campaign": planning.end_campaign,
            },
            forms={"draw_workshops": DrawForm},
            effects={"draw_workshops": _("随即公布随机数，按抽取顺位为每家被抽中的工坊建立检查。")},
            providers=[queries.facts_of_campaign],
        )
    )
    _section("campaign", "campaign", _("检查对象"), "oversight/_campaign.html", sections.of_campaign)


def register_checks() -> None:
    """Register the kind "check", and how it is visited."""
    registry.register(
        registry.Kind(
            model=WorkshopCheck,
            procedure=CHECK,
            facts_type=CheckFacts,
            prefix="JC",
            services={
                "plan_check": planning.plan_check,
                "finish_check": services.finish_check,
                "call_off_check": services.call_off_check,
                "drop_check": services.drop_check,
            },
            providers=[queries.facts_of_check],
        )
    )
    advance.consequence("check", "drop_check")
    _section("check", "check", _("检查对象"), "oversight/_check.html", sections.of_check)
    inspections.visit(
        VisitedKind(
            kind="check",
            state=CheckState.PLANNED,
            finish="finish_check",
            label="定期检查",
            clause=clauses.INVESTIGATION,
            domains=checklist.DOMAINS,
            conclusions=checklist.CONCLUSIONS,
            place_of=_place_of,
            needs_area=False,
            hint=_("定期调查由文旅部门联合相关部门开展，宜有其他部门的人员参加。"),
        )
    )


def _place_of(check: WorkshopCheck) -> str:
    workshop = check.workshop
    return f"{workshop.county.name}{workshop.town}{workshop.address}"


def register_findings() -> None:
    """Register the kind "finding"."""
    registry.register(
        registry.Kind(
            model=Finding,
            procedure=FINDING,
            facts_type=FindingFacts,
            prefix="WT",
            services={
                "note_finding": services.note_finding,
                "order_rectification": services.order_rectification,
                "report_rectified": services.report_rectified,
                "close_finding": services.close_finding,
                "fail_finding": services.fail_finding,
                "drop_finding": services.drop_finding,
            },
            forms={"order_rectification": OrderForm, "report_rectified": ReplyForm},
            effects={
                "order_rectification": _("整改期限随即起算，工坊可在期限内提交整改结果和照片。"),
                "report_rectified": _("提交后由地区文旅部门复查；请确认照片已经上传。"),
                "close_finding": _("因此中止资格的，没有其他中止事由时随即恢复。"),
                "fail_finding": _(
                    "限期整改达不到要求的，可以依照第十条第（九）项启动撤销命名；本步骤不撤销任何资格。"
                ),
            },
            providers=[queries.facts_of_finding],
            acting=[acts_for_workshop],
            stands_in=stands_in,
        )
    )
    advance.consequence("finding", "drop_finding")
    _section("finding", "finding", _("检查问题"), "oversight/_finding.html", sections.of_finding)


def _section(kind: str, name: str, label: registry.Label, template: str, context: registry.ContextOf) -> None:
    part = registry.Section(name=name, label=label, template=template, context=context, order=10)
    registry.section(kind, part)


def extend_workshops() -> None:
    """Show checks and findings on a workshop's page, and follow its status."""
    register.section(
        register.Section(
            name="oversight",
            label=_("日常监督"),
            template="oversight/_workshop.html",
            context=sections.of_workshop,
            order=60,
        )
    )
    register.follow_status(services.end_with_recognition)
    register.follow_holder(services.hand_over)
    register.keep_suspended(queries.is_held)


def add_to_menu() -> None:
    """Offer monitoring, plans and findings to those who see them."""
    officials = frozenset({Role.OFFICER.value, Role.HEAD.value, Role.AUDITOR.value})
    group = _("监督")
    navigation.register(
        navigation.Entry(_("动态监测"), "oversight:monitoring", "activity", officials, order=40, group=group),
        navigation.Entry(
            _("检查计划"),
            "oversight:campaigns",
            "clipboard-list",
            officials,
            order=43,
            group=group,
            may=permissions.may_see_campaigns,
        ),
        navigation.Entry(_("检查问题"), "oversight:findings", "triangle-alert", officials, order=44, group=group),
    )
