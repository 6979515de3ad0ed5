from django.apps import AppConfig


class WorkshopsConfig(AppConfig):
    name = "gongfang.workshops"
    verbose_name = "工坊名录"
