from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "gongfang.notifications"
    verbose_name = "消息"
