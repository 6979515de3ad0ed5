"""Fairs, exhibitions and placements of catalogue products (articles 8(五) and 8(六))."""

from django.apps import AppConfig


class FairsConfig(AppConfig):
    name = "gongfang.fairs"

    def ready(self) -> None:
        """Register the kind, what it knows of workshops and the menu."""
        from . import kinds

        kinds.register_stands()
        kinds.extend_workshops()
        kinds.add_to_menu()
