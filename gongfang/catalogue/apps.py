"""The product catalogue and the enquiries it brings (article 8(五))."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Registers products, enquiries and demands as kinds of case, and the catalogue as a measure of support."""

    name = "gongfang.catalogue"
    verbose_name = "产品目录"

    def ready(self) -> None:
        """Register the kinds, the parts of pages, the reminders, the measures and the menu."""
        from . import kinds, measures, reminders

        kinds.register_products()
        kinds.register_enquiries()
        kinds.register_demands()
        kinds.extend_workshops()
        kinds.add_to_menu()
        reminders.register()
        measures.register()
