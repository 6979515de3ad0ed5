"""Applications for recognition."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApplicationsConfig(AppConfig):
    """Registers the kind of case, its steps and its pages, and the menu."""

    name = "gongfang.applications"
    verbose_name = "申报认定"

    def ready(self) -> None:
        """Register applications as a kind of case and add their pages to the menu."""
        from . import registration

        registration.register()
        self._add_to_menu()

    @staticmethod
    def _add_to_menu() -> None:
        from gongfang.accounts.models import Role
        from gongfang.web.navigation import Entry, register

        applicants = frozenset({Role.APPLICANT.value})
        readers = frozenset({Role.OFFICER.value, Role.HEAD.value, Role.AUDITOR.value})
        register(
            Entry(_("我的申报"), "applications:mine", "folder-kanban", applicants, order=20, group=_("认定")),
            Entry(_("申报案件"), "applications:index", "folder-kanban", readers, order=20, group=_("认定")),
            Entry(_("申报批次"), "applications:rounds", "calendar-range", readers, order=25, group=_("认定")),
        )
