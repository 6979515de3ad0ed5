"""Revocation, its notice, appeal and announcement (article 10)."""

from django.apps import AppConfig


class RevocationsConfig(AppConfig):
    """Registers revocations as a kind of case."""

    name = "gongfang.revocations"
    verbose_name = "撤销命名"

    def ready(self) -> None:
        """Register the kind."""
        from . import kinds

        kinds.register_revocations()
