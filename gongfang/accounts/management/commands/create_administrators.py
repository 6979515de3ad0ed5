"""Make the three administrators of an installation."""

import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from gongfang.accounts.models import Role, User
from gongfang.accounts.permissions import ADMINISTRATOR_ROLES


class Command(BaseCommand):
    """Create the system, the security and the audit administrator, each with a one-time password."""

    help = "Create the three administrators that are missing; prints each one-time password once."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Create the missing ones; an installation has no default account."""
        missing = [role for role in ADMINISTRATOR_ROLES if not User.objects.filter(role=role).exists()]
        if not missing:
            raise CommandError("All three administrators exist.")
        for role in missing:
            self._create(role)

    def _create(self, role: Role) -> None:
        login = role.value.replace("_", "-")
        password = secrets.token_urlsafe(12)
        User.objects.create_user(
            login=login,
            password=password,
            role=role,
            display_name=str(role.label),
            must_change_password=True,
            created_at=timezone.now(),
        )
        self.stdout.write(f"{login}  {password}")
