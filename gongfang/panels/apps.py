from django.apps import AppConfig


class PanelsConfig(AppConfig):
    name = "gongfang.panels"
    verbose_name = "专家评审"
