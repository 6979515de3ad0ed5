"""How questions, subsidies and library entries are handled, and what exchange adds to the pages of others."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Office, Role
from gongfang.cases import advance, queues, registry
from gongfang.cases.permissions import stands_in
from gongfang.oversight import signs
from gongfang.records.permissions import files_from
from gongfang.regulation import clauses
from gongfang.regulation.exchange import LIBRARY, MISMATCH, SUBSIDY, LibraryFacts, MismatchFacts, SubsidyFacts
from gongfang.support import registry as support
from gongfang.web import navigation
from gongfang.workshops import registry as register
from gongfang.workshops.permissions import acts_for_workshop

from . import giving, importing, permissions, queries, sections, services, subsidies
from .forms import AnswerForm, AskForm, CheckRegisterForm, CloseForm, EnterForm, SpendingForm
from .models import LibraryEntry, Mismatch, PolicyGrant, Subsidy, TrainingShare


def register_mismatches() -> None:
    """Register the kind "mismatch"."""
    registry.register(
        registry.Kind(
            model=Mismatch,
            procedure=MISMATCH,
            facts_type=MismatchFacts,
            prefix="HD",
            services={
                "check_register": services.check_register,
                "ask_workshop": services.ask_workshop,
                "answer_mismatch": services.answer_mismatch,
                "settle_mismatch": services.settle_mismatch,
            },
            forms={
                "ask_workshop": AskForm,
                "check_register": CheckRegisterForm,
                "answer_mismatch": AnswerForm,
            },
            pages={"settle_mismatch": "exchange:settle"},
            effects={"ask_workshop": _("工坊随即看到本件和自己名单中需要核对的人员，不影响工坊的资格。")},
            providers=[queries.facts_of_mismatch],
            acting=[acts_for_workshop],
            stands_in=_stands_in_for_asked,
        )
    )
    advance.consequence("mismatch", "clear_mismatch")
    _section("mismatch", _("待核对的人员"), "exchange/_mismatch.html", sections.of_mismatch)


def _stands_in_for_asked(case: Mismatch) -> list[Office]:
    return [] if case.workshop.holder_id is not None else list(stands_in(case))


def register_subsidies() -> None:
    """Register the kind "subsidy"."""
    registry.register(
        registry.Kind(
            model=Subsidy,
            procedure=SUBSIDY,
            facts_type=SubsidyFacts,
            prefix="BZ",
            services={
                "grant_subsidy": subsidies.grant_subsidy,
                "report_spending": subsidies.report_spending,
                "reject_spending": subsidies.reject_spending,
                "close_subsidy": subsidies.close_subsidy,
            },
            forms={"report_spending": SpendingForm, "close_subsidy": CloseForm},
            pages={"reject_spending": "cases:detail"},
            effects={
                "report_spending": _("金额随即计入已报账；凭证有问题的，拨付部门会退回并说明理由。"),
                "close_subsidy": _("本笔补助到此结清。"),
            },
            providers=[queries.facts_of_subsidy],
            acting=[acts_for_workshop],
            stands_in=stands_in,
            awaited_if={"report_spending": _something_is_unspent},
        )
    )
    _section("subsidy", _("补助资金"), "exchange/_subsidy.html", sections.of_subsidy)


def _something_is_unspent(at: datetime) -> Q:
    return Q(subsidy__unspent__gt=0)


def register_library() -> None:
    """Register the kind "library_entry"."""
    registry.register(
        registry.Kind(
            model=LibraryEntry,
            procedure=LIBRARY,
            facts_type=LibraryFacts,
            prefix="RK",
            services={
                "offer_to_library": services.offer_to_library,
                "enter_library": services.enter_library,
                "decline_entry": services.decline_entry,
            },
            forms={"enter_library": EnterForm},
            effects={"decline_entry": _("工坊会收到理由；情况变化以后可以重新推送。")},
            providers=[queries.facts_of_library_entry],
        )
    )
    advance.consequence("library_entry", "leave_library")
    _section("library_entry", _("项目库"), "exchange/_library_entry.html", sections.of_library_entry)


def _section(kind: str, label: registry.Label, template: str, context: registry.ContextOf) -> None:
    part = registry.Section(name=kind, label=label, template=template, context=context, order=10)
    registry.section(kind, part)


def read_uploads() -> None:
    """Let every pass of `advance` go on with uploads that no process reads; nobody opens their files."""
    queues.add(importing.waiting, importing.work)
    files_from(importing.SECTION, may_see=lambda user, file: False)


def extend_workshops() -> None:
    """Show what was exchanged on a workshop's page, follow its status, and point to accounts that are overdue."""
    register.section(
        register.Section(
            name="exchange",
            label=_("部门共享"),
            template="exchange/_workshop.html",
            context=sections.of_workshop,
            order=70,
        )
    )
    register.follow_status(services.follow_recognition)
    register.follow_holder(services.hand_over)
    signs.signs_from(queries.overdue_accounts)


def tell_of_support() -> None:
    """Show policies, trainings, subsidies and the library among the support a workshop has had (article 8)."""
    support.measure(
        support.Measure(
            name="policy",
            label=_("就业扶持政策"),
            clause=clauses.EMPLOYMENT_POLICY,
            rows=lambda: PolicyGrant.objects.select_related("policy"),
            describe=giving.of_policy,
            dated="on",
        )
    )
    support.measure(
        support.Measure(
            name="skill_training",
            label=_("技能培训"),
            clause=clauses.EMPLOYMENT_POLICY,
            rows=lambda: TrainingShare.objects.select_related("training"),
            describe=giving.of_training,
            dated="training__starts_on",
        )
    )
    support.measure(
        support.Measure(
            name="subsidy",
            label=_("财政补助"),
            clause=clauses.PROJECT_LIBRARY,
            rows=lambda: Subsidy.objects.all(),
            describe=giving.of_subsidy,
            dated="granted_on",
        )
    )
    support.measure(
        support.Measure(
            name="project_library",
            label=_("乡村振兴项目库"),
            clause=clauses.PROJECT_LIBRARY,
            rows=lambda: LibraryEntry.objects.filter(entered_on__isnull=False),
            describe=giving.of_library,
            dated="entered_on",
        )
    )


def add_to_menu() -> None:
    """Offer the pages to those who use them."""
    officials = frozenset({Role.OFFICER.value, Role.HEAD.value, Role.AUDITOR.value})
    group = _("部门共享")

    def entry(label: registry.Label, url: str, icon: str, order: int, **more: object) -> None:
        navigation.register(navigation.Entry(label, url, icon, officials, order=order, group=group, **more))  # type: ignore[arg-type]

    entry(_("脱贫和监测人口"), "exchange:register", "database", 60)
    entry(_("就业情况比对"), "exchange:matchings", "git-compare", 61)
    entry(_("补助资金"), "exchange:subsidies", "wallet", 62)
    entry(_("乡村振兴项目库"), "exchange:library", "library", 63, may=permissions.may_see_library)
    entry(_("扶持政策"), "exchange:policies", "scroll-text", 64)
    entry(_("技能培训"), "exchange:trainings", "graduation-cap", 65)
