"""Regular inspections, what they find, and the monitoring page (articles 9(二) and 9(三))."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Registers plans, checks and findings as kinds of case, and what they add to the pages of others."""

    name = "gongfang.oversight"
    verbose_name = "日常监督"

    def ready(self) -> None:
        """Register the kinds, the steps, the parts of pages and the menu."""
        from . import evidence, kinds

        kinds.register_campaigns()
        kinds.register_checks()
        kinds.register_findings()
        kinds.extend_workshops()
        kinds.add_to_menu()
        evidence.register()
