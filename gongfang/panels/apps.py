from django.apps import AppConfig


class PanelsConfig(AppConfig):
    name = "gongfang.panels"
    verbose_name = "专家评审"

    def ready(self) -> None:
        from . import registration

        registration.register_panels()
        registration.register_in_applications()
        registration.register_menu()
