from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "gongfang.records"
    verbose_name = "办理记录"
