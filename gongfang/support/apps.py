"""What recognition is for (article 8): recommendation, training, successors, and who has had what."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """Registers calls, courses and help as kinds of case, what was given, and what support adds to other pages."""

    name = "gongfang.support"
    verbose_name = "支持措施"

    def ready(self) -> None:
        """Register the kinds, the measures, the parts of pages and the menu."""
        from . import kinds, measures

        measures.register()
        kinds.register_recommendations()
        kinds.register_courses()
        kinds.register_help()
        kinds.extend_workshops()
        kinds.add_to_menu()
