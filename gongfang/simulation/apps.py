"""What other figures of articles 3 and 4 would change."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SimulationConfig(AppConfig):
    name = "gongfang.simulation"

    def ready(self) -> None:
        """Offer the page to those who weigh a change of the measures."""
        from gongfang.accounts.models import OFFICIAL_ROLES, Role
        from gongfang.web.navigation import Entry, register

        from .permissions import may_simulate

        roles = frozenset({*OFFICIAL_ROLES, Role.AUDITOR})
        group = _("统计")
        register(
            Entry(_("政策测算"), "simulation:what_if", "scale", roles, order=63, group=group, may=may_simulate)
        )
