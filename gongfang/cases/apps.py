from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "gongfang.cases"
    verbose_name = "案件"
