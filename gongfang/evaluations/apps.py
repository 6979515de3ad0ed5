"""Biennial evaluations (article 9(四))."""

from django.apps import AppConfig


class EvaluationsConfig(AppConfig):
    """Biennial evaluations (article 9(四))."""

    name = "gongfang.evaluations"
    verbose_name = "两年评估"
