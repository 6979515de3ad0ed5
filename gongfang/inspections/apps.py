"""Visits to the spot."""

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """Tells the house of visits."""

    name = "gongfang.inspections"
    verbose_name = "实地核查"

    def ready(self) -> None:
        """Add visits to the kind of case they belong to."""
        from . import registration

        registration.register()
