"""Statistics, bulletins and exports (article 11(一))."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Registers bulletins as a kind of case, and the menu."""

    name = "gongfang.reports"
    verbose_name = "统计"

    def ready(self) -> None:
        """Register the kind and the menu."""
        from . import kinds

        kinds.register_bulletins()
        kinds.add_to_menu()
