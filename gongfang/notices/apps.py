from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "gongfang.notices"
    verbose_name = "公示与异议"
