"""Make a key of field encryption."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gongfang.accounts import keys


class Command(BaseCommand):
    """Make the next key of a class; from now on it writes, and older ones still read."""

    help = "Make the next encryption key of a class. Run `reencrypt` afterwards to leave the older key."
    # The check that keys exist must not keep this command from making them.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the class of the key."""
        parser.add_argument("key_class", choices=keys.KEY_CLASSES)

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the key and name it."""
        key_class = options["key_class"]
        key_id = keys.add_key(key_class)
        self.stdout.write(f"{key_class}-{key_id:04d}.key")
