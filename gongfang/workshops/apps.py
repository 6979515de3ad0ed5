"""The register of workshops."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkshopsConfig(AppConfig):
    """Offers the register in the menu of officials."""

    name = "gongfang.workshops"
    verbose_name = "工坊名录"

    def ready(self) -> None:
        """Add the register to the menu."""
        from gongfang.accounts.models import Role
        from gongfang.web import navigation

        from .permissions import READERS

        navigation.register(
            navigation.Entry(_("工坊名录"), "workshops:register", "store", READERS, order=50, group=_("名录"))
        )
        own = frozenset({Role.APPLICANT.value})
        navigation.register(
            navigation.Entry(_("我的工坊"), "workshops:mine", "store", own, order=40, group=_("工坊"))
        )
