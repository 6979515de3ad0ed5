"""Consultation of the departments and what comes of it (article 11)."""

from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "gongfang.consultations"

    def ready(self) -> None:
        """Register the kinds and the menu."""
        from . import kinds

        kinds.register_kinds()
        kinds.add_to_menu()
