from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "gongfang.calendars"
    verbose_name = "工作日历"
