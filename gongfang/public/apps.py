from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "gongfang.public"
    verbose_name = "门户"
