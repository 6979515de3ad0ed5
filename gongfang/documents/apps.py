"""Official documents: layout, numbering, issuing."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Registers the kinds of documents, their part of the pages of cases, and the menu."""

    name = "gongfang.documents"
    verbose_name = "公文"

    def ready(self) -> None:
        """Register everything."""
        from . import registration

        registration.register_kinds()
        registration.register_act()
        registration.extend_cases()
        registration.add_to_menu()
