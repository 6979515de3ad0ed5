"""Biennial evaluations (article 9(四))."""

from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    """Registers evaluations as a kind of case, and what they add to the register and to time."""

    name = "gongfang.evaluations"
    verbose_name = "两年评估"

    def ready(self) -> None:
        """Register the kind, what opens and closes it, and the menu."""
        from . import kinds

        kinds.register_evaluations()
        kinds.follow_the_register()
        kinds.add_to_menu()
