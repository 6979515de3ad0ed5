"""Changes of a registration, surrender, and the counties' own register (articles 3(二) and 7(四))."""

from django.apps import AppConfig


class ChangesConfig(AppConfig):
    """Registers changes as a kind of case, and what they add to workshops and applications."""

    name = "gongfang.changes"
    verbose_name = "登记变更"

    def ready(self) -> None:
        """Register the kind, the parts of pages, what follows a status, and the menu."""
        from . import kinds

        kinds.register_changes()
        kinds.extend_workshops()
        kinds.extend_applications()
        kinds.add_to_menu()
