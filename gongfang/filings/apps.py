"""Annual filings and the log of activities (articles 7 and 9(一))."""

from django.apps import AppConfig


class FilingsConfig(AppConfig):
    """Annual filings and the log of activities (articles 7 and 9(一))."""

    name = "gongfang.filings"
    verbose_name = "年度报备"
