"""System checks: production does not start without keys that only this account can read."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from gongfang.accounts import keys


def keys_are_at_hand(**kwargs: Any) -> list[CheckMessage]:
    """Report a missing class of keys where keys are not made on first use."""
    if settings.GONGFANG_KEYS_ON_FIRST_USE:
        return []
    return [
        Error(
            f"No {key_class} key in {settings.GONGFANG_KEY_DIR}.",
            hint=f"Run `manage.py add_key {key_class}` and back the folder up apart from the database.",
            id="gongfang.E102",
        )
        for key_class in keys.KEY_CLASSES
        if not keys.key_ids(key_class)
    ]


def keys_are_private(**kwargs: Any) -> list[CheckMessage]:
    """Report key files that others on this machine can read."""
    return [
        Error(f"{path} is readable by others.", hint="chmod 600", id="gongfang.E103")
        for path in keys.files()
        if path.stat().st_mode & 0o077
    ]
