"""How meetings and assignments are handled, and who sees them."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import OFFICIAL_ROLES, Role, User
from gongfang.cases import registry
from gongfang.cases.presentation import state_label, tone_of
from gongfang.regulation import clauses
from gongfang.regulation.consultation import ASSIGNMENT, MEETING, AssignmentFacts, MeetingFacts
from gongfang.web.navigation import Entry, register

from . import permissions, queries, services
from .models import Assignment, Meeting


def register_kinds() -> None:
    """Register the kinds "meeting" and "assignment"."""
    registry.register(
        registry.Kind(
            model=Meeting,
            procedure=MEETING,
            facts_type=MeetingFacts,
            prefix="HS",
            services={
                "record_meeting": services.record_meeting,
                "call_off_meeting": services.call_off_meeting,
            },
            effects={"record_meeting": _("登记以后可以把事项交给各部门办理。")},
            providers=[queries.facts_of_meeting],
            visibility=[_is_asked],
        )
    )
    registry.register(
        registry.Kind(
            model=Assignment,
            procedure=ASSIGNMENT,
            facts_type=AssignmentFacts,
            prefix="JB",
            services={"report_done": services.report_done, "drop_assignment": services.drop_assignment},
            providers=[queries.facts_of_assignment],
        )
    )
    _section(MEETING.kind, _("会商"), "consultations/_meeting.html", _of_meeting)
    _section(ASSIGNMENT.kind, _("会商事项"), "consultations/_assignment.html", _of_assignment)


def _is_asked(user: User) -> Q:
    return queries.takes_part(user) if user.is_authenticated else Q(pk__in=[])


def _section(kind: str, label: registry.Label, template: str, context: registry.ContextOf) -> None:
    part = registry.Section(name=kind, label=label, template=template, context=context, order=10)
    registry.section(kind, part)


def _of_meeting(case: Meeting, user: User) -> Mapping[str, Any]:
    rows = queries.assignments(user).filter(came_of=case).order_by("due_on", "pk")
    return {
        "meeting": case,
        "offices": [office.name for office in case.offices.all()],
        "agenda": case.agenda.select_related("case"),
        "assignments": [{"case": each, "label": state_label(each), "tone": tone_of(each.state)} for each in rows],
        "may_assign": permissions.may_call(user) and case.state == "recorded",
        "clause": clauses.CONSULTATION,
    }


def _of_assignment(case: Assignment, user: User) -> Mapping[str, Any]:
    may_open = queries.meetings(user).filter(pk=case.came_of_id).exists()
    return {"assignment": case, "may_open": may_open, "clause": clauses.CONSULTATION}


def add_to_menu() -> None:
    """Offer the list to officials and the auditor."""
    roles = frozenset({*OFFICIAL_ROLES, Role.AUDITOR})
    register(Entry(_("会商"), "consultations:meetings", "users", roles, order=65, group=_("部门共享")))
