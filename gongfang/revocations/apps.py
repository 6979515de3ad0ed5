"""Revocation, its notice, appeal and announcement (article 10)."""

from django.apps import AppConfig


class RevocationsConfig(AppConfig):
    """Revocation, its notice, appeal and announcement (article 10)."""

    name = "gongfang.revocations"
    verbose_name = "撤销命名"
