"""Cases: what every procedure has in common."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """Offers 待办 to those who work on cases, and tells the apps below who sees which case."""

    name = "gongfang.cases"
    verbose_name = "案件"

    def ready(self) -> None:
        """Add the inbox to the menu and connect the apps below."""
        from gongfang.web.navigation import Entry, register

        from . import wiring

        wiring.connect()
        at_work = frozenset({"officer", "head"})
        register(Entry(_("待办"), "cases:inbox", "inbox", at_work, order=10, group=_("工作台")))
