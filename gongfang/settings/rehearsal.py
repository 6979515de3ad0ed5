"""Rehearsals: a database, files and keys that vanish with their folder. DATABASE_URL is not looked at."""

import os
import secrets
from pathlib import Path

from .base import *  # noqa: F403
from .base import INSTALLED_APPS

SECRET_KEY = secrets.token_hex(32)
DATA_DIR = Path(os.environ["GONGFANG_REHEARSAL_DIR"])
EVIDENCE_DIR = DATA_DIR / "evidence"
GONGFANG_KEY_DIR = DATA_DIR / "keys"
GONGFANG_KEYS_ON_FIRST_USE = True
GONGFANG_DEMO = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "rehearsal.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;",
        },
    }
}
# A database that is thrown away has no history: its tables are made from the models.
MIGRATION_MODULES = {name.rpartition(".")[2]: None for name in INSTALLED_APPS}
