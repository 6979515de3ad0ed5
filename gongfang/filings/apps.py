"""Annual filings and the log of activities (articles 7 and 9(一))."""

from django.apps import AppConfig


class FilingsConfig(AppConfig):
    """Registers annual filings as a kind of case, what time does with them, and the menu."""

    name = "gongfang.filings"
    verbose_name = "年度报备"

    def ready(self) -> None:
        """Register the kind, the parts of pages, the steps of SYSTEM and the menu."""
        from . import registration

        registration.register()
        registration.let_time_work()
        registration.add_to_menu()
