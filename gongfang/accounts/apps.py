"""People and offices."""

from django.apps import AppConfig
from django.core.checks import register


class AccountsConfig(AppConfig):
    """Registers the checks of the keys and the pages of the menu."""

    name = "gongfang.accounts"
    verbose_name = "人员与机构"

    def ready(self) -> None:
        """Announce what other parts of the site show or run."""
        from gongfang.accounts import checks, menu

        register(checks.keys_are_at_hand)
        register(checks.keys_are_private)
        menu.register_entries()
