"""Revocation, its notice, appeal and announcement (article 10)."""

from django.apps import AppConfig


class RevocationsConfig(AppConfig):
    """Registers revocations as a kind of case, and what they add to the pages of others."""

    name = "gongfang.revocations"
    verbose_name = "撤销命名"

    def ready(self) -> None:
        """Register the kind, the parts of pages and the menu."""
        from . import kinds

        kinds.register_revocations()
        kinds.extend_pages()
        kinds.add_to_menu()
