"""What the house is told of annual filings: the table, the facts, the services, the pages, what time does."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Role
from gongfang.cases import advance, registry, reminders
from gongfang.cases.permissions import stands_in
from gongfang.cases.registry import Kind
from gongfang.records import permissions as files
from gongfang.regulation.annual_filing import ANNUAL_FILING, FilingFacts
from gongfang.regulation.procedure import Actor
from gongfang.web import navigation
from gongfang.workshops import registry as workshops
from gongfang.workshops.queries import last_event

from . import permissions, queries, sections, services
from .activities import SECTION
from .facts import filing_facts
from .forms import ReturnFilingForm
from .models import AnnualFiling

PREFIX = "NB"
EFFECTS: dict[str, Any] = {
    "return_filing": _("工坊会收到这份清单，补正期从今天起算；期内重新提交的，仍按期报备。"),
    "accept_filing": _("本年度的报备随即完成，填报的活动记录不能再改。"),
}


def register() -> None:
    """Register the kind, what it tells the guards, and the parts of its page."""
    registry.register(
        Kind(
            model=AnnualFiling,
            procedure=ANNUAL_FILING,
            facts_type=FilingFacts,
            prefix=PREFIX,
            services=dict(services.SERVICES),
            forms={"return_filing": ReturnFilingForm},
            pages={"file": "filings:file"},
            effects=dict(EFFECTS),
            acting=[permissions.acts_as_applicant],
            stands_in=stands_in,
            providers=[filing_facts],
            called={Actor.APPLICANT: _("工坊")},
        )
    )
    for part in sections.OF_A_FILING:
        registry.section(ANNUAL_FILING.kind, part)
    for each in sections.OF_A_WORKSHOP:
        workshops.section(each)
    files.files_from(SECTION, may_see=permissions.may_see_file)


def let_time_work() -> None:
    """Say what opens a filing, what misses one, what ends it, and of what people are reminded early."""
    kind = ANNUAL_FILING.kind
    advance.opening(
        f"{kind}.open_filing",
        queries.lacking,
        lambda workshop, at: services.open_filing(workshop, by=Actor.SYSTEM, at=at),
        stamp=last_event,
    )
    advance.due(kind, "miss", queries.due_to_miss)
    advance.consequence(kind, "waive_filing")
    reminders.remind_early_of("annual_filing")
    workshops.follow_status(services.follow_status)
    workshops.follow_holder(services.hand_over)


def add_to_menu() -> None:
    """Offer the list of filings to officials and the auditor, and their own to the workshops."""
    readers = frozenset({Role.OFFICER.value, Role.HEAD.value, Role.AUDITOR.value})
    own = frozenset({Role.APPLICANT.value})
    navigation.register(
        navigation.Entry(_("年度报备"), "filings:index", "calendar-check", readers, order=41, group=_("监督")),
        navigation.Entry(_("我的年度报备"), "filings:mine", "calendar-check", own, order=41, group=_("工坊")),
    )
