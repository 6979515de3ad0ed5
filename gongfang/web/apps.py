from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "gongfang.web"
    verbose_name = "页面"
