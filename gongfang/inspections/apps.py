from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "gongfang.inspections"
    verbose_name = "实地核查"
