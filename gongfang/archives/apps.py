"""The complete dossier of a case as a bag that checks itself (article 6(二))."""

from collections.abc import Mapping
from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArchivesConfig(AppConfig):
    name = "gongfang.archives"

    def ready(self) -> None:
        """Offer the archive on the page of every case that has ended, and the check in the menu."""
        from gongfang.accounts.models import OFFICIAL_ROLES, Role
        from gongfang.cases import registry
        from gongfang.web.navigation import Entry, register

        from .bagging import SECTION

        part = registry.Section(
            name=SECTION, label=_("归档"), template="archives/_section.html", context=_offer, order=95
        )
        for kind in registry.kinds():
            registry.section(kind.procedure.kind, part)
        roles = frozenset({*OFFICIAL_ROLES, Role.AUDITOR})
        register(Entry(_("核验档案包"), "archives:verify", "archive", roles, order=56, group=_("名录")))


def _offer(case: Any, user: Any) -> Mapping[str, Any] | None:
    from .permissions import has_ended, may_archive

    return {} if may_archive(user) and has_ended(case) else None
