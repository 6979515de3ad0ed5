from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "gongfang.applications"
    verbose_name = "申报"
