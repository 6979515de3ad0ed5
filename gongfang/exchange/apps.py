"""What the departments exchange (articles 9(二) and 11): registers, project library, subsidies."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Registers its kinds of case, the reading of uploads, what it knows of workshops and the menu."""

    name = "gongfang.exchange"
    verbose_name = "部门共享"

    def ready(self) -> None:
        """Register the kinds, the background work, the parts of pages, the support and the menu."""
        from . import kinds

        kinds.register_mismatches()
        kinds.register_subsidies()
        kinds.register_library()
        kinds.read_uploads()
        kinds.extend_workshops()
        kinds.tell_of_support()
        kinds.add_to_menu()
