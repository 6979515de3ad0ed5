"""Public notices and the objections to them."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Registers objections as a kind of case, and what the notice adds to an application."""

    name = "gongfang.notices"
    verbose_name = "公示与异议"

    def ready(self) -> None:
        """Register the kind, the steps, the facts, the parts of pages and the menu."""
        from . import kinds

        kinds.register_objections()
        kinds.extend_applications()
        kinds.add_to_menu()
