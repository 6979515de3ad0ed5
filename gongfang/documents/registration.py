"""What documents add to the rest of the house."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from gongfang.accounts.models import Role
from gongfang.cases import registry
from gongfang.records import permissions as files
from gongfang.records.models import EvidenceFile
from gongfang.web import navigation

from . import kinds, permissions, sections, services
from .models import Document
from .writing import applications, objections, opinions, panels, revocations, supervision

_AREAS = (applications, opinions, panels, objections, revocations, supervision)


def register_kinds() -> None:
    """Register every kind of document."""
    for area in _AREAS:
        area.register_on(kinds.register)


def register_act() -> None:
    """Let the issue of a document be recorded on every case, and say who opens the file of one without a case."""
    registry.act(registry.Act(action=services.ISSUE, describe=services.described))
    files.files_from(services.SECTION, may_see=_may_see)


def _may_see(user: Any, file: EvidenceFile) -> bool:
    found = Document.objects.filter(docx=file) | Document.objects.filter(pdf=file)
    return any(permissions.may_read(user, document) for document in found)


def extend_cases() -> None:
    """Show the documents of a case on its page."""
    part = registry.Section(
        name="documents",
        label=_("文书"),
        template="documents/_section.html",
        context=sections.of_case,
        order=90,
    )
    for name in sorted({name for kind in kinds.kinds() for name in kind.states}):
        if any(kind.procedure.kind == name for kind in registry.kinds()):
            registry.section(name, part)


def add_to_menu() -> None:
    """Offer the register of documents to those who have one."""
    officials = frozenset({Role.OFFICER.value, Role.HEAD.value, Role.AUDITOR.value})
    navigation.register(
        navigation.Entry(_("发文登记"), "documents:register", "stamp", officials, order=55, group=_("名录"))
    )
