"""How evaluations are handled, what opens and closes them, and where they are shown."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Role, User
from gongfang.cases import advance, registry
from gongfang.cases.permissions import stands_in
from gongfang.regulation.evaluation import EVALUATION, EvaluationFacts
from gongfang.regulation.procedure import Actor
from gongfang.web import navigation
from gongfang.workshops import registry as workshops
from gongfang.workshops.queries import last_event

from . import assessing, evidence, permissions, presentation, queries, services
from .forms import OrderForm, ReportForm
from .models import Evaluation

EFFECTS = {
    "pass_evaluation": _("下一次评估自今日起算。整改期间中止资格的，没有其他中止事由时随即恢复。"),
    "order_rectification": _("工坊随即收到问题清单和期限；期限内整改到位的，评估合格。"),
    "report_rectified": _("报告后由地区文旅部门复查。"),
    "fail_evaluation": _("将按“限期整改达不到要求”启动撤销命名程序；工坊将得到书面告知，可以申诉。"),
}


def register_evaluations() -> None:
    """Register the kind "evaluation" with the parts of its page."""
    registry.register(
        registry.Kind(
            model=Evaluation,
            procedure=EVALUATION,
            facts_type=EvaluationFacts,
            prefix="PG",
            services={
                "open_evaluation": services.open_evaluation,
                "self_assess": assessing.self_assess,
                "score_evaluation": services.score_evaluation,
                "pass_evaluation": services.pass_evaluation,
                "order_rectification": services.order_rectification,
                "report_rectified": services.report_rectified,
                "fail_evaluation": services.fail_evaluation,
                "waive_evaluation": services.waive_evaluation,
            },
            forms={"order_rectification": OrderForm, "report_rectified": ReportForm},
            pages={
                "self_assess": "evaluations:self_assess",
                "score_evaluation": "evaluations:score_evaluation",
            },
            effects=dict(EFFECTS),
            providers=[queries.facts_of_evaluation],
            acting=[permissions.acts_as_applicant],
            is_read=_is_read,
            stands_in=stands_in,
            called={Actor.APPLICANT: _("工坊")},
        )
    )
    _add_sections()


def _add_sections() -> None:
    registry.section(
        EVALUATION.kind,
        registry.Section(
            name="dimensions",
            label=_("评估内容"),
            template="evaluations/_dimensions.html",
            context=presentation.evaluation_section,
            order=10,
        ),
    )
    registry.section(
        EVALUATION.kind,
        registry.Section(
            name="rectification",
            label=_("限期整改"),
            template="evaluations/_rectification.html",
            context=presentation.rectification_section,
            order=20,
        ),
    )


def _is_read(user: User, record: Any) -> bool:
    """Say that scoring is read only by those who read scores before a result: the result tells the rest."""
    return record.action != "score_evaluation" or permissions.reads_scores(user)


def follow_the_register() -> None:
    """Let time open evaluations, and the end of a recognition close them; show them on a workshop's page."""
    advance.opening("evaluation.open_evaluation", queries.lacking, services.open_for, stamp=last_event)
    advance.consequence(EVALUATION.kind, "open_evaluation")
    advance.consequence(EVALUATION.kind, "waive_evaluation")
    workshops.follow_status(services.follow_workshop)
    workshops.follow_holder(services.hand_over)
    workshops.keep_suspended(queries.is_held)
    workshops.section(
        workshops.Section(
            name="evaluations",
            label=_("两年评估"),
            template="evaluations/_workshop.html",
            context=presentation.workshop_section,
            order=40,
        )
    )
    evidence.register()


def add_to_menu() -> None:
    """Offer the list to the offices and the auditor."""
    roles = frozenset({Role.OFFICER.value, Role.HEAD.value, Role.AUDITOR.value})
    navigation.register(
        navigation.Entry(_("两年评估"), "evaluations:index", "clipboard-check", roles, order=42, group=_("监督"))
    )
