"""Bring stored values to the newest key and the cipher of the settings."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gongfang.accounts import rotation, second_factors


class Command(BaseCommand):
    """Re-encrypt in batches; stopped half-way, it goes on where it stopped when run again."""

    help = "Re-encrypt every value that is not under the newest key and cipher, and renew the blind indexes."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the size of a batch, which is one transaction."""
        parser.add_argument("--batch", type=int, default=500)

    def handle(self, *args: Any, **options: Any) -> None:
        """Work through every table that holds encrypted fields, then through the copies of their indexes."""
        for model in rotation.encrypted_models():
            changed = rotation.reencrypt(model, batch_size=options["batch"])
            self.stdout.write(f"{model._meta.label}: {changed}")
        for name, changed in rotation.renew_copies():
            self.stdout.write(f"{name}: {changed}")
        self.stdout.write(f"mfa.Authenticator: {second_factors.renew()}")
